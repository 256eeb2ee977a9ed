"""Who was hit: people shot, struck or taken to hospital, where no count of the injured is given.

Clauses and the claims on casualties made so far enter; findings leave. "Four people were shot" says
that four were hurt unless the report tells that some of them died, so that the whole report has to
be read first: where it counts the injured itself nothing is added, and the dead are taken off.
The rule errs towards silence where a report tells of more dead than were hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause
from rashomon.extract.events.stretches import is_tally
from rashomon.extract.harm import People, harm_words
from rashomon.extract.harm.predicates import Predicates
from rashomon.extract.modality import modality
from rashomon.records import Claim, Figure

_GRAVE = ("critical", "serious", "grave")
_ANYBODY = frozenset({"somebody", "someone", "anybody", "anyone", "everybody", "everyone"})
_SERIOUSLY = "seriously injured"
_KINDS_OF_WOUND = frozenset(
    {"gunshot", "bullet", "gun", "shrapnel", "stab", "shotgun", "threatening", "life-threatening"}
)
_FINDING = frozenset({"find", "discover"})
Hit = tuple[Clause, int, People]


def struck(
    clauses: Sequence[Clause], carriers: Carriers, told: Sequence[Claim]
) -> Iterator[Finding]:
    """A finding on the injured for every event whose people are only said to have been hit.

    Args:
        clauses: the report's sentences.
        carriers: its attributions and events.
        told: its claims on casualties and fates.
    """
    by_event: dict[str | None, list[Finding]] = defaultdict(list)
    deadly = int(any(_tells_death(clause) for clause in clauses))
    several = any(_tells_deaths(clause) for clause in clauses)
    counted = any(c.aspect == "injured" and _number(c) > 0 for c in told)
    for clause in clauses:
        hits = list(_hits(clause))
        if counted:
            yield from _grave(clause, hits, carriers)
        for _, trigger, one in hits:
            if counted and _is_grave(clause, trigger):
                continue
            finding = _finding(clause, trigger, one, carriers)
            by_event[carriers.claim(finding).event].append(finding)
    for event, findings in by_event.items():
        here = [c for c in told if c.event == event and c.polarity == "affirmed"]
        if any(c.aspect == "injured" and _number(c) > 0 for c in here):
            continue
        if several and not _dead(here):
            # "They later died": how many of those hit did is not told.
            continue
        alive = [f for f in findings if _lives(f)]
        if alive:
            yield max(alive, key=lambda f: (_low(f), -f.tokens[0][0]))
            continue
        dead = max(_dead(here), deadly)
        most = max(findings, key=lambda f: (_low(f), -f.tokens[0][0]))
        left = _low(most) - dead
        if left > 0 and not dead:
            yield most
        elif left > 0:
            yield most.replace(value=Figure(left, left, None), certainty="hedged")


def _lives(finding: Finding) -> bool:
    """Whether the words say that those hit live: a condition, a wound that threatens no life."""
    tree = finding.clause.tree
    lemma = tree.tokens[finding.anchor].lemma.lower()
    before = {tree.lower(i) for i in range(max(0, finding.anchor - 3), finding.anchor)}
    return lemma == "condition" or bool(before & {"threatening", "life-threatening"})


def _grave(clause: Clause, hits: Sequence[Hit], carriers: Carriers) -> Iterator[Finding]:
    """“Two children and a man are in a serious condition”, where the wounded are counted too."""
    by_word: dict[int, list[People]] = defaultdict(list)
    for _, trigger, one in hits:
        if _is_grave(clause, trigger) and one.low is not None:
            by_word[trigger].append(one)
    for trigger, people in by_word.items():
        low = sum(one.low or 0 for one in people)
        high = None if any(p.high is None for p in people) else sum(p.high or 0 for p in people)
        yield _finding(clause, trigger, people[0], carriers).replace(
            whom=_SERIOUSLY,
            value=Figure(low, high, next((p.qualifier for p in people if p.qualifier), None)),
            tokens=(
                (
                    min(trigger, *(one.first for one in people)),
                    max(trigger, *(one.last for one in people)),
                ),
            ),
            part=True,
        )


def _is_grave(clause: Clause, trigger: int) -> bool:
    return clause.tree.tokens[trigger].lemma.lower() == "condition" and _graded(
        clause, trigger, _GRAVE
    )


def _hits(clause: Clause) -> Iterator[Hit]:
    """Counted people whom a sentence tells to have been hit, each with the word that tells it."""
    words = harm_words().struck
    lemmas = {token.lemma.lower() for token in clause.tree.tokens}
    if not lemmas & {*words.verbs, *words.blows, *words.wounds, *words.carried, "condition"}:
        return
    reading = Predicates(clause.tree, clause.quantities)
    for index, token in enumerate(clause.tree.tokens):
        people: list[People] = []
        lemma = token.lemma.lower()
        if token.tag.startswith("VB"):
            if (
                (lemma in words.verbs and not _deadly(clause, index))
                or (lemma in words.blows and _by(clause, index, words.missiles))
                or (lemma in words.carried and _to(clause, index, words.houses))
            ):
                people = reading.objects(index, index) or _found(clause, reading, index)
        elif (lemma in words.wounds and _is_shot_wound(clause, index)) or (
            lemma == "condition" and _graded(clause, index, words.grades)
        ):
            people = _wounded(clause, reading, index)
        if not people:
            continue
        how = modality(clause.tree, index, clause.cues)
        if how.hypothetical or how.stage != "accomplished" or how.polarity == "denied":
            continue
        if is_tally(clause, index, None):
            # How many of those hit over the years were hurt cannot be told from this one's dead.
            continue
        for one in people:
            if (
                one.low
                and (reading.is_human(one) or one.counted)
                and not _is_age(clause, one)
                and not _is_anybody(clause, one)
            ):
                yield clause, index, one


def _found(clause: Clause, reading: Predicates, index: int) -> list[People]:
    """Whom “was found shot” tells of: the subject of the finding."""
    tree = clause.tree
    verb = tree.tokens[index].head
    if tree.tokens[index].tag != "VBN" or tree.tokens[verb].lemma.lower() not in _FINDING:
        return []
    return reading.people_of(tree.children(verb, "nsubjpass"))


def _tells_death(clause: Clause) -> bool:
    """Whether a sentence has a word of death; whose it is need not be clear."""
    mortal = harm_words().struck.mortal
    return any(token.lemma.lower() in mortal for token in clause.tree.tokens)


def _tells_deaths(clause: Clause) -> bool:
    """“they died”, “the killings”: more than one, and nobody says how many."""
    mortal = harm_words().struck.mortal
    tree = clause.tree
    return any(
        token.lemma.lower() in mortal
        and (
            token.tag == "NNS"
            or any(tree.lower(i) == "they" for i in tree.children(at, "nsubj", "nsubjpass"))
        )
        for at, token in enumerate(tree.tokens)
    )


def _is_anybody(clause: Clause, one: People) -> bool:
    """“somebody's child got shot”: whoever it was, nobody is counted."""
    return any(clause.tree.lower(i) in _ANYBODY for i in range(max(0, one.first - 2), one.last + 1))


