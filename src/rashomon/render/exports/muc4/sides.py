"""Which side a participant stands on: armed group, forces of the state, anybody else.

What enters is a participant; what leaves is a yes or no, from its entity's kind of party and from
its words. The task's rules of relevance and its PERP: INCIDENT CATEGORY rest on these.

Source: MUC-4 task documentation, template-doc-part1.v7, sections 1 and 7.9.
"""

from __future__ import annotations

import re

from rashomon.extract.role_groups import group_of
from rashomon.records import Entity
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.parts import Participant, head_noun, named
from rashomon.render.exports.muc4.places import words
from rashomon.stage import AnnotatedDocument

_FORCES = frozenset({"ACTIVE MILITARY", "LAW ENFORCEMENT"})
_STATE = frozenset({"state_forces", "government"})
_STATE_GROUPS = frozenset({"police", "soldiers", "security forces"})


def _words(doc: AnnotatedDocument, one: Participant) -> str:
    return " ".join(doc.words(one.span).upper().split())


def _stems(doc: AnnotatedDocument, one: Participant) -> set[str]:
    stripped = {word.strip('.,"') for word in _words(doc, one).split()}
    return stripped | {word.removesuffix("S") for word in stripped}


def is_armed_group(doc: AnnotatedDocument, one: Participant) -> bool:
    """Whether it is, or belongs to, an armed group outside the state."""
    if one.entity is not None and one.entity.party_kind == "armed_group":
        return True
    return bool(_stems(doc, one) & words().armed)


def is_armed_body(entity: Entity) -> bool:
    """Whether a named body is an armed group: by its kind, or by words of such names."""
    if entity.kind not in {"organization", "group", "other"} or not named(entity):
        return False
    if entity.party_kind == "armed_group":
        return True
    if entity.party_kind not in {None, "other"}:
        return False
    printed = " ".join((entity.name, *entity.aliases)).upper()
    return bool(set(re.findall(r"[A-Z]+", printed)) & words().group_names)


def is_forces(doc: AnnotatedDocument, one: Participant) -> bool:
    """Whether it is a member or an installation of the military or the police."""
    text = _words(doc, one)
    if one.role == "target":
        installation = bool(_stems(doc, one) & words().installations)
        return installation or category(text, "physical") == "LAW ENFORCEMENT FACILITY"
    if one.entity is not None and one.entity.party_kind == "state_forces":
        return True
    return category(text, "human") in _FORCES


def is_state(doc: AnnotatedDocument, one: Participant) -> bool:
    """Whether it is the state: government, military or police."""
    if is_armed_group(doc, one):
        return False
    if one.entity is not None and one.entity.party_kind in _STATE:
        return True
    head = head_noun(_words(doc, one)).removesuffix("s")
    return group_of(head) in _STATE_GROUPS or bool(_stems(doc, one) & words().installations)
