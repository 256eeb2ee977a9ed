"""What is disputed, in ten seconds: each incident's tolls, blame and gaps on a few lines.

Enters: the index and the cards. Leaves: blocks for the head of the page, and the statements that
answer no question, by speaker. Decides nothing: it repeats answers and who gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.records import Aspect, AssessmentStatus, Figure, Named, Statement, Value
from rashomon.render import formats, wording
from rashomon.render.dossier import facts
from rashomon.render.dossier.facts import Card, Change
from rashomon.render.dossier.index import Citation, Index, Link

_TOLLS: tuple[Aspect, ...] = ("killed", "injured", "captured", "missing")
_LABELS: dict[Aspect, str] = {
    "responsible": "Who is blamed",
    "initiated": "Who began it",
    "civilians_present": "Civilians there",
    "occurred": "Whether it happened",
}
_SHOWN = 4
_VOICES = 3
_TURNS = 2
_NEAR = 160


@dataclass(frozen=True)
class Said:
    """One answer and who gives it.

    Args:
        answer: in words.
        claim: that it leads to.
        voices: the first few speakers, oldest first.
        more: how many others.
        mood: "" where they assert it, else denied or not known.
    """

    answer: str
    claim: str
    voices: tuple[str, ...]
    more: int
    mood: str = ""


@dataclass(frozen=True)
class Toll:
    """One group's range."""

    whom: str | None
    summary: str
    fact: str


@dataclass(frozen=True)
class Point:
    """One line of a block.

    Args:
        label: what it is about.
        fact: that it leads to.
        status: of that fact.
        status_text: in words.
        tolls: ranges, the whole first; empty where the line is no toll.
        said: the answers, those asserted by most speakers first.
        rest: how many answers more there are.
        changes: the newest updates of the whole toll, newest last.
    """

    label: str
    fact: str
    status: AssessmentStatus
    status_text: str
    tolls: tuple[Toll, ...]
    said: tuple[Said, ...]
    rest: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Block:
    """One incident. `unknown` leads to what somebody says is not known."""

    incident: str
    number: int
    title: str
    reports: int
    points: tuple[Point, ...]
    unknown: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Remarks:
    """What one speaker says on an incident beside the questions."""

    voice: str
    speaker: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Also:
    """One incident's remarks; `facts` are the ids of the facts that hold them."""

    number: int
    incident: str
    facts: tuple[str, ...]
    status: AssessmentStatus
    disputed: bool
    remarks: tuple[Remarks, ...]


def blocks(index: Index, cards: Sequence[Card]) -> tuple[Block, ...]:
    """One block an incident that has something to say, the incident told most first."""
    found = []
    for key in facts.by_weight(index):
        incident = index.incidents.get(key)
        if incident is None:
            continue
        held = [c for c in cards if c.number == index.number[key] and c.group != "also"]
        points = _points(index, held)
        unknown = _unknown(index, held)
        if points or unknown:
            found.append(
                Block(
                    key,
                    index.number[key],
                    incident.title,
                    len(incident.documents),
                    points,
                    unknown,
                )
            )
    return tuple(found)


def _fact(index: Index, card: Card) -> formats.CaseFact:
    return index.facts[card.id]


def _points(index: Index, cards: Sequence[Card]) -> tuple[Point, ...]:
    points = []
    for aspect in _TOLLS:
        held = [card for card in cards if card.key == aspect]
        if held:
            points.append(_toll(index, held))
    for card in cards:
        if card.key in _LABELS or card.key == "fate_of_person":
            said = _answers(index, _fact(index, card))
            label = _LABELS.get(card.key) or f"Fate of {card.whom or 'a person'}"
            points.append(_point(label, card, (), said))
    return tuple(points)


def _point(
    label: str, card: Card, tolls: tuple[Toll, ...], said: tuple[Said, ...], shown: int = _SHOWN
) -> Point:
    return Point(
        label,
        card.id,
        card.status,
        card.status_text,
        tolls,
        said[:shown],
        max(0, len(said) - shown),
    )


def _toll(index: Index, cards: Sequence[Card]) -> Point:
    """The whole toll's range with the ends' speakers and newest updates, then the groups'."""
    tolls = tuple(Toll(card.whom, card.summary, card.id) for card in cards)
    head = cards[0]
    said: tuple[Said, ...] = ()
    if head.whom is None:
        said = _ends(index, _fact(index, head))
    made = _point(wording.ASPECTS[head.key], head, tolls, said)
    newest = {change.voice: change for change in head.changes} if head.whom is None else {}
    return replace(made, changes=tuple(newest.values())[-_TURNS:])


def _ends(index: Index, fact: formats.CaseFact) -> tuple[Said, ...]:
    """The standing figures in order of size: the lowest and the highest."""
    ranked = sorted(
        (
            (position.value.low if position.value.low is not None else position.value.high, n)
            for n, position in enumerate(fact.values)
            if isinstance(position.value, Figure)
            and not position.superseded
            and not position.denied
            and (position.value.low is not None or position.value.high is not None)
        ),
        key=lambda pair: (pair[0] or 0, pair[1]),
    )
    ends = [ranked[0], ranked[-1]] if len(ranked) > 1 else ranked
    found = [_said(index, fact.values[n]) for _, n in ends]
    return tuple(said for said in found if said is not None)


