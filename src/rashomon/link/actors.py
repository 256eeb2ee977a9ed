"""Actors: what each report's entities are to the linker of parties.

What enters are annotated documents with their copies; what leaves is one flat actor for every
entity that is somebody's source or can act, and one for every outlet, each with a key that it must
share with another to be the same at first sight. Knows neither events nor claims.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from rashomon.extract.entities.names import fold, name_words, person_key
from rashomon.extract.party_words import is_an_own_report, party_words, singular
from rashomon.link.origins import Origin, Origins, body_key
from rashomon.link.publishers import Publisher, Publishers
from rashomon.records import (
    Attribution,
    Dependence,
    Entity,
    Mention,
    PlaceMention,
    Span,
    digest_id,
)
from rashomon.sets import Groups
from rashomon.stage import AnnotatedDocument

Sort = Literal["person", "body", "generic", "nameless", "outlet"]
Key = tuple[str, ...]
R = TypeVar("R")

_SENTENCE = re.compile(r"[.!?]\s+|[\r\n]{2,}")
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_OPENING = 200
_CORRECTS = re.compile(r"\b(?:corrections?|clarifications?|errat(?:um|a))\b", re.IGNORECASE)
_SELF = re.compile(r"(?:this|our)\s+(?:[\w-]+\s+)?(\w+)$", re.IGNORECASE)
_ACTORS = frozenset({"person", "organization", "group"})
_NATIONAL = frozenset({"government", "state_forces", "hospital"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "no", "some"})
_OWNERS = frozenset({"its", "their", "his", "her", "our", "my", "your", "whose"})
_MANY = frozenset({"ministry", "court", "department", "office", "state", "administration"})


@dataclass(frozen=True)
class Actor:
    """One document's entity, or its outlet, as the linker sees it.

    Args:
        entity: the record; for an outlet one that stands in no layer.
        sort: how it may meet others.
        key: what it must share with another to be the same at first sight.
        words: folded words of its fullest name or description, its origin left out.
        short: folded one-word capital forms of its name.
        country: ISO code that its document places it in, or None.
        origin: where its own words say that it is of.
        definite: some mention has "the" before it.
        publishes: it is the outlet of `entity.document`, not an entity of its text.
        works: ids of the statements and videos that speak for it.
    """

    entity: Entity
    sort: Sort
    key: Key
    words: tuple[str, ...]
    short: frozenset[str]
    country: str | None
    origin: Origin | None = None
    definite: bool = False
    publishes: bool = False
    works: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the report gives it a name."""
        return any(mention.kind == "name" for mention in self.entity.mentions)


@dataclass(frozen=True)
class _Draft:
    """What is kept of an entity when its document is let go."""

    entity: Entity
    sentence: Key
    definite: bool
    place: bool
    itself: bool
    capital: bool


