"""Parties: which entities of different documents are one source or actor.

What enters are the documents' entities with the attributions, places and copies around them; what
leaves are parties. Two entities meet only under a common key (a name, a body's words, a generic
institution within one country, a sentence that a copied report repeats), so nothing is compared
pair by pair. Rules err towards two parties: merging two sources would count them as one. Knows
neither events nor claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar

from rashomon.extract.entities.names import acronym_of, content_words, same_person, surname
from rashomon.extract.party_words import party_words, singular
from rashomon.link.actors import Actor, Key, described
from rashomon.link.party_records import party_records
from rashomon.records import (
    Attribution,
    Dependence,
    Entity,
    Judgement,
    Party,
    PlaceMention,
    digest_id,
)
from rashomon.sets import Groups
from rashomon.stage import AnnotatedDocument, CaseStage, View, Writer

_BODIES = frozenset({"body", "generic", "outlet"})


def find_parties(
    documents: Iterable[AnnotatedDocument],
    dependences: Iterable[Dependence] = (),
    judgements: Iterable[Judgement] = (),
) -> list[Party]:
    """The case's parties, ordered by id; every actor and every outlet is in exactly one.

    Args:
        documents: with layers `Entity` and, where written, `Attribution` and `PlaceMention`.
        dependences: which reports are copies.
        judgements: a person's words on two parties or entities; the latest of a pair wins.
    """
    actors = described(documents, dependences)
    verdicts = _latest(judgements)
    split = {right for (_, right), verdict in verdicts.items() if verdict == "different"}
    first: dict[Key, list[Actor]] = defaultdict(list)
    for actor in actors:
        key = (*actor.key, actor.entity.id) if actor.entity.id in split else actor.key
        first[key].append(actor)
    ids = {key: digest_id("pty", *key) for key in first}
    members = {ids[key]: found for key, found in first.items()}
    of_entity = {actor.entity.id: ids[key] for key, found in first.items() for actor in found}
    groups = Groups(sorted(members))
    named = {**{party: party for party in members}, **of_entity}
    for wanted in ("different", "same"):
        for (left, right), verdict in sorted(verdicts.items()):
            if verdict == wanted and left in named and right in named:
                a, b = named[left], named[right]
                if wanted == "same":
                    groups.join(a, b)
                elif a != b:
                    groups.forbid(a, b)
    for a, b in _further(members):
        groups.join(a, b)
    united: dict[str, list[str]] = defaultdict(list)
    for party in sorted(members):
        united[groups.root(party)].append(party)
    return party_records(united, members)


def _latest(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """The verdict of the latest judgement on each pair; the ids of a pair in order."""
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda one: (one.at, one)):
        left, right = sorted((judgement.left, judgement.right))
        last[left, right] = judgement
    return {pair: one.verdict for pair, one in last.items() if one.verdict != "unsure"}


# Names that differ and still are one


def _further(members: dict[str, list[Actor]]) -> Iterable[tuple[str, str]]:
    """Pairs of first-sight parties that are one: variants, surnames, acronyms; sorted."""
    people: dict[str, list[str]] = defaultdict(list)
    bodies: dict[str, list[str]] = defaultdict(list)
    for party, found in sorted(members.items()):
        if found[0].sort == "person":
            people[surname(found[0].words)].append(party)
        elif any(actor.sort in _BODIES for actor in found):
            for key in {*(found_word for one in found for found_word in _blocks(one))}:
                bodies[key].append(party)
    pairs: set[tuple[str, str]] = set()
    single = {
        members[party][0].words[0]: party
        for block in bodies.values()
        for party in block
        if len(members[party][0].words) == 1
    }
    for last, block in sorted(people.items()):
        pairs |= _people(block, members)
        if last in single and all(len(members[party][0].words) == 1 for party in block):
            # One word that is a person here and a body there: the recogniser wavers.
            pairs |= {(party, single[last]) for party in block}
    for key, block in bodies.items():
        pairs |= _bodies(key, block, members)
    return sorted(pairs)


def _head(words: Sequence[str]) -> str:
    """The word that says what a body is: "front" of "Front for the Liberation of Harvane"."""
    cut = next((at for at, word in enumerate(words) if word in ("of", "for")), None)
    return singular(words[cut - 1] if cut else words[-1])


def _blocks(actor: Actor) -> set[str]:
    """Where a body can meet another: its head word, and its short forms."""
    keys = {f"short {word}" for word in actor.short}
    keys |= {f"short {word}" for word in acronym_of(actor.words)}
    return keys | {f"head {_head(actor.words)}"}


def _people(block: Sequence[str], members: dict[str, list[Actor]]) -> set[tuple[str, str]]:
    """Full names that agree; a lone surname joins the only full name that has it."""
    full = [party for party in block if len(members[party][0].words) > 1]
    lone = [party for party in block if len(members[party][0].words) == 1]
    pairs = set()
    by_given: dict[str, list[str]] = defaultdict(list)
    for party in full:
        by_given[members[party][0].words[0][0]].append(party)
    for group in by_given.values():
        # Sorted by length, each name joins the nearest longer one: a chain, no all-pairs.
        chain = sorted(group, key=lambda party: (len(members[party][0].words), party))
        for left, right in pairwise(chain):
            if same_person(members[left][0].words, members[right][0].words):
                pairs.add((left, right))
    heads = Groups(full)
    for left, right in sorted(pairs):
        heads.join(left, right)
    if len({heads.root(party) for party in full}) == 1:
        pairs |= {(party, full[0]) for party in lone}
    return pairs


def _bodies(
    key: str, block: Sequence[str], members: dict[str, list[Actor]]
) -> set[tuple[str, str]]:
    """Acronyms that stand for one full name, and short names that one longer name holds."""
    kind, word = key.split(" ", 1)
    if kind == "short":
        lone = [party for party in block if members[party][0].words == (word,)]
        full = [party for party in block if party not in lone]
        told = [party for party in full if any(word in one.short for one in members[party])] or full
        if len(told) == 1 or len({members[party][0].key for party in told}) == 1:
            return {(party, told[0]) for party in lone}
        return set()
    holders: dict[str, list[str]] = defaultdict(list)
    full = [party for party in block if len(members[party][0].words) > 1]
    for party in full:
        for part in content_words(members[party][0].words):
            holders[part].append(party)
    pairs = set()
    for party in full:
        mine = content_words(members[party][0].words)
        rarest = min(mine, key=lambda part: (len(holders[part]), part))
        longer = [
            other
            for other in holders[rarest][:50]
            if mine < content_words(members[other][0].words)
            and _one_country(members[party], members[other])
        ]
        if len(longer) == 1 and len(mine) > 1:
            pairs.add((party, longer[0]))
    return pairs | _by_last_word(word, block, full, pairs, members)


def _by_last_word(
    word: str,
    block: Sequence[str],
    full: Sequence[str],
    pairs: set[tuple[str, str]],
    members: dict[str, list[Actor]],
) -> set[tuple[str, str]]:
    """Lone last words ("the Front") join the only body of the case whose name ends so."""
    table = party_words()
    lone = [
        party
        for party in block
        if party not in full
        and not table.is_institution((word,))
        and any(one.definite and one.short for one in members[party])
    ]
    named = [party for party in full if any(one.named for one in members[party])]
    groups = Groups(full)
    for left, right in sorted(pairs):
        groups.join(left, right)
    if len({groups.root(party) for party in named}) != 1:
        return set()
    return {(party, named[0]) for party in lone if _one_country(members[party], members[named[0]])}


def _one_country(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    ours = {actor.country for actor in a if actor.country}
    theirs = {actor.country for actor in b if actor.country}
    return not ours or not theirs or bool(ours & theirs)


class Parties:
    """Writes who the reports' sources and actors are, across documents."""

    name: ClassVar[str] = "parties"
    version: ClassVar[str] = "2"
    reads: ClassVar[tuple[type, ...]] = (Entity, Attribution, PlaceMention, Dependence, Judgement)
    writes: ClassVar[tuple[type, ...]] = (Party,)

    def __call__(self, view: View, writer: Writer) -> None:
        """Replace the case's `Party` records."""
        found = find_parties(view.documents(), view.all(Dependence), view.all(Judgement))
        writer.replace(Party, found)


_: CaseStage = Parties()
