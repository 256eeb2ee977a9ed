"""The stage that writes `Entity`, and the way from a word to its entity.

Candidates come from each sentence, the resolver partitions them, and the clusters become records
with neutral names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rashomon.extract.entities.candidates import Candidate, Link
from rashomon.extract.entities.clusters import BODIES, Cluster
from rashomon.extract.entities.mentions import ORIGINS, SentenceMentions
from rashomon.extract.entities.names import fold, name_words, person_key, surname
from rashomon.extract.entities.resolution import Resolver
from rashomon.extract.party_words import party_words
from rashomon.extract.tree import Tree
from rashomon.records import (
    Entity,
    EntityKind,
    Mention,
    PartyKind,
    PlaceMention,
    Sentence,
    Span,
    digest_id,
)
from rashomon.stage import AnnotatedDocument

_ARTICLE = re.compile(r"(?:the|an?|this|that|these|those|said)\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_DEATHS = frozenset({"kill", "die", "murder", "execute", "assassinate", "slay", "perish"})
_REPORTING = frozenset({"ccomp", "parataxis"})
_NOTED = frozenset({"person", "organization", "group"})
_STATE_STEM = 4


class Entities:
    """Every mention belongs to exactly one entity; what cannot be resolved is no mention."""

    name: ClassVar[str] = "entities"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Sentence, PlaceMention)
    writes: ClassVar[type] = Entity

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Entity]:
        """The document's entities by first mention."""
        text = doc.document.text
        sentences = doc.layer(Sentence)
        candidates: list[Candidate] = []
        links: list[Link] = []
        barred: dict[int, frozenset[int]] = {}
        marks = _quoted(sentences, text)
        dateline = doc.document.dateline
        for number, sentence in enumerate(sentences):
            tree = Tree(sentence, text)
            made = SentenceMentions(tree, number, marks[number], len(candidates))
            barred.update(_dead_men_tell_no_tales(tree, made.candidates, len(candidates)))
            candidates += made.candidates
            links += made.links
        candidates = _places_as_resolved(_people_throughout(candidates), doc)
        resolver = Resolver(candidates, links, barred)
        clusters = resolver.resolve()
        if dateline is not None:
            for cluster in clusters:
                cluster.members = [
                    member
                    for member in cluster.members
                    if not (
                        candidates[member].start < dateline.span.end
                        and dateline.span.start < candidates[member].end
                    )
                ]
            clusters = [cluster for cluster in clusters if cluster.members]
        return _Writer(doc, candidates, links, resolver, clusters).entities()


def _people_throughout(candidates: Sequence[Candidate]) -> list[Candidate]:
    """A lone surname is a person's wherever the document gives the full name once.

    The recogniser labels "Moret" now a person, now a body; the full name decides.
    """
    people: set[str] = set()
    others: set[tuple[str, ...]] = set()
    for candidate in candidates:
        if candidate.kind == "name" and len(person_key(candidate.words)) > 1:
            if candidate.noun == "person":
                people.add(surname(candidate.words))
        elif candidate.kind == "name" and candidate.noun == "place":
            others.add(candidate.words)
    return [
        replace(candidate, noun="person")
        if candidate.kind == "name"
        and candidate.noun not in ("person", "place")
        and len(candidate.words) == 1
        and surname(candidate.words) in people
        and candidate.words not in others
        else candidate
        for candidate in candidates
    ]


def _places_as_resolved(candidates: Sequence[Candidate], doc: AnnotatedDocument) -> list[Candidate]:
    """A name that stands where a toponym names a location is a place's.

    What the recogniser takes for a person must be known to a gazetteer, and have no given name.
    """
    literal = [
        mention for mention in doc.layers.get(PlaceMention, ()) if mention.toponymy == "literal"
    ]
    places = {(mention.span.start, mention.span.end) for mention in literal}
    known = {
        (mention.span.start, mention.span.end)
        for mention in literal
        if mention.place.gazetteer_id is not None
    }
    people = {
        words
        for candidate in candidates
        if candidate.kind == "name" and candidate.gender is not None
        for words in (candidate.words, candidate.words[-1:])
    }
    return [
        replace(candidate, noun="place")
        if candidate.kind == "name"
        and not _is_body(candidate)
        and (
            (
                candidate.noun in (None, "other", "work", "organization", "facility")
                and (candidate.start, candidate.end) in places
            )
            or (
                candidate.noun in ("person", "group")
                and (candidate.start, candidate.end) in known
                and candidate.gender is None
                and candidate.words not in people
                and not party_words().is_given_name(candidate.words[0])
            )
        )
        else candidate
        for candidate in candidates
    ]


def _is_body(candidate: Candidate) -> bool:
    """Whether the words of a longer name say what sort of body it is."""
    told = party_words().kind_of_name(candidate.words) if len(candidate.words) > 1 else None
    return told is not None and told not in ("hospital", "other")


