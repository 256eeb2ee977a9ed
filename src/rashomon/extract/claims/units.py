"""Units: the clauses that a content is made of, each of which asserts one thing.

A content's spans and the document's clauses enter, ranges of offsets leave: one for every sentence,
and in a sentence one for every finite clause that stands beside another ("that A and that B").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from rashomon.extract.clauses import Clause
from rashomon.extract.tree import Tree
from rashomon.records import Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MIN_WORDS = 3


def units(content: Sequence[Span], sentences: Sequence[Clause]) -> list[Span]:
    """The clauses of a content in reading order; what is too short stays with the one before."""
    starts = [clause.sentence.span.start for clause in sentences]
    found: list[Span] = []
    for span in sorted(content):
        edges = {span.start, span.end}
        at = max(0, bisect_right(starts, span.start) - 1)
        while at < len(sentences) and starts[at] < span.end:
            clause = sentences[at]
            edges |= {e for e in (starts[at], *_cuts(clause.tree)) if span.start < e < span.end}
            at += 1
        ordered = sorted(edges)
        text = sentences[0].tree.text if sentences else ""
        for low, high in pairwise(ordered):
            piece = text[low:high]
            begin = low + len(piece) - len(piece.lstrip(" \t\r\n,;"))
            end = high - (len(piece) - len(piece.rstrip(" \t\r\n,;")))
            if begin >= end:
                continue
            if found and len(piece.split()) < _MIN_WORDS and found[-1].start >= span.start:
                found[-1] = Span(span.document, found[-1].start, end)
            else:
                found.append(Span(span.document, begin, end))
    return found


def _cuts(tree: Tree) -> list[int]:
    """Offsets where a finite clause begins that is coordinated with another."""
    cuts = []
    for index, token in enumerate(tree.tokens):
        if token.dep != "conj" or not _is_clause(tree, index) or not _is_clause(tree, token.head):
            continue
        first = min(tree.subtree(index))
        if first <= token.head:
            continue
        cuts.append(tree.tokens[first].start)
    return cuts


def _is_clause(tree: Tree, index: int) -> bool:
    """A finite verb with a subject of its own."""
    if not tree.children(index, "nsubj", "nsubjpass", "expl"):
        return False
    helps = (index, *tree.children(index, "aux", "auxpass"))
    return any(tree.tokens[i].tag in _FINITE for i in helps)
