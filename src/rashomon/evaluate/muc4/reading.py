"""Answer keys and system responses, read from template files.

What enters is the text of a `key-*` file or of a response file; what leaves are templates whose
slots hold fillers with their alternatives, cross-references and optionality. It judges nothing.
Keys and responses share one form, so that one reader serves both; it is liberal about layout
(numbers or names missing, odd spacing, lower case, tabs, comments, broken quotes, wrapped lines),
because the files of 1992 came from many hands.

Source: MUC-4 task documentation, template-doc-part1.v7, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rashomon.render.exports.muc4.form import SLOTS


@dataclass(frozen=True)
class Option:
    """One acceptable form of a filler.

    Args:
        value: the fill without quotes, upper case.
        tags: the acceptable cross-references; empty for none (or the dummy `"-"`).
    """

    value: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filler:
    """One filler of a slot: any of its options will do.

    Args:
        options: at least one.
        optional: leaving it out is right too (`?` before it, or `-` among its options).
    """

    options: tuple[Option, ...]
    optional: bool = False

    @property
    def text(self) -> str:
        """The first option, for messages to people."""
        option = self.options[0]
        return f"{option.value}: {option.tags[0]}" if option.tags else option.value


@dataclass(frozen=True)
class Template:
    """One incident of one message.

    Args:
        message: the message's identifier, normalised.
        number: as printed in slot 1, without remarks.
        optional: the whole template is marked `OPTIONAL`.
        slots: fillers by slot number; slots that are null, inapplicable or absent are left out.
    """

    message: str
    number: str
    optional: bool = False
    slots: dict[int, tuple[Filler, ...]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it only says that the message is irrelevant."""
        return not self.slots

    def fillers(self, slot: int) -> tuple[Filler, ...]:
        """The fillers of a slot, in the order of the file."""
        return self.slots.get(slot, ())


_NAMES = {
    slot.number: re.compile(
        r"\s*:?\s*".join(re.escape(word) for word in re.findall(r"\w+", slot.name)), re.I
    )
    for slot in SLOTS
}
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.):]?\s*(?=[A-Za-z])")
_MESSAGE = re.compile(r"\b([A-Z]+\d*-MUC\d-\d{4})\b")
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_DOUBLED = re.compile(r'""([^"/]+)""')
_STRAY = re.compile(r'""(?=[^"/\s:)])')


def message_id(text: str) -> str:
    """The identifier of a message without remarks about its annotators.

    >>> message_id("DEV-MUC3-0001 (NOSC)")
    'DEV-MUC3-0001'
    """
    found = _MESSAGE.search(text.upper())
    return found[1] if found else " ".join(text.upper().split())


def read_templates(text: str) -> tuple[Template, ...]:
    """Every template of a key or response file, in the order of the file, empty ones included."""
    return tuple(_template(entry) for entry in _entries(text))


def _slot_line(line: str) -> tuple[int, str] | None:
    """Number and rest of a line that opens a slot; None for any other line."""
    number = _NUMBER.match(line)
    if number:
        slot = int(number[1])
        name = _NAMES[slot].match(line, number.end()) if slot in _NAMES else None
        if name:
            return slot, line[name.end() :].lstrip(" \t")
        start = number.end()
    else:
        start = len(line) - len(line.lstrip())
        if start > 8:  # a column of fills, which may begin like a slot's name
            return None
    best: tuple[int, int] | None = None
    for slot, pattern in _NAMES.items():
        name = pattern.match(line, start)
        if name and (best is None or name.end() > best[1]):
            best = slot, name.end()
    return (best[0], line[best[1] :].lstrip(" \t:")) if best else None


