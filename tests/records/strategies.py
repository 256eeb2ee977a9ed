"""Hypothesis strategies for every record, built from the records' own field types."""

from __future__ import annotations

import functools
import types
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from rashomon import records
from rashomon.records import BoxAnchor, CharacterAnchor, Document, Figure, Interval, Quantity, Span

RECORDS: tuple[type[msgspec.Struct], ...] = tuple(
    kind
    for name in sorted(records.__all__)
    if isinstance(kind := getattr(records, name), type) and issubclass(kind, msgspec.Struct)
)

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_NUMBER = st.integers(0, 10**6)
_MOMENT = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    start = draw(_NUMBER)
    return Span(draw(_TEXT), start, start + draw(st.integers(1, 500)))


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    start, end = sorted(draw(st.tuples(_MOMENT, _MOMENT).filter(lambda pair: pair[0] != pair[1])))
    precision = draw(of(get_type_hints(Interval)["precision"]))
    return draw(
        st.sampled_from(
            [
                Interval(start, end, precision),
                Interval(None, end, precision),
                Interval(start, None, precision),
            ]
        )
    )


def _bounds() -> st.SearchStrategy[tuple[int | None, int | None]]:
    pair = st.tuples(st.none() | _NUMBER, st.none() | _NUMBER)
    return pair.map(lambda two: two if None in two else tuple(sorted(two)))  # type: ignore[type-var, return-value, arg-type]


_RANGE = st.tuples(_NUMBER, st.integers(1, 500)).map(lambda two: (two[0], two[0] + two[1]))
_EDGES = st.tuples(st.floats(0, 500), st.floats(0, 500)).map(lambda two: tuple(sorted(two)))
_CHARACTERS = st.builds(
    lambda here, there, part: CharacterAnchor(here[0], here[1], there[0], there[1], part),
    _RANGE,
    _RANGE,
    _TEXT,
)
_BOXES = st.builds(
    lambda here, page, across, down: BoxAnchor(
        here[0], here[1], page, across[0], down[0], across[1], down[1]
    ),
    _RANGE,
    st.integers(1, 900),
    _EDGES,
    _EDGES,
)


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    """A document whose anchors are sorted, disjoint and within its text."""
    fields = {
        name: of(hint) for name, hint in get_type_hints(Document).items() if name != "anchors"
    }
    document = Document(**{name: draw(values) for name, values in fields.items()})
    cuts = st.lists(st.integers(0, len(document.text)), unique=True, max_size=6).map(sorted)
    ends = draw(cuts)
    pairs = zip(ends[::2], ends[1::2], strict=False)
    anchors = [
        msgspec.structs.replace(draw(st.one_of(_CHARACTERS, _BOXES)), start=start, end=end)
        for start, end in pairs
    ]
    return msgspec.structs.replace(document, anchors=tuple(anchors))


@functools.cache
def of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of an annotated type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Span:
        return _spans()
    if kind is Interval:
        return _intervals()
    if kind is CharacterAnchor:
        return _CHARACTERS
    if kind is BoxAnchor:
        return _BOXES
    if kind is Document:
        return _documents()
    if kind is Figure:
        return st.builds(
            lambda two, words: Figure(two[0], two[1], words), _bounds(), of(str | None)
        )
    if kind is Quantity:
        rest = {name: of(hint) for name, hint in get_type_hints(Quantity).items()}
        rest.pop("low"), rest.pop("high")
        return st.builds(
            lambda two, **others: Quantity(low=two[0], high=two[1], **others), _bounds(), **rest
        )
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = {name: of(hint) for name, hint in get_type_hints(kind).items()}
        for name in ("content", "evidence", "mentions", "events", "values"):
            needs_one = {"Attribution", "Claim", "Entity", "Incident", "Assessment"}
            if name in fields and kind.__name__ in needs_one:
                fields[name] = fields[name].filter(bool)
        return st.builds(kind, **fields)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([of(each) for each in arguments])
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(of(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(of(each) for each in arguments))
    if kind is type(None):
        return st.none()
    scalars: dict[Any, st.SearchStrategy[Any]] = {
        str: _TEXT,
        int: _NUMBER,
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        datetime: _MOMENT,
        date: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    }
    return scalars[kind]
