"""Quantities: how many people and things, with the uncertainty of the words.

Sentences and times enter, `QuantityMention` records leave. Numbers that count nothing (ages,
years, clock times, street numbers, model names) are left out; measured amounts keep their own
unit. What happened to the people counted is not known here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rashomon.extract.quantities.numbers import Number, number_words, numbers
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import Quantity, QuantityMention, Sentence, TimeExpression
from rashomon.stage import AnnotatedDocument

_MONEY_SIGNS = frozenset({"$", "us$", "£", "€", "r$"})
_INSIDE_PHRASE = frozenset(
    {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH", "CD"}
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MODEL = re.compile(r"^['’]s$")
_REACH = 8


class Quantities:
    """Every count and measure of the text, in reading order."""

    name: ClassVar[str] = "quantities"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Sentence, TimeExpression)
    writes: ClassVar[type] = QuantityMention

    def __call__(self, doc: AnnotatedDocument) -> Iterable[QuantityMention]:
        """The document's quantities in reading order."""
        times = sorted((time.span.start, time.span.end) for time in doc.layer(TimeExpression))
        at = 0
        for sentence in doc.layer(Sentence):
            while at < len(times) and times[at][1] <= sentence.span.start:
                at += 1
            inside, stop = [], at
            while stop < len(times) and times[stop][0] < sentence.span.end:
                inside.append(times[stop])
                stop += 1
            yield from _mentions(Tree(sentence, doc.document.text), inside)


def _mentions(tree: Tree, times: list[tuple[int, int]]) -> Iterator[QuantityMention]:
    words = [tree.lower(index) for index in range(len(tree))]
    taken = -1
    found = [(number.outer, number) for number in numbers(words)]
    covered = {i for _, number in found for i in range(number.outer, number.outer_last + 1)}
    ones = [
        (index, Number(index, index, 1.0, 1.0, "exact", index, index, None, word == "another"))
        for index, word in enumerate(words)
        if word in {"a", "an", "another"} and index not in covered
    ]
    for _, number in sorted(found + ones, key=lambda pair: pair[0]):
        if number.outer <= taken:
            continue
        mention = _mention(tree, words, number, times)
        if mention is not None:
            taken = number.outer_last
            yield mention


def _mention(
    tree: Tree, words: list[str], number: Number, times: list[tuple[int, int]]
) -> QuantityMention | None:
    first = tree.tokens[number.first]
    if any(start <= first.start < end for start, end in times):
        return None
    article = words[number.first] in {"a", "an", "another"} and number.first == number.last
    noun = _counted_noun(tree, words, number)
    if words[number.first] == "no" and number.first == number.last and noun is None:
        return None
    lemma = tree.tokens[noun].lemma.lower() if noun is not None else None
    if article:
        if (
            noun is None
            or tree.tokens[noun].tag not in _NOUNS
            or not _is_singular_person(tree, noun)
        ):
            return None
    elif _counts_nothing(tree, words, number, noun):
        return None
    unit = _unit(words, number, lemma)
    if unit == "age":
        return None
    if unit == "money":
        noun = lemma = None
    people = unit is None and noun is not None and _is_people(tree, noun)
    people = people or (words[number.last] in {"one", "nobody"} and number.low == 0)
    last = max(number.outer_last, noun if noun is not None else 0)
    qualifier = (
        tree.span(*number.qualifier).text(tree.text) if number.qualifier is not None else None
    )
    return QuantityMention(
        span=tree.span(number.outer, last),
        quantity=Quantity(
            number.low,
            number.high,
            unit or ("person" if people else lemma or "unknown"),
            number.relation,
            " ".join(qualifier.split()) if qualifier is not None else None,
        ),
        number=tree.span(number.first, number.last),
        noun=tree.span(noun, noun) if noun is not None else None,
        people=people,
    )


def _counted_noun(tree: Tree, words: list[str], number: Number) -> int | None:
    """The head noun of what is counted: by the tree, else the end of the noun run that follows."""
    after = number.outer_last + 1
    if words[after : after + 1] == ["of"]:
        return _after_of(tree, words, number, after + 1)
    for index in range(number.last, number.first - 1, -1):
        token = tree.tokens[index]
        if (
            token.dep in {"nummod", "det", "amod", "quantmod"}
            and number.outer_last < token.head <= index + _REACH
            and tree.tokens[token.head].tag in _NOUNS
        ):
            run = _run_end(tree, words, after)
            return run if run is not None and run > token.head else token.head
    return _run_end(tree, words, after)


