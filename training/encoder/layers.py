"""The tag layers of the shared encoder, in the order of its output.

Each layer is tagged O, B, I on its own, so that spans of different layers may nest. A corpus knows
some layers only; the others are left out of its loss.
"""

from __future__ import annotations

ATTRIBUTION = ("cue", "source", "content")
MENTIONS = ("person", "organization", "place", "weapon", "vehicle")
TOPONYMS = ("toponym", "literal")
NAMES = {
    "PERSON": "name_person",
    "ORG": "name_organization",
    "NORP": "name_group",
    "GPE": "name_area",
    "LOC": "name_landscape",
    "FAC": "name_facility",
    "DATE": "name_time",
    "TIME": "name_time",
    "WORK_OF_ART": "name_work",
    "LAW": "name_work",
    "EVENT": "name_work",
    "PRODUCT": "name_work",
}
"""Labels of the parser's named spans (OntoNotes 5) by the layer that learns them."""
ROLES = {
    "perpetrator": (9,),
    "organization_perpetrator": (10,),
    "target": (12,),
    "victim": (18, 19),
    "victim_named": (18,),
    "weapon_used": (6,),
}
"""Parts in an incident, and the MUC-4 slots whose strings play them; victims by name or words."""
LAYERS = ATTRIBUTION + MENTIONS + TOPONYMS + tuple(dict.fromkeys(NAMES.values())) + tuple(ROLES)
POLARITIES = ("affirmed", "denied")
CERTAINTIES = ("asserted", "hedged", "unknown")
ACTS = ("statement", "thought", "finding", "attitude")
MANNERS = (POLARITIES, CERTAINTIES, ACTS)
