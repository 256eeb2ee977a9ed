"""MUC-4 templates reduced to an incident type and five roles, as later work scores them.

What enters are raw templates, or JSON lines in the form of GTT and GRIT; what leaves are, per
message, templates of role entities. It scores nothing.

Source: X. Du, A. Rush, C. Cardie, "Template Filling with Generative Transformers", NAACL 2021
(GTT); "GRIT: Generative Role-filler Transformers for Document-level Event Entity Extraction",
EACL 2021; conventions of both repositories' preprocessing.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.errors import CorpusError
from rashomon.evaluate.muc4.reading import Template

ROLES: dict[str, int] = {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}
"""The five roles and the slot that each stands for; a victim is a *named* human target."""

Entity = tuple[str, ...]
"""The acceptable (gold) or given (predicted) mentions of one thing, normalised."""


@dataclass(frozen=True)
class RoleTemplate:
    """One incident.

    Args:
        incident_type: lower case; a gold type may join alternatives with ` / `.
        roles: entities by role, every role present.
    """

    incident_type: str
    roles: Mapping[str, tuple[Entity, ...]]


_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_MARKS = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """The string as both papers compare it: no case, punctuation, articles or extra blanks.

    >>> normalised('The "Blue" Commando')
    'blue commando'
    """
    return " ".join(_ARTICLE.sub(" ", text.lower().translate(_MARKS)).split())


def from_template(template: Template, text: str | None = None) -> RoleTemplate:
    """A raw template as a role template.

    Args:
        template: of a key or of a response.
        text: the message's text; mentions that it does not hold are left out, as in the papers'
            gold. None keeps every mention (for responses).
    """
    flat = None if text is None else " ".join(text.lower().split())
    roles = {}
    for role, slot in ROLES.items():
        entities = []
        for filler in template.fillers(slot):
            mentions = dict.fromkeys(
                normalised(option.value)
                for option in filler.options
                if flat is None or " ".join(option.value.lower().split()) in flat
            )
            mentions.pop("", None)
            if mentions:
                entities.append(tuple(mentions))
        roles[role] = tuple(entities)
    kinds = [option.value for filler in template.fillers(4) for option in filler.options]
    return RoleTemplate(" / ".join(kinds).lower(), roles)


def from_templates(
    templates: Iterable[Template], texts: Mapping[str, str] | None = None
) -> dict[str, tuple[RoleTemplate, ...]]:
    """Role templates by message, identical ones once; messages without any keep an empty entry."""
    grouped: dict[str, list[RoleTemplate]] = {}
    for template in templates:
        entry = grouped.setdefault(template.message, [])
        if template.empty:
            continue
        made = from_template(template, texts.get(template.message, "") if texts else None)
        if made not in entry:
            entry.append(made)
    return {message: tuple(entry) for message, entry in grouped.items()}


def merged(templates: Iterable[RoleTemplate]) -> dict[str, tuple[Entity, ...]]:
    """Entities by role over all templates of a message, as GRIT's gold has them.

    An entity whose mentions are among, or include all of, those of an earlier one is left out.
    """
    found: dict[str, list[Entity]] = {role: [] for role in ROLES}
    for template in templates:
        for role, entities in template.roles.items():
            for entity in entities:
                new = set(entity)
                if not any(new <= set(old) or set(old) <= new for old in found[role]):
                    found[role].append(entity)
    return {role: tuple(entities) for role, entities in found.items()}


def _entity(mentions: Any) -> Entity:
    """Mentions as `[text, offset]` pairs (gold) or plain strings (predictions)."""
    texts = [m if isinstance(m, str) else m[0] for m in mentions]
    found = dict.fromkeys(normalised(text) for text in texts)
    return tuple(found)


def _roles(table: Mapping[str, Any]) -> dict[str, tuple[Entity, ...]]:
    return {
        role: tuple(_entity(mentions) for mentions in table.get(role, ()) if mentions)
        for role in ROLES
    }


def _records(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(path, f"line {number}: {error}") from error


def read_gtt(path: Path) -> dict[str, tuple[RoleTemplate, ...]]:
    """Gold templates of a `processed_gtt` file by message, identical ones once.

    Raises:
        CorpusError: if a line is not in that form.
    """
    found = {}
    for number, record in _records(path):
        try:
            templates = [
                RoleTemplate(str(table["incident_type"]).lower(), _roles(table))
                for table in record["templates"]
            ]
            found[str(record["docid"])] = tuple(
                template for i, template in enumerate(templates) if template not in templates[:i]
            )
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise CorpusError(path, f"line {number}: no templates as in GTT ({error!r})") from error
    return found


def read_grit(path: Path) -> dict[str, dict[str, tuple[Entity, ...]]]:
    """Gold role entities of a `processed_grit` file by message.

    Raises:
        CorpusError: if a line is not in that form.
    """
    found = {}
    for number, record in _records(path):
        try:
            found[str(record["docid"])] = _roles(record["extracts"])
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise CorpusError(path, f"line {number}: no extracts as in GRIT ({error!r})") from error
    return found
