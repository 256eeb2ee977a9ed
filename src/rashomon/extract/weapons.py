"""Which words of a phrase name a weapon."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from rashomon.extract.tree import Tree
from rashomon.lexicon import load


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]


class Weapons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/weapons.toml`."""

    explosive: _Kind
    firearm: _Kind
    heavy: _Kind
    air: _Kind
    chemical: _Kind
    primitive: _Kind


@functools.cache
def _kinds() -> dict[str, str]:
    weapons = load("weapons", Weapons)
    return {
        word: kind
        for kind in ("primitive", "chemical", "air", "heavy", "firearm", "explosive")
        for word in getattr(weapons, kind).words
    }


def weapon_kind(tree: Tree, head: int) -> str | None:
    """The kind of weapon that the noun at `head` names, if it names one."""
    lemma = tree.tokens[head].lemma.lower()
    if tree.tokens[head].tag not in {"NN", "NNS", "NNP", "NNPS"}:
        return None
    kinds = _kinds()
    if head and (found := kinds.get(f"{tree.lower(head - 1)} {lemma}")) is not None:
        return found
    return kinds.get(lemma) or kinds.get(tree.lower(head))


def weapon_heads(tree: Tree, indices: Iterable[int]) -> list[int]:
    """Those of the tokens that name a weapon and are not inside a longer weapon phrase."""
    found = [index for index in indices if weapon_kind(tree, index) is not None]
    return [i for i in found if not (i + 1 in found and tree.tokens[i].head == i + 1)]
