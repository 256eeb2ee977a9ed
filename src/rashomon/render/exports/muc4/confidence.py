"""How sure a report is that an organisation did it, as the PERP: ORGANIZATION CONFIDENCE slot says.

What enters are a report's text and the strings by which it calls the body; what leaves is a member
of the slot's set. The words around the body's name decide by weights fitted on the training keys
(`training/muc4_confidence.py`); who is right is nobody's concern here.

Source: MUC-4 task documentation, template-doc-part2.v7, slot 11.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

import msgspec

from rashomon.lexicon import load

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n\s*\n")
_WORD = re.compile(r"[A-Z]+")
_REACH = 8
_WHOLE = 3


class ConfidenceWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/muc4_confidence.toml`.

    Args:
        bias: log-odds by member of the set.
        weights: member to sign to weight.
    """

    bias: dict[str, float]
    weights: dict[str, dict[str, float]]


class ConfidenceCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/muc4_confidence_cues.toml`.

    Args:
        stems: beginnings of words that tell how a deed is laid at somebody's door.
    """

    stems: list[str]


@functools.cache
def _weights() -> ConfidenceWeights:
    found: ConfidenceWeights = load("muc4_confidence", ConfidenceWeights)
    return found


@functools.cache
def _stems() -> re.Pattern[str]:
    cues: ConfidenceCues = load("muc4_confidence_cues", ConfidenceCues)
    # a short one is a whole word: "may" is no mayor
    ways = [s if len(s) > _WHOLE else rf"{s}\b" for s in sorted(cues.stems, key=len, reverse=True)]
    return re.compile(rf"^({'|'.join(ways)})")


def confidence_signs(text: str, names: Iterable[str]) -> frozenset[str]:
    """What the words around a body's names say, as names of weights.

    Args:
        text: the report's.
        names: strings that name the body, in any case.
    """
    wanted = [parts for name in names if (parts := _WORD.findall(name.upper()))]
    found: set[str] = set()
    for at, sentence in enumerate(_SENTENCE.split(text.upper())):
        words = _WORD.findall(sentence)
        cues = [(i, m[1]) for i, word in enumerate(words) if (m := _stems().match(word))]
        found |= {f"any:{cue}" for _, cue in cues}
        for i in _places(words, wanted):
            found.add("lead" if at < 3 else "later")
            for where, cue in cues:
                found.add(f"near:{cue}")
                if i - _REACH <= where < i:
                    found.add(f"before:{cue}")
                elif i < where <= i + _REACH:
                    found.add(f"after:{cue}")
    return frozenset(found)


def _places(words: list[str], names: list[list[str]]) -> list[int]:
    """Where any of the names begins."""
    return [
        at for at in range(len(words)) if any(words[at : at + len(name)] == name for name in names)
    ]


def decided(
    signs: Iterable[str], bias: Mapping[str, float], weights: Mapping[str, Mapping[str, float]]
) -> str:
    """The likeliest member of the set; ties go to the first in the alphabet."""
    own = sorted(signs)
    odds = {
        kind: first + sum(weights.get(kind, {}).get(sign, 0.0) for sign in own)
        for kind, first in bias.items()
    }
    return min(odds, key=lambda kind: (-odds[kind], kind))


def confidence_of(text: str, names: Iterable[str]) -> str:
    """The member of the set that a report's words speak for most."""
    return decided(confidence_signs(text, names), _weights().bias, _weights().weights)
