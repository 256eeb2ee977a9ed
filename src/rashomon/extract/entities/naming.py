"""Whether two names in a document can be one person's or one body's.

What enters are a name's candidate and a cluster with the names found so far; what leaves is yes or
no. Errs towards two entities. Knows neither descriptions nor pronouns.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.entities.candidates import Candidate
from rashomon.extract.entities.clusters import Cluster, kinds_agree
from rashomon.extract.entities.names import (
    acronym_of,
    content_words,
    person_key,
    same_person,
    surname,
)
from rashomon.extract.party_words import party_words, singular


def name_keys(candidate: Candidate) -> set[str]:
    """Words under which a name can meet another that is the same one's; acronyms after a #."""
    words = person_key(candidate.words)
    keys = {candidate.words[0], words[0], surname(words), singular(candidate.words[-1])}
    if candidate.noun != "person":
        keys |= set(content_words(candidate.words))
    known = party_words().body(" ".join(candidate.words))
    if known:
        keys.add(f"={known.name}")
    return keys | {f"#{acronym}" for acronym in acronym_of(candidate.words)}


def compatible_names(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether a name can be one more of a cluster's."""
    words = candidate.words
    known = party_words().body(" ".join(words))
    if known and any(party_words().body(" ".join(name)) == known for name in cluster.names):
        return True
    if words in cluster.names:
        return kinds_agree(cluster.noun, candidate.noun) or len(words) > 1
    if candidate.gender and cluster.gender and candidate.gender != cluster.gender:
        return False
    if cluster.noun == "person" or candidate.noun == "person":
        return _one_person(cluster, candidate)
    if not kinds_agree(cluster.noun, candidate.noun):
        return False
    if {cluster.noun, candidate.noun} & {"place", "group", "other", "work"}:
        return False
    mine = content_words(words)
    for name in cluster.names:
        theirs = content_words(name)
        if mine and mine == theirs:
            return True
        if len(words) == 1 and len(name) > 1 and words[0] in acronym_of(name):
            return True
        if (
            candidate.article
            and len(words) == 1 < len(name)
            and head_word(name) == words[0]
            and {cluster.noun, candidate.noun} <= {"organization", None}
        ):
            return True
        # A shorter later name: "Supreme Court" after "Supreme Court of Harvane".
        if len(mine) > 1 and mine < theirs and _one_head(words, name):
            return True
        if len(theirs) > 1 and theirs < mine and _one_head(words, name):
            return True
    return False


def _one_person(cluster: Cluster, candidate: Candidate) -> bool:
    mine = person_key(candidate.words)
    if cluster.noun in ("place", "facility", "work", "vehicle", "weapon"):
        return False
    for name in cluster.names:
        theirs = person_key(name)
        if mine == theirs:
            return True
        if len(mine) == 1 and len(theirs) > 1:
            if candidate.noun not in ("person", "organization", "other", None):
                continue
            if surname(mine) == surname(theirs):
                return True
            if mine[0] == theirs[0] and party_words().is_given_name(mine[0]):
                return True
            if mine[0] in theirs[1:-1] and len(mine[0]) > 3:
                return True
        elif len(mine) > 1 and len(theirs) == 1:
            if surname(mine) == surname(theirs):
                return True
        elif candidate.noun == cluster.noun == "person" and same_person(mine, theirs):
            return True
    return False


def _one_head(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two bodies' names have the same head word ("Roads Ministry", "Ministry of Roads")."""
    return head_word(a) == head_word(b)


def head_word(name: Sequence[str]) -> str:
    """The word that says what a body is: "front" of "Front for the Liberation of Harvane"."""
    cut = next((at for at, word in enumerate(name) if word in ("of", "for")), len(name))
    return singular(name[max(cut - 1, 0)])
