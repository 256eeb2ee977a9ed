"""The project's own lists of countries, regions, abbreviations and place words, as records."""

from __future__ import annotations

import functools

import msgspec

from rashomon.lexicon import load


class Countries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/countries.toml`: all keyed by ISO 3166-1 alpha-2."""

    demonyms: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]
    middles: dict[str, tuple[float, float]]


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a place's name."""

    locative: frozenset[str]
    directions: frozenset[str]
    organisations: frozenset[str]
    titles: frozenset[str]
    keepers: frozenset[str]
    inhabitants: frozenset[str]


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which a place's name is a location or stands for people."""

    locative: frozenset[str]
    motion: frozenset[str]
    ground: frozenset[str]
    institutions: frozenset[str]


class Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/places.toml`."""

    regions: dict[str, tuple[float, float, float]]
    region_demonyms: dict[str, str]
    states: dict[str, str]
    provinces: dict[str, str]
    kinds: dict[str, str]
    cues: Cues
    readings: Readings


@functools.cache
def countries_list() -> Countries:
    """The countries' own names, demonyms and middles."""
    return load("countries", Countries)


@functools.cache
def places_list() -> Places:
    """Regions, abbreviations and place words."""
    return load("places", Places)
