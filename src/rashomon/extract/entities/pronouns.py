"""Which earlier mention a pronoun takes up: what agrees, and what is likelier."""

from __future__ import annotations

from rashomon.extract.entities.candidates import Candidate
from rashomon.extract.entities.clusters import BODIES, Cluster


def pronoun_agrees(cluster: Cluster, candidate: Candidate, mention: Candidate) -> bool:
    """Number, gender and animacy."""
    if cluster.thing:
        return (
            candidate.noun != "person"
            and not candidate.reports
            and (candidate.number in cluster.grammatical)
        )
    if cluster.noun in ("work", "other", "weapon", "place") and candidate.noun == "person":
        return False
    if candidate.noun == "person":
        if cluster.noun not in ("person", None) or "plural" in cluster.grammatical:
            return False
        if cluster.noun is None and not cluster.names:
            return False
        return cluster.gender is None or cluster.gender == candidate.gender
    if candidate.number == "singular":  # it
        if cluster.noun in ("person", None) or "plural" in cluster.grammatical:
            return False
        return not (cluster.noun == "group" and not cluster.names and mention.lemma == "people")
    if cluster.noun in ("place", "work", "facility", "other"):
        return False
    if cluster.noun == "person" or cluster.noun is None:
        return "plural" in cluster.grammatical
    return cluster.noun in ("organization", "group") or "plural" in cluster.grammatical


def salience(candidate: Candidate, mention: Candidate, cluster: Cluster, distance: int) -> float:
    """How likely the mention is what the pronoun takes up; weights by hand."""
    score = -1.6 * distance
    if mention.position == "subject":
        score += 2.0 if distance else 1.6
    elif mention.position == "object":
        score += 0.6
    if mention.position == candidate.position == "subject":
        score += 0.5
    if mention.kind == "name" or cluster.names:
        score += 0.7
    if mention.kind == "pronoun" and mention.lemma in (candidate.lemma, "who"):
        score += 0.8
    if mention.possessive:
        score -= 0.3
    elif mention.nested:
        score -= 1.2
    if mention.quoted != candidate.quoted:
        score -= 1.5 if candidate.quoted else 3.0
    if mention.reports and candidate.reports:
        score += 1.5
    score += 0.15 * min(len(cluster.members), 6)
    if candidate.lemma in ("it", "its", "itself") and cluster.noun in BODIES:
        score += 0.5
    return score
