"""A whole case checked: originals, manifest, log and chain by custody, the store's rows here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rashomon.custody import Finding, Head
from rashomon.custody.manifest import Manifest
from rashomon.custody.verification import Verified
from rashomon.custody.verification import verify as verify_files
from rashomon.settings import Settings
from rashomon.store.places import DATABASE, store_place


def verify(folder: Path, settings: Settings, head: Head | None = None) -> Verified:
    """Everything in a case that is not as its log says; nothing is changed.

    Args:
        folder: of the case.
        settings: tell where the store is.
        head: exported earlier, to be compared.

    Raises:
        CustodyError: if there is no case.
    """
    verified = verify_files(folder, head)
    if verified.manifest is None or verified.manifest.reported is None:
        return verified
    found = _store(folder, verified.manifest, settings)
    return replace(verified, findings=tuple(sorted({*verified.findings, *found})))


def _store(folder: Path, manifest: Manifest, settings: Settings) -> list[Finding]:
    embedded = DATABASE in manifest.results
    setting = None if embedded else settings.store.database
    place = store_place(folder, manifest.head.case, setting)
    if embedded and place.on_server:
        # made with SQLite, whatever the environment says now
        place = replace(place, where=folder / DATABASE, schema=None)
    if not place.exists():
        if embedded:
            # custody has said so
            return []
        told = f"the store {place} is missing; set the database that the case was made with"
        return [Finding("missing", "store", told)]
    where = DATABASE if embedded else "store"
    return [
        Finding("altered", f"{where}#{table}" if table else where, message)
        for table, message in place.examine(manifest.store)
    ]
