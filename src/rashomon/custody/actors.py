"""Who acts: whom the log names."""

from __future__ import annotations

import getpass
import os

from rashomon.custody.entries import Actor

WHO_VARIABLE = "RASHOMON_WHO"


def acting(who: str | None, tool: str, version: str) -> Actor:
    """The actor of this process.

    Args:
        who: the setting `custody.who`; where it is None the environment variable `RASHOMON_WHO`
            counts, then the name of the system's user. Nothing else of the machine is kept.
        tool: name of the program.
        version: of the program.
    """
    return Actor(who or os.environ.get(WHO_VARIABLE) or _user(), tool, version)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # a container's user may have a number and no name
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
