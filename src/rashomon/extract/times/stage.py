"""The stage: candidates in reading order, guarded, resolved, with their intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rashomon.extract.paragraphs import is_upper
from rashomon.extract.times.context import Context, Resolved
from rashomon.extract.times.grammar import Candidate, candidates, has_trigger
from rashomon.extract.times.guards import Surroundings, stands
from rashomon.extract.times.intervals import interval_of
from rashomon.extract.times.tense import Tense, tense_at
from rashomon.extract.tree import Tree
from rashomon.records import Document, Interval, Sentence, TimeExpression
from rashomon.stage import AnnotatedDocument

_REACH = 60
_LOOKING_AHEAD = re.compile(
    r"\b(?:until|till|by|for|starting|beginning|effective|due|no later than|as early as|as soon as)"
    r"\s+(?:the\s+)?(?:next\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(since|after|before|until|till|by|following)\s+(?:the\s+)?$", re.I)


class TimeExpressions:
    """Every time expression is found once, resolved, and given the interval that it means."""

    name: ClassVar[str] = "times"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Sentence,)
    writes: ClassVar[type] = TimeExpression

    def __call__(self, doc: AnnotatedDocument) -> Iterable[TimeExpression]:
        """The document's time expressions in reading order; no two overlap."""
        text = doc.document.text
        sentences = doc.layer(Sentence)
        context = context_of(doc.document)
        tokens = [token for sentence in sentences for token in sentence.tokens]
        around = Surroundings(text, tokens, is_upper(text))
        finder = _Governors(sentences, text)
        for start, end, _ in _windows(text, sentences):
            for candidate, resolved in _read(text, start, end, context, around, finder):
                yield _record(doc, candidate, resolved, context, around)


def context_of(document: Document) -> Context:
    """The anchors that the document's head gives: its dateline's date, else its publication."""
    published = document.published
    dateline = document.dateline.date if document.dateline else None
    if published is not None:
        day = published.date()
        # a dateline goes first where it is a plausible day of writing for that publication
        if dateline is not None and 0 <= (day - dateline).days <= 7:
            return Context(dateline, "dateline", published.hour)
        return Context(day, "publication", published.hour)
    if dateline is not None:
        return Context(dateline, "dateline")
    return Context(None, "publication")


def _windows(text: str, sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, int, int]]:
    """Ranges to search, with their paragraph: runs of sentences that hold a trigger.

    A run reaches a little into the next sentence, because an abbreviated month often ends what
    the parser takes for a sentence.
    """
    run: tuple[int, int, int] | None = None
    for number, sentence in enumerate(sentences):
        span = sentence.span
        if has_trigger(text, span.start, span.end):
            if run is not None and run[2] == sentence.paragraph and span.start <= run[1]:
                run = (run[0], span.end, sentence.paragraph)
            else:
                if run is not None:
                    yield run
                run = (span.start, span.end, sentence.paragraph)
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            if following is not None and following.paragraph == sentence.paragraph:
                run = (run[0], min(following.span.end, span.end + _REACH), run[2])
    if run is not None:
        yield run


def _read(
    text: str, start: int, end: int, context: Context, around: Surroundings, finder: _Governors
) -> Iterator[tuple[Candidate, Resolved]]:
    """The leftmost, then longest candidates that stand and resolve."""
    found = sorted(candidates(text, start, end), key=lambda c: (c.start, -c.end, c.rank))
    reached = start
    for candidate in found:
        if candidate.start < reached or not stands(candidate, around):
            continue
        context.tense = finder.tense(candidate)
        resolved = candidate.rule.build(candidate.match, context)
        if resolved is None:
            continue
        reached = candidate.end
        yield candidate, resolved
        context.note(resolved)


