"""Where the main happening of a report was: its toponyms by place, with what speaks for each.

Clauses with the main happening enter; options leave, one a place that the report names. All that
the report says of a place counts: that the happening is told in it, whose police came, who lives
there, what lies within it. The dateline's place is an option too, since a local report names its
town there and nowhere else; where nothing but the dateline speaks for it, the place that leaves
says so: it is near that town, and not surely in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from rashomon.extract.clauses import Clause
from rashomon.extract.events.ranking import NONE, choose, setting_weights
from rashomon.extract.events.scenery import Scene, governed, of_any, standing, words
from rashomon.extract.events.setting import own_place
from rashomon.extract.tree import Tree
from rashomon.records import Place, PlaceMention

_NEAR_KM = 30.0
_FAR_KM = 150.0
_RANK = {"exact": 0, "near": 0, "unknown": 1, "admin2": 2, "admin1": 3, "country": 5, "region": 5}
_AREAS = frozenset({"admin2", "admin1", "country", "region"})


@dataclass(frozen=True)
class PlaceOption:
    """A place, the mention that stands for it, and its features."""

    mention: PlaceMention
    features: dict[str, float]


def place_options(scene: Scene) -> list[PlaceOption]:
    """The report's places in order of first mention, each with its features."""
    grouped: dict[str, list[tuple[PlaceMention, dict[str, float]]]] = {}
    for clause in scene.clauses:
        for mention in clause.dateline:
            grouped.setdefault(_key(mention.place), []).append((mention, {"dateline": 1.0}))
        for mention in clause.places:
            features = _features(scene, clause, mention)
            if not grouped:
                features["first"] = 1.0
            grouped.setdefault(_key(mention.place), []).append((mention, features))
    grouped = {key: members for key, members in grouped.items() if not _is_desk(members, grouped)}
    places = [members[0][0].place for members in grouped.values()]
    return [_merged(members, places) for members in grouped.values()]


def _is_desk(
    members: Sequence[tuple[PlaceMention, dict[str, float]]],
    grouped: Mapping[str, Sequence[tuple[PlaceMention, dict[str, float]]]],
) -> bool:
    """Whether a place is the dateline's alone and far from all that the report names.

    A correspondent writes from another town or country than the one that a report is about.
    """
    if any(features.keys() != {"dateline"} for _, features in members):
        return False
    desk = members[0][0].place
    told = [
        mention.place
        for others in grouped.values()
        for mention, features in others
        if features.keys() != {"dateline"} and mention.toponymy == "literal"
    ]
    if any(place.country not in {None, desk.country} for place in told):
        return True
    far = [km for place in told if (km := desk.distance_km(place)) is not None]
    return bool(far) and min(far) > _FAR_KM


def main_place(scene: Scene) -> tuple[PlaceMention, float] | None:
    """The toponym that places the main happening and its share, None where none seems to."""
    options = place_options(scene)
    top, share = choose([*(o.features for o in options), NONE], setting_weights().place)
    return (options[top].mention, share) if top < len(options) else None


def _key(place: Place) -> str:
    if place.gazetteer_id is not None:
        return place.gazetteer_id
    return " ".join(place.name.casefold().split())


def _features(scene: Scene, clause: Clause, mention: PlaceMention) -> dict[str, float]:
    tree = clause.tree
    tokens = tree.covering(mention.span)
    main = {m.trigger.head for m in scene.main.get(clause.number, ())}
    found = dict.fromkeys(governed(clause, tokens, main), 1.0) if tokens else {}
    found.update(standing(scene, clause))
    found[mention.toponymy] = 1.0
    if any(own_place(clause, m.trigger) is mention for m in scene.main.get(clause.number, ())):
        found["own_of_main"] = 1.0
    elif any(own_place(clause, m.trigger) is mention for m in scene.deeds.get(clause.number, ())):
        found["own_of_deed"] = 1.0
    if clause.headline and _in_tail(clause, mention):
        found["tail"] = 1.0
    if tokens:
        found.update(dict.fromkeys(_beside(tree, tokens[0], tokens[-1]), 1.0))
    return found


