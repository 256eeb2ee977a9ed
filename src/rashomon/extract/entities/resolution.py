"""Which candidates of a document refer to the same person, body or thing.

What enters are candidates in reading order with the links that grammar gives; what leaves is a
partition of the resolved ones. Rules err towards two entities: one party's words in another's
mouth are worse than a party seen twice.

Source: the order of precise to loose sieves follows Lee et al. (2013), "Deterministic coreference
resolution based on entity-centric, precision-ranked rules", Computational Linguistics 39(4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rashomon.extract.entities.candidates import Candidate, Link
from rashomon.extract.entities.clusters import (
    BODIES,
    Cluster,
    can_unite,
    kinds_agree,
    numbers_agree,
)
from rashomon.extract.entities.names import (
    acronym_of,
    content_words,
)
from rashomon.extract.entities.naming import compatible_names, head_word, name_keys
from rashomon.extract.entities.pronouns import pronoun_agrees, salience
from rashomon.extract.party_words import party_words
from rashomon.records import PartyKind

_PRONOUN_WINDOW = 3
_NOMINAL_WINDOW = 12
_PARTY_WINDOW = 30
_REMEMBERED = 60  # clusters of one head noun that a description looks back to
_ANAPHOR_WINDOW = 5
_NEWS: frozenset[PartyKind] = frozenset({"agency", "outlet"})
# Kinds of which a report seldom has two: "the monitor" is the one named anywhere before.
_ALONE: frozenset[PartyKind] = frozenset({"monitor"})
_OWNED = frozenset({"person", "organization", "group", "facility", "vehicle"})
_PAST = frozenset({"former", "late", "ex"})
_LEADERS = frozenset({"director", "head", "chief", "leader", "commander", "chairman", "boss"})
_VAGUE = frozenset(
    {"former", "late", "same", "latter", "entire", "whole", "own", "new", "said", "based"}
)


class Resolver:
    """Reads candidates one by one and keeps the partition.

    Args:
        candidates: in reading order.
        links: what the grammar says.
        barred: by the number of a pronoun, the candidates that it cannot take up.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        links: Sequence[Link],
        barred: dict[int, frozenset[int]],
    ) -> None:
        self._candidates = candidates
        self._barred = barred
        self._spoken_for: set[int] = set()
        self._belongs: list[tuple[int, int]] = []
        self._linked: dict[int, list[int]] = defaultdict(list)
        for link in links:
            if link.belongs:
                self._belongs.append((link.left, link.right))
                speaker = candidates[link.left]
                if speaker.noun == "person" and speaker.position == "subject" and speaker.reports:
                    self._spoken_for.add(link.right)
            else:
                self._linked[max(link.left, link.right)].append(min(link.left, link.right))
        self._clusters: list[Cluster] = []
        self.cluster_of: dict[int, Cluster] = {}
        self._by_name: dict[str, list[Cluster]] = defaultdict(list)
        self._by_head: dict[str, list[Cluster]] = defaultdict(list)
        self._seen_keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._recent: list[int] = []

    def resolve(self) -> list[Cluster]:
        """The clusters in order of first mention; unresolved pronouns are in none."""
        for number, candidate in enumerate(self._candidates):
            cluster = self._by_grammar(number, candidate)
            if cluster is None:
                if candidate.kind == "name":
                    cluster = self._by_names(candidate)
                elif candidate.thing:
                    cluster = None
                elif candidate.kind == "description":
                    cluster = self._by_description(candidate)
                else:
                    cluster = self._by_pronoun(number, candidate)
                    if cluster is None:
                        continue
            if cluster is None:
                cluster = Cluster(len(self._clusters))
                self._clusters.append(cluster)
            self._join(cluster, number, candidate)
            self._gather(cluster, number)
        self._by_owner()
        self._by_role()
        return [cluster for cluster in self._clusters if cluster.members and not cluster.thing]

    # Joining

    def _join(self, cluster: Cluster, number: int, candidate: Candidate) -> None:
        cluster.members.append(number)
        self.cluster_of[number] = cluster
        self._recent.append(number)
        if candidate.thing:
            cluster.thing = True
        elif candidate.kind == "name":
            if candidate.words not in cluster.names:
                cluster.names.append(candidate.words)
                keys = name_keys(candidate)
                self._seen_keys[candidate.words] |= keys
                for word in keys:
                    if cluster not in self._by_name[word]:
                        self._by_name[word].append(cluster)
            if candidate.noun is not None and (
                cluster.noun is None or len(cluster.names) == 1 or cluster.noun == "other"
            ):
                cluster.noun = candidate.noun
            if cluster.noun != "person" and cluster.party is None:
                cluster.party = party_words().kind_of_name(candidate.words)
        elif candidate.kind == "description":
            fresh = candidate.lemma not in cluster.heads
            cluster.heads.setdefault(candidate.lemma, set()).update(candidate.words[:-1])
            if fresh:
                self._by_head[candidate.lemma].append(cluster)
            cluster.noun = cluster.noun or candidate.noun
            told = party_words().kind_of_description(candidate.words)
            if cluster.party is None and told is not None:
                cluster.party = told
            cluster.counted |= candidate.counted
            cluster.capital |= candidate.capital
            cluster.origin |= candidate.origin
        if candidate.number is not None and candidate.kind != "pronoun":
            cluster.grammatical.add(candidate.number)
        cluster.gender = cluster.gender or candidate.gender

    # Sieves

    def _by_grammar(self, number: int, candidate: Candidate) -> Cluster | None:
        for other in self._linked.get(number, ()):
            cluster = self.cluster_of.get(other)
            if cluster is None:
                continue
            if candidate.kind == "pronoun":
                return cluster
            if not kinds_agree(cluster.noun, candidate.noun):
                continue
            if candidate.kind == "name":
                # A name that is known from before wins over its new description, which joins it.
                known = self._by_names(candidate)
                if known is not None and known is not cluster:
                    if cluster.names or not can_unite(known, cluster):
                        return known
                    self._unite(known, cluster)
                    return known
                if cluster.names and not compatible_names(cluster, candidate):
                    if not acronym_of(cluster.names[0]) & {"".join(candidate.words)}:
                        short = "".join(candidate.words)
                        if len(candidate.words) > 1 or len(short) > 12:
                            continue
                    return cluster
            return cluster
        return None

    def _gather(self, cluster: Cluster, number: int) -> None:
        """Unite what grammar links to this candidate beside the cluster that it joined."""
        for other in self._linked.get(number, ()):
            linked = self.cluster_of.get(other)
            if linked is None or linked is cluster or linked.names:
                continue
            if can_unite(cluster, linked):
                self._unite(cluster, linked)

    def _by_owner(self) -> None:
        """Unite what one owner has: "his men" and "Moret's men"."""
        at = {
            candidate.start: number
            for number, candidate in enumerate(self._candidates)
            if candidate.possessive and number in self.cluster_of
        }
        seen: dict[tuple[int, str, frozenset[str]], Cluster] = {}
        for number, candidate in enumerate(self._candidates):
            owner = at.get(candidate.owner) if candidate.owner >= 0 else None
            if owner is None or candidate.counted or candidate.noun not in _OWNED:
                continue
            cluster = self.cluster_of[number]
            key = (self.cluster_of[owner].number, candidate.lemma, frozenset(candidate.words[:-1]))
            known = seen.setdefault(key, cluster)
            if known is not cluster and not (known.names and cluster.names):
                if known.number > cluster.number:
                    known, cluster = cluster, known
                if can_unite(known, cluster):
                    self._unite(known, cluster)
                    seen[key] = known

    def _by_role(self) -> None:
        """Unite "the director of the clinic" with the one named person who heads that clinic.

        The description's body must be the leader's own or be called by its head noun where the
        document names no other such body.
        """
        posts = [
            (self.cluster_of[left], self.cluster_of[right])
            for left, right in self._belongs
            if left in self.cluster_of and right in self.cluster_of
        ]
        leaders = [
            (who, body)
            for who, body in posts
            if who.names and who.noun == "person" and who.heads.keys() <= _LEADERS and body.names
        ]
        for who, body in posts:
            role = set(who.heads)
            if who.names or not who.members or not role or not role <= _LEADERS:
                continue
            if "plural" in who.grammatical or who.counted:
                continue
            found = {
                leader.number: (leader, led)
                for leader, led in leaders
                if leader.members and (led is body or self._is_called(body, led))
            }
            if len(found) == 1:
                leader, led = next(iter(found.values()))
                if can_unite(leader, who) and not (
                    leader.gender and who.gender and leader.gender != who.gender
                ):
                    self._unite(leader, who)
                    if body is not led and body.members and can_unite(led, body):
                        self._unite(led, body)

    def _is_called(self, body: Cluster, named: Cluster) -> bool:
        """Whether a nameless body's head noun is that of the only named body of the kind."""
        if body.names or not body.heads:
            return False
        lemma = next(iter(body.heads))
        alike = {
            cluster.number
            for cluster in self._by_name.get(lemma, ())
            if cluster.members and any(head_word(name) == lemma for name in cluster.names)
        }
        return alike == {named.number}

    def _unite(self, kept: Cluster, gone: Cluster) -> None:
        """Move all of `gone` into `kept`."""
        for number in gone.members:
            candidate = self._candidates[number]
            self._join(kept, number, candidate)
        kept.members.sort()
        gone.members = []
        for index, keys in (
            (self._by_head, set(gone.heads)),
            (self._by_name, {key for words in gone.names for key in self._seen_keys[words]}),
        ):
            for key in keys:
                index[key] = [cluster for cluster in index[key] if cluster is not gone]

    def _by_names(self, candidate: Candidate) -> Cluster | None:
        """The one known entity whose name this can be; None for none or several."""
        found: list[Cluster] = []
        seen: set[int] = set()
        keys = name_keys(candidate)
        if len(candidate.words) == 1:
            keys.add("#" + candidate.words[0])
        for key in sorted(keys):
            for cluster in self._by_name.get(key, [])[-_REMEMBERED:]:
                if cluster.number not in seen and cluster.members:
                    seen.add(cluster.number)
                    if compatible_names(cluster, candidate):
                        found.append(cluster)
        for acronym in sorted(acronym_of(candidate.words)):
            for cluster in self._by_name.get(acronym, ()):
                if (
                    cluster.number not in seen
                    and cluster.members
                    and (acronym,) in cluster.names
                    and cluster.noun != "person"
                    and candidate.noun in ("organization", "group", None)
                ):
                    seen.add(cluster.number)
                    found.append(cluster)
        exact = [cluster for cluster in found if candidate.words in cluster.names]
        if len(exact) == 1:
            return exact[0]
        if len(found) == 1:
            return found[0]
        if exact or found:
            pool = exact or found
            if len(candidate.words) == 1 and candidate.gender is None:
                # Two people of one surname: only the one just spoken of, and only when near.
                last = max(pool, key=lambda cluster: (cluster.members[-1], cluster.number))
                near = self._candidates[last.members[-1]].sentence >= candidate.sentence - 2
                return last if near else None
        return None

    def _by_description(self, candidate: Candidate) -> Cluster | None:
        table = party_words()
        institution = table.is_institution(candidate.words)
        if candidate.counted or candidate.definiteness == "indefinite":
            return None
        if candidate.definiteness == "owned":
            return None
        if candidate.definiteness == "bare" and not (
            institution or (len(candidate.words) <= 2 and candidate.number == "plural")
        ):
            return None
        modifiers = {
            word for word in candidate.words[:-1] if word not in _VAGUE and "-based" not in word
        }
        proper = candidate.capital and not institution and not modifiers
        if proper and candidate.definiteness == "definite":
            called = self._named_bodies(candidate, modifiers)
            if len(called) == 1:
                return called[0]
        party = table.kind_of_description(candidate.words) is not None
        window = _PARTY_WINDOW if party or candidate.noun == "work" else _NOMINAL_WINDOW
        found = []
        for cluster in self._by_head.get(candidate.lemma, [])[-_REMEMBERED:]:
            if not cluster.members or not numbers_agree(cluster, candidate):
                continue
            if proper and not (cluster.names or cluster.capital):
                continue
            known = cluster.heads[candidate.lemma]
            if candidate.origin and cluster.origin and not candidate.origin <= cluster.origin:
                continue
            if known & _PAST and not _PAST & set(candidate.words):
                continue
            distance = candidate.sentence - self._candidates[cluster.members[-1]].sentence
            if institution or candidate.definiteness == "bare":
                fits = modifiers == known - _VAGUE and (institution or not cluster.counted)
                if institution and candidate.definiteness == "definite":
                    fits = modifiers <= known
            else:
                fits = modifiers <= known or (
                    bool(cluster.names) and modifiers <= set().union(*cluster.names)
                )
                fits = fits and (distance <= window or bool(cluster.names))
            if fits and self._kind_fits(cluster, candidate):
                found.append(cluster)
        named = (
            []
            if candidate.definiteness == "bare" or (institution and found)
            else self._named_bodies(candidate, modifiers)
        )
        found += [cluster for cluster in named if cluster not in found]
        if candidate.nested and candidate.definiteness == "bare" and institution and not found:
            named = self._named_bodies(candidate, modifiers)
            found = named if len(named) == 1 else []
        if not found and candidate.definiteness == "definite":
            found = self._by_party_kind(candidate)
            if len(found) > 1:
                return None
        if not found:
            return None
        return max(found, key=lambda cluster: (cluster.members[-1], cluster.number))

    def _named_bodies(self, candidate: Candidate, modifiers: set[str]) -> list[Cluster]:
        """Bodies whose name holds the head noun: "the ministry" after "Ministry of Roads"."""
        if candidate.noun not in BODIES or candidate.number == "plural":
            return []
        found = []
        for cluster in self._by_name.get(candidate.lemma, ()):
            if not cluster.members or cluster.noun not in ("organization", "facility", None):
                continue
            if any(
                candidate.lemma in content_words(name) and modifiers <= set(name)
                for name in cluster.names
                if len(name) > 1
            ):
                found.append(cluster)
        return found

    def _by_party_kind(self, candidate: Candidate) -> list[Cluster]:
        """Named parties, near, that "the group" or "the agency" can take up."""
        table = party_words()
        kinds = table.anaphor_kinds(candidate.lemma)
        told = table.kind_of_description(candidate.words)
        if told is not None and told in kinds:
            kinds = kinds & _NEWS if told in _NEWS else frozenset({told})
        elif set(candidate.words[:-1]) - table.labels - _VAGUE:
            return []
        if not kinds or candidate.number == "plural":
            return []
        found = [
            cluster
            for cluster in self._near(candidate, _ANAPHOR_WINDOW)
            if cluster.party in kinds
            and cluster.noun in ("organization", "group")
            and "plural" not in cluster.grammatical
            and (cluster.names or candidate.lemma in ("group",))
        ]
        if found or told is None or told not in _ALONE:
            return found
        named = [c for c in self._clusters if c.members and c.names and c.party == told]
        return named if len(named) == 1 else []

    def _near(self, candidate: Candidate, window: int) -> list[Cluster]:
        found: dict[int, Cluster] = {}
        for number in reversed(self._recent[-200:]):
            if self._candidates[number].sentence < candidate.sentence - window:
                break
            cluster = self.cluster_of[number]
            found.setdefault(cluster.number, cluster)
        return list(found.values())

    def _kind_fits(self, cluster: Cluster, candidate: Candidate) -> bool:
        if candidate.gender and cluster.gender and candidate.gender != cluster.gender:
            return False
        return kinds_agree(cluster.noun, candidate.noun)

    # Pronouns

    def _by_pronoun(self, number: int, candidate: Candidate) -> Cluster | None:
        best: tuple[float, int] | None = None
        chosen: Cluster | None = None
        barred = self._barred.get(number, frozenset())
        blocked = {
            self.cluster_of[other].number for other in barred if other in self.cluster_of
        } | self._co_arguments(candidate)
        seen: set[int] = set()
        for other in reversed(self._recent[-120:]):
            mention = self._candidates[other]
            distance = candidate.sentence - mention.sentence
            if distance > _PRONOUN_WINDOW:
                break
            if mention.start >= candidate.start or mention.end > candidate.start:
                continue
            cluster = self.cluster_of[other]
            if cluster.number in blocked:
                continue
            if not pronoun_agrees(cluster, candidate, mention):
                continue
            score = salience(candidate, mention, cluster, distance)
            if other in self._spoken_for and candidate.noun != "person":
                score += 1.4  # "a spokesman for the Front denied that its men ..."
            if cluster.number in seen:
                score -= 0.5
            seen.add(cluster.number)
            if best is None or (score, other) > best:
                best, chosen = (score, other), cluster
        return chosen

    def _co_arguments(self, candidate: Candidate) -> set[int]:
        """Other arguments of the pronoun's own verb, which it cannot be unless reflexive."""
        if candidate.possessive or candidate.lemma.endswith(("self", "selves")):
            return set()
        found = set()
        for other in reversed(self._recent[-40:]):
            mention = self._candidates[other]
            if mention.sentence != candidate.sentence:
                break
            if (
                mention.verb == candidate.verb
                and not mention.possessive
                and mention.position in ("subject", "object")
                and candidate.position in ("object", "other", "subject")
            ):
                found.add(self.cluster_of[other].number)
        return found