def _run_end(tree: Tree, words: list[str], start: int) -> int | None:
    """The last noun of the run of adjectives and nouns at `start`."""
    best = None
    for index in range(start, min(len(tree), start + _REACH)):
        tag = tree.tokens[index].tag
        if tag not in _INSIDE_PHRASE or (tag == "CD" and index > start):
            break
        if best is not None and tag in {"VBN", "VBG", "JJ", "JJR"}:
            break
        if tag in _NOUNS:
            if best is not None and tree.tokens[best].tag == "NNS" and tag == "NNS":
                break
            best = index
    return best


def _after_of(tree: Tree, words: list[str], number: Number, start: int) -> int | None:
    while start < len(tree) and tree.tokens[start].tag in {"DT", "PRP$", "CD", "PDT"}:
        start += 1
    if start < len(tree) and tree.tokens[start].tag == "PRP":
        return None
    return _run_end(tree, words, start)


def _counts_nothing(tree: Tree, words: list[str], number: Number, noun: int | None) -> bool:
    """A number that names, dates or numbers something."""
    before = words[number.outer - 1] if number.outer > 0 else ""
    after = words[number.outer_last + 1 : number.outer_last + 4]
    token = tree.tokens[number.last]
    if before in number_words().labels.words and before not in _MONEY_SIGNS:
        return True
    if after[:1] and (_MODEL.match(after[0]) or after[0] in {":", "/"}):
        return True
    digits = words[number.first].isdigit() and number.first == number.last
    if number.outer > 0 and digits:
        previous = tree.tokens[number.outer - 1]
        if before in {"-", "/", ":"} and previous.end == tree.tokens[number.first].start:
            return True
        if previous.tag in {"NNP", "NNPS"} and noun is None:
            return True
        if (
            before == ","
            and noun is None
            and number.outer > 1
            and tree.tokens[number.outer - 2].tag in {"NNP", "NN"}
            and (not after or after[0] in {",", ".", ";", ")", "and", "of"})
            and number.low is not None
            and number.low < 110
            and tree.tokens[number.outer - 2].entity.endswith(("PERSON", "GPE", "ORG", "DATE"))
        ):
            return True
    if digits and noun is None and 1900 <= (number.low or 0) <= 2100 and token.dep != "nummod":
        return True
    return (
        words[number.first] == "one" and noun is None and after[:1] != ["of"] and token.tag != "CD"
    )


def _unit(words: list[str], number: Number, noun: str | None) -> str | None:
    """The unit of a measure, `age`, or None for a count."""
    after = words[number.outer_last + 1 : number.outer_last + 4]
    if number.outer > 0 and words[number.outer - 1] in _MONEY_SIGNS:
        return "money"
    plain = [word for word in after if word not in {"-", "–"}]
    if (
        plain[:1]
        and plain[0] in {"year", "years", "month", "months", "yr"}
        and ("old" in after or plain[1:2] == ["old"] or words[number.outer_last + 1] == "-")
    ):
        return "age"
    if plain[:2] in (["year", "old"], ["years", "old"], ["years", "of"]):
        return "age"
    table = _measures()
    if plain[:1] and plain[0] in table:
        return table[plain[0]]
    if noun is not None and noun in table and (not plain or plain[0] != "of"):
        return table[noun]
    return None


@functools.cache
def _measures() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit, lemmas in number_words().measures.items():
        for lemma in lemmas:
            table.setdefault(lemma, unit)
            if len(lemma) > 2 and lemma.isalpha():
                table.setdefault(lemma + "s", unit)
    return table


def _is_people(tree: Tree, noun: int) -> bool:
    lemma = tree.tokens[noun].lemma.lower()
    if is_person_noun(lemma) or is_person_noun(tree.lower(noun)):
        return True
    token = tree.tokens[noun]
    return token.entity.endswith("NORP") and token.tag in {"NNPS", "NNS"}


def _is_singular_person(tree: Tree, noun: int) -> bool:
    token = tree.tokens[noun]
    collective = {
        "group",
        "team",
        "crowd",
        "crew",
        "party",
        "police",
        "people",
        "family",
        "personnel",
        "cell",
        "military",
        "army",
        "life",
        "death",
        "injury",
        "wound",
        "body",
        "staff",
        "militia",
        "regular",
        "national",
    }
    return (
        token.tag in {"NN", "NNP"}
        and is_person_noun(token.lemma.lower())
        and token.lemma.lower() not in collective
    )
