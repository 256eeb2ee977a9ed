"""Who says what: attributions and the claims they carry."""

from __future__ import annotations

from typing import Literal

import msgspec

from rashomon.records.places import Place
from rashomon.records.spans import Span
from rashomon.records.times import Interval

Mode = Literal["direct", "indirect", "mixed"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["asserted", "hedged", "unknown"]
Act = Literal["statement", "thought", "finding", "attitude"]
Aspect = Literal[
    "killed",
    "injured",
    "captured",
    "missing",
    "responsible",
    "initiated",
    "weapon",
    "date",
    "place",
    "target",
    "what_happened",
    "occurred",
    "fate_of_person",
    "civilians_present",
    "other",
]


class Figure(msgspec.Struct, frozen=True, tag="figure", forbid_unknown_fields=True):
    """A number of people: `{low, high}`, where None is unknown and never 0.

    "at least N" is low N; "more than N" low N+1; "up to N", "nearly N" high N; a stated zero is 0.
    """

    low: int | None
    high: int | None
    qualifier: str | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a figure needs low <= high, got {self.low} > {self.high}")


class Named(msgspec.Struct, frozen=True, tag="named", forbid_unknown_fields=True):
    """Somebody or something: text as printed, and the document's entity where it is one."""

    text: str
    entity: str | None = None


class When(msgspec.Struct, frozen=True, tag="when", forbid_unknown_fields=True):
    """A time: text as printed and its interval."""

    text: str
    interval: Interval | None = None


class Where(msgspec.Struct, frozen=True, tag="where", forbid_unknown_fields=True):
    """A place: text as printed and its resolution."""

    text: str
    place: Place | None = None


class Statement(msgspec.Struct, frozen=True, tag="statement", forbid_unknown_fields=True):
    """Anything else, as printed.

    Args:
        text: the words.
        key: a normalised meaning where there is one (`dead`, `alive`, `present`, `yes`, `no`).
    """

    text: str
    key: str | None = None


Value = Figure | Named | When | Where | Statement


class Attribution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source, a cue and a content: somebody says something.

    Args:
        id: digest of document, cue, source and content offsets.
        document: id of the document.
        source: the words that name the speaker here (may be a pronoun), None where the text
            names nobody ("it is unclear whether", "reportedly").
        entity: id of the document's entity that `source` resolves to.
        cue: the words that report ("said", "according to"), None for a bare block quote.
        content: what is said, one or more disjoint spans in reading order.
        mode: direct speech, indirect, or both in one content.
        polarity: `denied` where the cue denies its content.
        certainty: `unknown` for stated ignorance, `hedged` for "may", "believed", "alleged".
        within: id of the attribution whose content holds this one ("CNN reported that an
            official said").
        act: a `statement` asserts its content; a `thought` holds it true or possible; a `finding`
            sees or shows it; an `attitude` wants, plans, urges or supports it and asserts nothing.
    """

    id: str
    document: str
    source: Span | None = None
    entity: str | None = None
    cue: Span | None = None
    content: tuple[Span, ...]
    mode: Mode = "indirect"
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    within: str | None = None
    act: Act = "statement"

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution needs content")


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One comparable thing that one source says about one event.

    Args:
        id: digest of document, evidence, aspect, whom, value and attribution.
        document: id of the document.
        attribution: id of the attribution that carries it; None is the outlet's own voice.
        event: id of the document's event that it is about.
        aspect: what it is about.
        whom: for casualties and fates: the group or person as a lower-case role group
            (`police`, `civilians`, `children`, ...) or a name; None is the incident's whole toll.
        value: what is claimed (or, when denied, what is denied).
        polarity: `denied` where the source says that it is not so.
        certainty: `unknown` where the source says that it is not known.
        evidence: the narrowest words that carry it, at least one span.
    """

    id: str
    document: str
    attribution: str | None = None
    event: str | None = None
    aspect: Aspect
    whom: str | None = None
    value: Value
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    evidence: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("no claim without an evidence span")
