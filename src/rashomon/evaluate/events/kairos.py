"""Which KAIROS event types and roles Rashomon's own correspond to.

Nothing enters or leaves but names. Each of our types has one KAIROS type at the most; each of our
roles may be one of several KAIROS roles, of which an event type has at most a few. The tables were
made from the two ontologies, not from scores.

Source: KAIROS event ontology as shipped with WikiEvents (`event_role_KAIROS.json`).
"""

from __future__ import annotations

IN_SCOPE = (
    "Conflict.",
    "Life.Die",
    "Life.Injure",
    "Justice.ArrestJailDetain",
    "ArtifactExistence.DamageDestroyDisableDismantle",
)
"""Families that our ontology covers; the others are contact, movement, trials, disease, trade."""

_ATTACK = "Conflict.Attack.Unspecified"
_EXPLOSION = "Conflict.Attack.DetonateExplode"
_DEATH = "Life.Die.Unspecified"
_TYPES = {
    **dict.fromkeys(
        ("attack", "armed_clash", "siege", "raid", "shooting", "stabbing", "chemical_attack",
         "beating", "arson", "airstrike"),
        _ATTACK,
    ),
    **dict.fromkeys(("bombing", "suicide_bombing", "shelling"), _EXPLOSION),
    **dict.fromkeys(("killing", "massacre", "assassination", "execution"), _DEATH),
    "injury": "Life.Injure.Unspecified",
    "arrest": "Justice.ArrestJailDetain.Unspecified",
    "release": "Justice.ReleaseParole.Unspecified",
    "destruction": "ArtifactExistence.DamageDestroyDisableDismantle.Destroy",
    "threat": "Contact.ThreatenCoerce.Unspecified",
    "protest": "Conflict.Demonstrate.Unspecified",
    "riot": "Conflict.Demonstrate.DemonstrateWithViolence",
    "robbery": "GenericCrime.GenericCrime.GenericCrime",
}  # fmt: skip
_AGENTS = frozenset(
    {"Attacker", "Killer", "Injurer", "Jailer", "Perpetrator", "Demonstrator", "Destroyer",
     "Communicator"}
)  # fmt: skip
_PATIENTS = frozenset({"Victim", "Detainee", "Target", "Artifact", "Recipient", "Defendant"})
_ROLES = {
    "perpetrator_individual": _AGENTS,
    "perpetrator_organization": _AGENTS,
    "participant": _AGENTS | _PATIENTS,
    "victim": _PATIENTS,
    "target": _PATIENTS,
    "weapon": frozenset({"Instrument", "ExplosiveDevice"}),
    "place": frozenset({"Place"}),
}


def event_type_of(event_type: str) -> str | None:
    """The KAIROS type of one of our event types, or None."""
    return _TYPES.get(event_type)


def roles_of(role: str) -> frozenset[str] | None:
    """The KAIROS roles that one of our roles may be; None where the corpus has no such role."""
    return _ROLES.get(role)
