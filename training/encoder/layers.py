"""The tag layers of the shared encoder, in the order of its output.

Each layer is tagged O, B, I on its own, so that spans of different layers may nest. A corpus knows
some layers only; the others are left out of its loss.
"""

from __future__ import annotations

ATTRIBUTION = ("cue", "source", "content")
MENTIONS = ("person", "organization", "place", "weapon", "vehicle")
TOPONYMS = ("toponym", "literal")
LAYERS = ATTRIBUTION + MENTIONS + TOPONYMS
POLARITIES = ("affirmed", "denied")
CERTAINTIES = ("asserted", "hedged", "unknown")
ACTS = ("statement", "thought", "finding", "attitude")
MANNERS = (POLARITIES, CERTAINTIES, ACTS)
