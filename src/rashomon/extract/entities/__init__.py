"""Entities of one document: who and what it names, describes and refers to by pronouns.

What enters are a document's sentences; what leaves are entities whose mentions refer to the same
person, body or thing. Knows no other document and resolves no place to a map.
"""

from rashomon.extract.entities.stage import Entities, EntityIndex

__all__ = ["Entities", "EntityIndex"]
