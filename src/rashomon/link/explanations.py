"""Why two events are one incident or two, part by part.

What enters are the documents of a case, its incidents, people's judgements and two events or
documents; what leaves is what speaks for and against, in log-odds, and what decided. It computes
nothing that linking itself does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rashomon.link.affinity import WORDS, contributions
from rashomon.link.episodes import Episode, episodes_of
from rashomon.link.incidents import latest_verdicts
from rashomon.records import Incident, Judgement
from rashomon.stage import AnnotatedDocument


@dataclass(frozen=True)
class PairExplained:
    """What speaks for two events being one incident.

    Args:
        left: event id.
        right: event id.
        together: one incident holds both.
        decided: what decided, in words.
        probability: that the two reports tell of one incident by their features alone, in [0, 1];
            None within one report.
        parts: feature in words and its log-odds, the weightiest first; they add up to the score.
    """

    left: str
    right: str
    together: bool
    decided: str
    probability: float | None = None
    parts: tuple[tuple[str, float], ...] = ()


def explain_pair(
    documents: Iterable[AnnotatedDocument],
    incidents: Iterable[Incident],
    judgements: Iterable[Judgement],
    left: str,
    right: str,
) -> PairExplained | None:
    """What speaks for two events being one incident; None where an id is in no incident.

    Args:
        documents: of the case; only the two concerned are kept.
        incidents: of the case.
        judgements: of people, which go before every feature.
        left: id of an event, or of a document, which stands for what it is about.
        right: the same.
    """
    verdicts = latest_verdicts(judgements)
    apart = frozenset(frozenset((j.left, j.right)) for j in verdicts.different)
    found: dict[str, Episode] = {}
    for doc in documents:
        for episode in episodes_of(doc, apart):
            ids = {event.id for event in episode.events}
            if episode.foreground:
                ids.add(episode.document)
            found.update({wanted: episode for wanted in (left, right) if wanted in ids})
    if left not in found or right not in found:
        return None
    a, b = found[left], found[right]
    first = left if left != a.document else a.events[0].id
    second = right if right != b.document else b.events[0].id
    together = any(first in i.events and second in i.events for i in incidents)
    said = [
        (j.verdict, j.by, j.reason)
        for j in (*verdicts.same, *verdicts.different)
        if {j.left, j.right} <= {left, right, first, second, a.document, b.document}
    ]
    if a is b:
        return PairExplained(first, second, together, "told together in one report")
    if a.document == b.document:
        return PairExplained(first, second, together, "one report tells them as two happenings")
    earlier, later = sorted((a, b), key=lambda e: (e.document, not e.foreground))
    merged: dict[str, float] = {}
    for name, part in contributions(earlier, later).items():
        merged[WORDS[name]] = merged.get(WORDS[name], 0.0) + part
    score = math.fsum(merged.values())
    if said:
        verdict, by, reason = said[-1]
        decided = f"judged {verdict} by {by}" + (f": {reason}" if reason else "")
    elif together:
        decided = "joined, by these features or over other reports of the incident"
    else:
        decided = "kept apart: the reports of the two incidents are too unlike on the whole"
    return PairExplained(
        first,
        second,
        together,
        decided,
        1 / (1 + math.exp(-max(-30.0, min(30.0, score)))),
        tuple(sorted(merged.items(), key=lambda item: (-abs(item[1]), item[0]))),
    )
