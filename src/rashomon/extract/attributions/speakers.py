"""Which entity a source is: the one whose mention it is, or who issued the thing that speaks.

What enters are a reading, drafts and the document's entities; what leaves is an entity's id for
each draft, or None. "The statement" and "the video" speak for the party that the text last
introduced with them ("in a statement, the ministry said"), "it" after them likewise.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from rashomon.extract.attributions.drafts import Draft
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.records import Entity

_PARTIES = frozenset({"person", "organization", "group"})
_INDEFINITE = frozenset({"a", "an", "another", "one"})
_PARAGRAPHS_BACK = 2
_SENTENCES_BACK = 25


class Speakers:
    """Look-ups from sources to entities.

    Args:
        reading: the document.
        entities: its entities.
    """

    def __init__(self, reading: Reading, entities: Sequence[Entity]) -> None:
        self._reading = reading
        mentions = sorted(
            (mention.span.start, mention.span.end, entity.id)
            for entity in entities
            for mention in entity.mentions
        )
        self._mentions = mentions
        self._starts = [start for start, _, _ in mentions]
        self._reach = max((end - start for start, end, _ in mentions), default=0)
        self._kinds = {entity.id: entity.kind for entity in entities}

    def resolved(self, drafts: Sequence[Draft]) -> list[str | None]:
        """An entity id for each draft, in their order; None where no mention is the source."""
        ids: list[str | None] = []
        by_sentence: dict[int, list[int]] = {}
        for number, draft in enumerate(drafts):
            ids.append(self._issuer(drafts, ids, by_sentence, number))
            if draft.source is not None:
                sentence = self._reading.sentence_of(draft.source[0])
                by_sentence.setdefault(sentence, []).append(number)
        return ids

    def _issuer(
        self,
        drafts: Sequence[Draft],
        ids: Sequence[str | None],
        by_sentence: dict[int, list[int]],
        number: int,
    ) -> str | None:
        draft = drafts[number]
        if draft.source is None or draft.source_head is None:
            return None
        reading = self._reading
        own = self._at(draft.source_head)
        lemma = self._carrier(draft.source_head)
        pronoun = reading.lowers[draft.source_head] in ("it", "that", "this", "which")
        speaks = own is None or self._kinds[own] not in _PARTIES
        if not lemma and not (pronoun and speaks):
            return own
        inside = self._party_inside(draft.source, draft.source_head)
        if inside is not None:
            return inside
        before = self._before(drafts, ids, number)
        if pronoun:
            return before if before is not None else own
        introduced = self._introduced(drafts, ids, by_sentence, draft.source[0], lemma)
        return introduced or before or own

    def _at(self, place: int) -> str | None:
        """The entity of the smallest mention that covers the token's first code point."""
        offset = self._reading.starts[place]
        best: tuple[int, str] | None = None
        low = bisect.bisect_left(self._starts, offset - self._reach)
        for start, end, entity in self._mentions[low : bisect.bisect_right(self._starts, offset)]:
            if offset < end and (best is None or end - start < best[0]):
                best = (end - start, entity)
        return best[1] if best else None

    def _carrier(self, place: int) -> str:
        """The lemma, if the word names a thing that speaks for somebody."""
        lemma = self._reading.tokens[place].lemma.lower()
        return lemma if lemma in lexicon().cues.nouns.carriers else ""

    def _party_inside(self, source: tuple[int, int], head: int) -> str | None:
        """The party named in the phrase: "the ministry's statement", "a note from the rebels"."""
        for place in range(source[0], source[1] + 1):
            entity = self._at(place)
            if place != head and entity is not None and self._kinds[entity] in _PARTIES:
                return entity
        return None

    def _introduced(
        self,
        drafts: Sequence[Draft],
        ids: Sequence[str | None],
        by_sentence: dict[int, list[int]],
        place: int,
        lemma: str,
    ) -> str | None:
        """Who spoke where the thing was last introduced, else whose it last was."""
        reading = self._reading
        owner: str | None = None
        sentence = reading.sentence_of(place)
        for at in range(sentence, max(-1, sentence - _SENTENCES_BACK), -1):
            for index in self._carriers_in(at, lemma, place):
                indefinite = reading.lowers[max(index - 3, 0) : index]
                speakers = [
                    ids[number]
                    for number in by_sentence.get(at, ())
                    if (head := drafts[number].source_head) is not None
                    and not self._carrier(head)
                    and ids[number] is not None
                ]
                if speakers and any(word in _INDEFINITE for word in indefinite):
                    return speakers[0]
                local = index - reading.bases[at]
                for child in reading.trees[at].children(local, "poss"):
                    found = self._at(reading.bases[at] + child)
                    if owner is None and found is not None and self._kinds[found] in _PARTIES:
                        owner = found
        return owner

    def _carriers_in(self, sentence: int, lemma: str, before: int) -> list[int]:
        reading = self._reading
        return [
            place
            for place in reading.sentence_places(sentence)
            if place < before and reading.tokens[place].lemma.lower() == lemma
        ]

    def _before(
        self, drafts: Sequence[Draft], ids: Sequence[str | None], number: int
    ) -> str | None:
        """The party behind the saying before, in this paragraph or just above it."""
        reading = self._reading
        draft = drafts[number]
        if draft.source is None:
            return None
        here = reading.paragraph(reading.sentence_of(draft.source[0]))
        for earlier in range(number - 1, max(-1, number - 6), -1):
            other = drafts[earlier]
            there = reading.paragraph(reading.sentence_of(other.content[0][0]))
            if here - there > _PARAGRAPHS_BACK:
                return None
            found = ids[earlier]
            if found is not None and self._kinds[found] in _PARTIES:
                return found
        return None
