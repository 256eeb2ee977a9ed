"""Tolls: claims on how many were killed, injured, captured or missing, and on persons' fates.

Harm read from a clause enters, findings leave. Lists are summed into the whole toll, parts ("five
of them children") are never added to it, and a group becomes `whom` only where the report sets
groups apart; otherwise the figure is the incident's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.extents import widened
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.harm import Harm, People, is_increment
from rashomon.extract.harm.words import harm_tables
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.records import Aspect, Certainty, Entity, Figure, Polarity, Statement

_COUNTED: frozenset[str] = frozenset({"killed", "injured", "captured", "missing"})
_FATES = {
    "killed": "dead",
    "injured": "injured",
    "captured": "captured",
    "missing": "missing",
    "unharmed": "alive",
    "released": "alive",
    "escaped": "alive",
}
# Groups that are counted for themselves; other words only say who the people were.
_SPECIFIC = frozenset(
    {
        "journalists",
        "medics",
        "aid workers",
        "peacekeepers",
        "police",
        "soldiers",
        "security forces",
        "escort",
        "attackers",
        "insurgents",
        "prisoners",
        "hostages",
        "protesters",
        "clergy",
        "civilians",
    }
)
# Words that describe a person as often as they set a group apart: a group only in the plural.
_PLURAL_ONLY = frozenset({"children", "women"})
_CIVILIAN_WORDS = frozenset({"civilian", "noncombatant", "non-combatant"})
_OF_BODIES = frozenset({"member", "man", "leader", "commander", "combatant", "operative"})
_BODY_GROUPS: dict[str, str] = {"armed_group": "insurgents", "state_forces": "soldiers"}
_GRAVE = frozenset({"serious", "critical", "grave", "critically", "seriously", "gravely"})
_REMAINS = frozenset({"body", "corpse", "remains"})
_REACH = 14


def tolls(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """Findings on casualties and fates in a sentence."""
    last_group: str | None = None
    captured: set[int] = set()
    for harm in clause.harm:
        how = modality(clause.tree, harm.trigger, clause.cues)
        if how.hypothetical or how.stage != "accomplished":
            continue
        token = clause.tree.tokens[harm.trigger]
        event = carriers.event_at(token.start, token.end)
        members = [
            _with_group(_of_body(clause, p, entities), last_group)
            for p in harm.people
            if not is_increment(clause.tree, p) and not _is_asked(clause, p)
        ]
        if not members and not harm.parts:
            continue
        last_group = next((p.group for p in reversed(members) if p.counted), last_group)
        named = [p for p in members if _named_entity(clause, p, entities) is not None]
        polarity: Polarity = how.polarity
        if any(p.high == 0 for p in members):
            polarity = "affirmed"
        for one in named:
            if harm.effect == "unharmed" and one.head in captured:
                # "Captured alive" is one fate.
                continue
            if harm.effect == "captured":
                captured.add(one.head)
            yield _fate(clause, harm, one, entities, event, polarity, how.certainty)
        if harm.effect not in _COUNTED:
            continue
        aspect: Aspect = harm.effect  # type: ignore[assignment]
        yield from _figures(clause, harm, aspect, members, named, event, polarity, how.certainty)


def _is_asked(clause: Clause, one: People) -> bool:
    """“how many civilians had been wounded” counts nobody."""
    return one.first > 0 and clause.tree.lower(one.first - 1) == "how"


def _of_body(clause: Clause, one: People, entities: Mentions) -> People:
    """“members of the unit”: the group that the body's own words elsewhere say it is."""
    tree = clause.tree
    if one.group is not None or tree.tokens[one.head].lemma.lower() not in _OF_BODIES:
        return one
    for prep in tree.children(one.head, "prep"):
        for body in tree.children(prep, "pobj"):
            token = tree.tokens[body]
            entity = entities.by_id.get(entities.at(token.start, token.end) or "")
            group = _group_of(clause, entity) if entity is not None else None
            if group is not None:
                return replace(one, group=group)
    return one


def _group_of(clause: Clause, body: Entity) -> str | None:
    """The group that the members of a body are counted by, else the body's own name."""
    if body.party_kind in _BODY_GROUPS:
        return _BODY_GROUPS[body.party_kind]
    if body.kind != "organization" or body.party_kind not in {None, "other"}:
        return None
    text = clause.tree.text
    if any("armed" in m.span.text(text).lower().split() for m in body.mentions):
        return _BODY_GROUPS["armed_group"]
    named = any(m.kind == "name" for m in body.mentions)
    return f"members of {' '.join(body.name.split())}" if named else None


