"""Parties: which entities of different documents are one source or actor.

What enters are the documents' entities with the attributions, places and copies around them; what
leaves are parties. Two entities meet only under a common key (a name, a body's words, a generic
institution within one country, a sentence that a copied report repeats), so nothing is compared
pair by pair. Rules err towards two parties: merging two sources would count them as one. Knows
neither events nor claims.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar, Literal, TypeVar

from rashomon.extract.entities.names import (
    acronym_of,
    content_words,
    fold,
    name_words,
    person_key,
    same_person,
    surname,
)
from rashomon.extract.party_words import party_words, singular
from rashomon.records import (
    Attribution,
    Dependence,
    Entity,
    Judgement,
    Party,
    PartyKind,
    PlaceMention,
    digest_id,
)
from rashomon.stage import AnnotatedDocument, CaseStage, View, Writer

Sort = Literal["person", "body", "generic", "nameless"]
Key = tuple[str, ...]
R = TypeVar("R")

_SENTENCE = re.compile(r"[.!?]\s+|[\r\n]{2,}")
_ACTORS = frozenset({"person", "organization", "group"})
_NATIONAL = frozenset({"government", "state_forces", "hospital"})
_SHARED_PREFIX = 5
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "no", "some"})


@dataclass(frozen=True)
class Actor:
    """One document's entity as the linker sees it.

    Args:
        entity: the record.
        sort: how it may meet others.
        key: what it must share with another to be the same at first sight.
        words: folded words of its fullest name or description.
        short: folded one-word capital forms of its name.
        country: ISO code that its document places it in, or None.
        works: ids of the statements and videos that speak for it.
    """

    entity: Entity
    sort: Sort
    key: Key
    words: tuple[str, ...]
    short: frozenset[str]
    country: str | None
    works: tuple[str, ...] = ()


class _Groups:
    """Disjoint sets with pairs that must stay apart; the smaller id represents a set."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {item: item for item in ids}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def root(self, item: str) -> str:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def forbid(self, a: str, b: str) -> None:
        self._apart[self.root(a)].add(self.root(b))
        self._apart[self.root(b)].add(self.root(a))

    def join(self, a: str, b: str) -> bool:
        """Unite two sets unless a person has said that they differ."""
        low, high = sorted((self.root(a), self.root(b)))
        if low == high:
            return True
        if high in self._apart[low]:
            return False
        self._parent[high] = low
        for other in self._apart.pop(high, set()):
            self._apart[low].add(other)
            self._apart[other].discard(high)
            self._apart[other].add(low)
        return True


def find_parties(
    documents: Iterable[AnnotatedDocument],
    dependences: Iterable[Dependence] = (),
    judgements: Iterable[Judgement] = (),
) -> list[Party]:
    """The case's parties, ordered by id; every actor of every document is in exactly one.

    Args:
        documents: with layers `Entity` and, where written, `Attribution` and `PlaceMention`.
        dependences: which reports are copies.
        judgements: a person's words on two parties or entities; the latest of a pair wins.
    """
    actors = _described(documents, dependences)
    verdicts = _latest(judgements)
    split = {right for (_, right), verdict in verdicts.items() if verdict == "different"}
    first: dict[Key, list[Actor]] = defaultdict(list)
    for actor in actors:
        key = (*actor.key, actor.entity.id) if actor.entity.id in split else actor.key
        first[key].append(actor)
    ids = {key: digest_id("pty", *key) for key in first}
    members = {ids[key]: found for key, found in first.items()}
    of_entity = {actor.entity.id: ids[key] for key, found in first.items() for actor in found}
    groups = _Groups(sorted(members))
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
    return _records(united, members)


def _latest(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """The verdict of the latest judgement on each pair; the ids of a pair in order."""
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda one: (one.at, one)):
        left, right = sorted((judgement.left, judgement.right))
        last[left, right] = judgement
    return {pair: one.verdict for pair, one in last.items() if one.verdict != "unsure"}


# From entities to actors


@dataclass(frozen=True)
class _Draft:
    """What is kept of an entity when its document is let go."""

    entity: Entity
    sentence: Key


