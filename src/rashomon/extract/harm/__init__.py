"""Harm: who is said to have been killed, wounded, captured, gone missing or escaped it, and how many.

A sentence's tree and its quantities enter; `Harm` records leave: an effect, the word that names it,
the people it befell, the parts of a whole. Events and claims both read them; who says it, and which
event it belongs to, is decided there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.harm.people import People, Phrases
from rashomon.extract.harm.words import Effect, harm_tables
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import QuantityMention

__all__ = ["Effect", "Harm", "People", "Phrases", "harms"]

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
        "as",
    }
)
_LINKS = frozenset(
    {"oprd", "acomp", "ccomp", "attr", "xcomp", "advcl", "acl", "amod", "dobj", "conj", "dep"}
)
_TOLLS = frozenset({"toll", "tally"})
_TOLL_REACH = 14
_FAR = 40
_AMONG = 5
_PART_OF = frozenset({"them", "whom", "these", "those", "which"})
_WHOLE_WORDS = frozenset(
    {
        "dead",
        "killed",
        "victims",
        "wounded",
        "injured",
        "casualties",
        "fatalities",
        "them",
        "whom",
        "deaths",
        "deceased",
        "martyrs",
    }
)


@dataclass(frozen=True)
class Harm:
    """An effect on people, once per word that names it.

    Args:
        effect: what befell them.
        trigger: token that names it.
        trigger_last: last token of the naming words ("shot dead").
        people: the phrases of the people, each counted once.
        parts: counted parts of them ("five of them children").
        toll: the words give a running total ("the death toll rose to 12").
        negated: said not to have happened to anyone.
    """

    effect: Effect
    trigger: int
    trigger_last: int
    people: tuple[People, ...]
    parts: tuple[People, ...] = ()
    toll: bool = False
    negated: bool = False


def harms(tree: Tree, quantities: Sequence[QuantityMention]) -> list[Harm]:
    """The harm that a sentence tells of, in reading order.

    Args:
        tree: the sentence.
        quantities: the quantities that stand in it.
    """
    if not _may_harm(tree):
        return []
    return _Reader(tree, quantities).read()


def _may_harm(tree: Tree) -> bool:
    tables = harm_tables()
    return any(
        (lemma := token.lemma.lower()) in tables.transitive
        or lemma in tables.intransitive
        or lemma in tables.nouns
        or lemma in tables.heads
        or lemma in tables.phrasal
        or lemma in tables.adjectives
        or tree.lower(index) in tables.adjectives
        or lemma in _TOLLS
        or lemma in {"life", "casualty", "rubble", "victim", "fatality"}
        for index, token in enumerate(tree.tokens)
    )


class _Reader:
    def __init__(self, tree: Tree, quantities: Sequence[QuantityMention]) -> None:
        self.tree = tree
        self.phrases = Phrases(tree, quantities)
        self.lowers = [tree.lower(i) for i in range(len(tree))]
        self.lemmas = [token.lemma.lower() for token in tree.tokens]
        self.part_ranges = self._parts()

    def read(self) -> list[Harm]:
        found: dict[tuple[str, int], Harm] = {}
        for index in range(len(self.tree)):
            for harm in (self._at(index) or [], self._toll(index) or []):
                for one in harm:
                    key = (one.effect, one.trigger)
                    if key not in found or len(one.people) > len(found[key].people):
                        found[key] = one
        merged = self._without_repeats([found[key] for key in sorted(found, key=lambda k: k[1])])
        return self._with_parts(merged)

    # Words that name the effect

    def _at(self, index: int) -> list[Harm] | None:
        tables = harm_tables()
        token, lemma, lower = self.tree.tokens[index], self.lemmas[index], self.lowers[index]
        verb = token.tag.startswith("VB")
        if verb and lemma in tables.phrasal:
            for rest, effect in tables.phrasal[lemma]:
                last = self._phrase_end(index, rest)
                if last is not None:
                    return self._verb(index, last, effect, lemma)
        if verb and lemma in tables.transitive:
            return self._verb(index, index, tables.transitive[lemma], lemma)
        if verb and lemma in tables.intransitive and self._is_death(index):
            people = self._subject(index)
            return (
                [self._harm(tables.intransitive[lemma], index, index, people)] if people else None
            )
        if verb and lemma in {"lose", "claim", "take", "cost"}:
            return self._life(index)
        if lemma == "casualty" and token.tag in {"NN", "NNS"}:
            return self._casualties(index)
        effect = tables.heads.get(lemma) if token.tag in {"NN", "NNS", "NNP", "JJ"} else None
        if effect is not None or lower in tables.heads:
            head = self._counted_head(index, effect or tables.heads[lower])
            if head is not None:
                return head
        if lemma in tables.nouns and token.tag in {"NN", "NNS", "NNP"}:
            return self._noun(index, tables.nouns[lemma])
        if lower in tables.adjectives and token.tag in {
            "JJ",
            "VBN",
            "VBD",
            "NN",
            "NNS",
            "RB",
            "NNP",
            "VB",
            "VBP",
            "VBG",
        }:
            return self._adjective(index, tables.adjectives[lower])
        if lower == "rubble":
            return self._rubble(index)
        return None

    def _phrase_end(self, index: int, rest: tuple[str, ...]) -> int | None:
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

    def _is_death(self, index: int) -> bool:
        """ "fall" and "escape" need company; "die" does not."""
        lemma = self.lemmas[index]
        if lemma == "fall":
            after = self.lowers[index + 1 : index + 3]
            return "martyr" in after or "martyrs" in after or after[:1] == ["dead"]
        if lemma == "survive":
            return not self.tree.children(index, "nsubjpass")
        return True

    def _verb(self, index: int, last: int, effect: Effect, lemma: str) -> list[Harm] | None:
        people = self._object(index, last)
        if people is None:
            return None
        known = {p.head for p in people}
        beside = [c for i in (index, *sorted(known)) for c in self._companions(i)]
        people = [*people, *(c for c in beside if c.head not in known)]
        if effect in {"released", "unharmed", "escaped"}:
            people = [p for p in people if p.group or p.named or p.pronoun or not p.elliptic]
            people = [p for p in people if self._is_human(p)]
        return [self._harm(effect, index, last, people)] if people else None

    def _is_human(self, one: People) -> bool:
        return (
            one.named
            or one.pronoun
            or any(is_person_noun(self.lemmas[i]) for i in range(one.first, one.last + 1))
        )

    def _companions(self, index: int) -> list[People]:
        """ "along with his driver" beside the verb."""
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
                return [p for p in self._all(objects) if p.counted]
        return []

    def _object(self, index: int, last: int) -> list[People] | None:
        """Whom a transitive verb befalls."""
        tree = self.tree
        token = tree.tokens[index]
        passive = bool(tree.children(index, "nsubjpass", "auxpass"))
        if passive:
            heads = tree.children(index, "nsubjpass") or self._inherited(index, "nsubjpass")
            return (
                self._all(heads)
                or self._before(index)
                or self._further_before(index)
                or self._after(last)
            )
        direct = tree.children(index, "dobj", "obj")
        if direct:
            return self._all(direct) or self._after(last) or None
        near = self._after(last)
        if near:
            return near
        if token.dep == "conj":
            inherited = self._inherited(index, "nsubjpass")
            if inherited and not tree.children(index, "nsubj"):
                return self._all(inherited)
        later = [c for c in tree.children(index, "conj") if tree.children(c, "dobj")]
        if (
            later
            and tree.tokens[index].tag in {"VBD", "VBG", "VB", "VBZ", "VBP", "VBN"}
            and not tree.children(index, "nsubjpass")
        ):
            shared = self._all(tree.children(later[0], "dobj"))
            if shared and self.lemmas[later[0]] in harm_tables().transitive:
                return shared
        if token.tag in {"VBN", "VBD"}:
            subjects = tree.children(index, "nsubj")
            if subjects:
                return [p for p in self._all(subjects) if p.counted or p.group]
            if token.dep in {"acl", "amod"}:
                head = token.head
                if token.dep == "acl" or self.phrases.quantity_at(head) is not None:
                    return self._all([head])
            before = self._before(index)
            if before:
                return before
        return None

    def _inherited(self, index: int, dep: str) -> list[int]:
        """The subject of the verb that this one is conjoined to."""
        at = index
        while self.tree.tokens[at].dep == "conj":
            at = self.tree.tokens[at].head
            found = self.tree.children(at, dep)
            if found:
                return found
        return []

    def _all(self, heads: list[int]) -> list[People]:
        found: list[People] = []
        for head in heads:
            if self.lowers[head] in {"who", "that", "which"}:
                head = self._antecedent(head)
            found.extend(p for p in self.phrases.people(head) if not self._is_part(p))
        return found

    def _antecedent(self, pronoun: int) -> int:
        verb = self.tree.tokens[pronoun].head
        at = verb
        while self.tree.tokens[at].dep == "conj":
            at = self.tree.tokens[at].head
        if self.tree.tokens[at].dep == "relcl":
            return self.tree.tokens[at].head
        return pronoun

    def _subject(self, index: int) -> list[People]:
        heads = self.tree.children(index, *_SUBJECTS)
        if not heads and self.tree.tokens[index].dep == "conj":
            heads = self._inherited(index, "nsubj") or self._inherited(index, "nsubjpass")
        if not heads and self.tree.tokens[index].dep in {"acl", "relcl"}:
            heads = [self.tree.tokens[index].head]
        return self._all(heads) or self._before(index)

    def _before(self, index: int) -> list[People]:
        """A quantity right before the word, only auxiliaries and adverbs between."""
        at = index - 1
        while at >= 0 and (self.lowers[at] in _FILLERS or self.tree.tokens[at].tag in {"RB", "MD"}):
            if at in self.phrases.by_token or at in self.phrases.by_noun:
                break
            at -= 1
        if at < 0:
            return []
        one = self._quantity_people(at)
        return [one] if one is not None else []

    def _further_before(self, index: int) -> list[People]:
        """The nearest whole before a passive whose subject the parser missed."""
        for first, last, quantity in reversed(self.phrases.ranges):
            if last >= index or index - first > _FAR:
                continue
            between = self.tree.tokens[last + 1 : index]
            if any(token.tag in {"VBD", "VBZ", "VBP"} and token.dep[:3] != "aux" for token in between):
                return []
            if quantity.people and (one := self._quantity_people(first)) is not None:
                return [one]
        return []

    def _after(self, index: int) -> list[People]:
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
        one = self._quantity_people(first)
        return [one] if one is not None else []

    def _quantity_people(self, at: int) -> People | None:
        quantity = self.phrases.by_noun.get(at) or self.phrases.by_token.get(at)
        if quantity is None:
            return None
        first, last = self.phrases.extent(quantity)
        noun = next((i for i, q in self.phrases.by_noun.items() if q is quantity), None)
        one = self.phrases.one(noun if noun is not None else first)
        return one if one is not None and not self._is_part(one) else None

    def _life(self, index: int) -> list[Harm] | None:
        for child in self.tree.children(index, "dobj"):
            if self.lemmas[child] == "life":
                if self.lemmas[index] == "lose":
                    people = self._subject(index)
                else:
                    quantity = self.phrases.quantity_at(child)
                    people = (
                        self.phrases.people(child)
                        if quantity is None
                        else [p for p in [self._quantity_people(child)] if p is not None]
                    )
                if people:
                    return [self._harm("killed", index, child, people)]
        return None

    def _casualties(self, index: int) -> list[Harm] | None:
        """ "no casualties" is a zero for both effects; other casualties are not told apart."""
        quantity = self.phrases.quantity_at(index)
        if quantity is None or quantity.quantity.high != 0:
            return None
        one = self.phrases.one(index)
        if one is None:
            return None
        return [
            self._harm("killed", index, index, [one]),
            self._harm("injured", index, index, [one]),
        ]

    def _counted_head(self, index: int, effect: Effect) -> list[Harm] | None:
        quantity = self.phrases.by_noun.get(index)
        if quantity is None:
            for child in self.tree.children(index, "nummod"):
                quantity = quantity or self.phrases.by_token.get(child)
        if quantity is None or self.lowers[index] in {"wound", "murder", "arrest"}:
            if self.lemmas[index] in {"body", "corpse"}:
                return self._bodies(index, effect)
            return None
        first, last = self.phrases.extent(quantity)
        one = self.phrases.one(index)
        if one is None:
            bounds = quantity.quantity.low, quantity.quantity.high
            one = People(
                index,
                first,
                max(last, index),
                *(int(b) if b is not None else None for b in bounds),
                quantity.quantity.qualifier,
                quantity.quantity.relation == "about",
                counted=quantity.quantity.relation != "unknown",
            )
        if self._is_part(one):
            return None
        group = None if one.group is None or one.group == self.lowers[index] else one.group
        of = next(
            (
                c
                for p in self.tree.children(index, "prep")
                if self.lowers[p] in {"of", "among"}
                for c in self.tree.children(p, "pobj")
            ),
            None,
        )
        if of is not None:
            inner = self.phrases.one(of)
            if inner is not None and inner.counted and not inner.named:
                one, group = inner, inner.group
            elif inner is not None:
                group = inner.group
        return [self._harm(effect, index, index, [_regroup(one, group)])]

    def _bodies(self, index: int, effect: Effect) -> list[Harm] | None:
        one = self.phrases.one(index)
        if one is None or not one.counted:
            return None
        return [self._harm(effect, index, index, [one])]

    def _noun(self, index: int, effect: Effect) -> list[Harm] | None:
        """ "the killing of two men", "his death"."""
        tree = self.tree
        people: list[People] = []
        for prep in tree.children(index, "prep"):
            if self.lowers[prep] in {"of", "to"} and (
                self.lowers[prep] == "of" or effect == "injured"
            ):
                people.extend(self._all(tree.children(prep, "pobj")))
        if not people:
            people = [p for p in self._all(tree.children(index, "poss")) if p.counted]
        if not people:
            return None
        return [self._harm(effect, index, index, people)]

    def _adjective(self, index: int, effect: Effect) -> list[Harm] | None:
        tree = self.tree
        token = tree.tokens[index]
        people = self._before(index)
        if not people:
            subjects = tree.children(index, *_SUBJECTS)
            people = self._all(subjects)
        if not people and token.dep in {"acomp", "attr", "oprd", "xcomp", "advcl"}:
            head = token.head
            objects = (
                tree.children(head, "dobj")
                if self.lemmas[head]
                in {
                    "leave",
                    "find",
                    "declare",
                    "pronounce",
                    "confirm",
                    "report",
                    "shoot",
                    "presume",
                    "drop",
                    "fall",
                    "keep",
                    "see",
                }
                else []
            )
            people = self._all(objects) or self._all(tree.children(head, *_SUBJECTS))
            if (
                self.lemmas[head] in {"leave"}
                and not objects
                and tree.children(head, "nsubj")
                and not tree.children(head, "auxpass")
            ):
                people = []
        if not people and token.dep == "amod" and tree.tokens[token.head].tag in {"NNS", "NN"}:
            quantity = self.phrases.quantity_at(token.head)
            if quantity is not None and quantity.people:
                people = self._all([token.head])
        if not people and token.dep == "acl":
            people = [p for p in self._all([token.head]) if p.counted]
        if not people:
            return None
        return [self._harm(effect, index, index, people)]

    def _rubble(self, index: int) -> list[Harm] | None:
        if self.lowers[index - 2 : index] not in (["under", "the"], ["beneath", "the"]):
            return None
        at = index - 3
        while at >= 0 and index - at < 9:
            one = self._quantity_people(at)
            if one is not None:
                return [self._harm("missing", index, index, [one])]
            at -= 1
        return None

    # Tolls

    def _toll(self, index: int) -> list[Harm] | None:
        lemma = self.lemmas[index]
        if index in self.phrases.by_token:
            return None
        numbered = lemma == "number" and self.lowers[index + 1 : index + 2] == ["of"]
        if lemma not in _TOLLS and not numbered:
            return None
        window = self.lowers[max(0, index - 3) : index + 8]
        effect: Effect | None = "killed" if lemma in _TOLLS else None
        if any(word in {"wounded", "injured", "injuries"} for word in window[:3]) or (
            numbered
            and any(
                w in {"wounded", "injured", "injuries"} for w in self.lowers[index + 1 : index + 7]
            )
        ):
            effect = "injured"
        elif numbered and any(
            w
            in {
                "dead",
                "killed",
                "victims",
                "deaths",
                "fatalities",
                "martyrs",
                "casualties",
                "slain",
            }
            for w in self.lowers[index + 1 : index + 7]
        ):
            effect = "killed"
        if effect is None:
            return None
        best = None
        for at in range(index + 1, min(len(self.tree), index + _TOLL_REACH)):
            if self.lowers[at] in {";", "while"}:
                break
            quantity = self.phrases.by_token.get(at)
            if quantity is None:
                continue
            first, _ = self.phrases.extent(quantity)
            one = self._quantity_people(first)
            if one is None or (one.first != at) or not one.counted:
                continue
            if best is not None and self.lowers[at - 1] not in {"to", "at"}:
                break
            if (
                "from" in (self.lowers[at - 1], self.lowers[at])
                and "to" in self.lowers[at : at + 5]
            ):
                if one.high == one.low:
                    continue
                one = People(one.head, one.first, one.last, one.high, one.high)
            best = one
        if best is None:
            return None
        return [
            Harm(
                effect,
                index,
                index,
                (_regroup(best, None if best.group == "killed" else best.group),),
                toll=True,
            )
        ]

    # Parts of a whole

    def _parts(self) -> list[tuple[int, int, People]]:
        """Quantities that count a part of people counted elsewhere in the sentence."""
        found = []
        for first, last, quantity in self.phrases.ranges:
            noun = next((i for i, q in self.phrases.by_noun.items() if q is quantity), None)
            if not quantity.people and noun is not None:
                continue
            part_noun = self._part_noun(first, last, noun)
            if part_noun is None:
                continue
            one = self.phrases.one(noun if noun is not None else first)
            if one is None:
                continue
            group = self.phrases.group(part_noun) if part_noun >= 0 else one.group
            stop = max(one.last, part_noun)
            found.append(
                (
                    first,
                    stop,
                    _regroup(
                        People(
                            one.head,
                            first,
                            stop,
                            one.low,
                            one.high,
                            one.qualifier,
                            one.approximate,
                            counted=one.counted,
                        ),
                        group,
                    ),
                )
            )
        return found

    def _part_noun(self, first: int, last: int, noun: int | None) -> int | None:
        """The noun that names the part's group, -1 where it has none; None if it is no part."""
        lowers = self.lowers
        after = lowers[last + 1 : last + 3]
        if len(after) == 2 and after[0] == "of" and after[1] in _PART_OF:
            at = last + 3
            while at < len(lowers) and (
                lowers[at] in {"were", "was", "are", "a", "the", "being"}
                or self.tree.tokens[at].tag in {"JJ", "RB"}
            ):
                at += 1
            if at < len(lowers) and self.tree.tokens[at].tag in {"NN", "NNS", "NNP"}:
                while at + 1 < len(lowers) and self.tree.tokens[at + 1].tag in {"NN", "NNS"}:
                    at += 1
                if group_of_people(self, at):
                    return at
            return -1 if lowers[first] != "all" else None
        if noun is None:
            return None
        if (
            self.tree.tokens[noun].dep in {"nsubj", "nsubjpass", "dobj"}
            and "among" not in lowers[last + 1 : last + 3]
        ):
            return None
        if "among" in lowers[last + 1 : last + 3] and any(
            w in _WHOLE_WORDS for w in lowers[last + 2 : last + 5]
        ):
            return noun
        for back in range(first - 1, max(-1, first - 25), -1):
            word = lowers[back]
            if word in {"including", "included", "includes", "include"} or (
                word == "among" and lowers[back + 1 : back + 2] in (["them"], ["whom"], ["the"])
            ):
                return noun
            if (
                word in {";", "."}
                or (
                    self.tree.tokens[back].tag in {"VBD", "VBZ", "VBP", "VBG"}
                    and word not in {"were", "was"}
                )
                or word in {"injured", "wounded", "killed"}
            ):
                return None
        return None

    def _is_part(self, one: People) -> bool:
        return any(first <= one.first <= last for first, last, _ in self.part_ranges)

    def _with_parts(self, found: list[Harm]) -> list[Harm]:
        found = found + self._among()
        if not self.part_ranges or not found:
            return found
        parts: dict[int, list[People]] = {}
        for first, last, part in self.part_ranges:
            if any(first <= h.trigger <= last + _AMONG for h in found if not h.people):
                continue
            owner = min(
                range(len(found)),
                key=lambda i: self._distance(found[i], first, last),
            )
            if found[owner].effect in {"killed", "injured", "captured", "missing"}:
                parts.setdefault(owner, []).append(part)
        return [
            Harm(
                h.effect,
                h.trigger,
                h.trigger_last,
                h.people,
                (*h.parts, *parts.get(i, ())),
                h.toll,
                h.negated,
            )
            for i, h in enumerate(found)
        ]

    def _among(self) -> list[Harm]:
        """ "20 women among the dead": a part of a whole that stands elsewhere."""
        tables = harm_tables()
        found = []
        for first, last, part in self.part_ranges:
            words = self.lowers[last + 1 : last + 1 + _AMONG]
            if "among" not in words:
                continue
            for step, word in enumerate(words):
                effect = tables.adjectives.get(word) or tables.heads.get(self.lemmas[last + 1 + step])
                if word == "victims":
                    effect = "killed"
                if effect is not None:
                    found.append(Harm(effect, last + 1 + step, last + 1 + step, (), (part,)))
                    break
        return found

    def _distance(self, harm: Harm, first: int, last: int) -> tuple[int, int]:
        """A part belongs to the whole before it, or to the predicate after it in the same clause."""
        wholes = [p.last for p in harm.people if p.last < first]
        if wholes:
            return (first - max(wholes), harm.trigger)
        if harm.trigger < first:
            return (first - harm.trigger + 3, harm.trigger)
        return (harm.trigger - last + 8, harm.trigger)

    def _without_repeats(self, found: list[Harm]) -> list[Harm]:
        """One record a person and effect; "killed or wounded" together counts for neither."""
        claimed: dict[int, list[Harm]] = {}
        for harm in found:
            for one in harm.people:
                claimed.setdefault(one.head, []).append(harm)
        kept = []
        seen: set[tuple[str, int]] = set()
        for harm in found:
            people = []
            for one in harm.people:
                others = {h.effect for h in claimed[one.head]}
                several = one.counted and (one.high is None or one.high > 1)
                if (
                    several
                    and {"killed", "injured"} <= others
                    and self._conjoined(claimed[one.head])
                ):
                    continue
                if (harm.effect, one.head) in seen:
                    continue
                seen.add((harm.effect, one.head))
                people.append(one)
            if people or harm.negated:
                kept.append(
                    Harm(
                        harm.effect,
                        harm.trigger,
                        harm.trigger_last,
                        tuple(people),
                        harm.parts,
                        harm.toll,
                        harm.negated,
                    )
                )
        return kept

    def _conjoined(self, group: list[Harm]) -> bool:
        low, high = min(h.trigger for h in group), max(h.trigger for h in group)
        return high - low <= 3

    def _harm(self, effect: Effect, first: int, last: int, people: list[People]) -> Harm:
        return Harm(effect, first, last, tuple(people))


def group_of_people(reader: _Reader, noun: int) -> bool:
    """Whether a noun can name the people that a part counts."""
    return is_person_noun(reader.lemmas[noun]) or is_person_noun(reader.lowers[noun])


def _regroup(one: People, group: str | None) -> People:
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
