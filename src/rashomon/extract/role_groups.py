"""Which nouns mean people, and which neutral group they are counted by.

What enters is a noun's lemma (and the words beside it); what leaves is a group's name or None.
The group never replaces the printed words; it only makes two counts comparable.
"""

from __future__ import annotations

import functools

import msgspec

from rashomon.lexicon import load


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    words: list[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]


class RoleGroups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/role_groups.toml`."""

    group: list[_Group]
    people: _Words


@functools.cache
def _groups() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in load("role_groups", RoleGroups).group:
        for word in group.words:
            table.setdefault(word, group.name)
    return table


@functools.cache
def _people() -> frozenset[str]:
    return frozenset(load("role_groups", RoleGroups).people.words) | frozenset(_groups())


def group_of(noun: str, modifier: str | None = None) -> str | None:
    """The group of a noun, read together with the word before it where that decides.

    Args:
        noun: lemma, lower case.
        modifier: the noun's last modifying noun or adjective, lower case.

    >>> group_of("officer", "police"), group_of("officer", "army"), group_of("person")
    ('police', 'soldiers', None)
    """
    groups = _groups()
    if modifier is not None:
        compound = groups.get(f"{modifier} {noun}")
        if compound is not None:
            return compound
        if noun in {"member", "force", "personnel", "officer", "man", "woman", "group", "leader"}:
            by_modifier = groups.get(modifier)
            if by_modifier is not None:
                return by_modifier
    return groups.get(noun)


def is_person_noun(lemma: str) -> bool:
    """Whether the noun (lemma, lower case) means one or more people."""
    return lemma in _people()
