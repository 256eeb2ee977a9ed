"""Which triggers are one event: coreference within a document.

Triggers with their arguments and settings enter in reading order; chains leave. The headline and
the lead open the report's main event; what has its own, different time or place, is planned, or
is called another one, stays apart. The rule errs towards uniting: a report tells one happening in
many words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.extract.clauses import Clause
from rashomon.extract.events.arguments import Arguments
from rashomon.extract.events.ontology import depth, family, is_violent, joinable
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.tree import Tree
from rashomon.records import Interval, PlaceMention, TimeExpression

_NEAR = 4
_MEANS = frozenset({"hijacking", "robbery", "threat", "ceasefire", "release"})
_LESSER = _MEANS | {"harm"}
_LEAD = 3
_STRONG_LINKS = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "pobj",
        "dobj",
        "agent",
        "prep",
        "relcl",
        "acl",
        "advcl",
        "xcomp",
        "conj",
        "ccomp",
        "pcomp",
        "compound",
        "attr",
    }
)


@dataclass(frozen=True)
class Mentioned:
    """One trigger with what its sentence says about it.

    Args:
        trigger: the trigger.
        clause: its sentence.
        args: its arguments.
        time: the expression that dates it here.
        place: the toponym that places it here.
        background: told as something from before ("had previously").
    """

    trigger: Trigger
    clause: Clause
    args: Arguments
    time: TimeExpression | None
    place: PlaceMention | None
    background: bool


@dataclass
class Chain:
    """Mentions of one event, in reading order."""

    mentions: list[Mentioned] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type that names it best: specific before general, violence before its effects."""
        score: dict[str, tuple[int, int, int]] = {}
        for order, mention in enumerate(self.mentions):
            name = mention.trigger.type
            # What was taken or threatened on the way is a means; the deed is what harmed.
            deed = family(name) not in _MEANS
            harm, count, first = score.get(name, (deed + (family(name) not in _LESSER), 0, -order))
            score[name] = (max(harm, 2 * (depth(name) > 1)), count + 1 + depth(name), first)
        return max(score, key=lambda name: score[name])

    @property
    def stage(self) -> str:
        """How far it went: the furthest stage that a mention states."""
        order = ["accomplished", "attempted", "threatened", "planned"]
        return min((m.trigger.modality.stage for m in self.mentions), key=order.index)

    @property
    def interval(self) -> Interval | None:
        """The first mention's time that has one."""
        return next((m.time.interval for m in self.mentions if m.time is not None), None)

    @property
    def background(self) -> bool:
        """Whether it is told as something from before the report's happening."""
        return self.mentions[0].background

    @property
    def last_sentence(self) -> int:
        """Number of the sentence of the last mention."""
        return self.mentions[-1].clause.number


def chains(mentioned: list[Mentioned]) -> list[Chain]:
    """The events of a document, in order of their first mention."""
    found: list[Chain] = []
    here: list[tuple[Mentioned, Chain]] = []
    sentence = -1
    for mention in mentioned:
        if mention.clause.number != sentence:
            sentence, here = mention.clause.number, []
        chain = _linked(mention, here) or _earlier(mention, found)
        if chain is None:
            if mention.trigger.referring:
                continue
            chain = Chain()
            found.append(chain)
        chain.mentions.append(mention)
        here.append((mention, chain))
    return found


def main_chain(found: Sequence[Chain]) -> Chain | None:
    """The happening that a report is about: a deed done, told early and often; None if no chain.

    What only accompanies a deed (an arrest, a threat) is it where nothing else is told.
    """

    def weight(number: int) -> tuple[bool, bool, float, int]:
        chain = found[number]
        deed = is_violent(chain.type) or family(chain.type) == "harm"
        done = chain.stage in {"accomplished", "attempted"} and not chain.background
        early = 3.0 if number == 0 else 0.0
        return (done, deed, min(len(chain.mentions), 8) + early, -number)

    return found[max(range(len(found)), key=weight)] if found else None


def _linked(mention: Mentioned, here: list[tuple[Mentioned, Chain]]) -> Chain | None:
    """The event of a trigger of the same sentence that this one is grammatically bound to."""
    tree = mention.clause.tree
    for other, chain in reversed(here):
        tried = _tried_in_battle(mention, other, chain)
        if not tried and not (
            _stages_fit(mention, chain) and joinable(mention.trigger.type, chain.type)
        ):
            continue
        harmed = family(mention.trigger.type) == "harm"
        done = mention.trigger.modality.stage == "accomplished"
        if harmed and done and chain.stage == "attempted":
            continue
        if mention.trigger.earlier != other.trigger.earlier:
            continue
        if mention.background != other.background:
            continue
        if _own_times_clash(mention, chain):
            continue
        if _bound(tree, mention.trigger.head, other.trigger.head):
            return chain
    return None


