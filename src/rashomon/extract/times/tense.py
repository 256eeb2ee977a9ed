"""Tense of the verb that governs a stretch of a sentence: evidence for before or after.

Enters: a dependency tree and a range of code points. Leaves: `past`, `present`, `future`, or None
where no verb governs the words.
"""

from __future__ import annotations

from typing import Literal

from rashomon.extract.tree import Tree

Tense = Literal["past", "present", "future"]

_AHEAD = frozenset(
    {
        "plan", "expect", "schedule", "intend", "hope", "set", "due", "agree", "prepare", "aim",
        "want", "slate", "go", "vow", "promise", "order", "ask", "call", "urge", "ready",
    }
)  # fmt: skip


def tense_at(tree: Tree, start: int, end: int) -> Tense | None:
    """The tense of the nearest verb above the first token in the range."""
    first = next((i for i, token in enumerate(tree.tokens) if token.start < end <= token.end), None)
    if first is None:
        first = next((i for i, token in enumerate(tree.tokens) if token.end > start), None)
    if first is None:
        return None
    for index in (first, *tree.ancestors(first)):
        if tree.tokens[index].pos in ("VERB", "AUX"):
            found = _tense_of(tree, index)
            if found is not None:
                return found
    return None


def _tense_of(tree: Tree, verb: int) -> Tense | None:
    tag = tree.tokens[verb].tag
    helpers = tree.children(verb, "aux", "auxpass")
    words = {tree.lower(helper) for helper in helpers}
    head = tree.tokens[verb].head
    if "will" in words or words & {"'ll", "’ll", "shall", "wo"}:
        return "future"
    if words & {"would", "should", "may", "can", "could", "might", "must"}:
        if any(tree.tokens[helper].lemma == "have" for helper in helpers):
            return "past"
        # "said Friday that it would" looks ahead from the past, which says nothing about Friday
        return "future" if words & {"should", "may", "can", "must"} else None
    if "to" in words:
        if head != verb and tree.tokens[head].lemma in _AHEAD:
            return "future"
        return _tense_of(tree, head) if head != verb and tree.tokens[head].pos == "VERB" else None
    if any(tree.tokens[helper].tag == "VBD" for helper in helpers):
        return "past"
    if tag in ("VBD", "VBN"):
        if any(tree.tokens[helper].lemma in ("be",) for helper in helpers):
            finite = {tree.tokens[helper].tag for helper in helpers}
            if finite & {"VBZ", "VBP"} and not any(
                tree.tokens[helper].lemma == "have" for helper in helpers
            ):
                return "future" if tree.tokens[verb].lemma in _AHEAD else "present"
        return "past"
    if tag in ("VBZ", "VBP"):
        return "present"
    if tag == "VBG":
        if any(tree.tokens[helper].tag in ("VBZ", "VBP") for helper in helpers):
            return "future" if tree.tokens[verb].lemma in _AHEAD else "present"
        return None
    return None
