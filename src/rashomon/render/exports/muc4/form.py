"""The form of a MUC-4 template: its 25 slots, their kinds of fill, and how a response is printed.

What enters is a template of ours as values; what leaves is the plain text that the MUC-4 task
documentation prescribes for system responses. It knows neither events nor answer keys.

Source: MUC-4 task documentation, template-doc-part1.v7 (sections 2 to 7) and
template-skeletons.v3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Fill = Literal["id", "string", "set", "text"]


@dataclass(frozen=True)
class Slot:
    """One slot of the template.

    Args:
        number: 0 to 24.
        name: as printed in key and response files.
        key: short name, used in metric names.
        fill: what fills it: an index, strings of the text, members of a set, converted text.
        refers: numbers of the slots that a cross-reference of its fills may name, the preferred
            one first; empty where fills carry no cross-reference.
        choices: size of the set of a set fill, for fallout; 0 elsewhere.
    """

    number: int
    name: str
    key: str
    fill: Fill
    refers: tuple[int, ...] = ()
    choices: int = 0


SLOTS: tuple[Slot, ...] = (
    Slot(0, "MESSAGE: ID", "message_id", "id"),
    Slot(1, "MESSAGE: TEMPLATE", "template_id", "id"),
    Slot(2, "INCIDENT: DATE", "incident_date", "text"),
    Slot(3, "INCIDENT: LOCATION", "incident_location", "text"),
    Slot(4, "INCIDENT: TYPE", "incident_type", "set", choices=7),
    Slot(5, "INCIDENT: STAGE OF EXECUTION", "incident_stage", "set", choices=3),
    Slot(6, "INCIDENT: INSTRUMENT ID", "instrument_id", "string"),
    Slot(7, "INCIDENT: INSTRUMENT TYPE", "instrument_type", "set", (6,), 20),
    Slot(8, "PERP: INCIDENT CATEGORY", "perp_category", "set", choices=2),
    Slot(9, "PERP: INDIVIDUAL ID", "perp_individual", "string"),
    Slot(10, "PERP: ORGANIZATION ID", "perp_organization", "string"),
    Slot(11, "PERP: ORGANIZATION CONFIDENCE", "perp_confidence", "set", (10,), 6),
    Slot(12, "PHYS TGT: ID", "phys_target", "string"),
    Slot(13, "PHYS TGT: TYPE", "phys_type", "set", (12,), 15),
    Slot(14, "PHYS TGT: NUMBER", "phys_number", "text", (12,)),
    Slot(15, "PHYS TGT: FOREIGN NATION", "phys_nation", "set", (12,), 76),
    Slot(16, "PHYS TGT: EFFECT OF INCIDENT", "phys_effect", "set", (12,), 6),
    Slot(17, "PHYS TGT: TOTAL NUMBER", "phys_total", "text"),
    Slot(18, "HUM TGT: NAME", "hum_name", "string"),
    Slot(19, "HUM TGT: DESCRIPTION", "hum_description", "string", (18,)),
    Slot(20, "HUM TGT: TYPE", "hum_type", "set", (18, 19), 10),
    Slot(21, "HUM TGT: NUMBER", "hum_number", "text", (18, 19)),
    Slot(22, "HUM TGT: FOREIGN NATION", "hum_nation", "set", (18, 19), 76),
    Slot(23, "HUM TGT: EFFECT OF INCIDENT", "hum_effect", "set", (18, 19), 9),
    Slot(24, "HUM TGT: TOTAL NUMBER", "hum_total", "text"),
)

INAPPLICABLE: dict[str, frozenset[int]] = {
    "ARSON": frozenset({6, 7}),
    "KIDNAPPING": frozenset({6, 7, 12, 13, 14, 15, 16, 17}),
}
"""Slots that a template of this incident type never fills."""

_COLUMN = 36


@dataclass(frozen=True)
class ResponseTemplate:
    """One incident of one message, ready to print.

    Args:
        message: the message's identifier.
        number: 1 for the message's first template; None for a message without any.
        fills: per slot number the fills, each printed on a line of its own.
    """

    message: str
    number: int | None = None
    fills: dict[int, tuple[str, ...]] = field(default_factory=dict)


def quoted(text: str) -> str:
    """The words as a string fill: upper case, one line, in double quotes, inner quotes escaped."""
    words = " ".join(text.upper().split())
    return '"' + words.replace("\\", "").replace('"', '\\"') + '"'


def printed(template: ResponseTemplate) -> str:
    """The template as text: 25 numbered slots, fills in a column, `-` null, `*` inapplicable."""
    kind = (template.fills.get(4) or ("",))[0]
    dead = INAPPLICABLE.get(kind, frozenset())
    lines = []
    for slot in SLOTS:
        if slot.number == 0:
            fills: tuple[str, ...] = (template.message,)
        elif template.number is None:
            fills = ("*",)
        elif slot.number == 1:
            fills = (str(template.number),)
        elif slot.number in dead:
            fills = ("*",)
        else:
            fills = template.fills.get(slot.number) or ("-",)
        head = f"{slot.number}.".ljust(4) + slot.name
        lines.append(head.ljust(_COLUMN) + fills[0])
        lines.extend(" " * _COLUMN + fill for fill in fills[1:])
    return "\n".join(lines) + "\n"


def printed_all(templates: Iterable[ResponseTemplate]) -> str:
    """Every template in the given order, a blank line between."""
    return "\n".join(printed(template) for template in templates)
