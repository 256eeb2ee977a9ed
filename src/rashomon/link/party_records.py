"""Party records: a name that reads well, a kind, and whom a party speaks for.

What enters are the actors of each party; what leaves are the records. A nameless source is called
by its full description; where that leaves out whose it is ("its spokesman"), the owner's name is
put in. Knows nothing of why the actors are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rashomon.extract.entities.names import fold, name_words
from rashomon.extract.party_words import party_words, singular
from rashomon.link.actors import Actor
from rashomon.records import Party, PartyKind

_OWNED = re.compile(r"(?:(?:its|their|his|her|our)|.+?(?:['’]s|s['’]))\s+(.+)", re.IGNORECASE)
_COMPLEMENT = re.compile(r"\b(?:of|for|at|from|with|in|near|who|which|that)\b", re.IGNORECASE)
_SHORT = re.compile(r"(.+ (?:of|for|at|from) (?:the|The|THE))\s+(\S+)")
_STATE = 4


def party_records(
    united: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[Actor]]
) -> list[Party]:
    """The records, ordered by id.

    Args:
        united: the first-sight parties of each party.
        members: the actors of each first-sight party.
    """
    party_of: dict[str, str] = {}
    chosen: dict[str, list[Actor]] = {}
    for parts in united.values():
        actors = sorted(
            (actor for part in parts for actor in members[part]),
            key=lambda actor: actor.entity.id,
        )
        best = min(parts, key=lambda part: (_rank(members[part]), part))
        chosen[best] = actors
        for actor in actors:
            party_of[actor.entity.id] = best
    names = {party: _name(actors) for party, actors in chosen.items()}
    owners = {party: _owner(party, actors, party_of) for party, actors in chosen.items()}
    governments = sorted(party for party, actors in chosen.items() if _governs(actors))
    made = []
    for party, actors in chosen.items():
        owner = (
            owners[party]
            or _listed_owner(party, actors, chosen)
            or _state_owner(party, actors, governments, chosen)
        )
        if owner is not None and _leads_to(party, owner, owners):
            owner = None
        name = names[party]
        if owner is not None and all(actor.sort == "nameless" for actor in actors):
            name = _with_owner(name, names[owner], chosen[owner])
        made.append(_party(party, name, owner, actors))
    return sorted(made, key=lambda party: party.id)


def _rank(actors: Sequence[Actor]) -> tuple[int, int, tuple[str, ...]]:
    """Fuller names first."""
    named = any(actor.named for actor in actors)
    return (0 if named else 1, -len(actors[0].words), actors[0].words)


def _name(actors: Sequence[Actor]) -> str:
    """The outlet's own name, else the commonest full name as printed."""
    printed = Counter(actor.entity.name for actor in actors if actor.publishes)
    if printed:
        return min(printed, key=lambda name: (-len(name), name))
    printed = Counter(actor.entity.name for actor in actors if actor.named)
    if not printed or all(len(name_words(name)) < 2 for name in printed):
        printed = printed + Counter(actor.entity.name for actor in actors)
    return min(
        printed,
        key=lambda name: (
            len(name_words(name)) < 2,
            name.isupper(),
            -printed[name],
            -len(name_words(name)),
            name,
        ),
    )


def _with_owner(name: str, owner: str, owners: Sequence[Actor]) -> str:
    """The name with the owner's full one: "spokesman of the Harvane Front" for "its spokesman"."""
    told = {fold(word) for word in name_words(name)}
    if {fold(word) for word in name_words(owner)} <= told or not owner:
        return name
    short = _SHORT.fullmatch(name)
    if short and {*map(fold, name_words(short.group(2)))} < {*map(fold, name_words(owner))}:
        return f"{short.group(1)} {owner}"
    found = _OWNED.match(name)
    bare = found.group(1) if found else name
    if _COMPLEMENT.search(bare):
        return name
    words = bare.split()
    table = party_words()
    if singular(words[-1].lower()) not in table.members:
        return name
    shared = [word for word in words[:-1] if fold(word) in {*map(fold, name_words(owner))}]
    if shared:
        words = [word for word in words if word not in shared]
    the = "the " if any(actor.definite for actor in owners) else ""
    return f"{' '.join(words)} of {the}{owner}"


