"""How far two strings of a template agree: what a person decided in 1992, decided by rule.

What enters is a key's string and a response's string; what leaves is a grade. The official scorer
asked a person whenever the two were not the same, and its automatic part knew nonessential
modifiers only. The rules here follow the guidelines that this person had to follow; where those
leave a doubt, they say "count it incorrect", and so do we.

Source: MUC-4 scoring-guidelines.v7, sections 3.1.1, 3.2.6, 3.2.9, 3.2.10, 3.2.12, 3.2.18, 3.2.19.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass

import msgspec

from rashomon.lexicon import load


class Grade(enum.IntEnum):
    """Credit for one filler, in half points."""

    INCORRECT = 0
    PARTIAL = 1
    CORRECT = 2


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of `data/muc4_matching.toml`, upper case."""

    articles: frozenset[str]
    nonessential: frozenset[str]
    nationalities: frozenset[str]
    titles: frozenset[str]
    after_head: frozenset[str]
    partitives: frozenset[str]
    joiners: frozenset[str]
    function: frozenset[str]
    perpetrators: frozenset[str]
    state_bodies: frozenset[str]


@dataclass(frozen=True)
class _Phrase:
    """A string taken apart.

    Args:
        tokens: words in order, marks left out except commas.
        core: the words without articles, quantifiers, nationalities (unless nothing were left).
        head: the noun that the phrase is about, as a stem.
    """

    tokens: tuple[str, ...]
    core: tuple[str, ...]
    head: str

    @functools.cached_property
    def content(self) -> frozenset[str]:
        """Stems of the core's content words."""
        function = words().function
        return frozenset(_stem(word) for word in self.core if word not in function and word != ",")


def words() -> Words:
    """The word lists."""
    lists: Words = load("muc4_matching", Words)
    return lists


_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|,")
_BRACKETED = re.compile(r"[\[(]([^\])]*)[\])]")
_POSSESSIVE = re.compile(r"['’]S?$")


def _stem(word: str) -> str:
    """The word without a plural ending; rough, and the same for both sides."""
    if len(word) > 4 and word.endswith("IES"):
        return word[:-3] + "Y"
    if len(word) > 3 and word.endswith("MEN"):
        return word[:-3] + "MAN"
    if len(word) > 3 and word.endswith("S") and not word.endswith(("SS", "US")):
        return word[:-1]
    return word


@functools.lru_cache(maxsize=65536)
def _phrase(text: str) -> _Phrase:
    flat = text.upper().replace(".", "").replace("-", " ")
    tokens = tuple(_POSSESSIVE.sub("", token) for token in _TOKEN.findall(flat))
    lists = words()
    light = lists.articles | lists.nonessential | lists.nationalities
    core = tuple(token for token in tokens if token not in light and not token.isdigit())
    while core and core[0] in {",", "OF"}:
        core = core[1:]
    while core and core[-1] == ",":
        core = core[:-1]
    if not any(token not in lists.function and token != "," for token in core):
        core = tuple(token for token in tokens if token not in lists.articles)
    return _Phrase(tokens, core, _head(core))


def _head(core: tuple[str, ...]) -> str:
    """The last word before a modifier that follows the noun; behind a partitive, the noun there."""
    lists = words()
    end = len(core)
    for position, token in enumerate(core):
        if position and (token in lists.after_head or token in lists.joiners or token == ","):
            if token == "OF" and core[position - 1] in lists.partitives:
                return _head(core[position + 1 :]) or _stem(core[position - 1])
            end = position
            break
    return _stem(core[end - 1]) if end else ""