class _Governors:
    """Looks up the tense at a candidate; trees are built only where asked for."""

    def __init__(self, sentences: tuple[Sentence, ...], text: str) -> None:
        self._sentences = sentences
        self._text = text
        self._at = 0
        self._tree: tuple[int, Tree] | None = None

    def tense(self, candidate: Candidate) -> _Tense:
        """A function that gives the tense at the candidate."""
        return _Tense(self, candidate.start, candidate.end)

    def find(self, start: int, end: int) -> Tense | None:
        """The tense of the verb above a range; "until" and the like look ahead by themselves."""
        if _LOOKING_AHEAD.search(self._text, max(0, start - 24), start):
            return "future"
        while self._at and self._sentences[self._at].span.start > start:
            self._at -= 1
        while self._at + 1 < len(self._sentences) and self._sentences[self._at].span.end <= start:
            self._at += 1
        if self._tree is None or self._tree[0] != self._at:
            self._tree = (self._at, Tree(self._sentences[self._at], self._text))
        if _follows_past_verb(self._tree[1], start):
            return "past"
        return tense_at(self._tree[1], start, end)


def _follows_past_verb(tree: Tree, start: int) -> bool:
    """Whether the words stand right after a verb in the past ("said Wednesday"), "on" aside."""
    index = next((i for i, token in enumerate(tree.tokens) if token.start >= start), 0) - 1
    if index > 0 and tree.lower(index) in ("on", "late", "early"):
        index -= 1
    return index >= 0 and tree.tokens[index].tag == "VBD"


class _Tense:
    """A deferred look-up."""

    def __init__(self, governors: _Governors, start: int, end: int) -> None:
        self._governors, self._start, self._end = governors, start, end

    def __call__(self) -> Tense | None:
        return self._governors.find(self._start, self._end)


def _record(
    doc: AnnotatedDocument,
    candidate: Candidate,
    resolved: Resolved,
    context: Context,
    around: Surroundings,
) -> TimeExpression:
    return TimeExpression(
        span=doc.span(candidate.start, candidate.end),
        type=resolved.type,
        value=resolved.value,
        anchor=resolved.anchor,
        interval=_interval(candidate, resolved, context, around),
        modifier=resolved.modifier,
        zoned=resolved.zone_hours is not None or resolved.utc_value is not None,
    )


def _interval(
    candidate: Candidate, resolved: Resolved, context: Context, around: Surroundings
) -> Interval | None:
    if resolved.type == "DURATION":
        return interval_of(resolved.around, "APPROX") if resolved.around else None
    if resolved.type == "SET":
        return None
    if resolved.value.endswith("_REF"):
        return _reference(resolved.value, context)
    before = around.text[max(0, candidate.start - 24) : candidate.start]
    opening = _OPENING.search(before)
    opened = opening[1].lower() if opening and not _modifies(candidate, around) else None
    modifier = resolved.modifier
    if candidate.match.group().lower().startswith(("earlier", "later")):
        # "earlier in the day" is before the time told of, which may be any time of that day
        modifier = None
    if resolved.last:
        first, last = interval_of(resolved.value), interval_of(resolved.last)
        return Interval(first.start, last.end, "range") if first and last else None
    if resolved.utc_value:
        return interval_of(resolved.utc_value, modifier, opened)
    return interval_of(resolved.value, modifier, opened, resolved.zone_hours or 0.0)


def _reference(value: str, context: Context) -> Interval | None:
    if context.written is None:
        return None
    day = interval_of(context.written.isoformat())
    if day is None:
        return None
    if value == "PAST_REF":
        return Interval(None, day.end, "before")
    if value == "FUTURE_REF":
        return Interval(day.start, None, "after")
    return Interval(day.start, day.end, "about")


def _modifies(candidate: Candidate, around: Surroundings) -> bool:
    """Whether the expression only modifies a noun ("after Monday's attack", "the May vote")."""
    if around.text[candidate.end : candidate.end + 2] in ("'s", "’s", "s'", "s’"):
        return True
    following = around.after(candidate.end)
    gap = following.start - candidate.end if following else 9
    return following is not None and gap <= 1 and following.tag in ("NN", "NNS")
