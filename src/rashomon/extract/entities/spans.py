"""Where names stand in a sentence, after repair of what the recogniser found.

What enters is a parsed sentence; what leaves are token ranges with a kind. Titles, articles,
owners and possessive endings are cut off; a body's "of ..." part is joined on.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.extract.entities.names import name_words
from rashomon.extract.party_words import party_words
from rashomon.extract.tree import Tree
from rashomon.records import EntityKind

_KINDS: dict[str, EntityKind] = {
    "PERSON": "person",
    "ORG": "organization",
    "NORP": "group",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "PRODUCT": "other",
    "WORK_OF_ART": "work",
}
_MISTAKEN = frozenset({"ORG", "WORK_OF_ART", "PRODUCT", "FAC", "NORP"})
_BUILT = ("facility", "organization")
_PREFIXES = frozenset({"anti", "pro", "non", "ex", "pre", "post", "counter", "inter"})
_PROPER = ("NNP", "NNPS")
_JOINTS = frozenset(
    {"of", "for", "and", "the", "de", "del", "la", "los", "las", "&", "-", "'s", "’s"}
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a sentence: tokens `first` to `last`, both included.

    Args:
        first: first token.
        last: last token.
        head: the token on which the rest of the sentence depends.
        noun: what it names, None where nothing tells.
    """

    first: int
    last: int
    head: int
    noun: EntityKind | None


def name_spans(tree: Tree) -> list[NameSpan]:
    """The names of a sentence, disjoint and in reading order."""
    found: list[NameSpan] = []
    taken: set[int] = set()
    for first, last in _patrons(tree):
        _keep(found, taken, [NameSpan(first, last, last, "facility")])
    for first, last, label in _recognised(tree):
        _keep(found, taken, _repaired(tree, first, last, label))
    for first, last in _proper_runs(tree, taken):
        named = _named(tree, first, last, None)
        _keep(found, taken, [named] if named is not None else [])
    return sorted(found, key=lambda piece: piece.first)


def _keep(found: list[NameSpan], taken: set[int], pieces: list[NameSpan]) -> None:
    """Add the pieces that do not overlap an earlier name."""
    for piece in pieces:
        inside = set(range(piece.first, piece.last + 1))
        if not taken & inside:
            taken |= inside
            found.append(piece)


def _patrons(tree: Tree) -> list[tuple[int, int]]:
    """Buildings called after a saint ("St Orla's Hospital"), which the recogniser splits."""
    table = party_words()
    found = []
    for index in range(len(tree) - 3):
        if tree.word(index).rstrip(".") not in ("St", "Saint", "ST", "SAINT"):
            continue
        owner = index + 1
        if tree.word(owner) == "." and owner + 3 < len(tree):
            owner += 1
        if tree.tokens[owner].tag not in _PROPER or tree.tokens[owner + 1].tag != "POS":
            continue
        last = owner + 2
        if table.noun_class(tree.lower(last)) in _BUILT and tree.word(last)[:1].isupper():
            found.append((index, last))
    return found


def _recognised(tree: Tree) -> list[tuple[int, int, str]]:
    """The recogniser's spans with their labels, only those that name somebody or something."""
    spans: list[tuple[int, int, str]] = []
    for index, token in enumerate(tree.tokens):
        if not token.entity:
            continue
        mark, label = token.entity.split("-", 1)
        if mark == "I" and spans and spans[-1][1] == index - 1 and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], index, label)
        else:
            spans.append((index, index, label))
    return [span for span in spans if span[2] in _KINDS]


def _repaired(tree: Tree, first: int, last: int, label: str) -> list[NameSpan]:
    """The span without its edges, split at an owner ("Harvane's Ministry of Roads")."""
    pieces: list[NameSpan] = []
    start = first
    for index in range(first, last + 1):
        if tree.tokens[index].tag == "POS" and index < last:
            owner = _named(tree, start, index - 1, label if label == "PERSON" else None)
            if owner is not None:
                pieces.append(owner)
            start = index + 1
    piece = _named(tree, start, last, label)
    if piece is not None:
        pieces.append(piece)
    return pieces