def compare(key: str, response: str, slot: int) -> Grade:
    """The grade of a response's string against one option of the key.

    Args:
        key: without its quotes.
        response: without its quotes.
        slot: number of the slot, since names, organisations and descriptions have rules of their
            own.
    """
    if key.upper() == response.upper():
        return Grade.CORRECT
    wanted, given = _phrase(key), _phrase(response)
    if not wanted.core or not given.core:
        return Grade.INCORRECT
    if _plain(wanted, slot) == _plain(given, slot):
        return Grade.CORRECT
    if _appositive(key, response, slot):
        return Grade.CORRECT
    if wanted.content == given.content and wanted.head == given.head and _same_words(wanted, given):
        return Grade.CORRECT
    position = _find(wanted.core, given.core)
    if position is not None:
        return _longer(given.core, position, len(wanted.core), slot)
    return _overlapping(wanted, given, slot)


def _plain(phrase: _Phrase, slot: int) -> tuple[str, ...]:
    """The core without commas and, in a name, without titles."""
    plain = tuple(token for token in phrase.core if token != ",")
    if slot == 18:
        titles = words().titles
        names = tuple(token for token in plain if token not in titles)
        return names or plain
    return plain


def _same_words(wanted: _Phrase, given: _Phrase) -> bool:
    """Whether the two differ only in order and small words, not in number."""
    function = words().function
    return sorted(token for token in wanted.core if token not in function) == sorted(
        token for token in given.core if token not in function
    )


def _appositive(key: str, response: str, slot: int) -> bool:
    """Whether the response is the key plus a bracketed other name, or the reverse (3.2.10, 2)."""
    for longer, shorter in ((response, key), (key, response)):
        inside = _BRACKETED.findall(longer)
        if not inside:
            continue
        wanted = _plain(_phrase(shorter), slot)
        outside = _BRACKETED.sub(" ", longer)
        if any(wanted == _plain(_phrase(part), slot) for part in (outside, *inside)):
            return True
    return False


def _find(part: tuple[str, ...], whole: tuple[str, ...]) -> int | None:
    """Where `part` stands in `whole` without a gap, the last place; None if it does not."""
    for start in range(len(whole) - len(part), -1, -1):
        if whole[start : start + len(part)] == part:
            return start
    return None


def _longer(core: tuple[str, ...], start: int, length: int, slot: int) -> Grade:
    """The grade of a response that holds the whole key and more.

    Modifiers of the noun phrase cost nothing; a second thing, a further head or an adjunct after a
    comma does (3.1.1.2).
    """
    lists = words()
    before, after = core[:start], core[start + length :]
    if "," in before or any(token in lists.joiners for token in (*before, *after)):
        return Grade.PARTIAL
    prepositions = [token for token in before if token in lists.after_head]
    if prepositions and not (
        prepositions == ["OF"] and before[-1:] == ("OF",) and set(before) & lists.partitives
    ):
        return Grade.PARTIAL
    if not after:
        if slot == 18 and not set(before) <= lists.titles:
            return Grade.PARTIAL
        return Grade.CORRECT
    return Grade.CORRECT if after[0] in lists.after_head and slot != 18 else Grade.PARTIAL


def _overlapping(wanted: _Phrase, given: _Phrase, slot: int) -> Grade:
    """The grade of a response that lacks some of the key's words."""
    shared = wanted.content & given.content
    lists = words()
    if slot == 9 and _same_kind(wanted, given):
        rest = wanted.content - {wanted.head}
        return Grade.CORRECT if rest == given.content - {given.head} else Grade.PARTIAL
    if not shared:
        return Grade.INCORRECT
    if given.content <= wanted.content:
        if slot == 10 and given.content <= {_stem(word) for word in lists.state_bodies}:
            return Grade.CORRECT
        return Grade.PARTIAL
    if slot in {10, 18}:  # two names may share words without naming the same
        return Grade.PARTIAL if wanted.content <= given.content else Grade.INCORRECT
    if wanted.head == given.head or wanted.content <= given.content:
        return Grade.PARTIAL
    return (
        Grade.PARTIAL if 2 * len(shared) >= len(wanted.content | given.content) else Grade.INCORRECT
    )


def _same_kind(wanted: _Phrase, given: _Phrase) -> bool:
    kind = words().perpetrators
    return wanted.head in kind and given.head in kind
