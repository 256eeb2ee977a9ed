"""Presence and fate: were civilians there, and is a named person dead or alive?

A clause enters, findings leave. Ignorance is kept as ignorance: "the fate of X remains unknown"
is a claim of unknown certainty and never a death.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.claims.carriage import Finding
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.harm.words import harm_tables
from rashomon.extract.modality import modality
from rashomon.extract.role_groups import group_of, is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import Certainty, Entity, Polarity, Statement

_CIVILIANS = frozenset({"civilians", "women", "children", "elderly", "family", "refugees"})
_THERE = frozenset({"here", "there", "inside", "present", "nearby", "among", "trapped", "within"})
_AT = frozenset({"in", "at", "on", "near", "around", "inside", "within"})
_SCENES = frozenset(
    {"area", "building", "house", "square", "market", "town", "village", "place", "zone", "premise"}
    | {"street", "scene", "compound", "camp", "bus", "vehicle", "room", "neighborhood", "vicinity"}
    | {"convoy", "school", "hospital", "mosque", "church", "neighbourhood", "location", "site"}
)
_AMONG: dict[str, str] = {"killed": "dead", "injured": "injured", "missing": "missing"}
_CASUALTIES = frozenset({"dead", "killed", "wounded", "injured", "missing"})
_VICTIMS = frozenset({"victim", "casualty", "martyr", "fatality", "dead"})
_CROWDED = frozenset({"full", "crowded", "packed", "crowd", "pack", "fill"})
_ARMED = frozenset({"police", "soldiers", "security forces", "attackers", "insurgents"})
_UNSURE = frozenset({"unclear", "unknown", "uncertain", "unsure", "unconfirmed"})
_FATES = frozenset({"fate", "whereabouts", "condition"})


def presence(clause: Clause) -> Iterator[Finding]:
    """Findings on whether civilians were at the scene."""
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        if lemma in _CROWDED and (crowd := _crowd(tree, index)):
            subjects = crowd
        elif lemma == "be" and tree.children(index, "expl"):
            subjects = tree.children(index, "attr", "nsubj", "dobj")
        elif lemma == "be" and _is_present(tree, index):
            subjects = tree.children(index, "nsubj")
        elif token.tag == "VBN" and lemma in {"see", "trap", "shelter", "use"}:
            subjects = tree.children(index, "nsubjpass")
            if lemma == "use" and "shield" not in {
                tree.tokens[i].lemma for i in tree.subtree(index)
            }:
                continue
        else:
            continue
        heads = [h for s in subjects for h in (s, *tree.children(s, "conj"))]
        pronoun = bool(subjects) and tree.tokens[subjects[0]].tag == "PRP"
        if not (pronoun and _is_present(tree, index) and _asks(tree, index)) and not any(
            group_of(tree.tokens[h].lemma.lower()) in _CIVILIANS
            or (lemma in _CROWDED and _is_unarmed(tree, h))
            for h in heads
        ):
            continue
        harmed = any(h.trigger in tree.subtree(index) for h in clause.harm)
        if harmed or not subjects:
            continue
        how = modality(tree, index, clause.cues)
        certainty: Certainty = "unknown" if _asks(tree, index) else how.certainty
        if lemma == "see" and certainty == "asserted":
            # What no camera shows may still be there.
            certainty = "hedged"
        if how.hypothetical and certainty != "unknown":
            continue
        polarity: Polarity = how.polarity
        if any(tree.lower(c) == "no" for s in subjects for c in tree.children(s, "det")):
            polarity = "denied"
        first, last = _extent(tree, index, subjects)
        text = " ".join(tree.span(first, last).text(tree.text).split())
        yield Finding(
            clause=clause,
            anchor=index,
            aspect="civilians_present",
            value=Statement(text, "present"),
            tokens=((first, last),),
            polarity=polarity,
            certainty=certainty,
        )


def composition(clause: Clause) -> Iterator[Finding]:
    """Findings on who the dead and wounded were: “those killed were mostly traders”."""
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        if token.lemma.lower() != "be" or not token.tag.startswith("VB"):
            continue
        subjects = tree.children(index, "nsubj")
        whom = [
            h
            for a in tree.children(index, "attr")
            for h in (a, *tree.children(a, "conj"))
            if is_person_noun(tree.tokens[h].lemma.lower())
        ]
        if not subjects or not whom or not _are_casualties(tree, subjects[0]):
            continue
        how = modality(tree, index, clause.cues)
        if how.hypothetical:
            continue
        civil = any(_is_unarmed(tree, h) for h in whom)
        first, last = min(tree.subtree(subjects[0])), max(tree.subtree(whom[0]))
        last = max(last, *(i for h in whom for i in tree.subtree(h)))
        while last > whom[-1] and tree.tokens[last].dep == "punct":
            last -= 1
        if last - first > 40:
            continue
        text = " ".join(tree.span(first, last).text(tree.text).split())
        yield Finding(
            clause=clause,
            anchor=index,
            aspect="civilians_present",
            value=Statement(text, "present" if civil else None),
            tokens=((first, last),),
            polarity=how.polarity,
            certainty=how.certainty,
        )


def _are_casualties(tree: Tree, subject: int) -> bool:
    """Whether a subject means the dead or wounded as such, and no number of them."""
    token = tree.tokens[subject]
    if token.tag == "CD" or any(c < subject for c in tree.children(subject, "nummod")):
        return False
    lemma = token.lemma.lower()
    below = {tree.tokens[i].lemma.lower() for i in tree.subtree(subject)}
    if lemma in _VICTIMS or tree.lower(subject) in {"dead", "wounded", "injured"}:
        return token.tag in {"NNS", "NNPS", "JJ", "NN", "VBN"} and token.tag != "NN"
    return lemma in {
        "those",
        "all",
        "most",
        "rest",
        "remainder",
        "majority",
        "some",
        "many",
    } and bool(below & (_VICTIMS | {"kill", "dead", "wound", "injure", "wounded", "injured"}))


def _is_present(tree: Tree, index: int) -> bool:
    return any(
        tree.lower(c) in _THERE
        or (
            tree.lower(c) in _AT
            and any(tree.tokens[o].lemma.lower() in _SCENES for o in tree.children(c, "pobj"))
        )
        for c in tree.children(index, "acomp", "advmod", "prep", "attr")
    )


def _crowd(tree: Tree, index: int) -> list[int]:
    """“the square was full of traders”: who filled it."""
    return [
        o
        for prep in tree.children(index, "prep", "agent")
        if tree.lower(prep) in {"of", "with", "by"}
        for o in tree.children(prep, "pobj")
    ]


def _is_unarmed(tree: Tree, head: int) -> bool:
    lemma = tree.tokens[head].lemma.lower()
    return is_person_noun(lemma) and group_of(lemma) not in _ARMED


def _asks(tree: Tree, index: int) -> bool:
    """Under "unclear whether"."""
    if not any(tree.lower(c) in {"whether", "if"} for c in tree.children(index, "mark")):
        return False
    head = tree.tokens[index].head
    near = {tree.lower(head), *(tree.lower(c) for c in tree.children(head))}
    return bool(near & _UNSURE) or {"not", "known"} <= near or {"not", "clear"} <= near


def _extent(tree: Tree, index: int, subjects: list[int]) -> tuple[int, int]:
    first = min(index, *(min(tree.subtree(s)) for s in subjects))
    if _asks(tree, index):
        head = tree.tokens[index].head
        first = min(first, head)
        for child in tree.children(head, "acomp"):
            first = min(first, child)
    inside = [i for i in tree.subtree(index) if i >= first]
    last = first
    for i in inside:
        if i > index and tree.tokens[i].dep in {"advcl", "relcl"}:
            break
        if tree.tokens[i].dep == "cc" and tree.tokens[i].head == index and i > index:
            break
        if tree.tokens[i].dep == "punct" and i > index and tree.lower(i) in {",", ";", "."}:
            following = [j for j in inside if j > i]
            if not following or tree.tokens[following[0]].dep in {"mark", "advcl"}:
                break
        last = i
    while last > first and tree.tokens[last].dep == "punct":
        last -= 1
    return first, max(last, index)


def fates(clause: Clause, entities: Mentions) -> Iterator[Finding]:
    """Findings on named persons whose fate is said to be unknown."""
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        if token.lemma.lower() not in _FATES:
            continue
        owner = next(
            (
                o
                for prep in tree.children(index, "prep")
                if tree.lower(prep) == "of"
                for o in tree.children(prep, "pobj")
            ),
            next(iter(tree.children(index, "poss")), None),
        )
        if owner is None:
            continue
        entity = _person(tree, owner, entities)
        if entity is None:
            continue
        verb = token.head
        words = [tree.lower(i) for i in range(index, min(len(tree), index + 30))]
        negated = "not" in words or "n't" in words
        sure = next((w for w in ("known", "clear") if negated and w in words), None)
        unsure = next((w for w in words if w in _UNSURE | {"undetermined"}), sure)
        if unsure is None:
            continue
        first = min(tree.subtree(index))
        complement = tree.children(verb, "acomp", "attr", "oprd")
        last = max([verb, index, *complement, index + words.index(unsure)])
        text = " ".join(tree.span(first, last).text(tree.text).split())
        yield Finding(
            clause=clause,
            anchor=index,
            aspect="fate_of_person",
            value=Statement(text, "unknown"),
            tokens=((first, last),),
            whom=entity.name,
            certainty="unknown",
        )


def among_the_dead(clause: Clause, main: str | None, entities: Mentions) -> Iterator[Finding]:
    """“Among the dead is X”: the fate of a named person."""
    tree = clause.tree
    tables = harm_tables()
    for index, token in enumerate(tree.tokens):
        if tree.lower(index) != "among" or token.dep != "prep":
            continue
        last = next(
            (
                i
                for i in range(index + 1, min(index + 4, len(tree)))
                if tree.lower(i) in _CASUALTIES
            ),
            None,
        )
        if last is None:
            continue
        effect = tables.adjectives[tree.lower(last)]
        verb = token.head
        if tree.tokens[verb].lemma.lower() != "be":
            continue
        for subject in tree.children(verb, "nsubj", "attr"):
            for head in (subject, *tree.children(subject, "appos", "conj")):
                entity = _person(tree, head, entities)
                if entity is None or not any(m.kind == "name" for m in entity.mentions):
                    continue
                how = modality(tree, verb, clause.cues)
                edges = sorted((index, last, head, verb))
                yield Finding(
                    clause=clause,
                    anchor=head,
                    aspect="fate_of_person",
                    value=Statement(tree.lower(last), _AMONG[effect]),
                    tokens=((edges[0], edges[-1]),),
                    whom=entity.name,
                    polarity=how.polarity,
                    certainty="unknown" if how.hypothetical else how.certainty,
                    event=main,
                )


def _person(tree: Tree, owner: int, entities: Mentions) -> Entity | None:
    """The person at a token, also where only a surname of somebody named before stands there."""
    token = tree.tokens[owner]
    name = entities.at(token.start, token.end)
    entity = entities.by_id.get(name) if name is not None else None
    if entity is not None and entity.kind == "person":
        return entity
    if token.tag not in {"NNP", "NNPS"}:
        return None
    surname = tree.lower(owner)
    return next(
        (
            other
            for other in entities.by_id.values()
            if other.kind == "person" and other.name.lower().split()[-1] == surname
        ),
        None,
    )
