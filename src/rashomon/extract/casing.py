"""Upper-case text in natural case, for parts that were trained on ordinary text.

What enters is text; what leaves is text of exactly the same length, so that offsets keep. Each
word's odds of a capital come from a table of counts, its neighbours' odds tip the balance: "front"
is lower case, but not between two names. Made by `training/truecase.py`.
"""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

WORD = re.compile(r"[^\W\d_][\w'’]*")
LOWEST, HIGHEST, NOBODY = -7, 7, -4

_UPPER_SHARE = 0.7
_OPENING = re.compile(r"[.!?]['\"”)\]]*\s+['\"“(\[]*$")
_BRACKETED = re.compile(r"[(\[]([^\W\d_]{2,8})[)\]]")
_SMALL = frozenset({"of", "the", "for", "and", "de", "la", "y", "del", "in", "to"})
_VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôû")
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("d", ""),
    ("ing", ""), ("ing", "e"), ("ers", "e"), ("ers", ""), ("er", ""), ("er", "e"), ("ly", ""),
    ("est", ""), ("ness", ""), ("'s", ""), ("’s", ""), ("n't", ""), ("less", ""),
)  # fmt: skip


def is_upper(text: str) -> bool:
    """Whether the letters of `text` are nearly all capitals, as in wire copy of the 1980s."""
    letters = "".join(filter(str.isalpha, text))
    return len(letters) >= 12 and sum(map(str.isupper, letters)) >= _UPPER_SHARE * len(letters)


def opens_sentence(text: str, at: int) -> bool:
    """Whether a word at this offset must have a capital because a sentence begins there."""
    before = text[max(0, at - 8) : at]
    return at == 0 or not text[:at].strip(" \"'“([") if at < 8 else bool(_OPENING.search(before))


def features(level: int | None, before: int | None, after: int | None) -> list[float]:
    """The regression's inputs for one word.

    Args:
        level: the word's odds class, None for an unknown word.
        before: its left neighbour's, None for an unknown word, NOBODY where no word adjoins.
        after: its right neighbour's, likewise.
    """
    own = 0.0 if level is None else float(level)
    left = 2.0 if before is None else float(before)
    right = 2.0 if after is None else float(after)
    unknown = float(level is None)
    swaying = float(level is not None and -4 <= level <= 2)
    return [
        1.0,
        own,
        unknown,
        left / 4,
        right / 4,
        swaying * left / 4,
        swaying * right / 4,
        float(left > 1 and right > 1),
        swaying * float(left > 1),
        swaying * float(right > 1),
        float(level is not None and level <= LOWEST),
        unknown * left / 4,
        unknown * right / 4,
    ]


class Casings:
    """Words with their odds of a capital.

    Args:
        levels: lower-case word to rounded log odds, from LOWEST to HIGHEST.
        forms: lower-case word to its capitalised form, where that is not the plain one.
        weights: of `features`.
    """

    def __init__(
        self, levels: Mapping[str, int], forms: Mapping[str, str], weights: Sequence[float]
    ) -> None:
        self._levels = levels
        self._forms = forms
        self._weights = tuple(weights)
        self._known: dict[str, int | None] = {}

    def level(self, word: str) -> int | None:
        """The odds class of a lower-case word or of what it is inflected from."""
        found = self._levels.get(word)
        if found is not None:
            return found
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                found = self._levels.get(word[: -len(ending)] + instead)
                if found is not None and (found < 0 or ending in ("'s", "’s")):
                    return found
        return None

    def is_capital(self, level: int | None, before: int | None, after: int | None) -> bool:
        """Whether a word is likelier to have a capital than not."""
        inputs = features(level, before, after)
        return sum(w * x for w, x in zip(self._weights, inputs, strict=True)) > 0

    def capital(self, word: str) -> str:
        """The capitalised form of a lower-case word: "Nato" where the table says nothing else."""
        form = self._forms.get(word)
        if form is None and word.endswith(("'s", "’s")):
            stem = self._forms.get(word[:-2])
            form = stem + word[-2:] if stem is not None else None
        if form is None and word not in self._levels and not _VOWELS & set(word):
            form = word.upper()
        return form if form is not None and len(form) == len(word) else word[0].upper() + word[1:]


@functools.cache
def _casings() -> Casings:
    packed = (files("rashomon") / "data" / "truecase.tsv.gz").read_bytes()
    first, *rows = gzip.decompress(packed).decode().split("\n")
    levels, forms = {}, {}
    for row in rows:
        word, level, *form = row.split("\t")
        levels[word] = int(level)
        if form:
            forms[word] = form[0]
    return Casings(levels, forms, [float(weight) for weight in first.split(" ")])


def natural_case(text: str) -> str:
    """Upper-case text in its likeliest natural case, of exactly the same length.

    Words that nothing is known of are mostly capitalised: in news they are mostly names. Short
    words in brackets that are no common words stay in capitals, here and elsewhere in the text.
    """
    casings = _casings()
    matches = list(WORD.finditer(text))
    lowered = [match.group().lower() for match in matches]
    levels = [casings.level(word) for word in lowered]
    short = {found.lower() for found in _BRACKETED.findall(text)}
    spelled = _spelled_out(text, matches, lowered)
    pieces, at = [], 0
    for index, (match, lower, level) in enumerate(zip(matches, lowered, levels, strict=True)):
        word = match.group()
        before: int | None = NOBODY
        after: int | None = NOBODY
        if index and _adjoins(text, matches[index - 1], match):
            before = levels[index - 1]
        if index + 1 < len(matches) and _adjoins(text, match, matches[index + 1]):
            after = levels[index + 1]
        if lower in short and (level is None or level > 0):
            cased = word.upper()
        elif (
            index in spelled
            or casings.is_capital(level, before, after)
            or opens_sentence(text, match.start())
        ):
            cased = casings.capital(lower)
        else:
            cased = lower
        # A letter such as a dotless i has a capital that is another letter's too: left as it is.
        kept = len(cased) == len(word) and cased.casefold() == word.casefold()
        pieces += [text[at : match.start()], cased if kept else word]
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces)


def _spelled_out(
    text: str, matches: Sequence[re.Match[str]], lowered: Sequence[str]
) -> frozenset[int]:
    """Words whose first letters a bracketed short form after them spells: they are its name."""
    at = {match.start(): index for index, match in enumerate(matches)}
    found: set[int] = set()
    for bracket in _BRACKETED.finditer(text):
        index = at.get(bracket.start(1))
        letters = list(bracket[1].lower())
        words: list[int] = []
        while index and letters and len(words) < 12:
            index -= 1
            if lowered[index][0] == letters[-1] and lowered[index] not in _SMALL:
                letters.pop()
                words.append(index)
            elif lowered[index] not in _SMALL:
                break
        if not letters:
            found |= set(words)
    return frozenset(found)


def _adjoins(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether nothing but space or a hyphen parts two words."""
    return not text[left.end() : right.start()].strip(" -\t\r\n\u00a0")