def _answers(index: Index, fact: formats.CaseFact) -> tuple[Said, ...]:
    """Standing answers: asserted ones first, those that more speakers give before others."""
    claims: dict[tuple[int, str], list[formats.CaseClaim]] = {}
    answers: dict[tuple[int, str], str] = {}
    for position in fact.values:
        if position.superseded:
            continue
        for claim in index.by_time(position.claims):
            mood = 2 if facts.is_open(claim) else int(position.denied)
            answer = _words(position.value, claim)
            key = (mood, "" if mood == 2 else answer.lower().removeprefix("the "))
            claims.setdefault(key, []).append(claim)
            # Names for a side are the speaker's words, and are quoted as such.
            quoted = f"“{answer}”" if isinstance(position.value, Named) else answer
            answers.setdefault(key, quoted)
    known = [(key[0], _given(index, answers[key], held, key[0])) for key, held in claims.items()]
    known.sort(key=lambda pair: (pair[0], -len(pair[1].voices) - pair[1].more))
    # A denial and an admitted gap each keep a line, however many assert something.
    kept = [next((said for mood, said in known if mood == wanted), None) for wanted in (1, 2)]
    reserved = [said for said in kept if said is not None]
    others = [said for _, said in known if said not in reserved]
    first = others[: _SHOWN - len(reserved)]
    shown = [said for _, said in known if said in first or said in reserved]
    return (*shown, *(said for _, said in known if said not in shown))


def _words(given: Value, claim: formats.CaseClaim) -> str:
    """The position's answer; a bare yes or no by the words that carry it."""
    held = claim.value
    if isinstance(held, Statement) and held.key in ("yes", "no"):
        return " ".join(held.text.split())
    return wording.value(given)


def _given(index: Index, answer: str, claims: Sequence[formats.CaseClaim], mood: int) -> Said:
    voices = tuple(dict.fromkeys(index.voice(claim) for claim in claims))
    return Said(
        answer,
        claims[0].id,
        voices[:_VOICES],
        max(0, len(voices) - _VOICES),
        ("", "denied", "not known")[mood],
    )


def _said(index: Index, position: formats.CaseValue) -> Said | None:
    claims = [claim for claim in index.by_time(position.claims) if not facts.is_open(claim)]
    return _given(index, wording.value(position.value), claims, 0) if claims else None


def _unknown(index: Index, cards: Sequence[Card]) -> tuple[tuple[str, Said], ...]:
    """Each question of which somebody says that the answer is not known."""
    found = []
    for card in cards:
        claims = [
            claim
            for position in _fact(index, card).values
            if not position.superseded
            for claim in index.by_time(position.claims)
            if facts.is_open(claim)
        ]
        if claims:
            voices = tuple(dict.fromkeys(index.voice(claim) for claim in claims))
            words = _with_cue(index, claims[0])
            said = Said(words, claims[0].id, voices[:_VOICES], max(0, len(voices) - _VOICES))
            found.append((card.question, said))
    return tuple(found)


def _with_cue(index: Index, claim: formats.CaseClaim) -> str:
    """The words with the cue that makes them a gap: alone, "he is alive" would read as asserted."""
    spans = [*claim.content[:1], *((claim.cue,) if claim.cue else ())]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    if end - start > _NEAR:
        return " … ".join(" ".join(span.text.split()) for span in sorted(spans))
    return " ".join(index.documents[claim.document].text[start:end].split())


def also(index: Index, cards: Sequence[Card]) -> tuple[Also, ...]:
    """The statements that answer no question, by incident and speaker."""
    found = []
    held: dict[int, list[Card]] = {}
    for card in cards:
        if card.group == "also":
            held.setdefault(card.number, []).append(card)
    for number, group in held.items():
        claims = [key for card in group for p in _fact(index, card).values for key in p.claims]
        speakers: dict[str, list[Citation]] = {}
        for claim in index.by_time(claims):
            if index.origin(index.documents[claim.document]).id != claim.document:
                copied = [Link(index.outlet(index.documents[claim.document]), claim.id)]
            else:
                copied = []
            mine = speakers.setdefault(index.speaker(claim), [])
            first = next((c for c in mine if copied and _same(index, c, claim)), None)
            if first is not None:
                mine[mine.index(first)] = index.citation(
                    index.claims[first.claim], (*first.also, *copied)
                )
            else:
                mine.append(index.citation(claim))
        found.append(
            Also(
                number,
                group[0].incident,
                tuple(card.id for card in group),
                group[0].status,
                any(card.status == "disputed" for card in group),
                tuple(Remarks(mine[0].voice, key, tuple(mine)) for key, mine in speakers.items()),
            )
        )
    return tuple(found)


def _same(index: Index, citation: Citation, claim: formats.CaseClaim) -> bool:
    """Whether a copy's claim has the words of the one cited."""
    words = [" ".join(span.text.split()) for span in claim.content]
    other = index.claims[citation.claim].content
    return words == [" ".join(span.text.split()) for span in other]