def _quoted(sentences: Sequence[Sentence], text: str) -> list[list[bool]]:
    """For every token of every sentence, whether it stands inside double quotation marks.

    Marks are counted within a paragraph, where an unclosed quotation ends too.
    """
    marks: list[list[bool]] = []
    inside, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        row = []
        for token in sentence.tokens:
            word = text[token.start : token.end]
            if word in ("“", "«", "``"):
                inside = True
            elif word in ("”", "»", "''"):
                inside = False
            elif word == '"':
                inside = not inside
            row.append(inside)
        marks.append(row)
    return marks


def _dead_men_tell_no_tales(
    tree: Tree, candidates: Sequence[Candidate], first_number: int
) -> dict[int, frozenset[int]]:
    """For pronouns that are said to have died: the speakers who say so, whom they cannot be."""
    barred: dict[int, frozenset[int]] = {}
    for offset, candidate in enumerate(candidates):
        if candidate.kind != "pronoun" or candidate.verb < 0 or candidate.position != "subject":
            continue
        verb = tree.tokens[candidate.verb]
        passive = tree.tokens[candidate.head].dep == "nsubjpass"
        if verb.lemma not in _DEATHS or (verb.lemma not in ("die", "perish") and not passive):
            continue
        clause, speakers = candidate.verb, set()
        while tree.tokens[clause].dep in (*_REPORTING, "conj", "advcl"):
            above = tree.tokens[clause].head
            if tree.tokens[clause].dep in _REPORTING:
                subjects = set(tree.children(above, "nsubj"))
                speakers |= {
                    first_number + other
                    for other, mention in enumerate(candidates)
                    if mention.head in subjects
                }
            clause = above
        if speakers:
            barred[first_number + offset] = frozenset(speakers)
    return barred


class _Writer:
    """Turns clusters into records."""

    def __init__(
        self,
        doc: AnnotatedDocument,
        candidates: Sequence[Candidate],
        links: Sequence[Link],
        resolver: Resolver,
        clusters: Sequence[Cluster],
    ) -> None:
        self._doc = doc
        self._candidates = candidates
        self._clusters = clusters
        self._sentences = doc.layer(Sentence)
        self._ids = {cluster.number: self._id(cluster) for cluster in clusters}
        self._owners: dict[int, int] = {}
        for link in links:
            if link.belongs:
                left, right = (
                    resolver.cluster_of.get(link.left),
                    resolver.cluster_of.get(link.right),
                )
                by_pronoun = candidates[link.right].kind == "pronoun"
                if by_pronoun and (right is None or right.noun not in BODIES):
                    continue
                if left and right and left is not right and right.number in self._ids:
                    self._owners.setdefault(left.number, right.number)

    def entities(self) -> list[Entity]:
        government = self._government()
        made = [self._entity(cluster, government) for cluster in self._clusters]
        return sorted(made, key=lambda entity: (entity.mentions[0].span, entity.id))

    def _id(self, cluster: Cluster) -> str:
        first = self._candidates[cluster.members[0]]
        return digest_id("ent", self._doc.document.id, first.start, first.end)

    def _words(self, candidate: Candidate, full: bool = False) -> str:
        end = max(candidate.end, candidate.full) if full else candidate.end
        printed = self._doc.document.text[candidate.start : end]
        return _SPACE.sub(" ", printed).strip()

    def _entity(self, cluster: Cluster, government: Cluster | None) -> Entity:
        members = [self._candidates[number] for number in cluster.members]
        mentions = tuple(sorted(Mention(self._doc.span(c.start, c.end), c.kind) for c in members))
        name, aliases = self._name(members)
        kind: EntityKind = cluster.noun or "other"
        if kind in ("other", "person", "place", "work") and self._is_listed(cluster):
            kind = "organization"
        owner = self._owners.get(cluster.number)
        if owner is None and government is not None and government is not cluster:
            table = party_words()
            if kind != "person" and self._heads(cluster) & table.state_bodies:
                owner = government.number
        return Entity(
            id=self._ids[cluster.number],
            document=self._doc.document.id,
            kind=kind,
            name=name,
            mentions=mentions,
            aliases=aliases,
            party_kind=self._party_kind(cluster, members, kind),
            member_of=self._ids[owner] if owner is not None else None,
            anonymous=self._anonymous(cluster, members),
        )

    def _is_listed(self, cluster: Cluster) -> bool:
        """Whether a list of bodies or outlets has a name of it, whatever the recogniser says."""
        table = party_words()
        printed = [" ".join(name) for name in cluster.names]
        return any(table.body(name) or table.outlet(name) for name in printed)

    def _heads(self, cluster: Cluster) -> set[str]:
        heads = set(cluster.heads)
        for name in cluster.names:
            heads |= set(name)
        return heads

    def _government(self) -> Cluster | None:
        """The one government of the document, if it speaks of just one and says not whose.

        "The Ostlandic government" may be a foreign one: the army is then nobody's here.
        """
        found = [
            cluster
            for cluster in self._clusters
            if cluster.noun != "person"
            and ("government" in cluster.heads or any("government" in n for n in cluster.names))
        ]
        if len(found) != 1 or found[0].origin or any(len(name) > 1 for name in found[0].names):
            return None
        return None if self._names_two_states() else found[0]

    def _names_two_states(self) -> bool:
        """Whether state bodies of several countries act, so that "the government" owns none."""
        table = party_words()
        origins = {
            fold(self._doc.document.text[token.start : token.end])
            for sentence in self._sentences
            for token in sentence.tokens
            if token.entity.endswith(ORIGINS)
        }
        told = {
            word[:_STATE_STEM]
            for cluster in self._clusters
            if cluster.noun != "person" and self._heads(cluster) & table.state_bodies
            for word in cluster.origin | ({name[0] for name in cluster.names} & origins)
        }
        return len(told) > 1

    def _name(self, members: Sequence[Candidate]) -> tuple[str, tuple[str, ...]]:
        """The fullest name, else the first neutral description; other names are aliases."""
        printed: dict[str, None] = {}
        for candidate in members:
            if candidate.kind == "name":
                printed.setdefault(_strip(self._words(candidate)))
        if printed:
            spelled = [name for name in printed if len(name_words(name)) > 1] or list(printed)
            best = max(spelled, key=lambda name: (len(name_words(name)), len(name)))
            others = {
                name for name in printed if name != best and name_words(name) != name_words(best)
            }
            return best, tuple(sorted(others))
        table = party_words()
        fallback = ""
        for candidate in members:
            if candidate.kind != "description":
                continue
            words = _strip(self._words(candidate, full=True))
            fallback = fallback or words
            if not {word.lower() for word in words.split()} & table.labels:
                return words, ()
        for candidate in members:
            head = candidate.words[-1] if candidate.words else ""
            if candidate.kind == "description" and head not in table.labels:
                return self._head_words(candidate), ()
        return fallback or self._words(members[0]), ()

    def _head_words(self, candidate: Candidate) -> str:
        """The head noun as printed, for a description whose modifiers are somebody's labels."""
        sentence = self._sentences[candidate.sentence]
        token = sentence.tokens[candidate.head]
        return self._doc.document.text[token.start : token.end]

    def _party_kind(
        self, cluster: Cluster, members: Sequence[Candidate], kind: EntityKind
    ) -> PartyKind | None:
        table = party_words()
        for name in cluster.names:
            outlet = table.outlet(" ".join(name))
            if outlet is not None:
                return outlet.kind
        if kind == "person" and cluster.names:
            return "person"
        if cluster.names:
            for name in sorted(cluster.names, key=lambda words: (-len(words), words)):
                told = table.kind_of_name(name)
                if told is not None:
                    return told
        for candidate in members:
            if candidate.kind == "description":
                told = table.kind_of_description(candidate.words)
                if told is not None:
                    return told
        return "other" if kind in ("organization", "group") else None

    def _anonymous(self, cluster: Cluster, members: Sequence[Candidate]) -> bool:
        table = party_words()
        if cluster.names or cluster.noun not in _NOTED:
            return False
        for candidate in members:
            if candidate.kind != "description":
                continue
            if set(candidate.words) & table.withheld or candidate.lemma in table.unnamed_heads:
                return True
            sentence = self._sentences[candidate.sentence].span
            printed = self._doc.document.text[sentence.start : sentence.end].lower()
            if candidate.position == "subject" and any(
                phrase in printed for phrase in table.anonymity_phrases
            ):
                return True
        return False


