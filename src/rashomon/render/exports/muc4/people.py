"""What one participant becomes: its string, its number, its nationality.

What enters is a participant with its document; what leaves are words and numbers ready for a
slot. It knows no set list but numbers and nations.

Source: MUC-4 task documentation, template-doc-part1.v7, sections 7.15 to 7.23, and part 2, slots
9, 12, 18 and 19.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.records import Entity, Figure, Quantity, QuantityMention, Span
from rashomon.render.exports.muc4.parts import Participant
from rashomon.stage import AnnotatedDocument

_OPENERS = re.compile(
    r"^(?:(?:the|a|an|some|several|another|other|at least|about|approximately|around|more than|"
    r"over|nearly|his|her|its|their|these|those|this|that|all|both|many|\d[\d,.]*|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|dozens of|"
    r"hundreds of|unidentified|unknown)\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:,|\b(?:who|which|that|when|where|after|while)\b).*$", re.IGNORECASE | re.S
)
_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|gen|col|lt|capt|maj|sgt|cpl|msgr|rev|fr|father|sister|monsignor|bishop|"
    r"archbishop|general|colonel|lieutenant|captain|major|sergeant|corporal|president|minister|"
    r"senator|deputy|mayor|governor|judge|ambassador|engineer|doctor|congressman|attorney|lawyer|"
    r"journalist|priest|former|retired|second|first|attorney general)\.?\s+)+",
    re.IGNORECASE,
)
_SINGULAR_HEADS = frozenset({"headquarters", "barracks", "premises", "works"})
_PLURAL_HEADS = frozenset({"people", "police", "personnel", "troops", "men", "women", "children"})


@dataclass(frozen=True)
class Named:
    """A participant's strings.

    Args:
        name: proper name without title, or None.
        description: title, role or general description without determiners, or None.
    """

    name: str | None
    description: str | None

    @property
    def reference(self) -> str:
        """The string that cross-references use: the name where there is one."""
        return self.name or self.description or "-"


def phrase(words: str) -> str:
    """A noun phrase without determiners, counts, relative clauses and remarks after a comma."""
    flat = " ".join(words.split())
    flat = re.sub(r"\s*[\[(][^\])]*[\])]?", "", flat)
    return _OPENERS.sub("", _TAIL.sub("", flat)).strip(" \"'.;:-") or flat


def strings(doc: AnnotatedDocument, one: Participant) -> Named:
    """The name and description of a human target.

    A name and a description that stand in the text as one thing (apposition, title) share their
    entity.
    """
    entity = one.entity
    if entity is None or not _is_named(entity):
        beside = _named_beside(doc, one.span)
        if beside is not None:
            return Named(_full_name(doc, beside), phrase(doc.words(one.span)))
    if entity is None:
        return Named(None, phrase(doc.words(one.span)))
    name = _full_name(doc, entity) if entity.kind == "person" and _is_named(entity) else None
    description = None
    for mention in sorted(entity.mentions, key=lambda m: _distance(m.span, one.span)):
        if mention.kind == "description":
            description = phrase(doc.words(mention.span))
            break
    if name is None and description is None:
        description = phrase(doc.words(one.span))
    if name is not None and description is None:
        title = _TITLE.match(" ".join(doc.words(one.span).split()))
        description = title[0].strip() if title else _title_before(doc, entity)
    return Named(name, description)


def _is_named(entity: Entity) -> bool:
    return any(m.kind == "name" for m in entity.mentions)


def _named_beside(doc: AnnotatedDocument, span: Span) -> Entity | None:
    """The person whose name follows a description directly ("the mayor, Ada Pell")."""
    people: tuple[Entity, ...] = doc.layers.get(Entity, ())
    for entity in people:
        if entity.kind != "person":
            continue
        for mention in entity.mentions:
            gap = doc.document.text[span.end : mention.span.start]
            near = 0 <= mention.span.start - span.end <= 3
            if mention.kind == "name" and near and not gap.strip(" ,\n"):
                return entity
    return None


def _full_name(doc: AnnotatedDocument, entity: Entity) -> str:
    """The fullest name that the report prints, without a title.

    A longer name of another person entity that ends in the same words is taken for the same
    person's; it errs where a report names two relatives.
    """
    name = phrase(_TITLE.sub("", " ".join(entity.name.split())))
    best = name
    for other in doc.layers.get(Entity, ()):
        if other.kind == "person" and _is_named(other):
            longer = phrase(_TITLE.sub("", " ".join(other.name.split())))
            if longer.upper().endswith(f" {name.upper()}") and len(longer) > len(best):
                best = longer
    return best


def _title_before(doc: AnnotatedDocument, entity: Entity) -> str | None:
    """A title that stands right before one of the entity's names."""
    for mention in entity.mentions:
        if mention.kind != "name":
            continue
        before = doc.document.text[max(0, mention.span.start - 40) : mention.span.start]
        words = " ".join(before.split()) + " "
        for found in re.finditer(r"\b", words):
            title = _TITLE.match(words[found.start() :])
            if title and found.start() + title.end() == len(words):
                return title[0].strip()
    return None


def _distance(left: Span, right: Span) -> int:
    if left.overlaps(right):
        return 0
    return min(abs(left.start - right.end), abs(right.start - left.end)) + 1


def number(doc: AnnotatedDocument, one: Participant) -> str:
    """How many, as a NUMBER fill: a figure, `PLURAL`, or 1."""
    for mention in doc.layers.get(QuantityMention, ()):
        if mention.span.overlaps(one.span) and mention.quantity.unit != "year":
            figure = quantity_fill(mention.quantity)
            if figure:
                return figure
    words = phrase(doc.words(one.span)).split()
    entity = one.entity
    if entity and entity.kind == "person" and any(m.kind == "name" for m in entity.mentions):
        return "1"
    head = re.split(r"\s+(?:of|in|at|from|for|on|near|belonging)\s+", " ".join(words).lower())[0]
    last = head.split()[-1] if head.split() else ""
    if last in _PLURAL_HEADS or (
        last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3
    ):
        if last in _SINGULAR_HEADS:
            return "1"
        return _counted_elsewhere(doc, head) or "PLURAL"
    return "1"


def _counted_elsewhere(doc: AnnotatedDocument, words: str) -> str | None:
    """The one figure that the report gives for just these words elsewhere, if it is only one."""
    found = {
        figure
        for mention in doc.layers.get(QuantityMention, ())
        if phrase(doc.words(mention.span)).lower() == words
        and (figure := quantity_fill(mention.quantity)) is not None
    }
    return found.pop() if len(found) == 1 else None


def quantity_fill(quantity: Quantity) -> str | None:
    """A quantity as the NUMBER slots write it: `7`, `~7`, `7-`, `- 7`, `6-8`.

    Source: template-doc-part1.v7, section 7.15.
    """
    low = None if quantity.low is None else int(quantity.low)
    high = None if quantity.high is None else int(quantity.high)
    if quantity.relation == "about" and (low is not None or high is not None):
        middle = (low if low is not None else high or 0) + (high if high is not None else low or 0)
        return f"~{middle // 2}"
    return figure_fill(low, high)


def figure_fill(low: int | None, high: int | None) -> str | None:
    """Two bounds as a NUMBER fill; None where neither is known."""
    if low is None and high is None:
        return None
    if low is None:
        return f"-{high}"
    if high is None:
        return f"{low}-"
    return str(low) if low == high else f"{low}-{high}"


def claimed(figure: Figure) -> str | None:
    """A claimed figure as a NUMBER fill."""
    return figure_fill(figure.low, figure.high)
