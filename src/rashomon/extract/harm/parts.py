"""Parts of a whole: "five of them children", "including two nurses", "20 women among the dead".

A sentence's reading enters; the counted parts leave, and later the harm to which each belongs. A
part is never added to the whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rashomon.extract.harm.people import People, regrouped
from rashomon.extract.harm.record import Harm
from rashomon.extract.harm.words import harm_tables
from rashomon.extract.role_groups import is_person_noun

if TYPE_CHECKING:
    from rashomon.extract.harm.reading import Reading

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
_AMONG = 5
_AMONG_THEM = [["among", word] for word in ("them", "whom", "these", "those")]


def parts_of(reading: Reading) -> list[tuple[int, int, People]]:
    """Quantities that count a part of people counted elsewhere in the sentence."""
    found = []
    for first, last, quantity in reading.phrases.ranges:
        noun = next((i for i, q in reading.phrases.by_noun.items() if q is quantity), None)
        if not quantity.people and noun is not None:
            continue
        part_noun = _part_noun(reading, first, last, noun)
        if part_noun is None:
            continue
        one = reading.phrases.one(noun if noun is not None else first)
        if one is None:
            continue
        group = reading.phrases.group(part_noun) if part_noun >= 0 else one.group
        stop = max(one.last, part_noun)
        found.append(
            (
                first,
                stop,
                regrouped(
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


def _part_noun(reading: Reading, first: int, last: int, noun: int | None) -> int | None:
    """The noun that names the part's group, -1 where it has none; None if it is no part."""
    lowers = reading.lowers
    after = lowers[last + 1 : last + 3]
    if len(after) == 2 and after[0] == "of" and after[1] in _PART_OF:
        at = last + 3
        while at < len(lowers) and (
            lowers[at] in {"were", "was", "are", "a", "the", "being"}
            or reading.tree.tokens[at].tag in {"JJ", "RB"}
        ):
            at += 1
        if at < len(lowers) and reading.tree.tokens[at].tag in {"NN", "NNS", "NNP"}:
            while at + 1 < len(lowers) and reading.tree.tokens[at + 1].tag in {"NN", "NNS"}:
                at += 1
            if _names_people(reading, at):
                return at
        return -1 if lowers[first] != "all" else None
    if noun is None:
        return None
    if lowers[max(0, first - 2) : first] in _AMONG_THEM or lowers[first - 1 : first] == [
        "including"
    ]:
        return noun
    if (
        reading.tree.tokens[noun].dep in {"nsubj", "nsubjpass", "dobj"}
        and "among" not in lowers[last + 1 : last + 3]
    ):
        return None
    opens = lowers[last + 1 : last + 4]
    if opens[:2] == [",", "among"] and opens[2:] and ["among", opens[2]] in _AMONG_THEM:
        # "15 civilians, among them four children": the whole stands before the comma.
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
                reading.tree.tokens[back].tag in {"VBD", "VBZ", "VBP", "VBG"}
                and word not in {"were", "was"}
            )
            or word in {"injured", "wounded", "killed"}
        ):
            return None
    return None


def _among(reading: Reading) -> list[Harm]:
    """“20 women among the dead”: a part of a whole that stands elsewhere."""
    tables = harm_tables()
    found = []
    for _, last, part in reading.part_ranges:
        words = reading.lowers[last + 1 : last + 1 + _AMONG]
        if "among" not in words:
            continue
        for step, word in enumerate(words):
            effect = tables.adjectives.get(word) or tables.heads.get(
                reading.lemmas[last + 1 + step]
            )
            if word == "victims":
                effect = "killed"
            if effect is not None:
                found.append(Harm(effect, last + 1 + step, last + 1 + step, (), (part,)))
                break
    return found


def _distance(harm: Harm, first: int, last: int) -> tuple[int, int]:
    """A part belongs to the whole before it, or to the predicate after it in the same clause."""
    wholes = [p.last for p in harm.people if p.last < first]
    if wholes:
        return (first - max(wholes), harm.trigger)
    if harm.trigger < first:
        return (first - harm.trigger + 3, harm.trigger)
    return (harm.trigger - last + 8, harm.trigger)


def with_parts(reading: Reading, found: list[Harm]) -> list[Harm]:
    """The harm of a sentence, each with the parts that belong to it."""
    found = found + _among(reading)
    if not reading.part_ranges or not found:
        return found
    parts: dict[int, list[People]] = {}
    for first, last, part in reading.part_ranges:
        if any(first <= h.trigger <= last + _AMONG for h in found if not h.people):
            continue
        owner = min(
            range(len(found)),
            key=lambda i: _distance(found[i], first, last),
        )
        if found[owner].effect in {"killed", "injured", "captured", "missing"}:
            parts.setdefault(owner, []).append(part)
    return [replace(h, parts=(*h.parts, *parts.get(i, ()))) for i, h in enumerate(found)]


def _names_people(reading: Reading, noun: int) -> bool:
    """Whether a noun can name the people that a part counts."""
    return is_person_noun(reading.lemmas[noun]) or is_person_noun(reading.lowers[noun])
