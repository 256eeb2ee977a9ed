"""One TOML file to frozen settings with a digest.

Every knob a user may turn is here with its default, nested by what it turns. An unknown key is
refused with the nearest name. The environment is read for nothing but `RASHOMON_DATABASE_URL`
(a secret), and that by the store's opener, and `RASHOMON_WHO`, and that by custody, not here.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from rashomon.errors import SettingsError
from rashomon.records import FigurePolicy, PartyKind


class ColumnSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which column of a CSV file, or key of a JSON line, holds what.

    A name that is set is the only one looked for; where none is set the usual names are tried
    (`text`, `body`, `content`; `title`, `headline`; ...). `a.b` is the key `b` of the object `a`.

    Args:
        text: the report's words.
        title: headline.
        publisher: outlet.
        author: byline.
        url: canonical address.
        language: ISO 639-1 code.
        published: date or moment of publication.
    """

    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None


class ReadSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How files are read.

    Args:
        max_text_mb: a text larger than this many megabytes (10**6 bytes) becomes a problem.
        languages: ISO 639-1 codes that the extractor understands; others become a problem.
        max_entries: entries of one container file (archive, message, web archive), all depths.
        max_entry_mb: one entry unpacked, in megabytes.
        max_total_mb: all entries of one file unpacked, in megabytes.
        max_ratio: times that an entry of more than 100 kB may exceed its packed size.
        max_nesting: containers that may lie in one another.
        urls: where there are any, web archives give only the captures of these addresses; one that
            no archive holds becomes a problem.
        columns: what the columns of CSV files and the keys of JSON lines mean.
        max_pages: pages of one PDF; the rest is not read.
        max_seconds: time that the PDF library may take for one file.
        pdf_memory_mb: address space that the PDF library may take.
        pdf_boxes: `line` anchors each line of a PDF in its box, `word` each word, which takes about
            four times as long.
    """

    max_text_mb: float = 10.0
    languages: tuple[str, ...] = ("en",)
    max_entries: int = 10_000
    max_entry_mb: float = 100.0
    max_total_mb: float = 1_000.0
    max_ratio: float = 100.0
    max_nesting: int = 3
    max_pages: int = 5_000
    max_seconds: float = 120.0
    pdf_memory_mb: int = 4_000
    pdf_boxes: Literal["line", "word"] = "line"
    urls: tuple[str, ...] = ()
    columns: ColumnSettings = ColumnSettings()


class PlacesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How places are found.

    Args:
        gazetteer: an index that `rashomon gazetteer build` made; empty: the one that Rashomon
            builds from what its packages carry.
    """

    gazetteer: str = ""


class LinkSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How incidents and copies are found.

    Args:
        incident_threshold: least score at which two events are one incident.
        copy_similarity: least share of word shingles at which a report counts as a copy.
    """

    incident_threshold: float = 0.5
    copy_similarity: float = 0.4


class KindWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Head nouns and phrases of one kind of party."""

    heads: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A news outlet or agency.

    Args:
        name: as printed.
        kind: `agency` or `outlet`.
        aliases: other printed names.
        state: the country whose government owns it, or None.
    """

    name: str
    kind: Literal["agency", "outlet"]
    aliases: tuple[str, ...] = ()
    state: str | None = None


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body that reports call by several names.

    Args:
        name: as printed.
        kind: what sort of party.
        aliases: other printed names.
        of: name of the body that it belongs to or speaks for, or None.
    """

    name: str
    kind: PartyKind
    aliases: tuple[str, ...] = ()
    of: str | None = None


class PartyWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell one kind of party: single head nouns, or phrases of several words."""

    kind: PartyKind
    words: tuple[str, ...]


class PartySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The user's own words for parties, beside `rashomon/data/parties.toml`; in lower case.

    Args:
        words: head nouns and phrases by kind; a word given here is of this kind and no other.
        outlets: news outlets and agencies.
        bodies: bodies that reports call by several names, with whom they belong to.
        members: nouns for people who speak for the body that is named beside them.
        state_bodies: nouns for bodies that belong to a government when one is named.
    """

    words: tuple[PartyWord, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    bodies: tuple[Body, ...] = ()
    members: tuple[str, ...] = ()
    state_bodies: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[PartyKind, KindWords]:
        """The words by kind: of several words a phrase is made."""
        found: dict[PartyKind, tuple[list[str], list[str]]] = {}
        for entry in self.words:
            heads, phrases = found.setdefault(entry.kind, ([], []))
            for word in entry.words:
                (phrases if " " in word else heads).append(word.lower())
        return {kind: KindWords(tuple(h), tuple(p)) for kind, (h, p) in found.items()}


class StoreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a case's records are kept; no part of the digest.

    Args:
        database: URL of a PostgreSQL database (`postgresql+psycopg://host/name`), in which each
            case has a schema of its own; None keeps them in the case's `case.sqlite`. The
            environment variable `RASHOMON_DATABASE_URL` goes before it: a URL with a password
            belongs there.
    """

    database: str | None = None


class CustodySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case's log tells of who acts; no part of the digest.

    Args:
        who: the name that the log gives; by default that of the environment variable
            `RASHOMON_WHO`, else of the system's user.
    """

    who: str | None = None


class ReconcileSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What updates a figure, and how one is made of several where one is wanted.

    Args:
        later_reports_update: a report of a later day with a higher figure that excludes the older
            one updates it, whoever gives it. Off, only the same source or a text that says that
            the toll changed does, and the two are in dispute.
        policy: `range`, `most_conservative`, `latest`, `majority` or `source_hierarchy`; shown in
            every output beside the figure. No status depends on it.
        hierarchy: kinds of source for `source_hierarchy`, whose word goes first.
    """

    later_reports_update: bool = False
    policy: FigurePolicy = "range"
    hierarchy: tuple[PartyKind, ...] = (
        "monitor",
        "international",
        "hospital",
        "government",
        "state_forces",
        "agency",
        "outlet",
        "witness",
        "unnamed_official",
        "armed_group",
        "civilian",
        "person",
        "other",
    )


class RunSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the work is done.

    Args:
        workers: processes that annotate documents.
    """

    workers: int = 1


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings. `digest` names them in every provenance record."""

    read: ReadSettings = ReadSettings()
    places: PlacesSettings = PlacesSettings()
    link: LinkSettings = LinkSettings()
    reconcile: ReconcileSettings = ReconcileSettings()
    run: RunSettings = RunSettings()
    store: StoreSettings = StoreSettings()
    custody: CustodySettings = CustodySettings()
    parties: PartySettings = PartySettings()

    @property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of what can change a result."""
        told = (self.parties,) if self.parties != PartySettings() else ()
        parts = (self.read, self.places, self.link, self.reconcile, *told)
        meaning = msgspec.json.encode(parts, order="deterministic")
        return hashlib.sha256(meaning).hexdigest()[:12]


def load_settings(path: Path | None) -> Settings:
    """The settings in `path`, defaults where it is silent; all defaults for None.

    Raises:
        SettingsError: if the file cannot be read, is no TOML, or has an unknown or ill-typed key.
    """
    if path is None:
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(path, str(error)) from error
    _refuse_unknown(path, table, Settings, "")
    try:
        return msgspec.convert(table, type=Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(path, str(error)) from error


def _refuse_unknown(path: Path, table: dict[str, Any], kind: type, prefix: str) -> None:
    """Name the nearest known key, which the decoder's own message does not do."""
    known = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {prefix}{near[0]}?" if near else ""
            raise SettingsError(path, f"unknown key {prefix}{key}{hint}")
        if isinstance(value, dict):
            _refuse_unknown(path, value, known[key], f"{prefix}{key}.")
