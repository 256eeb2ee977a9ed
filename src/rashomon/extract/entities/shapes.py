"""The shape and place of a noun phrase: its edges, its complement, its verb.

What enters are a sentence's tree and the tokens of its names; what leaves are token numbers and
offsets. Knows no candidate.
"""

from __future__ import annotations

from collections.abc import Collection

from rashomon.extract.entities.candidates import Position
from rashomon.extract.entities.links import REPORTING
from rashomon.extract.party_words import party_words
from rashomon.extract.tree import Tree
from rashomon.records import EntityKind

_LEFT = frozenset({"det", "amod", "compound", "nummod", "nmod", "quantmod", "predet", "poss"})
_TELLING = frozenset({"of", "for", "at", "from", "with", "in", "near"})
_ABOUT = frozenset({"on", "by"})
_ENDS = frozenset({",", ";", ":", "(", ")", "-", "--", "–", "—", '"', "“", "”", "."})
_COMPLEMENT = 8  # tokens


class Shapes:
    """Questions about the noun phrases of a sentence.

    Args:
        tree: the sentence.
        inside: tokens of names.
    """

    def __init__(self, tree: Tree, inside: Collection[int]) -> None:
        self._tree = tree
        self._inside = inside

    def left_edge(self, index: int) -> int:
        """The first token of the phrase of a noun."""
        tree = self._tree
        edge = index
        for child in reversed([c for c in tree.children(index) if c < index]):
            token = tree.tokens[child]
            if token.dep not in _LEFT and token.tag not in ("HYPH", "CD"):
                if token.dep == "punct" and tree.word(child) in ("-", "–", "."):
                    continue
                break
            below = min(tree.subtree(child))
            edge = min(edge, below)
        return edge

    def right_edge(self, index: int) -> int:
        """The head itself, or the noun of a directly following "of" phrase."""
        tree = self._tree
        for prep in tree.children(index, "prep"):
            if prep != index + 1 or tree.lower(prep) != "of":
                continue
            for noun in tree.children(prep, "pobj"):
                if noun < prep:
                    continue  # the parse fronted it: "what the mother of the boy is facing"
                end = noun
                while end + 1 in self._inside and noun in self._inside:
                    end += 1
                if not any(tree.tokens[i].tag == "," for i in range(index, noun)):
                    return end
        return index

    def of_next(self, index: int) -> bool:
        """Whether “of” follows."""
        return index + 1 < len(self._tree) and self._tree.lower(index + 1) == "of"

    def full_end(self, head: int, last: int, noun: EntityKind, words: tuple[str, ...]) -> int:
        """One past the complement that tells which person or work this is."""
        tree = self._tree
        end = last
        if noun in ("person", "work") and not party_words().is_institution(words):
            while end + 1 < len(tree) and end - last < _COMPLEMENT:
                after = end + 1
                token = tree.tokens[after]
                telling = _TELLING | _ABOUT if noun == "work" else _TELLING
                if token.dep == "prep" and tree.lower(after) in telling and token.head < after:
                    reach = tree.subtree(after)
                elif tree.lower(after) in ("who", "that") and end == last and noun == "person":
                    clause = next(
                        (c for c in tree.children(head, "relcl") if after in tree.subtree(c)), None
                    )
                    reach = tree.subtree(clause) if clause is not None else []
                else:
                    break
                stop = after
                while stop + 1 in reach and tree.word(stop + 1) not in _ENDS:
                    stop += 1
                if stop == after or stop - last > _COMPLEMENT:
                    break
                end = stop
                break
        return tree.tokens[end].end

    def top(self, index: int) -> int:
        """The first noun of a coordination."""
        tree = self._tree
        while tree.tokens[index].dep in ("conj", "appos") and tree.tokens[index].head != index:
            index = tree.tokens[index].head
        return index

    def position(self, index: int) -> Position:
        """Which argument of its verb a phrase is."""
        dep = self._tree.tokens[self.top(index)].dep
        if dep in ("nsubj", "nsubjpass", "csubj"):
            return "subject"
        return "object" if dep in ("dobj", "dative", "iobj") else "other"

    def reports(self, index: int) -> bool:
        """Whether a phrase is the subject of a verb of saying."""
        token = self._tree.tokens[self.top(index)]
        return token.dep == "nsubj" and self._tree.tokens[token.head].lemma in REPORTING

    def verb(self, index: int) -> int:
        """The verb or auxiliary above a token, -1 without one."""
        for above in self._tree.ancestors(index):
            if self._tree.tokens[above].pos in ("VERB", "AUX"):
                return above
        return -1
