"""Whose a body is: the country or place that its name or a modifier tells, cut from the rest.

What enters are the places that the case's reports name and the words of a body's name; what leaves
are the words that tell bodies apart and the origin. "Ministry of Roads of the Republic of Harvane",
"Harvane's roads ministry" and "the Ministry of Roads in Port Harvane" are one body's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.extract.entities.names import content_words, fold
from rashomon.extract.party_words import party_words
from rashomon.records import PlaceMention

_STEM = 5
_POLITIES = frozenset(
    {"republic", "kingdom", "state", "states", "federation", "union", "emirate", "sultanate",
     "commonwealth", "principality"}
)  # fmt: skip
_LOCAL = frozenset({"in", "at", "near"})
_IDLE = frozenset({"affair", "affairs"})


@dataclass(frozen=True)
class Origin:
    """Where a body is of.

    Args:
        label: `=` and a country, or `~` and the stem of a smaller or unknown place.
        country: ISO code, where known.
    """

    label: str
    country: str | None = None

    @property
    def national(self) -> bool:
        """Whether it is a whole country's."""
        return self.label.startswith("=")


def _rank(origin: Origin) -> tuple[str, str]:
    """Decides which of two is kept for one word, whatever order they come in."""
    return origin.label, origin.country or ""


class Origins:
    """Looks up words that name a place of the case or its people.

    Args:
        places: mentions of the case's reports, in any order.
    """

    def __init__(self, places: Iterable[PlaceMention] = ()) -> None:
        self._words: dict[str, Origin] = {}
        self._stems: dict[str, Origin] = {}
        for mention in places:
            self.add(mention)

    def add(self, mention: PlaceMention) -> None:
        """Know one more place; the smaller label wins where two share a word."""
        place = mention.place
        name = fold(place.name)
        whole = place.precision == "country" or (place.gazetteer_id or "").startswith("iso:")
        if place.country is None and mention.toponymy == "associative":
            return
        first = name.split()[0] if name.split() else ""
        found = (
            Origin(f"={place.country}", place.country)
            if whole and place.country
            else Origin(f"~{first[:_STEM]}", place.country)
        )
        self._words[name] = min(self._words.get(name, found), found, key=_rank)
        if len(first) > _STEM and place.country is not None:
            stem = first[:_STEM]
            self._stems[stem] = min(self._stems.get(stem, found), found, key=_rank)

    def of(self, words: Sequence[str]) -> Origin | None:
        """The origin that these words name, all of them together; None where they name none."""
        if not words:
            return None
        known = self._words.get(" ".join(words))
        if known is not None:
            return known
        if len(words) == 1 and len(words[0]) > _STEM:
            return self._stems.get(words[0][:_STEM])
        return None

    def split(self, words: Sequence[str]) -> tuple[tuple[str, ...], Origin | None]:
        """The words that tell the body, and its origin.

        Nothing is cut that would leave no word of a body.
        """
        words = tuple(word for word in words if not word.endswith("-based")) or tuple(words)
        core, found = self._without_tail(words)
        for length in (2, 1):
            ahead = self.of(core[:length]) if len(core) > length else None
            if ahead is not None and _stands(core[length:]):
                rest = core[length:]
                return rest, found or (_whole(ahead) if _is_countrywide(rest) else ahead)
        return core, found

    def _without_tail(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], Origin | None]:
        cut = next((at for at, word in enumerate(words) if at > 1 and word in _LOCAL), None)
        if cut is not None and _stands(words[:cut]):
            return self._without_tail(words[:cut])
        for at in range(len(words) - 2, 0, -1):
            if words[at] != "of" or not _stands(words[:at]):
                continue
            tail = words[at + 1 :]
            tail = tail[1:] if tail[:1] == ("the",) else tail
            polity = next((i for i, word in enumerate(tail) if word in _POLITIES), None)
            if polity is not None and tail[polity + 1 : polity + 2] == ("of",):
                land = tuple(word for word in tail[polity + 2 :] if word != "the")
                if land:
                    return words[:at], _whole(self.of(land) or Origin(f"=?{land[0][:_STEM]}"))
            place = self.of(tail)
            if place is not None:
                return words[:at], place
        return words, None


def _whole(origin: Origin) -> Origin:
    """The country of an origin, where it is known."""
    return Origin(f"={origin.country}", origin.country) if origin.country else origin


def _is_countrywide(words: Sequence[str]) -> bool:
    """Whether only countries have such a body: a place before "army" is its country."""
    wide = party_words().countrywide
    return words[-1] in wide or " ".join(words[-2:]) in wide


def _stands(words: Sequence[str]) -> bool:
    """Whether these words still name one body: an institution, or two words that tell."""
    if not words or words[-1] in ("of", "for", "the", "and"):
        return False
    return party_words().is_institution(words) or len(content_words(words)) > 1


def body_key(words: Sequence[str]) -> tuple[str, ...]:
    """What tells one body from another, whatever the order and spelling of its words.

    >>> body_key(("ministry", "of", "defence")) == body_key(("defense", "ministry"))
    True
    """
    spellings = party_words().table.spellings
    told = {spellings.get(word, word) for word in content_words(words)}
    return tuple(sorted(told - _IDLE or told))
