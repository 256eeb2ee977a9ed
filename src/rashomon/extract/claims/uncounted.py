"""The dead whom nobody counts: named, pointed to by a pronoun, or only implied by “fatal”.

Clauses and the claims on casualties made so far enter; findings leave. Where a report gives no
number of dead for an event at all, the persons that it names as dead are their number; one person
of whom it says nothing but "he died" is one; and a "fatal shooting" killed somebody, at least one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause
from rashomon.extract.events.ontology import is_violent, trigger_table
from rashomon.extract.harm import harm_tables
from rashomon.extract.modality import modality
from rashomon.records import Claim, Figure, Statement

_FATAL = frozenset({"fatal", "deadly", "lethal"})
_AGES = frozenset({"old", "year-old"})
_SURE = 2


def uncounted_dead(
    clauses: Sequence[Clause], carriers: Carriers, told: Sequence[Claim]
) -> Iterator[Finding]:
    """A finding on the killed for every event whose dead no claim of the report counts.

    Args:
        clauses: the report's sentences.
        carriers: its attributions and events.
        told: its claims on casualties and fates.
    """
    affirmed = [c for c in told if c.polarity == "affirmed"]
    if any(c.aspect == "killed" and isinstance(c.value, Figure) for c in affirmed):
        # What a report counts anywhere, it counts in its own way.
        return
    names: dict[str | None, set[str]] = defaultdict(set)
    for claim in affirmed:
        value = claim.value
        dead = isinstance(value, Statement) and value.key == "dead"
        if claim.aspect == "fate_of_person" and dead and claim.whom:
            names[claim.event].add(claim.whom)
    first: dict[str | None, tuple[int, Finding]] = {}
    for clause in clauses:
        for sureness, finding in _deaths(clause, carriers):
            event = carriers.claim(finding).event
            if event not in first or first[event][0] < sureness:
                first[event] = (sureness, finding)
    for event, (sureness, finding) in first.items():
        low = max(1, len(names[event]))
        high = low if sureness == _SURE else None
        qualifier = None if sureness == _SURE else "at least"
        yield finding.replace(value=Figure(low, high, qualifier))


def _deaths(clause: Clause, carriers: Carriers) -> Iterator[tuple[int, Finding]]:
    """Words of a death in a clause, surer ones with a higher number."""
    tree = clause.tree
    for harm in clause.harm:
        single = [p for p in harm.people if (p.named or p.pronoun) and p.low == 1]
        if harm.effect == "killed" and single:
            one = single[0]
            yield from _told(clause, carriers, harm.trigger, one.head, _SURE)
    tables = harm_tables()
    for index, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        if token.tag.startswith("VB") and "killed" in (
            tables.transitive.get(lemma) if tree.children(index, "auxpass") else None,
            tables.intransitive.get(lemma) if lemma != "fall" else None,
        ):
            for subject in tree.children(index, "nsubj", "nsubjpass"):
                if tree.tokens[subject].lemma.lower() in _AGES:
                    yield from _told(clause, carriers, index, subject, _SURE)
        if lemma in _FATAL and token.dep == "amod" and _is_deed(clause, token.head):
            yield from _told(clause, carriers, token.head, index, _SURE - 1)


def _is_deed(clause: Clause, index: int) -> bool:
    lemma = clause.tree.tokens[index].lemma.lower()
    return any(is_violent(kind) for _, kind, _ in trigger_table().nouns.get(lemma, ()))


def _told(
    clause: Clause, carriers: Carriers, trigger: int, head: int, sureness: int
) -> Iterator[tuple[int, Finding]]:
    how = modality(clause.tree, trigger, clause.cues)
    if how.hypothetical or how.stage != "accomplished" or how.polarity == "denied":
        return
    token = clause.tree.tokens[trigger]
    yield (
        sureness,
        Finding(
            clause=clause,
            anchor=trigger,
            aspect="killed",
            value=Figure(1, 1, None),
            tokens=((min(head, trigger), max(head, trigger)),),
            certainty=how.certainty,
            event=carriers.event_at(token.start, token.end),
        ),
    )
