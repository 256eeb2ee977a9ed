"""Candidates for the string slots: what the rules filled in, joined with what the encoder marks.

What enters are a document's drafts with the fills that the rules give them, and the encoder's
mentions of parts; what leaves are candidates, each one thing in one part. It judges none of them.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.extract.roles import RoleMention
from rashomon.records import Entity, RoleName, Sentence
from rashomon.render.exports.muc4.drafts import Draft, drafts
from rashomon.render.exports.muc4.fills import Fills, TemplateFills
from rashomon.render.exports.muc4.places import default_country
from rashomon.render.exports.muc4.plausibility import log_odds
from rashomon.render.exports.muc4.relevance import irrelevant
from rashomon.stage import AnnotatedDocument

SLOTS: dict[str, int] = {
    "weapon_used": 6,
    "perpetrator": 9,
    "organization_perpetrator": 10,
    "target": 12,
    "victim_named": 18,
    "victim": 19,
}
"""The slot that a layer of mentions fills."""

ROLES: dict[str, RoleName] = {
    "weapon_used": "weapon",
    "perpetrator": "perpetrator_individual",
    "organization_perpetrator": "perpetrator_organization",
    "target": "target",
    "victim_named": "victim",
    "victim": "victim",
}

_SAME = 0.5
_FAINT = 0.15
_QUOTED = re.compile(r'"([^"]*)"')
_PLAIN = re.compile(r"[^\w\s]|\b(?:a|an|the)\b")


def plain(text: str) -> str:
    """A string for comparison: lower case, without marks, articles and extra blanks."""
    return " ".join(_PLAIN.sub("", text.lower()).split())


@dataclass
class Candidate:
    """One thing in one part.

    Args:
        layer: the part, a key of `SLOTS`.
        entity: of the document, where a mention is one of its mentions.
        mentions: by the encoder, the surest first.
        ruled: (number of the draft, string) of each fill that the rules give.
        sentences: numbers of the mentions' sentences.
        text: the string that a template would print.
    """

    layer: str
    entity: Entity | None = None
    mentions: list[RoleMention] = field(default_factory=list)
    ruled: list[tuple[int, str]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    text: str = ""

    @property
    def probability(self) -> float:
        """Of its surest mention, 0 without any."""
        return max((mention.probability for mention in self.mentions), default=0.0)


class Sketch:
    """A document's drafts with the rules' fills, and all candidates.

    Args:
        doc: the document.
        mentions: of parts, in any order.
    """

    def __init__(self, doc: AnnotatedDocument, mentions: Iterable[RoleMention]) -> None:
        self.doc = doc
        self.drafts: list[Draft] = drafts(doc)
        country = default_country(doc)
        self.fillers = [TemplateFills(doc, draft, country) for draft in self.drafts]
        self.fills: list[Fills] = [filler.fills() for filler in self.fillers]
        self.excluded = [
            irrelevant(doc, draft, filler.country)
            for draft, filler in zip(self.drafts, self.fillers, strict=True)
        ]
        self.odds = [
            log_odds(doc, draft, number, len(self.drafts))
            for number, draft in enumerate(self.drafts)
        ]
        sentences: tuple[Sentence, ...] = doc.layers.get(Sentence, ())
        self._starts = [sentence.span.start for sentence in sentences]
        self.mentions = sorted(mentions, key=lambda m: (-m.probability, m.start, m.layer))
        self.highest = dict.fromkeys(SLOTS, 0.0)
        for mention in self.mentions:
            self.highest[mention.layer] = max(self.highest[mention.layer], mention.probability)
        self.candidates = [one for layer in SLOTS for one in self._of(layer)]

    def sentence(self, position: int) -> int:
        """Number of the sentence that holds a position."""
        return bisect.bisect_right(self._starts, position) - 1

    def words(self, mention: RoleMention) -> str:
        """A mention's words on one line."""
        return " ".join(self.doc.document.text[mention.start : mention.end].split())

    def _of(self, layer: str) -> list[Candidate]:
        found: dict[str, Candidate] = {}
        keys: dict[str, str] = {}
        for mention in self.mentions:
            text = plain(self.words(mention)) if mention.layer == layer else ""
            if not text:
                continue
            entity = self._entity(mention)
            # descriptions of victims are told apart by their words: "peasants" here and there
            own = entity.id if entity is not None and layer != "victim" else text
            key = keys.setdefault(text, own)
            one = found.setdefault(key, Candidate(layer))
            one.entity = one.entity or entity
            one.mentions.append(mention)
            one.sentences.append(self.sentence(mention.start))
        for number, fills in enumerate(self.fills):
            for text in fill_strings(fills, SLOTS[layer]):
                key = keys.get(plain(text)) or _like(plain(text), keys) or plain(text)
                keys.setdefault(plain(text), key)
                found.setdefault(key, Candidate(layer)).ruled.append((number, text))
        for one in found.values():
            strings = [text for _, text in one.ruled]
            one.text = self.words(one.mentions[0]) if one.mentions else strings[0]
            if strings and one.probability < _FAINT:
                one.text = max(sorted(set(strings)), key=strings.count)
        return list(found.values())

    def _entity(self, mention: RoleMention) -> Entity | None:
        """The entity with a mention of nearly the same words."""
        best, best_share = None, _SAME
        for entity in self.doc.layers.get(Entity, ()):
            for known in entity.mentions:
                common = min(known.span.end, mention.end) - max(known.span.start, mention.start)
                whole = max(known.span.end, mention.end) - min(known.span.start, mention.start)
                if common > 0 and common / whole > best_share:
                    best, best_share = entity, common / whole
        return best


def fill_strings(fills: Mapping[int, Sequence[str]], slot: int) -> list[str]:
    """The strings of a slot's fills, in order."""
    found = []
    for fill in fills.get(slot, ()):
        quoted = _QUOTED.search(fill)
        if quoted and quoted[1] not in {"-", ""}:
            found.append(quoted[1])
    return found


def _like(text: str, keys: Mapping[str, str]) -> str | None:
    """The key of a known string whose words are among these, or these among its words."""
    words = set(text.split())
    for known, key in keys.items():
        other = set(known.split())
        if words <= other or other <= words:
            return key
    return None