def _described(
    documents: Iterable[AnnotatedDocument], dependences: Iterable[Dependence]
) -> list[Actor]:
    """Every actor of the case, sorted; each document is looked at once and not kept."""
    roots = _copy_roots(dependences)
    countries: dict[str, str | None] = {}
    stems: dict[str, str] = {}
    drafts: list[_Draft] = []
    works: dict[str, str | None] = {}
    for doc in documents:
        entities = _layer(doc, Entity)
        countries[doc.document.id] = _country(doc)
        for mention in _layer(doc, PlaceMention):
            stem = fold(mention.place.name)[:_SHARED_PREFIX]
            if len(mention.place.name) > _SHARED_PREFIX and mention.place.country:
                stems[stem] = min(stems.get(stem, "zz"), mention.place.country)
        sources = {found.entity for found in _layer(doc, Attribution) if found.entity}
        sources |= {entity.member_of or "" for entity in entities if _issued(entity)}
        copied = doc.document.id in roots
        drafts += [
            _Draft(entity, _sentence_words(doc, entity) if copied else ())
            for entity in entities
            if (entity.id in sources or _acts(entity)) and not _issued(entity)
        ]
        works.update((entity.id, entity.member_of) for entity in entities if _issued(entity))
    known = {country for country in countries.values() if country}
    fallback = "case" if not known else next(iter(known)) if len(known) == 1 else None
    issued: dict[str | None, list[str]] = defaultdict(list)
    for work, owner in works.items():
        issued[owner].append(work)
    return [
        replace(
            _actor(draft, countries[draft.entity.document] or fallback, stems, roots),
            works=tuple(sorted(issued[draft.entity.id])),
        )
        for draft in sorted(drafts, key=lambda draft: draft.entity.id)
    ]


def _layer(doc: AnnotatedDocument, kind: type[R]) -> tuple[R, ...]:
    """A layer, empty where no stage of this pipeline writes it."""
    return doc.layers.get(kind, ())


def _issued(entity: Entity) -> bool:
    """Whether this is a statement or video whose issuer the report tells: it speaks for them."""
    return entity.kind == "work" and entity.member_of is not None


def _acts(entity: Entity) -> bool:
    """Whether an entity that is nobody's source still is somebody who can act."""
    named = any(mention.kind == "name" for mention in entity.mentions)
    if entity.kind in _ACTORS:
        return named or entity.party_kind not in (None, "other", "civilian", "person")
    return entity.party_kind in ("hospital", "outlet", "agency")


def _country(doc: AnnotatedDocument) -> str | None:
    """The country of most of a document's toponyms, None where no two thirds agree."""
    counts = Counter(
        mention.place.country for mention in _layer(doc, PlaceMention) if mention.place.country
    )
    if not counts:
        return None
    best, times = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return best if times * 3 >= sum(counts.values()) * 2 else None


def _copy_roots(dependences: Iterable[Dependence]) -> dict[str, str]:
    """For each copied or copying document, the name of its family of copies."""
    pairs = sorted((found.copy, found.original) for found in dependences)
    groups = _Groups({document for pair in pairs for document in pair})
    for copy, original in pairs:
        groups.join(copy, original)
    return {document: groups.root(document) for pair in pairs for document in pair}


def _actor(
    draft: _Draft, country: str | None, stems: dict[str, str], roots: dict[str, str]
) -> Actor:
    table, entity = party_words(), draft.entity
    outlet = table.outlet(entity.name) or next(
        (paper for alias in entity.aliases if (paper := table.outlet(alias))), None
    )
    known = next(
        (found for name in (entity.name, *entity.aliases) if (found := table.body(name))), None
    )
    words = name_words(entity.name) or (fold(entity.name),)
    named = any(mention.kind == "name" for mention in entity.mentions)
    short = frozenset(
        one[0] for printed in (entity.name, *entity.aliases) if len(one := name_words(printed)) == 1
    )
    if outlet is not None:
        return Actor(entity, "body", ("outlet", outlet.name), words, short, None)
    if named and known is not None:
        return Actor(entity, "body", ("known", known.name), words, short, None)
    if named and (entity.kind == "person" or (entity.kind == "other" and len(words) == 1)):
        person = person_key(words)
        return Actor(entity, "person", ("person", *person), person, short, country)
    if named:
        # Two countries may each have a Ministry of Justice.
        owner = (country or "") if entity.party_kind in _NATIONAL else ""
        key: Key = ("body", owner, *sorted(content_words(words)))
        return Actor(entity, "body", key, words, short, country)
    bare = tuple(word for word in words if word not in _DETERMINERS and not _is_origin(word, stems))
    own = [stems[word[:_SHARED_PREFIX]] for word in words if _is_origin(word, stems)]
    country = own[0] if own else country  # "Ostlandic police" are Ostland's wherever they are
    if bare and table.is_institution(bare) and not entity.anonymous and country is not None:
        key = ("generic", country, *(singular(word) for word in bare))
        return Actor(entity, "generic", key, bare, frozenset(), country)
    # Nameless sources are one only where a copied report repeats the very sentence.
    root = roots.get(entity.document)
    where: Key = (entity.document, str(entity.mentions[0].span.start))
    if root is not None:
        where = (root, *draft.sentence)
    return Actor(entity, "nameless", ("nameless", *where, *words), words, frozenset(), country)


def _is_origin(word: str, stems: dict[str, str]) -> bool:
    """Whether a modifier is formed from the name of a place in the case ("harvanese")."""
    return len(word) > _SHARED_PREFIX and word[:_SHARED_PREFIX] in stems