def _tried_in_battle(mention: Mentioned, other: Mentioned, chain: Chain) -> bool:
    """“opened fire and tried to set off a bomb”: what is tried in a fight is part of it."""
    return (
        mention.trigger.modality.stage == "attempted"
        and other.trigger.modality.stage == "accomplished"
        and family(chain.type) == "battle"
        and family(mention.trigger.type) in {"explosion", "violence", "remote"}
    )


def _bound(tree: Tree, left: int, right: int) -> bool:
    """Whether one of two tokens governs the other within a few steps."""
    for start, goal in ((left, right), (right, left)):
        at = start
        for _ in range(5):
            token = tree.tokens[at]
            if token.head == at or token.dep not in _STRONG_LINKS:
                break
            at = token.head
            if at == goal:
                return True
    ups = []
    for start in (left, right):
        at, seen = start, []
        for _ in range(4):
            token = tree.tokens[at]
            if token.head == at or token.dep not in _STRONG_LINKS:
                break
            at = token.head
            seen.append(at)
        ups.append(seen)
    return bool(set(ups[0]) & set(ups[1]))


def _earlier(mention: Mentioned, found: list[Chain]) -> Chain | None:
    """The best event told before that this trigger can be another mention of."""
    trigger = mention.trigger
    best: tuple[int, int, int] | None = None
    chosen: Chain | None = None
    for number, chain in enumerate(found):
        score = _fit(mention, chain, is_main=number == 0)
        if score is None:
            continue
        key = (score, chain.last_sentence, -number)
        if best is None or key > best:
            best, chosen = key, chain
    if chosen is None or best is None:
        return None
    if trigger.fresh and best[0] < 4:
        return None
    return chosen


def _fit(mention: Mentioned, chain: Chain, *, is_main: bool) -> int | None:
    """How well a trigger fits an event; None where it cannot be it."""
    trigger = mention.trigger
    distance = mention.clause.number - chain.last_sentence
    if trigger.referring:
        if not trigger.definite or trigger.earlier:
            return None
        return 3 if distance <= _NEAR else (2 if is_main else None)
    if not joinable(trigger.type, chain.type):
        return None
    if trigger.earlier or mention.background:
        return None
    if not _stages_fit(mention, chain):
        return None
    if _own_times_clash(mention, chain) or _places_clash(mention, chain):
        return None
    if mention.time is not None and chain.interval is None and not trigger.definite:
        # A date of its own far from anything undated opens another happening.
        near = distance <= 1 or (is_main and mention.clause.number < _LEAD + 2)
        if not near and mention.clause.sentence.paragraph != _paragraph(chain):
            return None
    same = any(trigger.type == m.trigger.type for m in chain.mentions)
    related = family(trigger.type) == family(chain.type) or "harm" in (
        family(trigger.type),
        family(chain.type),
    )
    if chain.background:
        if distance <= 1 and trigger.definite:
            return 5
        return 3 if distance <= 1 and same else None
    score = 1
    score += 2 * same + related
    score += 2 * (trigger.definite and trigger.nominal)
    score += distance <= 1
    if mention.time is not None and chain.interval is not None:
        score += 2
    in_lead = chain.mentions[0].clause.number < _LEAD and mention.clause.number < _LEAD + 2
    score += in_lead + is_main
    if trigger.fresh and not in_lead:
        score -= 3
    if not (is_main or distance <= _NEAR or same):
        return None
    if not (same or related or trigger.definite or in_lead or distance <= 1):
        return None
    return score


def _paragraph(chain: Chain) -> int:
    return chain.mentions[-1].clause.sentence.paragraph


def _stages_fit(mention: Mentioned, chain: Chain) -> bool:
    real = {"accomplished", "attempted"}
    left, right = mention.trigger.modality.stage, chain.stage
    if mention.trigger.definite and left == "accomplished":
        return right in real
    if (left in real) != (right in real):
        return False
    return not (
        left == "attempted"
        and right == "accomplished"
        and family(mention.trigger.type) != family(chain.type)
    )


def _own_times_clash(mention: Mentioned, chain: Chain) -> bool:
    if mention.time is None or mention.time.interval is None:
        return False
    interval = chain.interval
    return interval is not None and not interval.overlaps(mention.time.interval)


def _places_clash(mention: Mentioned, chain: Chain) -> bool:
    """Two settlements that are known to lie far apart."""
    if mention.place is None:
        return False
    here = mention.place.place
    for other in chain.mentions:
        if other.place is None:
            continue
        there = other.place.place
        if here.name.lower() == there.name.lower():
            return False
        if here.gazetteer_id is not None and here.gazetteer_id == there.gazetteer_id:
            return False
        exact = {"exact", "near"}
        if here.precision not in exact or there.precision not in exact:
            return False
        if here.lat is None or there.lat is None or here.lon is None or there.lon is None:
            return False
        return abs(here.lat - there.lat) + abs(here.lon - there.lon) > 0.75
    return False
