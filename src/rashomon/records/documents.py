"""Reports as read, their sentences and tokens, and what went wrong with them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from rashomon.records.anchors import Anchor, Orphan, check_anchors, homes
from rashomon.records.spans import Span


class Dateline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where and when a report says that it was written: `HARVANE, March 3 (Agency) -`.

    Args:
        span: the whole dateline, agency and dash included. Never a source, never an event's place.
        place: the place as printed, or None.
        date: the date that it states, completed from metadata where the year is missing, or None.
        agency: the wire that it credits, as printed, or None.
    """

    span: Span
    place: str | None = None
    date: date | None = None
    agency: str | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One report. `text` is what all offsets count in and is never changed after reading.

    Args:
        id: digest of `name` and `raw_sha256`.
        name: path relative to what the user named, with `/`; stable between machines.
        url: canonical address, where known.
        publisher: the outlet, where known.
        published: UTC moment (or midnight of the day) of publication, where known.
        published_from: the evidence for `published`: `sidecar`, `meta:<name>`, `mail:date`,
            `feed:<element>`, `column:<name>`, `http:<header>`, `url`, `dateline`, `text`.
        language: ISO 639-1, or None where it could not be told.
        title: headline, where known.
        title_span: where the headline stands in `text`, if it does.
        credits: wire agencies and other outlets that the report credits, as printed.
        dateline: place and date of writing, where printed.
        text: for a plain-text file its decoded content, untouched.
        text_sha256: of `text` encoded as UTF-8, hexadecimal.
        raw_sha256: of the file's bytes, hexadecimal; of the line's for JSON Lines, whose
            reports are named `<file>#<line>`; of the entry's for what lies in an archive or a
            message, named `<file>!<entry>`.
        author: byline, where known.
        container: name of the user's file, where the report is only a part of it.
        captured_at: UTC moment at which a web archive captured it, where it comes from one; no
            evidence of publication but that it was not later.
        encoding: Python's name of the encoding in which the bytes were read, where they are text.
        anchors: the way from ranges of `text` to the original, sorted and disjoint; see
            `rashomon.records.anchors`.
    """

    id: str
    name: str
    text: str
    text_sha256: str
    raw_sha256: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    published_from: str | None = None
    language: str | None = None
    title: str | None = None
    title_span: Span | None = None
    credits: tuple[str, ...] = ()
    dateline: Dateline | None = None
    author: str | None = None
    container: str | None = None
    captured_at: datetime | None = None
    encoding: str | None = None
    anchors: tuple[Anchor, ...] = ()

    def __post_init__(self) -> None:
        check_anchors(self.anchors, len(self.text))

    def homes(self, span: Span) -> tuple[Anchor, ...] | Orphan:
        """Where a span of this document stands in the original; see `records.anchors.homes`."""
        return homes(self.anchors, span, self.text)


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One word or mark of a sentence with its place in the dependency tree.

    Args:
        start: first code point in the document's text.
        end: one past the last.
        lemma: dictionary form, lower case except for proper names.
        pos: Universal Dependencies part of speech (`VERB`, `PROPN`, ...).
        tag: Penn Treebank tag (`VBD`, `NNP`, ...).
        dep: dependency label of the English ClearNLP scheme (`nsubj`, `ccomp`, ...).
        head: index *within the sentence* of the head; a root's head is itself.
        entity: OntoNotes entity label with B-/I- prefix, or the empty string.
    """

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence; it never crosses a paragraph break.

    Args:
        span: from the first to the last token.
        paragraph: 0-based number of its paragraph.
        tokens: in reading order, whitespace left out.
    """

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]


class Provenance(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Which stage made a layer, with what.

    Args:
        stage: name of the stage.
        version: its version.
        settings_digest: digest of the settings in force.
        inputs: names of the layers that it read.
    """

    stage: str
    version: str
    settings_digest: str
    inputs: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A defect of the input, kept and shown; never a reason to stop a run.

    Args:
        name: the file as in `Document.name`.
        stage: `read` or the stage that met it.
        message: file, cause, and what was done about it.
        document: id of the document, if it became one.
        start: first code point concerned, if the problem has a place.
        end: one past the last.
    """

    name: str
    stage: str
    message: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
