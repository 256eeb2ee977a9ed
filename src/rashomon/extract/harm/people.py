"""A noun phrase of people as a count: how many, of which group, and which words say so.

What enters is a tree with the quantities found in its sentence; what leaves are `People` records.
Lists are taken apart, so that "a guard and two of his sons" is two records, one and two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.harm.words import harm_tables
from rashomon.extract.role_groups import group_of, is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import QuantityMention

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NOMINAL = _NOUNS | {"CD", "PRP", "JJ", "VBN", "DT", "JJR", "VBD"}
_SINGULAR_PRONOUNS = frozenset({"he", "she", "him", "her", "himself", "herself"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "we", "us", "who", "whom", "themselves"})
_BREAKS_LIST = frozenset({"including", "among"})
_DEFINITE = frozenset({"the", "those", "these", "his", "her", "its", "their"})
_HARMED = frozenset({"wounded", "injured", "hurt", "hospitalized", "hospitalised", "victims"})
_BODIES = frozenset({"body", "corpse", "life", "remain"})
_COLLECTIVES = frozenset(
    {
        "group",
        "team",
        "crowd",
        "crew",
        "party",
        "family",
        "cell",
        "police",
        "force",
        "army",
        "people",
        "members",
        "unit",
        "patrol",
        "squad",
        "personnel",
        "military",
        "militia",
        "staff",
        "troop",
    }
)


@dataclass(frozen=True)
class People:
    """One counted phrase.

    Args:
        head: token that heads the phrase.
        first: first token of the phrase as printed (with its bounding words).
        last: last token that belongs to the count.
        low: as in `Quantity`.
        high: as in `Quantity`.
        qualifier: the bounding words as printed.
        approximate: "about", "some".
        group: neutral role group, or the printed noun, or None where the words name no group.
        counted: a number or a singular says how many.
        named: a person's name.
        pronoun: the phrase is a pronoun.
        additive: "five more", "three others".
        elliptic: a bare number whose noun stands earlier.
    """

    head: int
    first: int
    last: int
    low: int | None
    high: int | None
    qualifier: str | None = None
    approximate: bool = False
    group: str | None = None
    counted: bool = True
    named: bool = False
    pronoun: bool = False
    additive: bool = False
    elliptic: bool = False


class Phrases:
    """Reads phrases of people in one sentence.

    Args:
        tree: the sentence.
        quantities: the quantities that stand in it, in reading order.
    """

    def __init__(self, tree: Tree, quantities: Sequence[QuantityMention]) -> None:
        self.tree = tree
        starts = {token.start: index for index, token in enumerate(tree.tokens)}
        ends = {token.end: index for index, token in enumerate(tree.tokens)}
        self.by_token: dict[int, QuantityMention] = {}
        self.by_noun: dict[int, QuantityMention] = {}
        self.ranges: list[tuple[int, int, QuantityMention]] = []
        for quantity in quantities:
            first, last = starts.get(quantity.span.start), ends.get(quantity.span.end)
            if first is None or last is None:
                continue
            self.ranges.append((first, last, quantity))
            number_last = ends.get(quantity.number.end, last)
            for index in range(first, number_last + 1):
                self.by_token[index] = quantity
            if quantity.noun is not None:
                self.by_noun[starts[quantity.noun.start]] = quantity
        self._range_of = {id(q): (first, last) for first, last, q in self.ranges}

    def quantity_at(self, head: int) -> QuantityMention | None:
        """The quantity that counts the phrase headed by a token."""
        found = self.by_noun.get(head) or self.by_token.get(head)
        if found is None:
            for child in self.tree.children(head, "nummod", "quantmod", "amod", "det"):
                found = self.by_token.get(child)
                if found is not None:
                    break
        return found

    def extent(self, quantity: QuantityMention) -> tuple[int, int]:
        """First and last token of a quantity."""
        return self._range_of[id(quantity)]

    def people(self, head: int) -> list[People]:
        """The phrase headed by a token and the phrases in a list with it."""
        found = []
        for member in self._members(head):
            one = self.one(member)
            if one is not None:
                found.append(one)
        return found

    def _members(self, head: int) -> list[int]:
        members, stack = [], [head]
        while stack:
            at = stack.pop()
            members.append(at)
            for child in self.tree.children(at, "conj", "appos"):
                token = self.tree.tokens[child]
                if token.tag not in _NOMINAL:
                    continue
                if token.dep == "appos" and not self._is_listed(at, child):
                    continue
                if any(self.tree.lower(i) in _BREAKS_LIST for i in range(at, child)):
                    continue
                if self._has_own_harm(child):
                    continue
                if token.tag in {"VBN", "VBD", "JJ"} and self.quantity_at(child) is None:
                    continue
                stack.append(child)
        return sorted(set(members))

    def _has_own_harm(self, child: int) -> bool:
        """“100 people killed and over 400 wounded”: the second count has its own word."""
        quantity = self.quantity_at(child)
        if quantity is None:
            return False
        _, last = self.extent(quantity)
        words = [self.tree.lower(i) for i in range(last + 1, min(len(self.tree), last + 3))]
        if words[:1] == ["more"] or words[:1] == ["others"]:
            words = words[1:]
        return quantity.noun is None and bool(words) and words[0] in harm_tables().adjectives

    def _is_listed(self, head: int, child: int) -> bool:
        """An apposition that the parser means as a list member: a count after an "and"."""
        words = [self.tree.lower(i) for i in range(head + 1, child)]
        quantity = self.quantity_at(child)
        return quantity is not None and "and" in words and "of" not in words[-1:]

    def one(self, head: int) -> People | None:
        """The phrase headed by a token as a count, or None if it means no people."""
        tree = self.tree
        token = tree.tokens[head]
        quantity = self.quantity_at(head)
        if quantity is not None:
            return self._of_quantity(head, quantity)
        lower, lemma = tree.lower(head), token.lemma.lower()
        if token.tag == "PRP" or token.tag == "WP":
            if lower in _SINGULAR_PRONOUNS:
                return People(head, head, head, 1, 1, pronoun=True)
            if lower in _PLURAL_PRONOUNS:
                return People(head, head, head, None, None, counted=False, pronoun=True)
            return None
        if self._is_aged(head):
            first, last = self._edges(head)
            return People(head, first, last, 1, 1)
        if token.tag not in _NOUNS:
            return None
        first, last = self._edges(head)
        if lemma in _BODIES:
            of = _of_object(tree, head)
            return self.one(of) if of is not None else None
        person = is_person_noun(lemma)
        if token.entity.endswith("PERSON") or (
            token.tag in {"NNP"} and not person and self._is_title(head)
        ):
            return People(head, first, last, 1, 1, named=True)
        if not person:
            return None
        group = self.group(head)
        if (
            token.tag in {"NN", "NNP"}
            and lemma not in _COLLECTIVES
            and lower not in {"people", "police"}
        ):
            some = any(tree.lower(child) == "any" for child in tree.children(head, "det"))
            return People(head, first, last, 1, None if some else 1, group=group)
        return People(head, first, last, None, None, group=group, counted=False)

    def _is_aged(self, head: int) -> bool:
        """“the 14-year-old”, “a four-year-old”: somebody whom only an age names."""
        lowers = [self.tree.lower(i) for i in range(max(0, head - 2), head + 1)]
        if lowers[-1] == "old" and "year" in lowers[:-1]:
            return self.tree.tokens[head].dep not in {"amod", "acomp", "advmod"}
        return lowers[-1].endswith("year-old") and self.tree.tokens[head].dep != "amod"

    def _of_quantity(self, head: int, quantity: QuantityMention) -> People | None:
        first, last = self.extent(quantity)
        noun = next((i for i, q in self.by_noun.items() if q is quantity), None)
        if noun is not None and not quantity.people:
            lemma = self.tree.tokens[noun].lemma.lower()
            if not is_person_noun(lemma) and quantity.quantity.unit != lemma:
                return None
            if not is_person_noun(lemma) and self.tree.tokens[noun].tag not in {
                "NNPS",
                "NNP",
                "NNS",
            }:
                return None
        if noun is None and quantity.quantity.unit not in {"unknown", "person"}:
            return None
        low, high = quantity.quantity.low, quantity.quantity.high
        if any(bound is not None and bound != int(bound) for bound in (low, high)):
            return None
        after = [self.tree.lower(i) for i in range(last + 1, min(last + 2, len(self.tree)))]
        before = self.tree.lower(first - 1) if first else ""
        words = {self.tree.lower(i) for i in range(first, last + 1)}
        additive = (
            bool(
                words
                & {"other", "another", "others", "additional", "further", "more"}
                - ({"more"} if "than" in words else set())
            )
            or after[:1] in (["more"], ["others"], ["other"], ["further"])
            or before in {"further", "additional"}
        )
        if additive and after:
            last += after[0] in {"more", "others", "other"}
        else:
            last = self._with_of(noun if noun is not None else last, last)
        return People(
            head=head,
            first=first,
            last=last,
            low=int(low) if low is not None else None,
            high=int(high) if high is not None else None,
            qualifier=quantity.quantity.qualifier,
            approximate=quantity.quantity.relation == "about",
            group=self.group(noun) if noun is not None else None,
            counted=quantity.quantity.relation != "unknown",
            additive=additive,
            elliptic=noun is None,
        )

    def _with_of(self, noun: int, last: int) -> int:
        """The end of a short "of" phrase that says whose people they are."""
        for prep in self.tree.children(noun, "prep"):
            if prep == last + 1 and self.tree.lower(prep) in {"of", "from"}:
                inner = [i for i in self.tree.subtree(prep) if i <= last + 9]
                if inner == list(range(prep, prep + len(inner))) and not any(
                    self.tree.tokens[i].dep in {"relcl", "acl"} or i in self.by_token for i in inner
                ):
                    return inner[-1]
        return last

    def group(self, noun: int) -> str | None:
        """The role group of a noun, by its modifiers or, for "members of", by its "of" phrase."""
        tree = self.tree
        lemma = tree.tokens[noun].lemma.lower()
        modifier = None
        for child in reversed(tree.children(noun, "compound", "amod", "nmod")):
            if child < noun and tree.lower(child).isalpha():
                modifier = tree.lower(child)
                found = group_of(lemma, modifier)
                if found is not None and found != group_of(lemma):
                    return found
        found = group_of(lemma, modifier)
        if found is not None:
            return found
        if lemma in {"member", "leader", "commander", "group", "man", "other", "part"}:
            of = _of_object(tree, noun)
            if of is not None:
                inner = tree.tokens[of].lemma.lower()
                found = self.group(of) if inner not in {"member", "group"} else None
                if found == "family":
                    # Members of one family are a toll like any other, no group beside others.
                    return None
                if found is not None:
                    return found
                for child in tree.children(of, "compound", "amod"):
                    found = group_of(tree.lower(child))
                    if found is not None:
                        return found
            return None
        if is_person_noun(lemma):
            return None
        if tree.tokens[noun].tag in {"NNS", "NNPS"}:
            return tree.lower(noun)
        return None

    def _edges(self, head: int) -> tuple[int, int]:
        """First and last token of a phrase without clauses and long attachments."""
        tree = self.tree
        first = head
        for child in tree.children(head, "det", "poss", "amod", "compound", "nummod", "nmod"):
            if child < head and head - child <= 10:
                first = min(first, child, *(c for c in tree.subtree(child) if head - c <= 10))
        last = head
        of = next(
            (c for c in tree.children(head, "prep") if tree.lower(c) == "of" and c == head + 1),
            None,
        )
        if of is not None:
            inner = [i for i in tree.subtree(of) if i <= head + 8]
            if inner and inner == list(range(of, of + len(inner))):
                last = inner[-1]
        return first, last

    def _is_title(self, head: int) -> bool:
        return any(
            self.tree.tokens[child].entity.endswith("PERSON")
            or is_person_noun(self.tree.tokens[child].lemma.lower())
            for child in self.tree.children(head, "compound")
        )


def _of_object(tree: Tree, noun: int) -> int | None:
    for prep in tree.children(noun, "prep"):
        if tree.lower(prep) == "of":
            for obj in tree.children(prep, "pobj"):
                return obj
    return None


def regrouped(one: People, group: str | None) -> People:
    """The same count of another group."""
    return People(
        one.head,
        one.first,
        one.last,
        one.low,
        one.high,
        one.qualifier,
        one.approximate,
        group,
        one.counted,
        one.named,
        one.pronoun,
        one.additive,
        one.elliptic,
    )


def is_increment(tree: Tree, one: People) -> bool:
    """“three of the wounded died”: so many more of people counted before, and no toll."""
    stop = min(one.last + 2, len(tree) - 2)
    at = next((i for i in range(one.first, stop) if tree.lower(i) == "of"), None)
    if not one.counted or at is None or tree.lower(at + 1) not in _DEFINITE:
        return False
    return any(tree.lower(i) in _HARMED for i in range(at + 2, min(at + 4, len(tree))))
