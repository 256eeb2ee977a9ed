"""Toponyms with their reading (literal or associative) and their place, by an offline gazetteer.

Enters: sentences and time expressions. Leaves: one `PlaceMention` for every toponym. It must not
know events or claims: which event a place belongs to is decided above.
"""

from rashomon.extract.places.resolution import Query, resolve
from rashomon.extract.places.stage import PlaceMentions, resolve_spans

__all__ = ["PlaceMentions", "Query", "resolve", "resolve_spans"]
