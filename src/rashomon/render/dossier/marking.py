"""Reports in full with their claims marked in place.

Enters: a report's text and the statements and claims that stand in it. Leaves: paragraphs of safe
HTML and the notes beside them. Spans may nest or cross; crossing ones are cut so that the markup
nests. Every claim's first span carries the claim's id as its anchor.
"""

from __future__ import annotations

import bisect
import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from rashomon.records import BoxAnchor, Orphan, Span, homes
from rashomon.render import formats, wording
from rashomon.render.dossier.index import Index, beside

_ORDER = {"said": 0, "src": 1, "cue": 1, "own": 2, "ev": 2}
_TAGS = {"said": "span", "src": "b", "cue": "i", "own": "mark", "ev": "mark"}
_DEEPEST = 4


@dataclass(frozen=True)
class NoteClaim:
    """A claim under a note."""

    claim: str
    question: str
    answer: str
    tags: tuple[str, ...]
    fact: str | None
    status: str | None
    start: int
    end: int
    home: str


@dataclass(frozen=True)
class Note:
    """What stands beside a paragraph: a statement, or what the outlet says itself."""

    id: str
    number: int
    voice: str
    printed: str | None
    cue: str | None
    via: tuple[str, ...]
    own: bool
    mode: str | None
    tags: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    claims: tuple[NoteClaim, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as markup, and its notes in reading order."""

    html: Markup
    headline: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    kind: str
    anchor: str | None = None
    depth: int = 0
    note: tuple[int, str] | None = None

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        return (self.start, -self.end, _ORDER[self.kind], self.depth, self.anchor or "")


def paragraphs(index: Index, document: formats.CaseDocument) -> tuple[Paragraph, ...]:
    """The report's paragraphs, marked."""
    statements = index.statements_of[document.id]
    claims = index.claims_of[document.id]
    ranges = index.paragraphs(document)
    notes = _notes(index, document, statements, claims, ranges)
    marks = _marks(index, statements, claims, notes) if ranges else ()
    by_paragraph = defaultdict(list)
    for note in notes:
        by_paragraph[_home(note.spans[0][0], ranges)].append(note)
    anchored: set[str] = set()
    shown = []
    inside = defaultdict(list)
    for mark in marks:
        for number in range(_home(mark.start, ranges), _home(mark.end - 1, ranges) + 1):
            start, end = ranges[number]
            if mark.start < end and start < mark.end:
                inside[number].append(mark)
    for number, (start, end) in enumerate(ranges):
        html = marked(document.text, start, end, inside[number], anchored)
        shown.append(
            Paragraph(html, document.text[start:end] == document.title, tuple(by_paragraph[number]))
        )
    return tuple(shown)


def _home(at: int, ranges: list[tuple[int, int]]) -> int:
    """The paragraph that holds `at`, or the next one."""
    return max(0, min(bisect.bisect_right(ranges, at, key=lambda pair: pair[1]), len(ranges) - 1))


def _notes(
    index: Index,
    document: formats.CaseDocument,
    statements: Iterable[formats.CaseStatement],
    claims: Iterable[formats.CaseClaim],
    ranges: list[tuple[int, int]],
) -> list[Note]:
    """One note for each statement and for each paragraph's own-voice claims, numbered in order."""
    carried = defaultdict(list)
    own: dict[int, list[formats.CaseClaim]] = defaultdict(list)
    known = set()
    drafts: list[tuple[int, int, Note]] = []
    statements = list(statements)
    known = {statement.id for statement in statements}
    for claim in claims:
        if claim.attribution in known:
            carried[claim.attribution].append(claim)
        else:
            own[_home(claim.content[0].start, ranges)].append(claim)
    for statement in statements:
        voice = index.statement_voice(statement)
        printed = statement.source.text if statement.source else None
        tags = {"asserted": (), "hedged": ("hedged",), "unknown": ("not known",)}[
            statement.certainty
        ]
        note = Note(
            id=f"note-{statement.id}",
            number=0,
            voice=voice,
            printed=beside(printed, voice),
            cue=statement.cue.text if statement.cue else None,
            via=index.via(statement.within),
            own=False,
            mode=statement.mode,
            tags=(*tags, *(["denial"] if statement.polarity == "denied" else [])),
            spans=tuple((span.start, span.end) for span in statement.content),
            claims=tuple(_note_claim(index, claim) for claim in carried[statement.id]),
        )
        drafts.append((note.spans[0][0], 0, note))
    for held in own.values():
        note = Note(
            id=f"note-{held[0].id}",
            number=0,
            voice=index.voice(held[0]) if held[0].attribution else index.outlet(document),
            printed=None,
            cue=None,
            via=(),
            own=True,
            mode=None,
            tags=(),
            spans=tuple((span.start, span.end) for claim in held for span in claim.content),
            claims=tuple(_note_claim(index, claim) for claim in held),
        )
        drafts.append((note.spans[0][0], 1, note))
    drafts.sort(key=lambda draft: (draft[0], draft[1], draft[2].id))
    return [
        Note(
            note.id,
            number,
            note.voice,
            note.printed,
            note.cue,
            note.via,
            note.own,
            note.mode,
            note.tags,
            note.spans,
            note.claims,
        )
        for number, (_, _, note) in enumerate(drafts, 1)
    ]


def _note_claim(index: Index, claim: formats.CaseClaim) -> NoteClaim:
    fact = index.fact_of.get(claim.id)
    whom = f" ({claim.whom})" if claim.whom else ""
    return NoteClaim(
        claim=claim.id,
        question=wording.ASPECTS[claim.aspect] + whom,
        answer=wording.answer(claim.value, denied=claim.polarity == "denied"),
        tags=(
            *(tag for tag in index.tags(claim) if tag != "denial"),
            *(["updated since"] if claim.id in index.superseded else []),
        ),
        fact=fact.id if fact else None,
        status=wording.STATUS[fact.status] if fact else None,
        start=claim.content[0].start,
        end=claim.content[-1].end,
        home=_origin(index.documents[claim.document], claim),
    )


def _origin(document: formats.CaseDocument, claim: formats.CaseClaim) -> str:
    """Where a claim's first words stand in the original; empty where they stand alike."""
    first = claim.content[0]
    span = Span(document.id, first.start, first.end)
    pieces = homes(document.anchors, span, document.text)
    if isinstance(pieces, Orphan):
        return "not in the original" if document.anchors else ""
    begin, end = pieces[0], pieces[-1]
    if isinstance(begin, BoxAnchor) or isinstance(end, BoxAnchor):
        pages = sorted({piece.page for piece in pieces if isinstance(piece, BoxAnchor)})
        return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}–{pages[-1]}"
    if not begin.part and begin.original_start == first.start:
        return ""
    where = begin.part or "source"
    return f"{where} {begin.original_start}–{end.original_end}"


