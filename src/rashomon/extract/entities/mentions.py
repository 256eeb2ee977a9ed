"""The candidates of a sentence: names, descriptions and pronouns, and what the grammar links.

What enters is a parsed sentence; what leaves are candidates in reading order and links between
them. Knows nothing of earlier sentences.
"""

from __future__ import annotations

from dataclasses import replace

from rashomon.extract.entities.candidates import (
    Candidate,
    Definiteness,
    Link,
    Number,
)
from rashomon.extract.entities.links import grammar_links
from rashomon.extract.entities.names import abbreviates, fold, name_words, person_key
from rashomon.extract.entities.shapes import Shapes
from rashomon.extract.entities.spans import NameSpan, name_spans
from rashomon.extract.party_words import Gender, party_words, singular
from rashomon.extract.tree import Tree
from rashomon.records import EntityKind

_PRONOUNS: dict[str, tuple[Number | None, Gender | None, EntityKind | None]] = {
    "he": ("singular", "male", "person"),
    "him": ("singular", "male", "person"),
    "his": ("singular", "male", "person"),
    "himself": ("singular", "male", "person"),
    "she": ("singular", "female", "person"),
    "her": ("singular", "female", "person"),
    "hers": ("singular", "female", "person"),
    "herself": ("singular", "female", "person"),
    "it": ("singular", None, None),
    "its": ("singular", None, None),
    "itself": ("singular", None, None),
    "they": ("plural", None, None),
    "them": ("plural", None, None),
    "their": ("plural", None, None),
    "theirs": ("plural", None, None),
    "themselves": ("plural", None, None),
}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "said"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "no", "any", "each", "every", "neither"})
_COUNTING = frozenset(
    {"several", "many", "few", "dozens", "hundreds", "numerous", "more", "most", "other", "various",
     "some", "all", "thousands", "scores", "multiple", "additional"}
)  # fmt: skip
ORIGINS = ("-NORP", "-GPE", "-LOC")
_APART = frozenset({"compound", "amod", "npadvmod", "nummod", "quantmod", "intj"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})