def _in_tail(clause: Clause, mention: PlaceMention) -> bool:
    """Whether it stands behind the dash or bar after which a headline names its outlet."""
    text = clause.tree.text
    line = text[text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
    return " - " in line or "|" in line or " – " in line or line.startswith("- ")


def _beside(tree: Tree, first: int, last: int) -> list[str]:
    """What the words before and after a toponym make of it."""
    found = []
    before = tree.lower(first - 1) if first else ""
    if before in {"the", "downtown", "west", "east", "north", "south"} and first > 1:
        before = tree.lower(first - 2)
    if before in {"in", "at", "near", "outside", "on", "of", "from", "to"}:
        found.append(f"after_{before}")
    elif before == ",":
        found.append("after_comma")
    elif before in {"-", "–", "—", "|", "("}:
        found.append("after_dash")
    following = [tree.tokens[i].lemma.lower() for i in range(last + 1, min(last + 4, len(tree)))]
    lists = words()
    nearest = following[:2]
    if {"'s", "’s"} & set(nearest):
        found.append("possessive")
    for name, table, near in (
        ("keepers_of", lists.keepers, following[:3]),
        ("court_of", lists.courts, following[:3]),
        ("house_of", lists.houses, following[:3]),
        ("outlet_of", lists.outlets, nearest),
        ("people_of", lists.people, nearest),
    ):
        if set(table) & set(near):
            found.append(name)
    if following[:1] == [","] or following[:1] == ["("]:
        found.append("before_comma")
    if not following:
        found.append("at_end")
    if first == 0:
        found.append("at_start")
    if before in {"of", "from"} and any(
        token.lemma.lower() in lists.people or token.entity.endswith("PERSON")
        for token in tree.tokens[max(0, first - 6) : first - 1]
    ):
        found.append("home")
    if before == "of" and any(
        tree.tokens[i].tag == "CD" for i in range(max(0, first - 4), first - 1)
    ):
        found.append("home")
    return found


def _merged(
    members: Sequence[tuple[PlaceMention, dict[str, float]]],
    places: Sequence[Place],
) -> PlaceOption:
    """One option out of the mentions of a place: what holds of any of them."""
    features = of_any(each for _, each in members)
    place = members[0][0].place
    features["mentions"] = math.log(len(members))
    features[f"precision_{place.precision}"] = 1.0
    if place.gazetteer_id is None:
        features["unlisted"] = 1.0
    features["confidence"] = place.confidence
    if place.precision not in _AREAS:
        close = sum(
            1
            for other in places
            if other is not place and (km := place.distance_km(other)) is not None and km < _NEAR_KM
        )
        features["neighbours"] = math.log1p(close)
        features["areas_agree"] = float(
            any(
                other.precision == "admin1" and other.name != place.name and _state(other, place)
                for other in places
            )
        )
    if all("home" in f or "people_of" in f for _, f in members):
        features["only_home"] = 1.0
    if all("house_of" in f or "court_of" in f or "outlet_of" in f for _, f in members):
        features["only_house"] = 1.0
    if all(f.keys() == {"dateline"} for _, f in members):
        features["only_dateline"] = 1.0
    elif all("tail" in f or f.keys() == {"dateline"} for _, f in members):
        features["only_tail"] = 1.0
    literal = [m for m, _ in members if m.toponymy == "literal"] or [m for m, _ in members]
    first = literal[0]
    if "only_dateline" in features:
        first = msgspec.structs.replace(first, place=_around(first.place))
    return PlaceOption(first, features)


def _around(place: Place) -> Place:
    """Somewhere around the town of a dateline."""
    radius = max(place.radius_km or 0.0, _NEAR_KM) if place.lat is not None else None
    precision = "near" if place.precision in {"exact", "near"} else place.precision
    return msgspec.structs.replace(
        place, precision=precision, radius_km=radius, within=place.gazetteer_id
    )


def _state(area: Place, place: Place) -> bool:
    return area.admin1 is not None and area.admin1 == place.admin1 and area.country == place.country
