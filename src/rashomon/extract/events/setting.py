"""When and where: the time expression and the toponym that belong to a trigger.

A clause and a trigger enter; spans of this sentence leave, or None. An expression belongs to the
predicate that governs it in the tree, so that "published on Monday" does not date the attack that
the publication is about. A place that names an actor ("Harvane said") is no setting.
"""

from __future__ import annotations

from rashomon.extract.clauses import Clause
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.tree import Tree
from rashomon.records import PlaceMention, TimeExpression

_AT = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "on",
        "around",
        "of",
        "within",
        "from",
        "throughout",
        "across",
        "into",
        "north",
        "south",
        "east",
        "west",
        "toward",
        "between",
    }
)
_VICINITY = 20
_ELSEWHEN = frozenset({"after", "before", "since", "following"})
_CLAUSAL = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG", "VB", "MD"})
_LINK = frozenset(
    {
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "xcomp",
        "conj",
        "advcl",
        "acl",
        "relcl",
        "appos",
        "attr",
        "agent",
        "compound",
        "pcomp",
        "oprd",
        "npadvmod",
        "ccomp",
    }
)


def own_time(clause: Clause, trigger: Trigger) -> TimeExpression | None:
    """The expression that dates the trigger within its sentence."""
    best: tuple[int, int, TimeExpression] | None = None
    for time in clause.times:
        if time.type not in {"DATE", "TIME"} or time.interval is None:
            continue
        distance = _distance(clause, trigger, time.span.start, time.span.end)
        if distance is None:
            continue
        key = (distance, abs(time.span.start - clause.tree.tokens[trigger.head].start))
        if best is None or key < best[:2]:
            best = (*key, time)
    return best[2] if best is not None else None


def own_place(clause: Clause, trigger: Trigger) -> PlaceMention | None:
    """The toponym that places the trigger within its sentence."""
    best: tuple[int, int, PlaceMention] | None = None
    tree = clause.tree
    for place in clause.places:
        if place.toponymy != "literal":
            continue
        tokens = tree.covering(place.span)
        if not tokens or not _is_locative(tree, tokens[-1]):
            continue
        distance = _distance(clause, trigger, place.span.start, place.span.end)
        if distance is None:
            continue
        near = _is_vicinity(tree, tokens[0])
        key = (distance + _VICINITY * near, abs(place.span.start - tree.tokens[trigger.head].start))
        if best is None or key < best[:2]:
            best = (*key, place)
    return best[2] if best is not None else None


def _is_vicinity(tree: Tree, first: int) -> bool:
    """“outside of X”, “north of X”: X is not the place itself."""
    before = {tree.lower(i) for i in range(max(0, first - 3), first)}
    return bool(before & {"outside", "near", "north", "south", "east", "west", "from", "miles"})


def _is_locative(tree: Tree, index: int) -> bool:
    """Whether the toponym stands under a preposition of place or after another toponym."""
    at = index
    for _ in range(4):
        token = tree.tokens[at]
        if token.dep in {"prep"} or token.tag == "IN":
            return tree.lower(at) in _AT
        if token.head == at:
            return True
        if token.dep in {
            "pobj",
            "compound",
            "appos",
            "conj",
            "nmod",
            "npadvmod",
            "poss",
            "advmod",
            "pcomp",
        }:
            at = token.head
            continue
        return False
    return False


def _left(tree: Tree, trigger: Trigger) -> list[int]:
    return [
        trigger.first,
        *(c for c in tree.children(trigger.head, "det", "amod", "compound") if c < trigger.first),
    ]


def _is_copular(tree: Tree, noun: int) -> bool:
    """Whether a noun only stands for its clause: "it was a raid that killed two"."""
    return tree.tokens[noun].dep in {"attr", "ROOT"}


def _distance(clause: Clause, trigger: Trigger, start: int, end: int) -> int | None:
    """Tree steps from an expression to the trigger through one predicate, None if unrelated."""
    tree = clause.tree
    tokens = [i for i, t in enumerate(tree.tokens) if t.start < end and start < t.end]
    if not tokens:
        return None
    inside = set(tokens)
    top = next((i for i in tokens if tree.tokens[i].head not in inside), tokens[-1])
    path = {top: 0}
    at, steps = top, 0
    while tree.tokens[at].head != at:
        at = tree.tokens[at].head
        steps += 1
        path[at] = steps
        if tree.tokens[at].tag in _CLAUSAL and at != trigger.head:
            break
    if trigger.head in path:
        return path[trigger.head]
    if trigger.nominal and tree.lower(max(0, min(_left(tree, trigger)) - 1)) in _ELSEWHEN:
        # "After the fighting": dates outside the phrase are another happening's.
        return None
    owner = at
    up, steps = trigger.head, 0
    while up != owner:
        token = tree.tokens[up]
        if token.head == up or token.dep not in _LINK or steps > 6:
            return None
        if token.dep in {"ccomp", "relcl", "advcl"} and token.head in clause.cues:
            return None
        if token.dep == "pobj" and tree.lower(token.head) in _ELSEWHEN:
            return None
        if token.dep == "ccomp" and token.head == owner:
            # What a verb says, thinks or sees has its own date.
            return None
        outside = token.dep in {"relcl", "acl"} and token.head not in path
        up = token.head
        steps += 1
        if up in path and up != owner:
            break
        if outside and not _is_copular(tree, up):
            # "Men who had killed two were held on Friday": the date is not the killing's.
            return None
    if up == owner and owner in clause.cues and tree.tokens[owner].lemma.lower() != "order":
        return None
    # A date before an embedded clause dates the outer predicate, one after it mostly the inner one.
    return path[up] + 2 * steps + 1
