"""Custody of a case folder: originals by their digest, and a log of every act that chains.

What enters are files, names and digests; what leaves are originals under `originals/`, the log and
its manifest under `custody/`, and findings where something is not as the log says. It knows no
record of the domain and no database. Time and person enter a case here and nowhere else.
"""

from rashomon.custody.entries import Act, Actor, Entry
from rashomon.custody.findings import Finding
from rashomon.custody.folder import CaseFolder
from rashomon.custody.heads import Head
from rashomon.custody.manifest import Manifest, Source, Tombstone

__all__ = [
    "Act",
    "Actor",
    "CaseFolder",
    "Entry",
    "Finding",
    "Head",
    "Manifest",
    "Source",
    "Tombstone",
]