def _marks(
    index: Index,
    statements: Iterable[formats.CaseStatement],
    claims: Iterable[formats.CaseClaim],
    notes: Iterable[Note],
) -> Iterable[_Mark]:
    note_of = {note.id: (note.number, note.id) for note in notes}
    last_own = {
        claim.claim: (note.number, note.id)
        for note in notes
        if note.own
        for claim in note.claims[-1:]
    }
    for statement in statements:
        depth = min(len(index.via(statement.within)), _DEEPEST - 1)
        for number, span in enumerate(statement.content):
            final = number == len(statement.content) - 1
            note = note_of.get(f"note-{statement.id}") if final else None
            yield _Mark(span.start, span.end, "said", depth=depth, note=note)
        if statement.source is not None:
            yield _Mark(statement.source.start, statement.source.end, "src")
        if statement.cue is not None:
            yield _Mark(statement.cue.start, statement.cue.end, "cue")
    for claim in claims:
        kind = "ev" if claim.statement else "own"
        for number, span in enumerate(claim.content):
            anchor = claim.id if number == 0 else f"{claim.id}-{number + 1}"
            final = number == len(claim.content) - 1
            note = last_own.get(claim.id) if final else None
            yield _Mark(span.start, span.end, kind, anchor=anchor, note=note)


def marked(text: str, start: int, end: int, marks: Iterable[_Mark], anchored: set[str]) -> Markup:
    """`text[start:end]` escaped, with nested elements for the marks.

    A mark that crosses the end of the one around it is closed there and opened again behind it.

    Args:
        text: the whole text.
        start: first code point.
        end: one past the last.
        marks: those that overlap the range.
        anchored: ids given so far in the page; grows.
    """
    queue: list[tuple[tuple[int, int, int, int, str], int, _Mark]] = []
    serial = 0
    for mark in marks:
        piece = _cut(mark, max(mark.start, start), min(mark.end, end))
        heapq.heappush(queue, (piece.rank, serial, piece))
        serial += 1
    out: list[Markup] = []
    stack: list[_Mark] = []
    at = start

    def write(until: int) -> None:
        nonlocal at
        if until > at:
            out.append(escape(text[at:until]))
            at = until

    def close() -> None:
        mark = stack.pop()
        write(mark.end)
        out.append(Markup(f"</{_TAGS[mark.kind]}>"))
        if mark.note is not None:
            out.append(
                Markup('<a class="ref" href="#{1}" aria-label="note {0}">{0}</a>').format(
                    *mark.note
                )
            )

    while queue:
        _, _, mark = heapq.heappop(queue)
        while stack and stack[-1].end <= mark.start:
            close()
        if stack and mark.end > stack[-1].end:
            rest = _cut(mark, stack[-1].end, mark.end)
            heapq.heappush(queue, (rest.rank, serial, rest))
            serial += 1
            mark = _Mark(mark.start, stack[-1].end, mark.kind, mark.anchor, mark.depth, None)
        write(mark.start)
        out.append(_open(mark, anchored))
        stack.append(mark)
    while stack:
        close()
    write(end)
    return Markup("").join(out)


def _cut(mark: _Mark, start: int, end: int) -> _Mark:
    """The mark between two points; its note stays with the piece that holds its end."""
    note = mark.note if end == mark.end else None
    return _Mark(start, end, mark.kind, mark.anchor, mark.depth, note)


def _open(mark: _Mark, anchored: set[str]) -> Markup:
    tag, css = _TAGS[mark.kind], mark.kind
    if mark.kind == "said":
        css = f"said d{mark.depth}"
    if mark.anchor is None or mark.anchor in anchored:
        return Markup('<{} class="{}">').format(Markup(tag), css)
    anchored.add(mark.anchor)
    return Markup('<{} class="{}" id="{}">').format(Markup(tag), css, mark.anchor)
