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
KINDS = {
    "in_attack": "ATTACK",
    "in_bombing": "BOMBING",
    "in_kidnapping": "KIDNAPPING",
    "in_arson": "ARSON",
    "in_robbery": "ROBBERY",
}
"""Whatever plays a part in an incident of a type (slot 4)."""
DETAILS = {
    "told_as_fact": (11, "REPORTED AS FACT"),
    "told_by_authorities": (11, "SUSPECTED OR ACCUSED BY AUTHORITIES"),
    "told_as_suspected": (11, "SUSPECTED OR ACCUSED"),
    "told_as_claimed": (11, "CLAIMED OR ADMITTED"),
    "told_as_possible": (11, "POSSIBLE"),
    "killed": (23, "DEATH"),
    "wounded": (23, "INJURY"),
    "unhurt": (23, "NO INJURY OR DEATH"),
    "destroyed": (16, "DESTROYED"),
    "damaged": (16, "SOME DAMAGE"),
}
"""What a slot says of a string that it refers to: the slot and its value."""
SCENE = "scene"
"""The places of slot 3, countries left out."""
PARTS = (*ROLES, *KINDS, *DETAILS, SCENE)
"""The layers of roles.py's top."""
LAYERS = ATTRIBUTION + MENTIONS + TOPONYMS + tuple(dict.fromkeys(NAMES.values())) + PARTS
POLARITIES = ("affirmed", "denied")
CERTAINTIES = ("asserted", "hedged", "unknown")
ACTS = ("statement", "thought", "finding", "attitude")
MANNERS = (POLARITIES, CERTAINTIES, ACTS)
