"""The words that name harm, and whom each befalls.

A sentence's reading enters; `Harm` records leave, one for every verb, adjective, noun and toll that
says what befell people.
"""

from __future__ import annotations

from rashomon.extract.harm.people import People, regrouped
from rashomon.extract.harm.reading import Reading
from rashomon.extract.harm.record import Harm
from rashomon.extract.harm.words import Effect, harm_tables

_SUBJECTS = ("nsubj", "nsubjpass")
TOLLS = frozenset({"toll", "tally"})
_TOLL_REACH = 30


class Predicates(Reading):
    """Reads the harm that a sentence's words name."""

    def harm_at(self, index: int) -> list[Harm]:
        """What the word at a token says to have befallen people."""
        tables = harm_tables()
        token, lemma, lower = self.tree.tokens[index], self.lemmas[index], self.lowers[index]
        verb = token.tag.startswith("VB")
        if verb and lemma in tables.phrasal:
            for rest, effect in tables.phrasal[lemma]:
                last = self.phrase_end(index, rest)
                if last is not None:
                    return self._verb(index, last, effect, lemma)
        if verb and self._is_fatal(index, lemma):
            return self._verb(index, index, "killed", lemma)
        if verb and lemma in tables.transitive:
            return self._verb(index, index, tables.transitive[lemma], lemma)
        if verb and lemma in tables.intransitive and self._is_death(index):
            people = self.subjects(index)
            return [self._harm(tables.intransitive[lemma], index, index, people)] if people else []
        if verb and lemma in {"lose", "claim", "take", "cost"}:
            return self._life(index)
        if lemma == "casualty" and token.tag in {"NN", "NNS"}:
            return self._casualties(index)
        nominal = token.tag in {"NN", "NNS", "NNP", "JJ"}
        counted = tables.heads.get(lower) or (tables.heads.get(lemma) if nominal else None)
        if counted is not None:
            head = self._counted_head(index, counted)
            if head:
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
        return []

    def _is_fatal(self, index: int, lemma: str) -> bool:
        """“fatally shot”, “mortally wounded”: a verb that hurts, with a word that it killed."""
        hurts = lemma in {"shoot", "stab", "strike", "hit", "beat"} or (
            harm_tables().transitive.get(lemma) == "injured"
        )
        beside = {*self.lowers[max(0, index - 2) : index], *self.lowers[index + 1 : index + 2]}
        return hurts and bool(beside & {"fatally", "mortally", "lethally"})

    def _is_death(self, index: int) -> bool:
        """“fall” and “escape” need company; “die” does not."""
        lemma = self.lemmas[index]
        if lemma == "fall":
            after = self.lowers[index + 1 : index + 3]
            return "martyr" in after or "martyrs" in after or after[:1] == ["dead"]
        if lemma == "survive":
            return not self.tree.children(index, "nsubjpass")
        return True

    def _verb(self, index: int, last: int, effect: Effect, lemma: str) -> list[Harm]:
        people = self.objects(index, last)
        if people is None:
            return []
        known = {p.head for p in people}
        beside = [c for i in (index, *sorted(known)) for c in self.companions(i)]
        people = [*people, *(c for c in beside if c.head not in known)]
        if effect in {"released", "unharmed", "escaped"}:
            people = [p for p in people if p.group or p.named or p.pronoun or not p.elliptic]
            people = [p for p in people if self.is_human(p)]
        return [self._harm(effect, index, last, people)] if people else []

    def _life(self, index: int) -> list[Harm]:
        for child in self.tree.children(index, "dobj"):
            if self.lemmas[child] == "life":
                if self.lemmas[index] == "lose":
                    people = self.subjects(index)
                else:
                    quantity = self.phrases.quantity_at(child)
                    people = (
                        self.phrases.people(child)
                        if quantity is None
                        else [p for p in [self.counted_at(child)] if p is not None]
                    )
                if people:
                    return [self._harm("killed", index, child, people)]
        return []

    def _casualties(self, index: int) -> list[Harm]:
        """“no casualties” is a zero for both effects; other casualties are not told apart."""
        quantity = self.phrases.quantity_at(index)
        if quantity is None or quantity.quantity.high != 0:
            return []
        one = self.phrases.one(index)
        if one is None:
            return []
        return [
            self._harm("killed", index, index, [one]),
            self._harm("injured", index, index, [one]),
        ]

    def _counted_head(self, index: int, effect: Effect) -> list[Harm]:
        quantity = self.phrases.by_noun.get(index)
        if quantity is None:
            for child in self.tree.children(index, "nummod"):
                quantity = quantity or self.phrases.by_token.get(child)
        if quantity is None or self.lowers[index] in {"wound", "murder", "arrest"}:
            if self.lemmas[index] in {"body", "corpse"}:
                return self._bodies(index, effect)
            return []
        first, last = self.phrases.extent(quantity)
        one = self.phrases.one(index)
        if one is None:
            low, high = quantity.quantity.low, quantity.quantity.high
            one = People(
                head=index,
                first=first,
                last=max(last, index),
                low=int(low) if low is not None else None,
                high=int(high) if high is not None else None,
                qualifier=quantity.quantity.qualifier,
                approximate=quantity.quantity.relation == "about",
                counted=quantity.quantity.relation != "unknown",
            )
        if self.is_part(one):
            return []
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
        return [self._harm(effect, index, index, [regrouped(one, group)])]

    def _bodies(self, index: int, effect: Effect) -> list[Harm]:
        one = self.phrases.one(index)
        if one is None or not one.counted:
            return []
        token = self.tree.tokens[index]
        if token.dep == "dobj" and self.lemmas[token.head] in {"take", "remove", "move", "bury"}:
            # What is done with some bodies counts no toll.
            return []
        return [self._harm(effect, index, index, [one])]

    def _noun(self, index: int, effect: Effect) -> list[Harm]:
        """“the killing of two men”, “his death”."""
        tree = self.tree
        people: list[People] = []
        for prep in tree.children(index, "prep"):
            if self.lowers[prep] in {"of", "to"} and (
                self.lowers[prep] == "of" or effect == "injured"
            ):
                people.extend(self.people_of(tree.children(prep, "pobj")))
        if not people:
            people = [p for p in self.people_of(tree.children(index, "poss")) if p.counted]
        if not people:
            return []
        return [self._harm(effect, index, index, people)]

    def _adjective(self, index: int, effect: Effect) -> list[Harm]:
        tree = self.tree
        token = tree.tokens[index]
        people = self.just_before(index)
        if not people:
            subjects = tree.children(index, *_SUBJECTS)
            people = self.people_of(subjects)
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
            people = self.people_of(objects) or self.people_of(tree.children(head, *_SUBJECTS))
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
                people = self.people_of([token.head])
        if not people and token.dep == "acl":
            people = [p for p in self.people_of([token.head]) if p.counted]
        if not people:
            return []
        return [self._harm(effect, index, index, people)]

    def _rubble(self, index: int) -> list[Harm]:
        if self.lowers[index - 2 : index] not in (["under", "the"], ["beneath", "the"]):
            return []
        at = index - 3
        while at >= 0 and index - at < 9:
            one = self.counted_at(at)
            if one is not None:
                return [self._harm("missing", index, index, [one])]
            at -= 1
        return []

    def toll_at(self, index: int) -> list[Harm]:
        """The running total that a word for a toll gives."""
        lemma = self.lemmas[index]
        if index in self.phrases.by_token:
            return []
        numbered = lemma == "number" and self.lowers[index + 1 : index + 2] == ["of"]
        if lemma not in TOLLS and not numbered:
            return []
        window = self.lowers[max(0, index - 3) : index + 8]
        effect: Effect | None = "killed" if lemma in TOLLS else None
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
            return []
        best = None
        for at in range(index + 1, min(len(self.tree), index + _TOLL_REACH)):
            if self.lowers[at] in {";", "while"}:
                break
            quantity = self.phrases.by_token.get(at)
            if quantity is None:
                continue
            first, _ = self.phrases.extent(quantity)
            one = self.counted_at(first)
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
            return []
        return [
            Harm(
                effect,
                index,
                index,
                (regrouped(best, None if best.group == "killed" else best.group),),
                toll=True,
            )
        ]

    def _harm(self, effect: Effect, first: int, last: int, people: list[People]) -> Harm:
        return Harm(effect, first, last, tuple(people))