def described(
    documents: Iterable[AnnotatedDocument], dependences: Iterable[Dependence]
) -> list[Actor]:
    """Every actor of the case, sorted; each document is looked at once and not kept."""
    roots = _copy_roots(dependences)
    countries: dict[str, str | None] = {}
    published: dict[str, str] = {}
    origins = Origins()
    drafts: list[_Draft] = []
    works: dict[str, str | None] = {}
    acting: set[str] = set()
    for doc in documents:
        entities = _layer(doc, Entity)
        countries[doc.document.id] = _country(doc)
        if doc.document.publisher and doc.document.publisher.strip():
            published[doc.document.id] = doc.document.publisher
        places = _layer(doc, PlaceMention)
        for mention in places:
            origins.add(mention)
        literal = {
            (place.span.start, place.span.end) for place in places if place.toponymy == "literal"
        }
        sources = {found.entity for found in _layer(doc, Attribution) if found.entity}
        sources |= {entity.member_of or "" for entity in entities if _issued(entity)}
        copied = doc.document.id in roots
        drafts += [
            _draft(doc, entity, literal, copied)
            for entity in entities
            if not _issued(entity)
            and (entity.id in sources or _acts(entity) or _may_publish(entity))
        ]
        acting |= {entity.id for entity in entities if entity.id in sources or _acts(entity)}
        works.update((entity.id, entity.member_of) for entity in entities if _issued(entity))
    known = {country for country in countries.values() if country}
    fallback = "case" if not known else next(iter(known)) if len(known) == 1 else None
    issued: dict[str | None, list[str]] = defaultdict(list)
    for work, owner in works.items():
        issued[owner].append(work)
    outlets = Publishers(published)
    actors = [
        replace(
            _actor(draft, countries[draft.entity.document] or fallback, origins, outlets, roots),
            works=tuple(sorted(issued[draft.entity.id])),
            definite=draft.definite,
        )
        for draft in sorted(drafts, key=lambda draft: draft.entity.id)
    ]
    actors = [one for one in actors if one.sort == "outlet" or one.entity.id in acting]
    actors += [_outlet(document, made) for document, made in sorted(outlets.of_document.items())]
    return _with_origins(actors)


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
        printed = entity.name[:1].isupper() and not entity.name.isupper()
        kinds = (None, "other", "civilian", "person")
        return named or entity.party_kind not in kinds or (printed and " " not in entity.name)
    return entity.party_kind in ("hospital", "outlet", "agency")


def _may_publish(entity: Entity) -> bool:
    """Whether a name that the recogniser took for no actor can be an outlet's."""
    return any(mention.kind == "name" for mention in entity.mentions)


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
    groups = Groups({document for pair in pairs for document in pair})
    for copy, original in pairs:
        groups.join(copy, original)
    return {document: groups.root(document) for pair in pairs for document in pair}


def _draft(
    doc: AnnotatedDocument, entity: Entity, literal: set[tuple[int, int]], copied: bool
) -> _Draft:
    text = doc.document.text
    printed = [mention.span.text(text) for mention in entity.mentions if mention.kind != "pronoun"]
    before = [text[max(0, mention.span.start - 4) : mention.span.start].lower()
              for mention in entity.mentions]  # fmt: skip
    itself = any(
        (found := _SELF.match(" ".join(words.split()))) is not None
        and singular(found.group(1).lower()) in party_words().outlet_selves
        for words in printed
    ) or (
        _CORRECTS.search(f"{doc.document.title or ''} {text[:_OPENING]}") is not None
        and bool(printed)
        and all(is_an_own_report(words) for words in printed)
    )
    return _Draft(
        entity,
        _sentence_words(doc, entity) if copied else (),
        definite=any(_ARTICLE.match(words) for words in printed)
        or any(_ARTICLE.fullmatch(words) for words in before),
        place=any((mention.span.start, mention.span.end) in literal for mention in entity.mentions),
        itself=itself,
        capital=" " not in entity.name
        and entity.name[:1].isupper()
        and not entity.name.isupper()
        and any(_ARTICLE.match(words) for words in printed),
    )


def _outlet(document: str, made: Publisher) -> Actor:
    """The actor that stands for a document's own outlet."""
    entity = Entity(
        id=digest_id("ent", document, "publisher"),
        document=document,
        kind="organization",
        name=made.name,
        mentions=(Mention(Span(document, 0, 1), "name"),),
        party_kind=made.kind,
    )
    sort, key = _outlet_key(made)
    return Actor(entity, sort, key, made.words, frozenset(), None, publishes=True)


def _outlet_key(made: Publisher) -> tuple[Sort, Key]:
    """News outlets have keys of their own; other bodies that publish are bodies."""
    if not made.is_press:
        return "body", ("body", *body_key(made.words))
    return "outlet", ("outlet", *made.key)