def _owner(party: str, actors: Sequence[Actor], party_of: Mapping[str, str]) -> str | None:
    """Whom most of the entities belong to."""
    owners = Counter(
        owner
        for actor in actors
        if (owner := party_of.get(actor.entity.member_of or "")) not in (None, party)
    )
    told = {owner: times for owner, times in owners.items() if owner is not None}
    return min(told, key=lambda owner: (-told[owner], owner)) if told else None


def _leads_to(party: str, owner: str, owners: Mapping[str, str | None]) -> bool:
    """Whether the owner in turn belongs to the party, and the smaller id would be the member."""
    seen: set[str] = set()
    current: str | None = owner
    while current is not None and current not in seen:
        if current == party:
            return party > owner
        seen.add(current)
        current = owners.get(current)
    return False


def _governs(actors: Sequence[Actor]) -> bool:
    return any(actor.words == ("government",) for actor in actors)


def _listed_owner(
    party: str, actors: Sequence[Actor], chosen: Mapping[str, Sequence[Actor]]
) -> str | None:
    """The body that the party belongs to by the list of bodies, where the case speaks of it."""
    table = party_words()
    known = next((told for one in actors if (told := table.body(one.entity.name))), None)
    if known is None or known.of is None:
        return None
    owner = table.body(known.of)
    wanted = owner.name if owner is not None else known.of
    for other in sorted(chosen):
        if other != party and any(
            ((told := table.body(name)) is not None and told.name == wanted)
            or fold(name) == fold(wanted)
            for actor in chosen[other]
            for name in (actor.entity.name, *actor.entity.aliases)
        ):
            return other
    return None


def _state_owner(
    party: str,
    actors: Sequence[Actor],
    governments: Sequence[str],
    chosen: Mapping[str, Sequence[Actor]],
) -> str | None:
    """The government that owns a state outlet by the visible list, where the case speaks of it."""
    table = party_words()
    outlet = next((told for one in actors if (told := table.outlet(one.entity.name))), None)
    if outlet is None or outlet.state is None:
        return None
    stem = fold(outlet.state)[:_STATE]
    found: list[str] = [
        government
        for government in governments
        if government != party
        and any(
            word.startswith(stem)
            for actor in chosen[government]
            for word in name_words(actor.entity.name)
        )
    ]
    return found[0] if len(found) == 1 else None


def _party(party_id: str, name: str, owner: str | None, actors: Sequence[Actor]) -> Party:
    others = {
        printed
        for actor in actors
        for printed in (actor.entity.name, *actor.entity.aliases)
        if printed != name
    }
    return Party(
        id=party_id,
        name=name,
        kind=_kind(name, actors),
        entities=tuple(
            sorted(
                {
                    found
                    for actor in actors
                    if not actor.publishes
                    for found in (actor.entity.id, *actor.works)
                }
            )
        ),
        aliases=tuple(sorted(others)),
        member_of=owner,
        anonymous=all(actor.entity.anonymous for actor in actors),
        documents=tuple(sorted({one.entity.document for one in actors if one.publishes})),
    )


def _kind(name: str, actors: Sequence[Actor]) -> PartyKind:
    outlet = party_words().outlet(name)
    known = party_words().body(name)
    if known is not None:
        return known.kind
    if outlet is not None:
        return outlet.kind
    for actor in actors:
        if actor.publishes and actor.entity.party_kind is not None:
            return actor.entity.party_kind
    body = any(actor.sort in ("body", "outlet") for actor in actors)
    kinds: Counter[PartyKind] = Counter(
        actor.entity.party_kind
        for actor in actors
        if actor.entity.party_kind and not (body and actor.entity.party_kind == "person")
    )
    if kinds:
        told = {found: times for found, times in kinds.items() if found != "other"} or kinds
        return min(told, key=lambda found: (-told[found], found))
    if not body and any(actor.entity.kind == "person" for actor in actors):
        return "person"
    return "other"
