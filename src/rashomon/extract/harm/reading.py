"""Where a word's people stand: its object, its subject, or the count right beside it.

A tree and its quantities enter; lists of `People` leave. The grammar is asked first, the neighbours
second, since long lists and dates mislead the parser more often than they mislead the eye.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.harm.parts import parts_of
from rashomon.extract.harm.people import People, Phrases
from rashomon.extract.harm.words import harm_tables
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import QuantityMention

_SUBJECTS = ("nsubj", "nsubjpass")
_FILLERS = frozenset(
    {
        "were",
        "was",
        "are",
        "is",
        "been",
        "be",
        "have",
        "has",
        "had",
        "being",
        "also",
        "reportedly",
        "allegedly",
        "seriously",
        "badly",
        "slightly",
        "critically",
        "severely",
        "lightly",
        "confirmed",
        "feared",
        "believed",
        "reported",
        "to",
        "said",
        "left",
        "in",
        "others",
        "other",
        "more",
        "people",
        "persons",
        "still",
        "(",
        ")",
        "of",
        "them",
        "whom",
        "then",
        "later",
        "subsequently",
        "instantly",
        "so",
        "far",
    }
)
_FAR = 40


class Reading:
    """One sentence, with the people that its quantities and phrases count.

    Args:
        tree: the sentence.
        quantities: the quantities that stand in it.
    """

    def __init__(self, tree: Tree, quantities: Sequence[QuantityMention]) -> None:
        self.tree = tree
        self.phrases = Phrases(tree, quantities)
        self.lowers = [tree.lower(i) for i in range(len(tree))]
        self.lemmas = [token.lemma.lower() for token in tree.tokens]
        self.part_ranges = parts_of(self)

    def is_part(self, one: People) -> bool:
        """Whether a count is a part of people counted elsewhere in the sentence."""
        return any(first <= one.first <= last for first, last, _ in self.part_ranges)

    def phrase_end(self, index: int, rest: tuple[str, ...]) -> int | None:
        """Last token of a phrase whose parts may stand up to six tokens apart."""
        at = index
        for word in rest:
            stop = min(len(self.tree), at + (7 if at == index else 2))
            nxt = next((i for i in range(at + 1, stop) if self.lowers[i] == word), None)
            if nxt is None or (at != index and nxt != at + 1):
                return None
            if any(self.lowers[i] in {",", ";", "and"} for i in range(at + 1, nxt)):
                return None
            at = nxt
        return at

    def is_human(self, one: People) -> bool:
        """Whether a count is sure to mean people and not things."""
        return (
            one.named
            or one.pronoun
            or any(is_person_noun(self.lemmas[i]) for i in range(one.first, one.last + 1))
        )

    def companions(self, index: int) -> list[People]:
        """“along with his driver” beside the verb."""
        for prep in self.tree.children(index, "prep", "advmod", "cc", "conj"):
            if self.lowers[prep] in {"alongside", "with"} or self.lowers[prep] == "along":
                objects = self.tree.children(prep, "pobj")
                for inner in self.tree.children(prep, "prep"):
                    objects = objects or self.tree.children(inner, "pobj")
                if self.lowers[prep] == "with" and self.lowers[prep - 1] not in {
                    "along",
                    "together",
                }:
                    continue
                return [p for p in self.people_of(objects) if p.counted]
        return []

    def objects(self, index: int, last: int) -> list[People] | None:
        """Whom a transitive verb befalls."""
        tree = self.tree
        token = tree.tokens[index]
        passive = bool(tree.children(index, "nsubjpass", "auxpass"))
        if passive:
            own = tree.children(index, "nsubjpass")
            return (
                self.people_of(own)
                or self.just_before(index)
                or self.people_of([] if own else self.inherited(index, "nsubjpass"))
                or self.further_before(index)
                or self.just_after(last)
            )
        direct = tree.children(index, "dobj", "obj")
        if direct:
            return self.people_of(direct) or self.just_after(last) or None
        near = self.just_after(last)
        if near:
            return near
        if token.dep == "conj":
            inherited = self.inherited(index, "nsubjpass")
            if inherited and not tree.children(index, "nsubj"):
                return self.people_of(inherited)
        later = [c for c in tree.children(index, "conj") if tree.children(c, "dobj")]
        if (
            later
            and tree.tokens[index].tag in {"VBD", "VBG", "VB", "VBZ", "VBP", "VBN"}
            and not tree.children(index, "nsubjpass")
        ):
            shared = self.people_of(tree.children(later[0], "dobj"))
            if shared and self.lemmas[later[0]] in harm_tables().transitive:
                return shared
        if token.tag in {"VBN", "VBD"}:
            subjects = tree.children(index, "nsubj")
            if subjects:
                return [p for p in self.people_of(subjects) if p.counted or p.group]
            if token.dep in {"acl", "amod"}:
                head = token.head
                if token.dep == "acl" or self.phrases.quantity_at(head) is not None:
                    return self.people_of([head])
            before = self.just_before(index)
            if before:
                return before
        return None

    def inherited(self, index: int, dep: str) -> list[int]:
        """The subject of the verb that this one is conjoined to."""
        at = index
        while self.tree.tokens[at].dep == "conj":
            at = self.tree.tokens[at].head
            found = self.tree.children(at, dep)
            if found:
                return found
        return []

    def people_of(self, heads: list[int]) -> list[People]:
        """Counts of the phrases at some heads, parts left out, relative pronouns resolved."""
        found: list[People] = []
        for head in heads:
            if self.lowers[head] in {"who", "that", "which"}:
                head = self.antecedent(head)
            found.extend(p for p in self.phrases.people(head) if not self.is_part(p))
        return found

    def antecedent(self, pronoun: int) -> int:
        """What a relative pronoun stands for."""
        verb = self.tree.tokens[pronoun].head
        at = verb
        while self.tree.tokens[at].dep == "conj":
            at = self.tree.tokens[at].head
        if self.tree.tokens[at].dep == "relcl":
            return self.tree.tokens[at].head
        return pronoun

    def subjects(self, index: int) -> list[People]:
        """Whom an intransitive verb befalls."""
        heads = self.tree.children(index, *_SUBJECTS)
        if not heads and self.tree.tokens[index].dep == "conj":
            heads = self.inherited(index, "nsubj") or self.inherited(index, "nsubjpass")
        if not heads and self.tree.tokens[index].dep in {"acl", "relcl"}:
            heads = [self.tree.tokens[index].head]
        return self.people_of(heads) or self.just_before(index)

    def just_before(self, index: int) -> list[People]:
        """A quantity right before the word, only auxiliaries and adverbs between."""
        at = index - 1
        while at >= 0 and (self.lowers[at] in _FILLERS or self.tree.tokens[at].tag in {"RB", "MD"}):
            if at in self.phrases.by_token or at in self.phrases.by_noun:
                break
            at -= 1
        if at < 0:
            return []
        one = self.counted_at(at)
        return [one] if one is not None else []

    def further_before(self, index: int) -> list[People]:
        """The nearest whole before a passive whose subject the parser missed."""
        for first, last, quantity in reversed(self.phrases.ranges):
            if last >= index or index - first > _FAR:
                continue
            between = self.tree.tokens[last + 1 : index]
            if any(
                token.tag in {"VBD", "VBZ", "VBP"} and token.dep[:3] != "aux" for token in between
            ):
                return []
            if quantity.people and (one := self.counted_at(first)) is not None:
                return [one]
        return []

    def just_after(self, index: int) -> list[People]:
        """A quantity right after the word."""
        at = index + 1
        while at < len(self.tree) and (
            self.lowers[at]
            in {
                "between",
                "the",
                "another",
                "a",
                "some",
                "additional",
                "further",
                "“",
                '"',
                "to",
                "all",
            }
            and at not in self.phrases.by_token
        ):
            at += 1
        if at >= len(self.tree) or at not in self.phrases.by_token:
            return []
        quantity = self.phrases.by_token[at]
        first, _ = self.phrases.extent(quantity)
        one = self.counted_at(first)
        return [one] if one is not None else []

    def counted_at(self, at: int) -> People | None:
        """The quantity at a token as people, unless it is a part."""
        quantity = self.phrases.by_noun.get(at) or self.phrases.by_token.get(at)
        if quantity is None:
            return None
        first, _ = self.phrases.extent(quantity)
        noun = next((i for i, q in self.phrases.by_noun.items() if q is quantity), None)
        one = self.phrases.one(noun if noun is not None else first)
        return one if one is not None and not self.is_part(one) else None
