"""Numbers and words that look like a time and are none: amounts, ages, calibres, names, scores.

Enters: a candidate with the tokens under and around it. Leaves: whether it stands. A doubtful
bare number is refused, so the guards err towards missing a year rather than inventing one.
"""

from __future__ import annotations

import re

from rashomon.extract.times.grammar import Candidate
from rashomon.extract.times.vocabulary import vocabulary
from rashomon.records import Token

_AGE = re.compile(r"[-\s]+(?:olds?\b|of\s+age)", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged?|age\s+of)\s+$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([\w'’-]+)[\s(\[\"“]*$")
_WORD_AFTER = re.compile(r"\s*([\w%'’-]+)")
_CLOCK_CUE = re.compile(
    r"\b(?:at|by|until|till|around|about|from|to|since|before|after|between)\s+$", re.I
)
_NAMES = ("PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "GPE")
_MEASURED = re.compile(r"\s*(?:mm|cm|calib|-?\s*caliber)", re.IGNORECASE)


class Surroundings:
    """The tokens of a document by code point, for guards.

    Args:
        text: the whole text.
        tokens: all tokens in reading order.
        upper: the text is in capitals, so that a capital is no evidence.
    """

    def __init__(self, text: str, tokens: list[Token], upper: bool) -> None:
        self.text = text
        self.upper = upper
        self._tokens = tokens
        self._by_start = {token.start: index for index, token in enumerate(tokens)}
        self._by_end = {token.end: index for index, token in enumerate(tokens)}

    def at(self, start: int) -> Token | None:
        """The token that starts there."""
        index = self._by_start.get(start)
        return None if index is None else self._tokens[index]

    def index_ending(self, end: int) -> int | None:
        """Number of the token that ends there."""
        return self._by_end.get(end)

    def after(self, end: int) -> Token | None:
        """The token after the one that ends there."""
        index = self._by_end.get(end)
        if index is None or index + 1 >= len(self._tokens):
            return None
        return self._tokens[index + 1]

    def word_before(self, start: int) -> str:
        """The word before a position, lower-case, or nothing."""
        found = _WORD_BEFORE.search(self.text[max(0, start - 40) : start])
        return found[1].lower() if found else ""

    def word_after(self, end: int) -> str:
        """The word after a position, lower-case, or nothing."""
        found = _WORD_AFTER.match(self.text, end)
        return found[1].lower() if found else ""


def stands(candidate: Candidate, around: Surroundings) -> bool:
    """Whether the candidate is a time, by its neighbours."""
    text, start, end = around.text, candidate.start, candidate.end
    if _AGE.match(text, end) or _AGED.search(text[max(0, start - 12) : start]):
        return False
    if text[start - 1 : start] in ("-", "/", ".") and text[start - 2 : start - 1].isalnum():
        return False
    if text[end : end + 1] in ("-", "/") and text[end + 1 : end + 2].isdigit():
        return False
    if text[start - 1 : start] == "," and text[start - 2 : start - 1].isdigit():
        return False
    guard = _GUARDS.get(candidate.rule.name)
    return guard is None or guard(candidate, around)


def _year(candidate: Candidate, around: Surroundings) -> bool:
    text, start, end = around.text, candidate.start, candidate.end
    guards = vocabulary().guards
    after = around.word_after(end)
    if after in guards.measures or text[end : end + 1] == "%" or _MEASURED.match(text, end):
        return False
    if re.match(r"[.,]\d", text[end : end + 2]):
        return False
    before = around.word_before(start)
    year = int(re.sub(r"\D", "", candidate.match["year"])[-4:])
    plausible = 1800 <= year <= 2050
    token = around.at(candidate.match.start("year"))
    following = around.after(candidate.match.end("year"))
    counts = (
        token is not None
        and token.dep in ("nummod", "compound", "amod")
        and following is not None
        and following.tag in ("NNS", "NNPS")
    )
    if candidate.match["mod"] or text[start:end].lower().startswith(("fiscal", "year", "the year")):
        return True
    if counts:
        return plausible and before in ("in", "since", "the", "during", "by") and year >= 1900
    if before in guards.year_cues:
        return plausible or before in ("in", "since", "by", "until", "from", "during", "year")
    if not plausible:
        return False
    opened = text[max(0, start - 1) : start] in ("(", "[", ",", "—", "–")
    closed = text[end : end + 1] in (")", "]", ",", ".", ";", ":", "'", "’", "") or not after
    if before and re.fullmatch(
        r"(?:no|nos|number|model|flight|route|room|page|p|mr|nt|boeing|article|resolution|law)",
        before,
    ):
        return False
    if token is not None and token.dep in ("nummod",) and following is not None:
        return following.tag.startswith("NN") and 1900 <= year <= 2050 and not counts
    return opened or closed or 1900 <= year <= 2050


def _named(candidate: Candidate, around: Surroundings, group: str) -> bool:
    """Whether the word of a group belongs to a name of something else."""
    token = around.at(candidate.match.start(group))
    if token is None:
        return False
    label = token.entity[2:]
    following = around.after(token.end)
    if label in ("PERSON", "WORK_OF_ART", "PRODUCT"):
        return True
    return bool(
        label in _NAMES and following is not None and following.entity.startswith("I-")
    ) or (token.entity.startswith("I-") and label in ("ORG", "WORK_OF_ART", "PRODUCT", "PERSON"))


def _month(candidate: Candidate, around: Surroundings) -> bool:
    word = candidate.match["month"]
    plain = word.rstrip(".").lower()
    token = around.at(candidate.match.start("month"))
    if token is not None and (token.tag == "MD" or token.pos in ("VERB", "AUX")):
        return False
    if not around.upper and not word[0].isupper():
        return False
    if plain in vocabulary().ambiguous.months and plain not in ("march", "may"):
        return word.endswith(".") or bool(candidate.match["rel"])
    if plain in ("march", "may") and (
        token is None or token.pos != "PROPN" or around.word_before(candidate.start) in ("a", "the")
    ):
        return bool(candidate.match["rel"] or candidate.match["mod"])
    if plain in ("march", "may") and around.upper:
        # in capitals a verb looks like the month; only a preposition tells them apart
        before = around.word_before(candidate.start)
        return bool(candidate.match["rel"]) or before in vocabulary().guards.year_cues
    return not _named(candidate, around, "month")


def _dated_month(candidate: Candidate, around: Surroundings) -> bool:
    """A month with its day or year: only its own case is checked."""
    word = candidate.match["month"]
    plain = word.rstrip(".").lower()
    token = around.at(candidate.match.start("month"))
    if plain in ("may", "march", "mar", "sun") and not around.upper and not word[0].isupper():
        return False
    if plain == "may" and token is not None and token.tag == "MD":
        return False
    day = candidate.match.groupdict().get("day")
    has_year = bool(candidate.match.groupdict().get("year"))
    if day and not has_year:
        after = around.word_after(candidate.end)
        if after in vocabulary().guards.measures:
            return False
        if re.match(r"[.,:]\d|\s*(?:%|mm\b)", around.text[candidate.end : candidate.end + 4]):
            return False
    return True


def _weekday(candidate: Candidate, around: Surroundings) -> bool:
    word = candidate.match["weekday"]
    plain = word.rstrip(".").lower()
    if not around.upper and not word[0].isupper():
        return False
    if plain in vocabulary().ambiguous.weekdays:
        return False
    return not _named(candidate, around, "weekday")


def _season(candidate: Candidate, around: Surroundings) -> bool:
    start, end = candidate.match.span("season")
    token = around.at(start)
    if token is not None and not token.tag.startswith("NN"):
        return False
    if _named(candidate, around, "season"):
        return False
    capital = around.text[start].isupper() and not around.upper
    if capital and token is not None and token.entity[2:] not in ("", "DATE", "TIME"):
        return False
    match = candidate.match
    if match["year"]:
        return True
    if match["season"].lower() == "fall" and re.match(r"\s+(?:of|in|from)\b", around.text[end:]):
        return bool(match["rel"]) and match["rel"].lower() != "the"
    rel = (match["rel"] or "").lower()
    if rel and rel != "the":
        return True
    return around.word_before(candidate.start) in (
        "in", "by", "since", "until", "during", "of", "for", "through", "this", "before", "after",
        "over",
    )  # fmt: skip


def _colon(candidate: Candidate, around: Surroundings) -> bool:
    if re.search(r"hours|hrs", candidate.match.group(), re.IGNORECASE):
        return True
    if candidate.match.groupdict().get("zone") or candidate.match.groupdict().get("mod"):
        return True
    before = around.text[max(0, candidate.start - 12) : candidate.start]
    return bool(_CLOCK_CUE.search(before)) or (before.endswith(("\n", "")) and not before.strip())


def _duration(candidate: Candidate, around: Surroundings) -> bool:
    unit = candidate.match["unit"].lower()
    number = (candidate.match["number"] or "").lower()
    after = around.word_after(candidate.end)
    if unit == "second":
        return bool(re.fullmatch(r"\d+|one|split", number)) and after not in ("round", "time")
    if unit in ("quarter", "quarters") and (
        after in ("of", "century", "mile", "million", "point") or number in ("a", "an", "one")
        or around.word_before(candidate.start) in ("and",)
    ):  # fmt: skip
        return False
    if unit in ("min", "sec", "hr", "yr", "wk", "mins", "secs") and not number[:1].isdigit():
        return False
    if unit in ("day", "night") and number in ("a", "an", "one") and around.upper is False:
        token = around.after(candidate.end)
        if token is not None and token.tag.startswith("NN") and unit == "night":
            return False
    return not (number == "many" and unit.endswith("s") is False)


def _adverb(candidate: Candidate, around: Surroundings) -> bool:
    token = around.at(candidate.start)
    if token is None:
        return True
    if token.tag in ("NNP", "NNPS") and not around.upper:
        return False
    return token.entity[2:] not in ("ORG", "WORK_OF_ART", "PERSON", "EVENT")


def _reference(candidate: Candidate, around: Surroundings) -> bool:
    word = candidate.match.group().lower()
    token = around.at(candidate.start)
    if word == "future":
        return token is not None and token.tag == "NN" and token.entity[2:] != "ORG"
    if word in ("recent", "current"):
        return token is not None and token.tag == "JJ" and token.entity[2:] != "ORG"
    if word.endswith(("past", "present")) and token is not None:
        following = around.after(candidate.end)
        if following is not None and following.tag in ("CD", "NN", "NNS", "JJ"):
            return False
    return not (token is not None and token.entity[2:] in ("ORG", "WORK_OF_ART", "PERSON"))


def _part(candidate: Candidate, around: Surroundings) -> bool:
    form = candidate.match["part"].lower()
    rel = candidate.match["rel"].lower()
    following = around.after(candidate.end)
    if rel == "the" and following is not None and following.tag.startswith("NN"):
        return False
    return not (form.endswith("s") and rel != "the")


_GUARDS = {
    "year": _year,
    "month": _month,
    "month day year": _dated_month,
    "day month year": _dated_month,
    "month year": _dated_month,
    "weekday": _weekday,
    "season": _season,
    "colon": _colon,
    "duration": _duration,
    "ago": _duration,
    "adverb of frequency": _adverb,
    "past": _reference,
    "present": _reference,
    "future": _reference,
    "part of a day": _part,
}
