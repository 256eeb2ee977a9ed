"""A claim with what reconciliation needs to know of its surroundings, and nothing else.

What enters are a claim's own fields and facts about its report: who speaks, through whom, when it
was published, which report it rests on. What leaves is one flat, frozen `ClaimView`. It must not
know where claims come from: the case stage and the evaluation on gold claims both build it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rashomon.records import Aspect, Certainty, PartyKind, Polarity, Value


@dataclass(frozen=True)
class ClaimView:
    """One claim, ready to be compared.

    Args:
        id: of the claim.
        incident: id of the incident that it is about.
        document: id of its report.
        origin: id of the report that its report rests on in the end; `document` when it rests on
            none.
        verbatim: id of the report whose words its report repeats without a change; empty where it
            repeats none. Such a report counts as that report everywhere, its date included.
        outlet: key of the publisher, or of the origin where the publisher is unknown. It stands
            for the speaker where `parties` is empty.
        parties: keys of the parties that speak; empty for the outlet's own voice.
        via: keys of parties through which the words came ("a doctor told the agency").
        source_name: the speaker as a reader should see it.
        many: the source is many by its own words ("all sources").
        published: when the report came out, UTC; None where unknown.
        order: where the claim stands in its report, code points.
        aspect: what it is about.
        whom: normalised group or person; None for the whole toll.
        value: what is claimed or, when denied, what is denied.
        polarity: affirmed or denied.
        certainty: asserted, hedged, or a stated ignorance.
        actors: keys of the parties that a `Named` value means; empty where it is only words.
        actor_kin: keys of the parties that `actors` belong to or have as members.
        accusable: whoever a `Named` value means can have done it; a place or a paper cannot.
        quote: the evidence as printed.
        sentence: the sentence around it.
        signals: names of the lists of `data/toll_signals.toml` that the words match, `part`,
            `updated_report`, and for a report that corrects its outlet `correction` or, where it
            only quotes what it takes back, `withdrawn`.
        actor_name: the name of the party that a `Named` value means, empty where unknown.
        source_kind: what sort of party speaks.
        wire: key of the one agency that the report credits with its text, in the form of `outlet`;
            empty where it credits none or several.
    """

    id: str
    incident: str
    document: str
    origin: str
    outlet: str
    parties: frozenset[str]
    source_name: str
    order: int
    aspect: Aspect
    whom: str | None
    value: Value
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    via: frozenset[str] = frozenset()
    many: bool = False
    published: datetime | None = None
    actors: frozenset[str] = frozenset()
    actor_kin: frozenset[str] = frozenset()
    accusable: bool = True
    quote: str = ""
    sentence: str = ""
    signals: frozenset[str] = frozenset()
    verbatim: str = ""
    actor_name: str = ""
    source_kind: PartyKind = "other"
    wire: str = ""

    @property
    def own_voice(self) -> bool:
        """Whether the outlet speaks for itself."""
        return not self.parties

    @property
    def desk(self) -> str:
        """Whose own voice the report's is: the agency's that it credits, else its outlet's."""
        return self.wire or self.outlet

    @property
    def text_of(self) -> str:
        """The report whose text this is: that which it repeats, else its own."""
        return self.verbatim or self.document

    @property
    def speakers(self) -> frozenset[str]:
        """Keys of who answers for the claim: its parties, else the outlet."""
        return self.parties or frozenset({self.outlet})

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        """Oldest report first, then document, place in the text and id; total."""
        moment = self.published.isoformat() if self.published else "9999"
        return (moment, self.document, self.order, self.id)


def same_speaker(a: ClaimView, b: ClaimView) -> bool:
    """Whether one party answers for both claims."""
    return bool(a.speakers & b.speakers)


def one_voice(a: ClaimView, b: ClaimView) -> bool:
    """Whether one speaker makes both claims in one report, however many outlets print it."""
    return a.text_of == b.text_of and (same_speaker(a, b) or (a.own_voice and b.own_voice))


def shared_channel(a: ClaimView, b: ClaimView) -> bool:
    """Whether a party that speaks in one claim passes on the other, or one passes on both."""
    return bool((a.parties | a.via) & (b.parties | b.via))


def days_between(a: ClaimView, b: ClaimView) -> float | None:
    """Days from the report of `a` to that of `b`, negative when `b` is older; None if unknown."""
    if a.published is None or b.published is None:
        return None
    return (b.published - a.published) / timedelta(days=1)


def not_earlier(a: ClaimView, b: ClaimView) -> bool:
    """Whether `b` may be the later word: its report is not older than that of `a`.

    Within one report the text order does not say which figure is newer, so both directions hold.
    """
    days = days_between(a, b)
    return a.text_of == b.text_of or days is None or days >= 0


def on_a_later_day(a: ClaimView, b: ClaimView) -> bool:
    """Whether the report of `b` came out on a later UTC day than that of `a`."""
    return (
        a.published is not None
        and b.published is not None
        and b.published.date() > a.published.date()
    )


LATER_HOURS = 1.0
"""Hours between two reports with a time of day from which one is later on the same day."""


def surely_later(a: ClaimView, b: ClaimView) -> bool:
    """Whether the report of `b` came out on a later day, or hours later where both state one."""
    if on_a_later_day(a, b):
        return True
    days = days_between(a, b)
    if days is None or a.published is None or b.published is None:
        return False
    # Midnight is what a date without a time is stored as.
    timed = all((p.hour, p.minute, p.second) != (0, 0, 0) for p in (a.published, b.published))
    return timed and days * 24 >= LATER_HOURS
