"""A user's list of addresses, resolved against the web archives that the user gives.

Nothing is fetched: an address that no archive holds becomes a problem. Scheme, host's case,
default port and fragment make no difference; path and query do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from rashomon.errors import SettingsError
from rashomon.ingest.files import STAGE
from rashomon.records import Problem

_MOST_BYTES = 10_000_000
_PORTS = {80, 443, None}


class AddressList:
    """The addresses of a list; fulfils `rashomon.ingest.sources.Wanted`.

    Args:
        urls: as the user wrote them.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self._keys = {address_key(url) for url in urls}

    def takes(self, url: str) -> bool:
        """Whether a capture of `url` is wanted."""
        return address_key(url) in self._keys


def read_addresses(path: Path) -> tuple[str, ...]:
    """The addresses in a list, one a line, sorted; blank lines and those with `#` are skipped.

    Raises:
        SettingsError: if it cannot be read, holds none, or a line is no address of the web.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsError(path, "it has more than 10 MB, too much for a list of addresses")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(path, str(error)) from error
    urls = set()
    for number, line in enumerate(lines, 1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if not url.startswith(("http://", "https://")) or not address_key(url):
            raise SettingsError(path, f"line {number} is no address of the web (http, https)")
        urls.add(url)
    if not urls:
        raise SettingsError(path, "it lists no address")
    return tuple(sorted(urls))


def unfound(urls: Iterable[str], names: Iterable[str]) -> Iterator[Problem]:
    """A problem for each address that no capture answers.

    Args:
        urls: of the list.
        names: of all documents and problems of the reading; a capture's ends with its address.
    """
    found = {address_key(url) for name in names for url in _captured(name)}
    for url in sorted(set(urls)):
        if address_key(url) not in found:
            message = f"{url}: is listed and in none of the web archives given; nothing is fetched"
            yield Problem(name=url, stage=STAGE, message=message)


def address_key(url: str) -> str:
    """What two spellings of one address share; empty where it is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = parts.hostname if port in _PORTS else f"{parts.hostname}:{port}"
    return f"{host}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _captured(name: str) -> Iterator[str]:
    """The address at the end of a capture's name, with and without a number that tells it apart."""
    for scheme in ("!http://", "!https://"):
        at = name.rfind(scheme)
        if at >= 0:
            yield name[at + 1 :]
