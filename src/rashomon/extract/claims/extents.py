"""Extents: how far the words of a claim reach.

A clause and the core of a claim (who, and what befell them) enter; the core with the short
complements that belong to it leaves: "six others were killed in a village near the ford". A
complement is taken whole or not at all, and all of them together are hardly longer than the core,
so that a claim stays the narrowest words that a reader would quote for it.
"""

from __future__ import annotations

from rashomon.extract.clauses import Clause
from rashomon.extract.events.arguments import is_body, phrase
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree

_LEAST, _MOST = 4, 8
_LINKS = frozenset(
    {"in", "at", "near", "on", "inside", "outside", "during", "from", "to", "among", "of", "under"}
    | {"with", "between", "north", "south", "within"}
)
_CLAUSES = frozenset({"relcl", "advcl", "acl", "ccomp", "parataxis", "cc", "agent", "mark"})
_STOPS = frozenset({"who", "which", "that", "while", "when", "after", "as", "and", "but", "or"})
_BRACKETS = {"[": "]", "(": ")", "-LSB-": "-RSB-", "-LRB-": "-RRB-"}
_BRACKETED = 12
_LOYAL = 8


def widened(
    clause: Clause,
    first: int,
    last: int,
    *heads: int,
    least: int = _LEAST,
    spare: int = 0,
    links: frozenset[str] = _LINKS,
) -> tuple[int, int]:
    """A core range with the complements that follow it.

    Args:
        clause: the sentence.
        first: first token of the core.
        last: last token of the core.
        heads: tokens of the core that the complements hang from.
        least: words that the complements may have in any case.
        spare: words that they may have more than the core.
        links: words that a complement may begin with, beside adverbs and times.
    """
    words = sum(clause.tree.word(i)[:1].isalnum() for i in range(first, last + 1))
    room = max(least, min(_MOST, words + spare))
    return first, _reach(clause, last, room, heads or (last,), links)


def _reach(
    clause: Clause, last: int, room: int, heads: tuple[int, ...], links: frozenset[str]
) -> int:
    """The last token of the complements that fit: they may end before a link."""
    tree = clause.tree
    best, used = last, 0
    bearer = clause.attribution[last]
    for at in range(last + 1, len(tree)):
        token = tree.tokens[at]
        if (
            token.dep in _CLAUSES
            or (token.dep == "punct" and tree.word(at) != "-")
            or tree.lower(at) in _STOPS
            or at in clause.cues
            or (bearer is not None and clause.attribution[at] != bearer)
            or not _hangs(tree, at, heads, last)
            or (at == last + 1 and not _begins(tree, at, links))
        ):
            return best
        used += tree.word(at)[:1].isalnum()
        if used > room:
            return best
        if _closes(tree, at):
            best = at
    return best


def _begins(tree: Tree, at: int, links: frozenset[str]) -> bool:
    """Whether a complement can begin here: a preposition of place or occasion, or a time."""
    token = tree.tokens[at]
    return (
        (token.tag in {"IN", "RB"} and tree.lower(at) in links)
        or token.dep in {"npadvmod", "advmod"}
        or token.entity.endswith(("DATE", "TIME"))
    )


def _hangs(tree: Tree, at: int, heads: tuple[int, ...], last: int) -> bool:
    """Whether a token belongs below the core."""
    up = at
    for _ in range(12):
        up = tree.tokens[up].head
        if up in heads:
            return True
        if up <= last and tree.tokens[up].head == up:
            return False
    return False


def _closes(tree: Tree, at: int) -> bool:
    """Whether a complement may end here: at a head noun, and not inside a hyphenated word."""
    tag = tree.tokens[at].tag
    if not (tag[:1] in {"N", "R"} or tag in {"CD", "PRP"}):
        return False
    following = at + 1
    if following >= len(tree):
        return True
    apart = tree.tokens[following].start > tree.tokens[at].end or tree.word(following) != "-"
    return apart and tree.tokens[following].tag[:1] not in {"N", "P"}


def party_extent(tree: Tree, head: int) -> tuple[int, int]:
    """The phrase of a party with what says which one: "a group of men from the X Front [XF]"."""
    first, last = phrase(tree, head)
    if any(tree.children(prep, "pcomp") for prep in tree.children(head, "prep")):
        last = head  # “accused the squads of staging it”: the deed is no part of the name
    last = _past_brackets(tree, last, head)
    for loyal in tree.children(head, "amod", "acl"):
        # “the forces loyal to President X”
        below = tree.subtree(loyal)
        if loyal == head + 1 and tree.tokens[loyal].tag == "JJ" and max(below) - head <= _LOYAL:
            named = [i for i in below if tree.tokens[i].tag[:1] == "N"]
            last = max([last, *named])
    for prep in tree.children(head, "prep"):
        for body in tree.children(prep, "pobj"):
            low, high = phrase(tree, body)
            near = prep > head and low - last <= 3 and tree.lower(prep) in {"from", "of"}
            if near and is_body(tree, body):
                last = max(last, _past_brackets(tree, high, body))
    return first, last


def _past_brackets(tree: Tree, last: int, head: int) -> int:
    """Past a bracket that explains the name before it, and the noun that the name qualifies."""
    if last + 1 >= len(tree) or tree.word(last + 1) not in _BRACKETS:
        return last
    closing = _BRACKETS[tree.word(last + 1)]
    end = next(
        (
            i
            for i in range(last + 2, min(last + 2 + _BRACKETED, len(tree)))
            if tree.word(i) == closing
        ),
        None,
    )
    if end is None or tree.tokens[last].tag not in {"NNP", "NNPS", "NN", "NNS"}:
        return last
    after = end + 1
    if after < len(tree) and is_person_noun(tree.tokens[after].lemma.lower()):
        return after
    return end
