"""The offline gazetteer: a compact index of what packages carry, or of a user's GeoNames dump."""

from rashomon.gazetteer.build import build_index
from rashomon.gazetteer.build_geonames import build_geonames_index
from rashomon.gazetteer.entries import Entry, EntryKind, distance_km
from rashomon.gazetteer.gazetteer import Gazetteer, index_path
from rashomon.gazetteer.lists import Readings, countries_list, places_list
from rashomon.gazetteer.names import name_key

__all__ = [
    "Entry",
    "EntryKind",
    "Gazetteer",
    "Readings",
    "build_geonames_index",
    "build_index",
    "countries_list",
    "distance_km",
    "index_path",
    "name_key",
    "places_list",
]