def _with_group(one: People, group: str | None) -> People:
    """A bare number and "five others" take over the group counted before in the sentence.

    Not so "three others" after a child or a woman: others may be anybody.
    """
    if not (one.elliptic or one.additive) or one.group is not None:
        return one
    if one.additive and group in _PLURAL_ONLY:
        return one
    return replace(one, group=group)


def _figures(
    clause: Clause,
    harm: Harm,
    aspect: Aspect,
    members: Sequence[People],
    named: Sequence[People],
    event: str | None,
    polarity: Polarity,
    certainty: Certainty,
) -> Iterator[Finding]:
    counted = [p for p in members if not (p.pronoun and p.low == 1)]
    plain = [p for p in counted if p not in named]
    if len(members) > 1 and all(p.counted and p.low is not None for p in counted) and plain:
        low = sum(p.low or 0 for p in counted)
        high = None if any(p.high is None for p in counted) else sum(p.high or 0 for p in counted)
        groups = {p.group for p in counted}
        yield Finding(
            clause=clause,
            anchor=harm.trigger,
            aspect=aspect,
            value=Figure(low, high, next((p.qualifier for p in counted if p.qualifier), None)),
            tokens=_evidence(clause, harm, [*counted]),
            polarity=polarity,
            certainty=certainty,
            event=event,
            group=next(iter(groups)) if len(groups) == 1 else None,
        )
        if len(groups) == 1:
            return
    for one in plain:
        contrast = len({p.group for p in counted}) > 1
        yield _figure(clause, harm, aspect, one, event, polarity, certainty, contrast)
    for part in harm.parts:
        grave = _graver(clause, part)
        if grave is not None and aspect == "injured":
            part = replace(part, group="seriously injured", last=grave)
        # A part that no group sets apart can be compared with nothing.
        if part.group is not None and not is_increment(clause.tree, part):
            yield _figure(clause, harm, aspect, part, event, polarity, certainty, True, part=True)


def _graver(clause: Clause, part: People) -> int | None:
    """Where “in a serious condition” ends that tells the part from the whole."""
    tree = clause.tree
    for index in range(part.last + 1, min(part.last + 7, len(tree))):
        if tree.lower(index) in {",", ";", "."}:
            return None
        if tree.lower(index) in _GRAVE:
            last = index + 1 < len(tree) and tree.tokens[index + 1].tag == "NN"
            return index + last
    return None


def _figure(
    clause: Clause,
    harm: Harm,
    aspect: Aspect,
    one: People,
    event: str | None,
    polarity: Polarity,
    certainty: Certainty,
    contrasted: bool,
    *,
    part: bool = False,
) -> Finding:
    unknown = not one.counted and _says_unknown(clause, one)
    sure: Certainty = "unknown" if unknown else certainty
    if one.approximate and sure == "asserted":
        sure = "hedged"
    return Finding(
        clause=clause,
        anchor=one.head if part else harm.trigger,
        aspect=aspect,
        value=Figure(one.low, one.high, one.qualifier),
        tokens=(widened(clause, one.first, one.last, one.head),)
        if part
        else _evidence(clause, harm, [one]),
        polarity=polarity,
        certainty=sure,
        event=event,
        group=one.group,
        whole=not part and not contrasted,
        part=part,
        contrasted=contrasted,
    )


def _says_unknown(clause: Clause, one: People) -> bool:
    return any(
        clause.tree.lower(i)
        in {"unknown", "undetermined", "unspecified", "unconfirmed", "uncertain"}
        for i in range(one.first, one.last + 1)
    )


def _evidence(clause: Clause, harm: Harm, people: Sequence[People]) -> tuple[tuple[int, int], ...]:
    """The people's words, the word of harm and what little stands around them."""
    core = _core(clause, harm, people)
    if len(core) > 1:
        return core
    first, last = _governed(clause.tree, harm.trigger, *core[0])
    taken = _taken(clause.tree, harm.trigger, last)
    if taken is not None:
        return (widened(clause, first, taken, taken, spare=2),)
    return (widened(clause, first, last, harm.trigger, *(one.head for one in people)),)


def _governed(tree: Tree, trigger: int, first: int, last: int) -> tuple[int, int]:
    """With the verb right before that says nothing else: “there were 9 dead”, “left 9 dead”."""
    for index in (trigger, tree.tokens[trigger].head):
        verb = tree.tokens[index].head
        if not first - 2 <= verb < first:
            continue
        lemma = tree.tokens[verb].lemma.lower()
        expletive = tree.children(verb, "expl")
        if lemma == "be" and expletive:
            return max(0, min(verb, *expletive)), last
        if lemma in {"leave", "cause"}:
            return verb, last
    return first, last