def _actor(
    draft: _Draft,
    country: str | None,
    origins: Origins,
    outlets: Publishers,
    roots: dict[str, str],
) -> Actor:
    table, entity = party_words(), draft.entity
    spelled = (entity.name, *entity.aliases)
    known = next((body for name in spelled if (body := table.body(name))), None)
    words = name_words(entity.name) or (fold(entity.name),)
    named = any(mention.kind == "name" for mention in entity.mentions)
    printed = [name_words(name) for name in (entity.name, *entity.aliases)] if named else []
    if draft.capital:
        printed.append(words)
    short = frozenset(one[0] for one in printed if len(one) == 1)
    made = outlets.meant(printed, entity.document, draft.place)
    if made is None and draft.itself and not named:
        made = outlets.of_document.get(entity.document)
    if made is None:
        paper = next((found for one in printed if (found := table.outlet(" ".join(one)))), None)
        if paper is not None:
            made = Publisher(name_words(paper.name), paper.name, paper.kind, words)
    if made is not None and made.is_press:
        return Actor(entity, "outlet", _outlet_key(made)[1], words, short, None)
    if named and known is not None:
        return Actor(entity, "body", ("known", known.name), words, short, None)
    if named and (entity.kind == "person" or (entity.kind == "other" and len(words) == 1)):
        person = person_key(words)
        return Actor(entity, "person", ("person", *person), person, short, country)
    bare = tuple(word for word in words if word not in _DETERMINERS)
    core, origin = origins.split(bare)
    if bare and named:
        return Actor(entity, "body", ("body", *body_key(core)), core, short, country, origin)
    common = table.is_institution(core) and not (len(core) == 1 and core[0] in _MANY)
    if common and not entity.anonymous and not _OWNERS & set(bare):
        if country is not None or origin is not None:
            key: Key = ("body", *body_key(core))
            return Actor(entity, "generic", key, core, frozenset(), country, origin)
    elif draft.capital and not table.is_institution(core) and entity.kind != "person":
        return Actor(entity, "body", ("body", *body_key(core)), core, short, country, origin)
    # Nameless sources are one only where a copied report repeats the very sentence.
    root = roots.get(entity.document)
    where: Key = (entity.document, str(entity.mentions[0].span.start))
    if root is not None:
        where = (root, *draft.sentence)
    return Actor(entity, "nameless", ("nameless", *where, *words), words, frozenset(), country)


def _with_origins(actors: Sequence[Actor]) -> list[Actor]:
    """The actors, bodies of one name keyed by whose they are.

    Two countries may each have a Ministry of Justice. One whose report does not say whose it is
    joins the only one that can be meant.
    """
    alike: dict[Key, set[Origin]] = defaultdict(set)
    for actor in actors:
        if actor.sort in ("body", "generic") and actor.key[0] == "body" and actor.origin:
            alike[actor.key].add(actor.origin)
    return [
        replace(actor, key=(*actor.key, f"of {_whose(actor, alike[actor.key])}"))
        if actor.sort in ("body", "generic") and actor.key[0] == "body"
        else actor
        for actor in actors
    ]


def _whose(actor: Actor, known: set[Origin]) -> str:
    if actor.origin is not None:
        return actor.origin.label
    national = actor.sort == "generic" or actor.entity.party_kind in _NATIONAL
    fitting = [
        origin
        for origin in known
        if (origin.national or not national)
        and (origin.country is None or actor.country in (None, "case", origin.country))
    ]
    if len(fitting) == 1:
        return fitting[0].label
    return f"={actor.country}" if national and actor.country else ""


def _sentence_words(doc: AnnotatedDocument, entity: Entity) -> Key:
    """The words of the sentence of an entity's first mention, whatever its line breaks."""
    text, at = doc.document.text, entity.mentions[0].span.start
    low = max(0, at - 600)
    start = max((found.end() for found in _SENTENCE.finditer(text, low, at)), default=low)
    found = _SENTENCE.search(text, at)
    end = found.start() if found else len(text)
    return tuple(fold(word) for word in re.findall(r"\w+", text[start : min(end, at + 600)]))