class SentenceMentions:
    """The candidates and links of one sentence.

    Args:
        tree: the sentence.
        number: its number in the document.
        quoted: for every token, whether it stands in quotation marks.
        first_number: number of the first candidate, so that links count through the document.

    Attributes:
        candidates: in reading order, outer before inner.
        links: by the numbers of candidates.
    """

    def __init__(self, tree: Tree, number: int, quoted: list[bool], first_number: int) -> None:
        self._tree = tree
        self._number = number
        self._quoted = quoted
        self._made: list[Candidate] = []
        self._same: list[tuple[Candidate, Candidate]] = []
        self._belongs: list[tuple[Candidate, Candidate]] = []
        self._by_head: dict[int, Candidate] = {}
        names = name_spans(tree)
        self._mixed = any(
            tree.word(i)[:1].islower() and tree.tokens[i].pos in ("VERB", "NOUN", "AUX")
            for i in range(len(tree))
        )
        self._inside = {index for name in names for index in range(name.first, name.last + 1)}
        self._shape = Shapes(tree, self._inside)
        for name in names:
            self._add_name(name)
        for index in range(len(tree)):
            self._add_description(index)
        self._link_acronyms()
        for name in names:
            self._add_title(name)
        self._link_neighbours()
        self._add_pronouns()
        same, belongs = grammar_links(tree, self._by_head)
        self._same += same
        self._belongs += belongs
        self.candidates = sorted(self._made, key=lambda made: (made.start, -made.end))
        at = {id(made): first_number + index for index, made in enumerate(self.candidates)}
        self.links = [Link(at[id(a)], at[id(b)]) for a, b in self._same]
        self.links += [Link(at[id(a)], at[id(b)], belongs=True) for a, b in self._belongs]

    # Building candidates

    def _add_name(self, name: NameSpan) -> None:
        tree = self._tree
        first, last, head = tree.tokens[name.first], tree.tokens[name.last], tree.tokens[name.head]
        if head.dep == "amod" or (name.noun == "group" and head.dep in ("compound", "nmod")):
            return  # "Harvanese" in "Harvanese police" names no party
        words = name_words(" ".join(tree.word(i) for i in range(name.first, name.last + 1)))
        if not words or not any(char.isalpha() for word in words for char in word):
            return
        gender: Gender | None = None
        if name.noun == "person":
            before = tree.lower(name.first - 1) if name.first else ""
            gender = party_words().title_gender(before)
            if gender is None and len(words) > 1:
                gender = party_words().name_gender(person_key(words)[0])
        plural = tree.tokens[name.head].tag == "NNPS" and name.noun == "group"
        self._keep(
            Candidate(
                start=first.start,
                end=last.end,
                kind="name",
                sentence=self._number,
                head=name.head,
                noun=name.noun,
                lemma="",
                words=words,
                definiteness="definite",
                number="plural" if plural else "singular",
                gender=gender,
                position=self._shape.position(name.head),
                verb=self._shape.verb(name.head),
                quoted=self._quoted[name.first],
                possessive=head.dep == "poss",
                reports=self._shape.reports(name.head),
                nested=head.dep in ("compound", "nmod"),
                article=name.first > 0 and tree.lower(name.first - 1) == "the",
            )
        )

    def _add_description(self, index: int) -> None:
        tree = self._tree
        token = tree.tokens[index]
        if index in self._inside or token.pos not in ("NOUN", "PROPN", "ADJ"):
            return
        lower = tree.lower(index)
        table = party_words()
        noun = table.noun_class(lower)
        if noun is None:
            self._add_thing(index)
            return
        if token.dep in _APART and not self._is_owner(index):
            return
        if lower in table.spatial and (
            not tree.word(index)[:1].isupper() or self._shape.of_next(index)
        ):
            before = tuple(tree.lower(i) for i in range(self._shape.left_edge(index), index + 1))
            if table.kind_of_description(before) is None:
                return  # "the front of the shop" is nobody
        if token.pos == "ADJ" and token.dep not in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return
        alone = token.dep in _APART
        first = self._institution_edge(index) if alone else self._shape.left_edge(index)
        self._describe(first, self._shape.right_edge(index), index, noun)

    def _institution_edge(self, index: int) -> int:
        """Where an owner's name begins: at "Velmar" in "former Velmar roads ministry spokesman"."""
        tree = self._tree
        edge = index
        while edge > 0:
            token = tree.tokens[edge - 1]
            told = token.tag in ("NN", "NNP", "HYPH") or token.entity.endswith(ORIGINS)
            if not told or tree.lower(edge - 1) in party_words().members:
                break
            edge -= 1
        return edge

    def _add_thing(self, index: int) -> None:
        """A matter that competes with parties for "it" and "they"."""
        token = self._tree.tokens[index]
        if token.pos != "NOUN" or token.dep not in _ARGUMENTS or token.entity:
            return
        self._made.append(
            Candidate(
                start=token.start,
                end=token.end,
                kind="description",
                sentence=self._number,
                head=index,
                noun=None,
                lemma=singular(self._tree.lower(index)),
                words=(self._tree.lower(index),),
                number="plural" if token.tag == "NNS" else "singular",
                position=self._shape.position(index),
                verb=self._shape.verb(index),
                quoted=self._quoted[index],
                thing=True,
            )
        )

    def _is_owner(self, index: int) -> bool:
        """Whether a modifier names the body that the head speaks for ("a police spokesman")."""
        tree, table = self._tree, party_words()
        token = tree.tokens[index]
        return (
            token.dep == "compound"
            and table.is_institution((tree.lower(index),))
            and singular(tree.lower(token.head)) in table.members
            and token.head == index + 1
        )

    def _add_title(self, name: NameSpan) -> None:
        """A description before a name: "former police chief" before "Ilan Moret"."""
        owner = self._by_head.get(name.head)
        if owner is None:
            return
        tree, table = self._tree, party_words()
        edge = min(self._shape.left_edge(name.head), name.first)
        for index in range(name.first - 1, edge - 1, -1):
            if index in self._inside or tree.tokens[index].tag == "POS":
                return
            lower = tree.lower(index)
            noun = table.noun_class(lower)
            if table.is_title(lower) and noun is None and lower[:-1] + "." != lower:
                noun = "person" if len(lower) > 3 else None
            if noun is None or tree.tokens[index].pos not in ("NOUN", "PROPN"):
                continue
            wants_person = owner.noun in ("person", None)
            if (noun == "person") != wants_person or table.title_gender(lower):
                return
            for cut in range(index - 1, edge - 1, -1):
                if tree.tokens[cut].tag == "POS":
                    edge = cut + 1
                    break
            if index in self._by_head:
                return
            made = self._describe(edge, index, index, noun, role_of=name.head)
            self._same.append((made, owner))
            return

    def _describe(
        self, first: int, last: int, head: int, noun: EntityKind, role_of: int | None = None
    ) -> Candidate:
        tree = self._tree
        token = tree.tokens[head]
        while first < head and not any(char.isalnum() for char in tree.word(first)):
            first += 1
        determiners = {tree.lower(i) for i in range(first, head) if tree.tokens[i].tag == "DT"}
        owned = any(
            tree.tokens[i].tag in ("PRP$", "POS") or tree.tokens[i].dep == "poss"
            for i in range(first, head)
        )
        counted = any(
            tree.tokens[i].tag == "CD" or tree.lower(i) in _COUNTING for i in range(first, head)
        )
        if first > 0 and tree.tokens[first - 1].tag == "IN" and self._points(first - 1, head):
            determiners.add("that")
        definiteness: Definiteness = "bare"
        if determiners & _INDEFINITE:
            definiteness = "indefinite"
        elif determiners & _DEFINITE:
            definiteness = "definite"
        elif owned:
            definiteness = "owned"
        words = tuple(
            tree.lower(i)
            for i in range(first, head + 1)
            if tree.tokens[i].tag not in ("DT", "PRP$", "POS", "CD", "HYPH", ",", "CC", ":", "IN")
            and tree.tokens[i].dep != "poss"
            and (i == head or not tree.tokens[i].entity.endswith(ORIGINS))
        )
        origin = frozenset(
            fold(tree.word(i))
            for i in range(first, head)
            if tree.tokens[i].entity.endswith(ORIGINS)
        )
        owner = next((i for i in range(first, head) if tree.tokens[i].dep == "poss"), -1)
        plural = token.tag in ("NNS", "NNPS")
        at = head if role_of is None else role_of
        number: Number | None = "plural" if plural else "singular"
        if tree.lower(head) == "police":
            number = None
        return self._keep(
            Candidate(
                start=tree.tokens[first].start,
                end=tree.tokens[last].end,
                kind="description",
                sentence=self._number,
                head=head,
                noun=noun,
                lemma=singular(tree.lower(head)),
                words=words or (tree.lower(head),),
                definiteness=definiteness,
                number=number,
                gender=party_words().noun_gender(tree.lower(head)),
                position=self._shape.position(at),
                verb=self._shape.verb(at),
                quoted=self._quoted[head],
                counted=counted,
                possessive=token.dep == "poss",
                origin=origin,
                reports=self._shape.reports(at),
                nested=role_of is None and token.dep == "compound",
                capital=tree.word(head)[:1].isupper() and self._mixed,
                full=self._shape.full_end(head, last, noun, words),
                owner=tree.tokens[owner].start if owner >= 0 else -1,
            )
        )

    def _points(self, index: int, head: int) -> bool:
        """Whether a "that" at the start of a clause is the determiner of its subject.

        The parser takes it for a conjunction: "However, that group has denied it".
        """
        tree = self._tree
        verb = tree.tokens[head].head
        return (
            tree.lower(index) == "that"
            and tree.tokens[index].dep == "mark"
            and tree.tokens[head].tag in ("NN", "NNP")
            and tree.tokens[verb].dep in ("ROOT", "conj")
        )

    def _add_pronouns(self) -> None:
        tree = self._tree
        for index, token in enumerate(tree.tokens):
            lower = tree.lower(index)
            if token.tag in ("PRP", "PRP$") and lower in _PRONOUNS:
                if lower == "it" and self._is_pleonastic(index):
                    continue
                number, gender, noun = _PRONOUNS[lower]
                self._pronoun(index, number, gender, noun)
            elif token.tag in ("WP", "WDT", "WP$") and lower in ("who", "which", "that", "whose"):
                verb = next((a for a in tree.ancestors(index) if tree.tokens[a].dep == "relcl"), -1)
                antecedent = self._by_head.get(tree.tokens[verb].head) if verb >= 0 else None
                if antecedent is not None and lower in ("who", "whose"):
                    antecedent = self._person_before(tree.tokens[verb].head) or antecedent
                if antecedent is not None and not (lower != "which" and antecedent.noun == "place"):
                    made = self._pronoun(index, antecedent.number, None, antecedent.noun)
                    self._same.append((made, antecedent))

    def _person_before(self, index: int) -> Candidate | None:
        """The person who has a body as complement: "a spokesman for the Front, who"."""
        tree = self._tree
        here = self._by_head.get(index)
        if here is None or here.noun not in ("organization", "group", "facility", None):
            return None
        if tree.tokens[index].dep != "pobj":
            return None
        above = self._by_head.get(tree.tokens[tree.tokens[index].head].head)
        return above if above is not None and above.noun == "person" else None

    def _pronoun(
        self, index: int, number: Number | None, gender: Gender | None, noun: EntityKind | None
    ) -> Candidate:
        token = self._tree.tokens[index]
        return self._keep(
            Candidate(
                start=token.start,
                end=token.end,
                kind="pronoun",
                sentence=self._number,
                head=index,
                noun=noun,
                lemma=self._tree.lower(index),
                words=(),
                definiteness="definite",
                number=number,
                gender=gender,
                position=self._shape.position(index),
                verb=self._shape.verb(index),
                quoted=self._quoted[index],
                possessive=token.tag == "PRP$",
                reports=self._shape.reports(index),
            )
        )

    def _is_pleonastic(self, index: int) -> bool:
        """Whether "it" stands for a clause or nothing ("it is unclear whether", "it rained")."""
        tree, token = self._tree, self._tree.tokens[index]
        if token.dep == "expl":
            return True
        if token.dep not in ("nsubj", "nsubjpass"):
            return False
        verb = token.head
        if tree.tokens[verb].lemma in ("rain", "snow", "seem", "appear", "happen"):
            return True
        if tree.tokens[verb].lemma == "be":
            return bool(tree.children(verb, "acomp")) and bool(
                {"ccomp", "xcomp", "advcl"} & {tree.tokens[c].dep for c in tree.subtree(verb)}
            )
        return token.dep == "nsubjpass" and bool(tree.children(verb, "ccomp"))

    def _keep(self, made: Candidate) -> Candidate:
        self._made.append(made)
        self._by_head.setdefault(made.head, made)
        return made

    # Links

    def _link_neighbours(self) -> None:
        """A role, a comma and a person's name between commas are one person.

        The parser often loses such an apposition before a reporting verb at the sentence's end.
        """
        tree, table = self._tree, party_words()
        at = {token.start: index for index, token in enumerate(tree.tokens)}
        last_at = {token.end: index for index, token in enumerate(tree.tokens)}
        names = {
            at[made.start]: made
            for made in self._made
            if made.kind == "name" and made.noun in ("person", None)
        }
        linked = {id(made) for pair in self._same for made in pair}
        for role in list(self._made):
            if (
                role.kind != "description"
                or role.thing
                or role.noun != "person"
                or role.number != "singular"
                or role.definiteness == "bare"
                or id(role) in linked
            ):
                continue
            comma = last_at[role.end] + 1
            if comma >= len(tree) or tree.word(comma) != ",":
                continue
            start = comma + 1
            while start < len(tree) and start not in names and table.is_title(tree.lower(start)):
                start += 1
            name = names.get(start)
            if name is None or id(name) in linked:
                continue
            after = last_at[name.end] + 1
            closing = tree.word(after) if after < len(tree) else "."
            joined = after + 1 < len(tree) and tree.lower(after + 1) in ("and", "or")
            if closing in (",", ".", ";", ")") and not joined:
                self._same.append((name, role))

    def _link_acronyms(self) -> None:
        """A capital word in brackets after a phrase that it abbreviates is its short form.

        The phrase is then a name, whatever the tagger thought of its words.
        """
        tree = self._tree
        last_at = {token.end: index for index, token in enumerate(tree.tokens)}
        by_first = {made.start: made for made in self._made if made.kind == "name"}
        for owner in list(self._made):
            if owner.kind == "pronoun" or owner.thing or owner not in self._made:
                continue
            at = last_at[owner.end] + 1
            if at + 2 >= len(tree) or tree.word(at) not in ("(", "[", ","):
                continue
            word = tree.word(at + 1)
            letters = [char for char in word if char.isalpha()]
            after = (")", "]") if tree.word(at) != "," else (",", ".")
            if tree.word(at + 2) not in after or not 2 <= len(letters) <= 12:
                continue
            if not all(char.isupper() for char in letters):
                continue
            first = next(i for i, token in enumerate(tree.tokens) if token.start == owner.start)
            words = name_words(" ".join(tree.word(i) for i in range(first, at)))
            if not abbreviates(word, words):
                continue
            if owner.kind == "description":
                owner = self._swap(
                    owner, kind="name", words=words, lemma="", definiteness="definite"
                )
                for inner in list(self._made):  # "Harvane" in "Harvane Liberation Front"
                    if owner.start < inner.end <= owner.end and inner is not owner:
                        self._drop(inner)
            if owner.noun is None:
                owner = self._swap(owner, noun="organization")
            token = tree.tokens[at + 1]
            short = by_first.get(token.start)
            if short is None or short not in self._made:
                short = self._keep(
                    Candidate(
                        start=token.start,
                        end=token.end,
                        kind="name",
                        sentence=self._number,
                        head=at + 1,
                        noun=owner.noun,
                        lemma="",
                        words=name_words(word),
                        definiteness="definite",
                        number="singular",
                        quoted=self._quoted[at + 1],
                    )
                )
            elif short.noun != owner.noun:
                short = self._swap(short, noun=owner.noun)
            self._same.append((short, owner))

    def _swap(self, old: Candidate, **changes: object) -> Candidate:
        """Put a changed candidate in the place of `old`."""
        new = replace(old, **changes)  # type: ignore[arg-type]
        self._drop(old)
        self._by_head.pop(new.head, None)
        return self._keep(new)

    def _drop(self, old: Candidate) -> None:
        self._made = [made for made in self._made if made is not old]
        if self._by_head.get(old.head) is old:
            del self._by_head[old.head]
        pairs = (self._same, self._belongs)
        for kept in pairs:
            kept[:] = [pair for pair in kept if old is not pair[0] and old is not pair[1]]
