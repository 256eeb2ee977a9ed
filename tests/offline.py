"""Nothing in the suite reaches the network: an audit hook on every socket of this process.

Loopback and Unix sockets stay. Subprocesses and code that opens sockets below Python are held by
`scripts/without_network`, under which the test command runs the suite where the system lets it.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class NetworkError(RuntimeError):
    """Something tried to reach the network."""


def block() -> None:
    """From now on no socket of this process reaches another machine. It cannot be undone."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        address = arguments[1]
        if isinstance(address, tuple) and not _local(str(address[0])):
            raise NetworkError(f"{event} to {address[0]}")
    elif event in _NAMES and not _local(str(arguments[0])):
        raise NetworkError(f"{event} of {arguments[0]}")


def _local(host: str) -> bool:
    if host in ("localhost", "", "None"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False