def _named(tree: Tree, first: int, last: int, label: str | None) -> NameSpan | None:
    """The trimmed name, or None where what is left is no name."""
    table = party_words()
    while first <= last and _strips_left(tree, first, last, label):
        first += 1
    while first <= last and (
        tree.tokens[last].tag in ("POS", "CD", "IN", "DT", "CC")
        or not any(char.isalnum() for char in tree.word(last))
    ):
        last -= 1
    if first > last:
        return None
    if label == "NORP" and tree.tokens[last].tag not in (*_PROPER, "NNS"):
        return None
    if not any(tree.word(index)[:1].isupper() for index in range(first, last + 1)):
        return None
    first_word = tree.lower(first)
    if "-" in first_word and first_word.split("-")[0] in _PREFIXES:
        return None  # "anti-Harvane" names no Harvane
    if label in _MISTAKEN and _is_titled(tree, first, last):
        label = "PERSON"
        first += 1
    last = _without_where(tree, first, last)
    if (
        first == last
        and label in (None, "ORG", "NORP", "PERSON", "PRODUCT")
        and table.outlet(first_word) is None
        and table.noun_class(first_word) is not None
        and not _is_acronym(tree, first)
    ):
        return None  # a capitalised common noun ("the Government") is a description
    if label is None and all(_is_common(tree, index) for index in range(first, last + 1)):
        return None  # a headline's "Rebel Cell"
    last = _extended(tree, first, last, label)
    inside = range(first, last + 1)
    out = [i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    head = next((i for i in reversed(out) if tree.tokens[i].dep != "punct"), last)
    return NameSpan(first, last, head, _kind(tree, first, last, label))


def _is_titled(tree: Tree, first: int, last: int) -> bool:
    """Whether a would-be body is a person with a title ("Dr Dara Venn")."""
    table = party_words()
    if first == last or last - first > 3 or not table.is_title(tree.lower(first)):
        return False
    if any(tree.tokens[index].tag not in _PROPER for index in range(first + 1, last + 1)):
        return False
    if _org_tail(tree, first, last):
        return False
    given = table.is_given_name(tree.lower(first + 1))
    return given or table.title_gender(tree.lower(first)) is not None or tree.lower(first) == "dr"


def _without_where(tree: Tree, first: int, last: int) -> int:
    """The last token of a body's name without where it is ("Ministry of Roads in Port Ansa")."""
    for index in range(first + 1, last):
        if tree.lower(index) != "in":
            continue
        cut = next((i for i in range(first, index) if tree.lower(i) in ("of", "for")), index)
        if cut > first and _is_body(tree, cut - 1) and tree.tokens[index + 1].tag in _PROPER:
            return index - 1
    return last


def _strips_left(tree: Tree, index: int, last: int, label: str | None) -> bool:
    """Whether the first token of a would-be name belongs before it."""
    token, lower, table = tree.tokens[index], tree.lower(index), party_words()
    if token.tag in ("DT", "PRP$", "CD", "POS", "IN", "CC", ":", ",") or not any(
        char.isalnum() for char in lower
    ):
        return True
    if index == last:
        return False
    if lower in _PREFIXES and tree.word(index + 1) in ("-", "–"):
        return True
    if label in ("PERSON", None):
        if table.is_title(lower) or table.is_title(lower + "."):
            return token.tag not in _PROPER or not _org_tail(tree, index, last)
        if token.tag in ("NN", "NNS", "JJ", "VBG", "VBN") and not table.is_given_name(lower):
            return True
        if token.tag in _PROPER and table.noun_class(lower) == "person":
            return not _org_tail(tree, index, last) and not table.is_given_name(lower)
    return token.tag == "JJ" and token.dep == "amod" and lower in ("former", "late", "then")


def _org_tail(tree: Tree, first: int, last: int) -> bool:
    """Whether a later word says that this is a body, not a person ("General Command")."""
    table = party_words()
    return any(
        _is_body(tree, index) and not table.is_given_name(tree.lower(index))
        for index in range(first + 1, last + 1)
    )


def _extended(tree: Tree, first: int, last: int, label: str | None) -> int:
    """The last token when a directly following "of ..." or "for ..." part belongs to the name."""
    if label in ("PERSON", "NORP", "GPE"):
        return last
    end = last
    for prep in range(first + 1, len(tree)):
        if prep > end + 1:
            break
        token = tree.tokens[prep]
        if tree.lower(prep) not in ("of", "for") or token.dep != "prep":
            continue
        if not first <= token.head <= end or not _is_body(tree, token.head):
            continue
        reached = end
        for index in range(prep, max(tree.subtree(prep)) + 1):
            lower, part = tree.lower(index), tree.tokens[index]
            if part.tag in _PROPER or (part.tag in ("NN", "JJ") and tree.word(index)[:1].isupper()):
                reached = max(reached, index)
            elif lower == ",":
                ahead = index + 1
                if ahead >= len(tree) or tree.tokens[ahead].dep != "conj":
                    break
            elif lower not in _JOINTS:
                break
        end = reached
    return end


def _is_body(tree: Tree, index: int) -> bool:
    """Whether the word is a common noun for a body or building."""
    told = party_words().noun_class(tree.lower(index))
    return told in ("organization", "group", "facility")


def _is_common(tree: Tree, index: int) -> bool:
    """Whether the word, though capitalised, is a known common noun or label."""
    table, lower = party_words(), tree.lower(index)
    known = table.noun_class(lower) is not None or lower in table.labels
    return known and not _is_acronym(tree, index)


def _kind(tree: Tree, first: int, last: int, label: str | None) -> EntityKind | None:
    """What the name's own words and then the recogniser's label say it names."""
    table = party_words()
    words = name_words(" ".join(tree.word(index) for index in range(first, last + 1)))
    if not words:
        return None
    if table.outlet(" ".join(words)) is not None:
        return "organization"
    if label == "PERSON" and table.is_given_name(words[0]) and len(words) > 1:
        return "person"
    cut = next((at for at, word in enumerate(words) if word in ("of", "for")), len(words))
    if cut > 0 and (len(words) > 1 or label is None):
        told = table.noun_class(words[cut - 1])
        if told in ("organization", "group") and label not in ("GPE", "LOC", "FAC"):
            return "organization"
        if told == "facility" and label != "GPE":
            return "facility"
    if label is not None:
        return _KINDS[label]
    if first > 0 and party_words().is_title(tree.lower(first - 1)):
        return "person"
    if len(words) > 1 and table.is_given_name(words[0]):
        return "person"
    return "organization" if _is_acronym(tree, first) and first == last else None


def _is_acronym(tree: Tree, index: int) -> bool:
    """Whether a word of a mixed-case sentence is written in capitals."""
    word = tree.word(index)
    letters = [char for char in word if char.isalpha()]
    if not 2 <= len(letters) <= 8 or not all(char.isupper() for char in letters):
        return False
    others = [tree.word(i) for i in range(len(tree)) if i != index]
    return any(char.islower() for other in others for char in other)


def _proper_runs(tree: Tree, taken: set[int]) -> list[tuple[int, int]]:
    """Maximal runs of proper nouns that the recogniser left without a label."""
    runs: list[tuple[int, int]] = []
    for index, token in enumerate(tree.tokens):
        if token.tag not in _PROPER or index in taken or token.entity:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
