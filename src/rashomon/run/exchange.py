"""A case leaves as a bag and comes back: the store too, wherever it lies."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import rashomon
from rashomon.custody import Act, Finding
from rashomon.custody.bags import case_files, read_bag, write_bag
from rashomon.custody.layout import LOG
from rashomon.custody.log import checked
from rashomon.errors import CustodyError
from rashomon.run.casework import RESULTS, case_store, open_case
from rashomon.run.checking import verify
from rashomon.settings import Settings
from rashomon.store import Store
from rashomon.store.places import DATABASE, StorePlace, store_place

_SERVERS_STORE = "store.sqlite"
"""The rows of a store that lies on a server, in a bag."""


def export_bag(folder: Path, bag: Path, settings: Settings, reason: str | None = None) -> None:
    """`bag` is a BagIt 1.0 bag of the case, which is verified first.

    Args:
        folder: of the case.
        bag: a folder that is not there yet.
        settings: tell where the store is.
        reason: for handing it over. With one, the log tells of the export, and the bag holds
            that entry; without, the case stays as it is, byte for byte.

    Raises:
        CustodyError: if the case is not as its log says, or `bag` is there already.
    """
    with open_case(folder, settings) as case:
        found = verify(folder, settings).findings
        if found:
            raise CustodyError(folder, f"it is not whole ({found[0].message}); run verify")
        if reason is not None:
            case.record(Act("export", reason=reason, details={"format": "bag"}))
        place = case_store(case, settings)
        names = case_files(folder, RESULTS)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".bag-") as beside:
            source = Path(beside)
            if place.on_server:
                # the rows go along in a file that any Rashomon opens
                for name in names:
                    (source / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(folder / name, source / name)
                with place.open() as store, Store.open(source / _SERVERS_STORE) as copy:
                    copy.copy_all(store)
                names = [*names, _SERVERS_STORE]
            write_bag(
                source if place.on_server else folder,
                names,
                bag,
                version=rashomon.__version__,
                at=datetime.now(UTC),
                head=case.head().hash,
            )


def import_bag(
    bag: Path, folder: Path, settings: Settings, reason: str | None = None
) -> tuple[Finding, ...]:
    """`folder` is the case in the bag, byte for byte.

    Args:
        bag: the folder of the bag.
        folder: a folder that is not there yet, or empty.
        settings: tell where the store is to be.
        reason: for taking it over; with one, the log tells of the import.

    Returns:
        What is wrong: with the bag, and nothing was written then; else with the case in it.

    Raises:
        CustodyError: if `bag` is no bag, or `folder` is not empty.
    """
    _refuse_twice(bag, folder, settings)
    found = read_bag(bag, folder)
    if found:
        return found
    carried = folder / _SERVERS_STORE
    if carried.exists():
        with open_case(folder, settings) as case:
            place = case_store(case, settings)
            if place.on_server:
                with place.open() as store, StorePlace(carried).open() as copy:
                    store.copy_all(copy)
                StorePlace(carried).discard()
            else:
                carried.rename(folder / DATABASE)
    if reason is not None:
        with open_case(folder, settings) as case:
            case.record(Act("import", reason=reason, details={"format": "bag"}))
    return verify(folder, settings).findings


def _refuse_twice(bag: Path, folder: Path, settings: Settings) -> None:
    """A server keeps one store a case, which a second copy of the case would overwrite."""
    if not (bag / "data" / _SERVERS_STORE).is_file():
        return
    entries = checked((bag / "data" / LOG).read_bytes()).entries
    if entries:
        place = store_place(folder, entries[0].case, settings.store.database)
        if place.on_server and place.exists():
            raise CustodyError(folder, f"{place} holds this case already; use another database")
