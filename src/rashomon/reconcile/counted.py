"""Whom a figure counts: the whole toll, one side's dead, or some of those already counted.

What enters are a report's claims as views; what leaves are the same views, figures that are only a
part of a toll marked `part`. It looks at the words of one report at a time and never at who is
right.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rashomon.extract.role_groups import group_of, is_person_noun
from rashomon.reconcile.signals import NUMBER
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure

STATE_SIDES = frozenset({"police", "soldiers", "security forces", "peacekeepers", "escort"})
"""Groups of those who serve a state; no report uses them for all who died."""
OTHER_SIDES = frozenset({"insurgents", "attackers", "members"})
"""Groups that stand against those: one side, whichever word is used."""
WHOLE = frozenset({"civilians", "men", "foreigners"})
"""Groups that reports use for all who died; alone they make no part."""
_MORE = re.compile(r"\b(?:more(?!\s+than)|others?|another|further|additional)\b", re.IGNORECASE)
GRAVE = "seriously injured"
"""The group of those hurt badly, where a report counts them beside all who were hurt."""
AFTER = 40
"""Characters after a figure within which words say what became of those counted."""
_BADLY = re.compile(
    r"\b(?:seriously|critically|severely|gravely|badly"
    r"|in (?:a |an )?(?:very )?(?:serious|critical|grave) (?:condition|state))\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\b(?:hospitali[sz]ed|(?:being|were|was) treated|treatment)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


@functools.lru_cache(maxsize=65536)
def groups_in(words: str) -> frozenset[str]:
    """The group of the first people that words count; empty where they are just people.

    >>> sorted(groups_in("two police officers were killed, among them a colonel"))
    ['police']
    >>> sorted(groups_in("nine people, three of them soldiers"))
    []
    """
    number = NUMBER.search(words)
    before: str | None = None
    for word in _WORD.findall(words.lower()[number.end() if number else 0 :]):
        noun = _singular(word)
        if is_person_noun(noun):
            group = "members" if noun == "member" else group_of(noun, before)
            return frozenset({group} if group else ())
        before = noun
    return frozenset()


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if word == "children":
        return "child"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def counted(claim: ClaimView) -> frozenset[str]:
    """The groups that a figure counts, by its whom or else by its words; empty for people."""
    if claim.whom is not None:
        return groups_in(claim.whom) or frozenset({claim.whom})
    return groups_in(claim.quote) - WHOLE


def _opposed(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(
        (a & STATE_SIDES and b & OTHER_SIDES and not a & OTHER_SIDES)
        or (b & STATE_SIDES and a & OTHER_SIDES and not b & OTHER_SIDES)
    )


def is_part(claim: ClaimView) -> bool:
    """Whether the figure is known to be only a part of a toll."""
    return "part" in claim.signals


def counts_others(a: ClaimView, b: ClaimView) -> bool:
    """Whether two figures under one heading count different people: neither bears on the other."""
    left, right = counted(a), counted(b)
    if left and left == right:
        return False
    if is_part(a) or is_part(b):
        return True
    return _opposed(left, right)


def with_parts(claims: Iterable[ClaimView]) -> list[ClaimView]:
    """The claims of one report, in order, those marked `part` whose report shows it.

    A figure for a group is a part where its source gives a higher toll of people in the same report
    (for soldiers and police: where anybody does), or where the report counts another side apart.
    A figure and that of "six more" that add up to a third are parts of it: tolls of two sites.
    """
    ordered = list(claims)
    tolls: dict[tuple[str, str], list[ClaimView]] = defaultdict(list)
    for claim in ordered:
        if isinstance(claim.value, Figure) and claim.polarity == "affirmed":
            tolls[(claim.incident, claim.aspect)].append(claim)
    parts = {
        claim.id
        for members in tolls.values()
        for claim in members
        if _is_summand(claim, members)
        or (claim.whom is None and _shown_as_part(claim, members))
        or (claim.whom is None and _is_graver(claim, members, _TREATED))
    }
    return [
        replace(claim, signals=claim.signals | {"part"})
        if claim.id in parts
        else replace(claim, whom=GRAVE)
        if claim.whom is None and _is_graver(claim, tolls[(claim.incident, claim.aspect)], _BADLY)
        else claim
        for claim in ordered
    ]


def _shown_as_part(claim: ClaimView, members: Sequence[ClaimView]) -> bool:
    own = counted(claim)
    if not own:
        return False
    for other in members:
        if other.id == claim.id:
            continue
        theirs = counted(other)
        if _opposed(own, theirs):
            return True
        one_view = own <= STATE_SIDES or bool(claim.parties & other.parties)
        if one_view and other.whom is None and not theirs and _floor(other) > _floor(claim):
            return True
    return False


def _is_graver(claim: ClaimView, members: Sequence[ClaimView], words: re.Pattern[str]) -> bool:
    """Whether the figure counts those hurt badly, or treated, of more that the report counts."""
    if claim.aspect != "injured":
        return False
    after = claim.sentence.partition(claim.quote)[2][:AFTER]
    return bool(words.search(f"{claim.quote}{after}")) and any(
        other.whom is None and _floor(other) > _floor(claim) for other in members
    )


def _is_summand(claim: ClaimView, members: Sequence[ClaimView]) -> bool:
    """Whether the figure and another, one of them "more" people, add up to a third."""
    own = _floor(claim)
    others = [other for other in members if other.id != claim.id and _floor(other) != own]
    floors = {_floor(other) for other in others}
    return own > 0 and any(
        own + _floor(other) in floors
        and _floor(other) > 0
        and (_MORE.search(claim.quote) or _MORE.search(other.quote))
        for other in others
    )


def _floor(claim: ClaimView) -> int:
    value = claim.value
    if not isinstance(value, Figure):
        return 0
    return value.low if value.low is not None else value.high or 0
