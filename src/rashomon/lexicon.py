"""Word lists as checked data.

What enters is the name of a TOML file under `rashomon/data/`; what leaves is a frozen record of
the type that the caller states. A list with an unknown key or a wrong type is refused, so that a
typing error in a lexicon is an error at load and not a silent miss at run time.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Hashable
from importlib.resources import files
from typing import Any, TypeVar, cast

import msgspec

from rashomon.errors import LexiconError

L = TypeVar("L")


def load(name: str, kind: type[L]) -> L:
    """The lexicon `rashomon/data/<name>.toml` as a record of type `kind`.

    Args:
        name: file name without its ending.
        kind: the Struct that describes the file.

    Raises:
        LexiconError: if the file is missing, is no TOML or does not fit `kind`.
    """
    return cast(L, _load(name, cast(Hashable, kind)))


@functools.cache
def _load(name: str, kind: Hashable) -> object:
    resource = files("rashomon") / "data" / f"{name}.toml"
    try:
        table = tomllib.loads(resource.read_text(encoding="utf-8"))
        return msgspec.convert(table, type=cast(Any, kind), strict=True)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(name, str(error)) from error
