"""Every way in which Rashomon refuses to go on, one class a cause.

Misuse raises one of these. Defects of the *input* are no exceptions: they become
`rashomon.records.Problem` records, are stored, shown, and the run goes on. A reader raises
`UnreadableFileError`; the run turns it into a Problem at the document boundary.
"""

from __future__ import annotations

from pathlib import Path


class RashomonError(Exception):
    """Base of all errors that Rashomon raises on purpose."""


class UnreadableFileError(RashomonError):
    """A file cannot become a document.

    Args:
        path: the file, as the user named it.
        cause: what is wrong, in words a user can act on (no trailing full stop).
    """

    def __init__(self, path: Path | str, cause: str) -> None:
        self.path = str(path)
        self.cause = cause
        super().__init__(f"{path}: {cause}")


class SettingsError(RashomonError):
    """The settings file has an unknown key, a wrong type or is no TOML."""

    def __init__(self, path: Path | str, cause: str) -> None:
        super().__init__(f"settings {path}: {cause}")


class LexiconError(RashomonError):
    """A word list that ships with the package, or that a user supplied, breaks its schema."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"lexicon {name}: {cause}")


class ForeignJsonError(RashomonError):
    """Somebody else's JSON cannot be decoded, or passes a limit.

    Args:
        cause: in words for a problem (no file name, no full stop).
    """

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(cause)


class CasePlacesError(RashomonError):
    """A case's own places are no GeoJSON collection of named points or polygons.

    Args:
        path: the file.
        cause: what is wrong, and with which feature.
    """

    def __init__(self, path: Path | str, cause: str) -> None:
        self.cause = cause
        super().__init__(f"places {path}: {cause}")


class GazetteerError(RashomonError):
    """A gazetteer index cannot be used, or a table that it is built from is broken."""

    def __init__(self, path: Path | str, cause: str, line: int | None = None) -> None:
        where = f"{path}" if line is None else f"{path}, line {line}"
        super().__init__(f"gazetteer {where}: {cause}")


class PipelineError(RashomonError):
    """The stages do not fit together: a layer without a writer, or with two."""


class UnknownRecordError(RashomonError):
    """Bytes name a record kind, or an id names a record, that does not exist."""

    def __init__(self, what: str) -> None:
        super().__init__(f"unknown record: {what}")


class StoreError(RashomonError):
    """The case store cannot be opened, or was written by another schema version."""

    def __init__(self, location: str, cause: str) -> None:
        super().__init__(f"store {location}: {cause}")


class QueryError(RashomonError):
    """A search holds nothing that can be looked for."""

    def __init__(self, query: str, cause: str) -> None:
        super().__init__(f"search {query!r}: {cause}")


class CustodyError(RashomonError):
    """A case folder cannot be worked on: no case, locked, damaged, or asked for what it lacks."""

    def __init__(self, location: Path | str, cause: str) -> None:
        super().__init__(f"case {location}: {cause}")


class CorpusError(RashomonError):
    """An evaluation corpus is not laid out as its suite documents."""

    def __init__(self, path: Path | str, cause: str) -> None:
        super().__init__(f"corpus {path}: {cause}")


class FloorError(RashomonError):
    """A pin would lower a floor, or change its gold, and nobody wrote down why."""

    def __init__(self, floor: str, cause: str) -> None:
        super().__init__(f"floor {floor}: {cause}; give a reason")


class WeightsError(RashomonError):
    """The weights of the encoder are missing, damaged or do not fit the program."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"weights {path}: {cause}")