def _is_age(clause: Clause, one: People) -> bool:
    """“a 16 and 17-year-old”: a bare number before an age is one too."""
    tree = clause.tree
    after = {tree.lower(i) for i in range(one.last, min(one.last + 5, len(tree)))}
    return (one.low or 0) > 9 and bool({"year", "year-old", "years"} & after)


def _wounded(clause: Clause, reading: Predicates, index: int) -> list[People]:
    """Whose wounds or condition it is: the phrase it is said of, or the verb's people."""
    tree = clause.tree
    at = index
    for _ in range(5):
        head = tree.tokens[at].head
        if head == at:
            return []
        at = head
        if tree.tokens[at].tag.startswith("VB"):
            passive = tree.children(at, "nsubjpass", "auxpass")
            found = reading.objects(at, at) if passive else None
            direct = tree.children(at, "dobj")
            if not found and direct and index not in tree.subtree(direct[0])[:1]:
                found = [p for p in reading.people_of(direct) if reading.is_human(p)]
            return found or reading.people_of(tree.children(at, "nsubj", "nsubjpass"))
        if tree.tokens[at].tag.startswith(("NN", "PRP", "CD")):
            found = [p for p in reading.people_of([at]) if reading.is_human(p)]
            if found:
                return found
    return []


def _deadly(clause: Clause, index: int) -> bool:
    """“shot dead”, “shot and killed”, “fatally shot”, “shot at”: counted as dead, or not hit."""
    tree = clause.tree
    after = [tree.lower(i) for i in range(index + 1, min(index + 5, len(tree)))]
    before = [tree.lower(i) for i in range(max(0, index - 2), index)]
    return (
        bool({"fatally", "mortally"} & {*before, *after[:2]})
        or after[:1] in (["dead"], ["at"], ["down"], ["off"])
        or "killed" in after[:3]
        or "death" in after[:3]
    )


def _by(clause: Clause, index: int, things: Sequence[str]) -> bool:
    tree = clause.tree
    return any(
        tree.tokens[i].lemma.lower() in things
        for i in range(index + 1, min(index + 8, len(tree)))
        if tree.tokens[i].tag.startswith("NN")
    )


def _to(clause: Clause, index: int, houses: Sequence[str]) -> bool:
    tree = clause.tree
    return any(tree.tokens[i].lemma.lower() in houses for i in tree.subtree(index) if i > index)


def _is_shot_wound(clause: Clause, index: int) -> bool:
    before = {clause.tree.lower(i) for i in range(max(0, index - 3), index)}
    return bool(before & _KINDS_OF_WOUND)


def _graded(clause: Clause, index: int, grades: Sequence[str]) -> bool:
    before = {clause.tree.lower(i) for i in range(max(0, index - 3), index)}
    return bool(before & set(grades))


def _finding(clause: Clause, trigger: int, one: People, carriers: Carriers) -> Finding:
    token = clause.tree.tokens[trigger]
    low, high = min(one.first, trigger), max(one.last, trigger)
    how = modality(clause.tree, trigger, clause.cues)
    return Finding(
        clause=clause,
        anchor=trigger,
        aspect="injured",
        value=Figure(one.low, one.high, one.qualifier),
        tokens=((low, high),),
        polarity=how.polarity,
        certainty=how.certainty,
        event=carriers.event_at(token.start, token.end),
    )


def _number(claim: Claim) -> int:
    value = claim.value
    return (value.low or value.high or 0) if isinstance(value, Figure) else 0


def _low(finding: Finding) -> int:
    value = finding.value
    return (value.low or 0) if isinstance(value, Figure) else 0


def _dead(claims: Sequence[Claim]) -> int:
    """The most dead that one claim of an event tells, or the persons named as dead."""
    counted = [_number(c) for c in claims if c.aspect == "killed"]
    named = {c.whom for c in claims if c.aspect == "fate_of_person" and _is_dead(c)}
    return max([*counted, len(named), 1 if counted else 0])


def _is_dead(claim: Claim) -> bool:
    return getattr(claim.value, "key", None) == "dead"