def _strip(words: str) -> str:
    """Printed words without a leading article."""
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


class EntityIndex:
    """From a place in the text to the entity that the words there refer to.

    Args:
        entities: one document's layer.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities: dict[str, Entity] = {}
        self._spans: list[tuple[Span, str]] = []
        for entity in entities:
            self._entities[entity.id] = entity
            self._spans += [(mention.span, entity.id) for mention in entity.mentions]
        self._spans.sort()
        self._reach = max((len(span) for span, _ in self._spans), default=0)

    def __getitem__(self, entity_id: str) -> Entity:
        return self._entities[entity_id]

    def at(self, offset: int) -> Entity | None:
        """The entity of the smallest mention that covers a code point, given a head's start."""
        best: tuple[int, str] | None = None
        low = self._first(offset - self._reach)
        for span, entity_id in self._spans[low:]:
            if span.start > offset:
                break
            if offset < span.end and (best is None or len(span) < best[0]):
                best = (len(span), entity_id)
        return self._entities[best[1]] if best else None

    def of(self, span: Span) -> Entity | None:
        """The entity of a mention with exactly this span, else of the first long enough in it."""
        low = self._first(span.start - self._reach)
        inside: tuple[int, int, str] | None = None
        for other, entity_id in self._spans[low:]:
            if other.start >= span.end:
                break
            if (other.start, other.end) == (span.start, span.end):
                return self._entities[entity_id]
            if span.start <= other.start and other.end <= span.end:
                key = (other.start, -other.end, entity_id)
                inside = key if inside is None else min(inside, key)
        return self._entities[inside[2]] if inside else None

    def _first(self, offset: int) -> int:
        low, high = 0, len(self._spans)
        while low < high:
            middle = (low + high) // 2
            if self._spans[middle][0].start < offset:
                low = middle + 1
            else:
                high = middle
        return low
