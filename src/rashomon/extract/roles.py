"""Words that play a part in an incident, as the shared encoder tags them.

What enters are the encoder's scores of a text; what leaves are mentions with a part and a
probability. It knows neither events nor entities: who does what to whom in which incident is for
those who read this. Scores without these heads give nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from rashomon.neural.arcs import Floats
from rashomon.neural.scores import Scores

TOP = "roles"
"""The shared encoder's top that has these layers as heads."""
LAYERS = (
    "perpetrator",
    "organization_perpetrator",
    "target",
    "victim",
    "victim_named",
    "weapon_used",
)
KINDS = {
    "in_attack": "ATTACK",
    "in_bombing": "BOMBING",
    "in_kidnapping": "KIDNAPPING",
    "in_arson": "ARSON",
    "in_robbery": "ROBBERY",
}
"""Layers of whatever plays a part in an incident of a type, and the type in MUC-4's words."""
DETAILS = {
    "told_as_fact": "REPORTED AS FACT",
    "told_by_authorities": "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "told_as_suspected": "SUSPECTED OR ACCUSED",
    "told_as_claimed": "CLAIMED OR ADMITTED",
    "told_as_possible": "POSSIBLE",
    "killed": "DEATH",
    "wounded": "INJURY",
    "unhurt": "NO INJURY OR DEATH",
    "destroyed": "DESTROYED",
    "damaged": "SOME DAMAGE",
}
"""Layers of what is told of a player, and the same in MUC-4's words."""
FLOOR = 0.08
_EXTENT = 0.5


@dataclass(frozen=True)
class RoleMention:
    """A run of words with a part.

    Args:
        layer: the part, one of `LAYERS`.
        start: first code point.
        end: one past the last code point.
        probability: mean over its words.
        told: the same for each layer of `KINDS` and `DETAILS` that the network has.
    """

    layer: str
    start: int
    end: int
    probability: float
    told: Mapping[str, float] = field(default_factory=dict, compare=False)


def role_mentions(scores: Scores) -> tuple[RoleMention, ...]:
    """The mentions of every layer that the network has, in reading order."""
    found = [
        mention
        for layer in LAYERS
        if layer in scores.heads
        for mention in mentions_of(layer, scores.heads[layer], scores)
    ]
    return tuple(sorted(found, key=lambda m: (m.start, m.end, m.layer)))


def mentions_of(layer: str, tags: Floats, scores: Scores) -> Iterator[RoleMention]:
    """The mentions of one layer, the surest first.

    A mention is grown from its likeliest word over neighbours that are at least half as likely,
    and ends where the next one begins. Words below `FLOOR` start none.

    Args:
        layer: name of the layer.
        tags: [words, 3 (O, B, I)] probabilities.
        scores: of the text.
    """
    inside = 1.0 - tags[:, 0]
    opens = tags[:, 1] > tags[:, 2]
    taken = np.zeros(len(inside), bool)
    for peak in np.argsort(-inside, kind="stable").tolist():
        if inside[peak] < FLOOR:
            return
        if taken[peak]:
            continue
        least = _EXTENT * inside[peak]
        first = last = peak
        while (
            first > 0 and not opens[first] and not taken[first - 1] and inside[first - 1] >= least
        ):
            first -= 1
        while (
            last + 1 < len(inside)
            and not opens[last + 1]
            and not taken[last + 1]
            and inside[last + 1] >= least
        ):
            last += 1
        taken[first : last + 1] = True
        yield RoleMention(
            layer,
            scores.words.starts[first],
            scores.words.ends[last],
            float(inside[first : last + 1].mean()),
            {
                name: float(1.0 - scores.heads[name][first : last + 1, 0].mean())
                for name in (*KINDS, *DETAILS)
                if name in scores.heads
            },
        )