def _entries(text: str) -> Iterator[dict[int, list[str]]]:
    """Per template the lines of each slot, comments and blank lines left out."""
    entry: dict[int, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        opened = _slot_line(line)
        if opened is None:
            if current is not None:
                current.append(line.strip())
            continue
        slot, rest = opened
        if slot == 0 and entry:
            yield entry
            entry = {}
        elif slot in entry and slot != 0:  # a further template without a MESSAGE: ID of its own
            yield entry
            entry = {0: entry.get(0, [])}
        current = entry.setdefault(slot, [])
        current.append(rest.strip())
    if entry:
        yield entry


def _template(entry: dict[int, list[str]]) -> Template:
    label = " ".join(entry.get(1, ["*"])).upper()
    slots = {}
    for slot in SLOTS[2:]:
        fillers = tuple(
            filler
            for line in _joined(entry.get(slot.number, []))
            if (filler := read_filler(line, slot.number)) is not None
        )
        if fillers:
            slots[slot.number] = fillers
    number = re.search(r"\d+", label)
    return Template(
        message_id(" ".join(entry.get(0, []))),
        number[0] if number else "*",
        "OPTIONAL" in label,
        slots,
    )


def _joined(lines: Iterable[str]) -> list[str]:
    """The fills of a slot, wrapped lines put together."""
    fills: list[str] = []
    for line in lines:
        if not line:
            continue
        if fills and _continues(fills[-1], line):
            fills[-1] = f"{fills[-1]} {line}"
        else:
            fills.append(line)
    return fills


def _continues(before: str, line: str) -> bool:
    if line.startswith(("/", ":")) or before.endswith(("/", ":")):
        return True
    # An open quotation goes on, unless the next line is a whole fill by itself (a broken quote).
    return _open(before) and (_open(line) or '"' not in line)


def _open(line: str) -> bool:
    return line.replace('\\"', "").count('"') % 2 == 1


def read_filler(line: str, slot: int) -> Filler | None:
    """One filler from its line, None for null and inapplicable.

    Args:
        line: as in the file, wrapped lines joined.
        slot: the slot's number; decides whether `:` introduces a cross-reference.
    """
    line = " ".join(line.upper().split())
    optional = line.startswith("?")
    line = line.lstrip("? ")
    if line in {"", "-", "*", '"-"'}:
        return None
    if slot == 3:
        values = [Option(value) for value in _locations(line)]
    else:
        masked, strings = _masked(line)
        values = _options(masked, strings, bool(SLOTS[slot].refers))
        if slot in {17, 24}:  # keys sometimes append a reference to a total
            values = [Option(option.value) for option in values]
    kept = tuple(option for option in values if option.value not in {"", "-", "*"})
    if not kept:
        return None
    return Filler(kept, optional or len(kept) < len(values))


def _masked(line: str) -> tuple[str, list[str]]:
    """The line with each quoted string replaced by a numbered mark, and the strings."""
    line = _DOUBLED.sub(r'"\\"\1\\""', line)
    line = _STRAY.sub('"', line)
    strings: list[str] = []

    def mark(found: re.Match[str]) -> str:
        strings.append(" ".join(found[1].replace('\\"', '"').replace("\\", "").split()))
        return f"\x00{len(strings) - 1}\x01"

    return _STRING.sub(mark, line).replace('"', ""), strings


def _split(text: str, mark: str) -> list[str]:
    """`text` cut at `mark` outside parentheses."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == mark and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _unwrapped(text: str) -> str:
    """`text` without parentheses that enclose all of it."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for position, character in enumerate(text):
            depth += {"(": 1, ")": -1}.get(character, 0)
            if depth == 0 and position < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text


def _alternatives(masked: str, strings: list[str]) -> list[str]:
    """The alternatives of a value or of a tag."""
    found: list[str] = []
    for part in _split(_unwrapped(masked.strip()), "/"):
        inner = _unwrapped(part)
        if inner != part:
            found.extend(_alternatives(inner, strings))
        else:
            mark = re.search(r"\x00(\d+)\x01", part)
            found.append(strings[int(mark[1])] if mark else part)
    return found


def _options(masked: str, strings: list[str], refers: bool) -> list[Option]:
    masked = _unwrapped(masked)
    if not refers:
        return [Option(value) for value in _alternatives(masked, strings)]
    parts = _split(masked, ":")
    if len(parts) > 2:  # each alternative has its own reference: A: "X" / B: "Y"
        return [
            option
            for part in _split(masked, "/")
            for option in _options(part, strings, refers and ":" in part)
        ]
    if masked.startswith(":"):
        parts = ["", *parts]
    tags: tuple[str, ...] = ()
    if len(parts) == 2:
        tags = tuple(t for t in _alternatives(parts[1], strings) if t not in {"-", "*", ""})
    return [Option(value, tags) for value in _alternatives(parts[0], strings)] if parts else []


def _locations(line: str) -> list[str]:
    """The alternatives of a location, a choice of types (`(CITY / TOWN)`) written out."""
    line = line.replace('"', "")
    found: list[str] = []
    for part in _split(_unwrapped(line), "/"):
        inner = _unwrapped(part)
        if inner != part:
            found.extend(_locations(inner))
            continue
        choice = re.search(r"\(([^()]*/[^()]*)\)", inner)
        if choice:
            for kind in choice[1].split("/"):
                found.extend(
                    _locations(
                        inner[: choice.start()] + f"({kind.strip()})" + inner[choice.end() :]
                    )
                )
        elif ":" not in inner and "(" in inner and found and ":" in found[0]:
            # `COLOMBIA: CALI (CITY) / CUCUTA (CITY)`: the container is said once
            found.append(found[0].rsplit(":", 1)[0] + ": " + inner)
        else:
            found.append(inner)
    return found