def _sentence_words(doc: AnnotatedDocument, entity: Entity) -> Key:
    """The words of the sentence of an entity's first mention, whatever its line breaks."""
    text, at = doc.document.text, entity.mentions[0].span.start
    low = max(0, at - 600)
    start = max((found.end() for found in _SENTENCE.finditer(text, low, at)), default=low)
    found = _SENTENCE.search(text, at)
    end = found.start() if found else len(text)
    return tuple(fold(word) for word in re.findall(r"\w+", text[start : min(end, at + 600)]))


# Names that differ and still are one


def _further(members: dict[str, list[Actor]]) -> Iterable[tuple[str, str]]:
    """Pairs of first-sight parties that are one: variants, surnames, acronyms; sorted."""
    people: dict[str, list[str]] = defaultdict(list)
    bodies: dict[str, list[str]] = defaultdict(list)
    for party, found in sorted(members.items()):
        actor = found[0]
        if actor.sort == "person":
            people[surname(actor.words)].append(party)
        elif actor.sort == "body":
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


def _blocks(actor: Actor) -> set[str]:
    """Where a body can meet another: its head word, and its short forms."""
    cut = next((at for at, word in enumerate(actor.words) if word in ("of", "for")), None)
    head = singular(actor.words[-1] if not cut else actor.words[cut - 1])
    keys = {f"short {word}" for word in actor.short}
    keys |= {f"short {word}" for word in acronym_of(actor.words)}
    return keys | ({f"head {head}"} if len(actor.words) > 1 else set())


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
    heads = _Groups(full)
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
    for party in block:
        for part in content_words(members[party][0].words):
            holders[part].append(party)
    pairs = set()
    for party in block:
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
    return pairs


def _one_country(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    ours = {actor.country for actor in a if actor.country}
    theirs = {actor.country for actor in b if actor.country}
    return not ours or not theirs or bool(ours & theirs)


# Records


def _records(united: dict[str, list[str]], members: dict[str, list[Actor]]) -> list[Party]:
    party_of: dict[str, str] = {}
    chosen: dict[str, tuple[str, list[Actor]]] = {}
    for parts in united.values():
        actors = sorted(
            (actor for part in parts for actor in members[part]),
            key=lambda actor: actor.entity.id,
        )
        best = min(parts, key=lambda part: (_rank(members[part]), part))
        chosen[best] = (best, actors)
        for actor in actors:
            party_of[actor.entity.id] = best
    return sorted(
        (_party(party, actors, party_of) for party, actors in chosen.values()),
        key=lambda party: party.id,
    )


def _rank(actors: Sequence[Actor]) -> tuple[int, int, tuple[str, ...]]:
    """Fuller names first."""
    named = any(mention.kind == "name" for mention in actors[0].entity.mentions)
    return (0 if named else 1, -len(actors[0].words), actors[0].words)


def _party(party_id: str, actors: Sequence[Actor], party_of: dict[str, str]) -> Party:
    names: Counter[str] = Counter()
    for actor in actors:
        names[actor.entity.name] += 1
    name = min(
        names,
        key=lambda printed: (
            len(name_words(printed)) < 2,
            -names[printed],
            -len(name_words(printed)),
            printed,
        ),
    )
    outlet = party_words().outlet(name)
    others = {
        printed
        for actor in actors
        for printed in (actor.entity.name, *actor.entity.aliases)
        if printed != name
    }
    body = any(actor.sort == "body" for actor in actors)
    kinds: Counter[PartyKind] = Counter(
        actor.entity.party_kind
        for actor in actors
        if actor.entity.party_kind and not (body and actor.entity.party_kind == "person")
    )
    kind: PartyKind = outlet.kind if outlet else "other"
    known = party_words().body(name)
    if known is not None:
        kind = known.kind
    elif kinds and not outlet:
        told = {found: times for found, times in kinds.items() if found != "other"} or kinds
        kind = min(told, key=lambda found: (-told[found], found))
    elif not outlet and not body and any(actor.entity.kind == "person" for actor in actors):
        kind = "person"
    owners = Counter(
        owner
        for actor in actors
        if (owner := party_of.get(actor.entity.member_of or "")) not in (None, party_id)
    )
    return Party(
        id=party_id,
        name=name,
        kind=kind,
        entities=tuple(
            sorted({found for actor in actors for found in (actor.entity.id, *actor.works)})
        ),
        aliases=tuple(sorted(others)),
        member_of=min(owners, key=lambda owner: (-owners[owner], owner)) if owners else None,
        anonymous=all(actor.entity.anonymous for actor in actors),
    )


class Parties:
    """Writes who the reports' sources and actors are, across documents."""

    name: ClassVar[str] = "parties"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Entity, Attribution, PlaceMention, Dependence, Judgement)
    writes: ClassVar[tuple[type, ...]] = (Party,)

    def __call__(self, view: View, writer: Writer) -> None:
        """Replace the case's `Party` records."""
        found = find_parties(view.documents(), view.all(Dependence), view.all(Judgement))
        writer.replace(Party, found)


_: CaseStage = Parties()