def _taken(tree: Tree, trigger: int, last: int) -> int | None:
    """The verb that says what was done with the bodies that are counted: "were taken to"."""
    if tree.tokens[trigger].lemma.lower() not in _REMAINS or not tree.tokens[
        trigger
    ].dep.startswith("nsubj"):
        return None
    verb = tree.tokens[trigger].head
    return verb if last < verb <= last + _REACH else None


def _core(clause: Clause, harm: Harm, people: Sequence[People]) -> tuple[tuple[int, int], ...]:
    """The people's words and the word of harm; one range where little stands between."""
    first, last = min(p.first for p in people), max(p.last for p in people)
    if any(p.named for p in people) and last - first > 5 and len(people) == 1:
        first, last = max(first, people[0].head - 3), min(last, people[0].head)
    if harm.toll:
        return _toll_words(clause, harm, first, last)
    others = [p for p in harm.people if p not in people and p.head not in {q.head for q in people}]
    low, high = sorted((harm.trigger, people[0].head))
    if any(low < p.head < high for p in others):
        return ((first, last), (harm.trigger, harm.trigger_last))
    if last < harm.trigger:
        if harm.trigger - last <= _REACH:
            return ((first, harm.trigger_last),)
        return ((first, last), (harm.trigger, harm.trigger_last))
    if first > harm.trigger_last:
        if first - harm.trigger_last <= _REACH:
            return ((harm.trigger, last),)
        return ((harm.trigger, harm.trigger_last), (first, last))
    return ((min(first, harm.trigger), max(last, harm.trigger_last)),)


def _toll_words(clause: Clause, harm: Harm, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """“the death toll rose to 12” whole, or from its verb on where much stands between."""
    tree = clause.tree
    after = last + 1
    if after < len(tree) and _tells(tree, after) == harm.effect:
        # “placed the toll at five killed”: the number has a word of its own.
        return ((first, after),)
    low = min(i for i in tree.subtree(harm.trigger) if harm.trigger - 5 <= i)
    if first - harm.trigger <= _REACH:
        return ((min(low, first), last),)
    verb = next(
        (i for i in range(first - 1, harm.trigger, -1) if tree.tokens[i].tag[:1] == "V"), first
    )
    while verb - 1 > harm.trigger and tree.tokens[verb - 1].tag[:1] in {"V", "M"}:
        verb -= 1
    return ((verb, last),)


def _tells(tree: Tree, at: int) -> str | None:
    """What a participle or adjective says to have befallen people."""
    tables = harm_tables()
    if tree.tokens[at].tag == "VBN":
        return tables.transitive.get(tree.tokens[at].lemma.lower())
    return tables.adjectives.get(tree.lower(at))


def _named_entity(clause: Clause, one: People, entities: Mentions) -> Entity | None:
    """The person whom a singular phrase names or, as a pronoun, refers to."""
    singular = one.low == 1 and one.high == 1 and one.counted
    if not (one.named or singular):
        return None
    token = clause.tree.tokens[one.head]
    entity_id = entities.at(token.start, token.end)
    entity = entities.by_id.get(entity_id) if entity_id is not None else None
    if entity is None or entity.kind != "person":
        return None
    return entity if any(m.kind == "name" for m in entity.mentions) else None


def _fate(
    clause: Clause,
    harm: Harm,
    one: People,
    entities: Mentions,
    event: str | None,
    polarity: Polarity,
    certainty: Certainty,
) -> Finding:
    entity = _named_entity(clause, one, entities)
    assert entity is not None
    words = clause.tree.span(harm.trigger, harm.trigger_last).text(clause.tree.text)
    return Finding(
        clause=clause,
        anchor=harm.trigger,
        aspect="fate_of_person",
        value=Statement(" ".join(words.split()), _FATES[harm.effect]),
        tokens=_evidence(clause, harm, [one]),
        whom=entity.name,
        polarity=polarity,
        certainty=certainty,
        event=event,
    )


def decide_whom(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with `whom` set by their own words: the group that they count, if it is one."""
    return [
        finding.replace(whom=finding.group)
        if isinstance(finding.value, Figure)
        and finding.group is not None
        and (finding.part or finding.contrasted or _sets_apart(finding))
        else finding
        for finding in findings
    ]


def _sets_apart(finding: Finding) -> bool:
    """Whether the words name a group that is never the whole of an incident's people."""
    if finding.group == "civilians":
        tree = finding.clause.tree
        return any(
            tree.tokens[i].lemma.lower() in _CIVILIAN_WORDS
            for first, last in finding.tokens
            for i in range(first, last + 1)
        )
    value = finding.value
    plural = isinstance(value, Figure) and not (value.low == 1 and value.high == 1)
    if finding.group is not None and finding.group.startswith("members of "):
        return True
    return finding.group in _SPECIFIC or (finding.group in _PLURAL_ONLY and plural)
