"""What the grammar of a sentence says about two of its candidates.

What enters are a sentence's tree and its candidates by head token; what leaves are pairs that are
one (appositions, predicate nouns, "As a ..., X") and pairs of which the first belongs to the
second (owners, modifiers, issuers of statements).
"""

from __future__ import annotations

from rashomon.extract.entities.candidates import Candidate
from rashomon.extract.party_words import party_words
from rashomon.extract.tree import Tree

Pairs = list[tuple[Candidate, Candidate]]
ByHead = dict[int, Candidate]

REPORTING = frozenset(
    {"say", "add", "continue", "tell", "claim", "state", "report", "note", "warn", "insist", "read",
     "conclude", "deny", "confirm", "announce", "explain", "declare", "allege", "accuse", "stress",
     "affirm", "assert", "blame", "reveal", "acknowledge", "admit", "reject", "condemn", "describe",
     "call", "urge", "inform"}
)  # fmt: skip
_ISSUING = frozenset({"publish", "release", "issue", "post", "send", "broadcast", "circulate"})
_LEADING = frozenset({"head", "lead", "run", "direct", "command", "chair"})
_NAMING = frozenset({"name", "himself", "herself", "themselves", "themself"})
_GIVING = frozenset({"give", "identify", "introduce", "describe"})
_COPULAS = frozenset({"be", "become", "remain"})


def grammar_links(tree: Tree, by_head: ByHead) -> tuple[Pairs, Pairs]:
    """Pairs that are one, and pairs of which the first belongs to the second."""
    same: Pairs = []
    belongs: Pairs = []
    _one(tree, by_head, same)
    _owners(tree, by_head, same, belongs)
    _leads(tree, by_head, belongs)
    _names_given(tree, by_head, same)
    return same, belongs


def _one(tree: Tree, by_head: ByHead, same: Pairs) -> None:
    """Appositions, predicate nouns and "As a ..., X" say that two phrases are one."""
    for index, token in enumerate(tree.tokens):
        here = by_head.get(index)
        if here is None or here.kind == "pronoun":
            continue
        if token.dep == "appos":
            other = by_head.get(token.head)
            low, high = sorted((index, token.head))
            between = {tree.word(i) for i in range(low + 1, high)}
            near = high - low <= 12 and not between & {"and", "or", ";", "/"}
            if (
                other is not None
                and near
                and not tree.children(index, "conj")
                and (tree.tokens[token.head].dep != "conj" or "," not in between)
                and "description" in (here.kind, other.kind)
                and here.number == other.number
            ):
                same.append((here, other))
        elif token.dep == "attr" and tree.tokens[token.head].lemma in _COPULAS:
            verb = token.head
            subjects = tree.children(verb, "nsubj")
            hedged = tree.children(verb, "neg") or any(
                tree.tokens[aux].tag == "MD" for aux in tree.children(verb, "aux")
            )
            if subjects and not hedged and here.definiteness != "bare":
                other = by_head.get(subjects[0])
                if other is not None and other.number == here.number:
                    same.append((here, other))
        elif token.dep == "pobj" and tree.lower(token.head) == "as":
            verb = tree.tokens[token.head].head
            subjects = tree.children(verb, "nsubj", "nsubjpass")
            if token.head == 0 and subjects and here.kind == "description":
                other = by_head.get(subjects[0])
                if other is not None and here.noun == "person":
                    same.append((here, other))
                    for more in tree.children(index, "conj"):
                        further = by_head.get(more)
                        if further is not None and further.noun == "person":
                            same.append((further, other))


def _owners(tree: Tree, by_head: ByHead, same: Pairs, belongs: Pairs) -> None:
    """A modifier, owner or "of" phrase says for whom a person or body speaks."""
    table = party_words()
    for index, token in enumerate(tree.tokens):
        here = by_head.get(index)
        if here is not None and here.noun == "work":
            _issuer(tree, by_head, belongs, index, here)
        if here is None:
            continue
        head = token.head
        if here.kind == "pronoun":
            mine = by_head.get(head)
            if (
                here.possessive
                and here.noun is None
                and mine is not None
                and mine.noun in ("person", "group")
                and mine.lemma in table.members
            ):
                belongs.append((mine, here))
            continue
        if token.dep == "pobj" and tree.lower(head) in ("of", "for", "at", "with", "from"):
            prep, head = head, tree.tokens[head].head
            nearer = [other for other in _conjuncts(tree, head) if other < prep]
            head = nearer[-1] if nearer else head  # "soldiers and fighters of the Front"
        elif token.dep not in ("compound", "nmod", "poss"):
            continue
        other = by_head.get(head)
        if other is None or other is here:
            continue
        if here.noun not in ("organization", "group", "facility") and not (
            here.kind == "name" and here.noun is None
        ):
            continue
        if (
            token.dep in ("compound", "nmod")
            and here.kind == "name"
            and other.kind == "description"
            and other.noun == "organization"
            and other.number == "singular"
            and table.anaphor_kinds(other.lemma)
        ):
            same.append((here, other))
        elif other.noun in ("person", "group") and (
            other.lemma in table.members or (other.kind == "name" and token.dep == "compound")
        ):
            belongs.append((other, here))


def _conjuncts(tree: Tree, index: int) -> list[int]:
    """What is joined to a word, through all its conjuncts, in reading order."""
    found = []
    for other in tree.children(index, "conj"):
        found += [other, *_conjuncts(tree, other)]
    return sorted(found)


def _leads(tree: Tree, by_head: ByHead, belongs: Pairs) -> None:
    """Who heads, leads or runs a body belongs to it."""
    for index, token in enumerate(tree.tokens):
        if token.lemma not in _LEADING or token.pos != "VERB" or tree.children(index, "neg"):
            continue
        for subject in tree.children(index, "nsubj"):
            for led in tree.children(index, "dobj"):
                leader, body = by_head.get(subject), by_head.get(led)
                if leader is None or body is None or leader.noun not in ("person", None):
                    continue
                if body.noun in ("organization", "group", "facility"):
                    belongs.append((leader, body))


def _names_given(tree: Tree, by_head: ByHead, same: Pairs) -> None:
    """Whoever "gave his name as X" or "identified herself as X" is X."""
    starts = {made.start: made for made in by_head.values() if made.kind == "name"}
    for index in range(1, len(tree) - 1):
        if tree.lower(index) != "as":
            continue
        before = {tree.lower(other) for other in range(max(0, index - 2), index)}
        if not before & _NAMING:
            continue
        named = starts.get(tree.tokens[index + 1].start)
        verb = next((a for a in tree.ancestors(index) if tree.tokens[a].pos == "VERB"), -1)
        if named is None or verb < 0 or tree.tokens[verb].lemma not in _GIVING:
            continue
        for subject in tree.children(verb, "nsubj"):
            speaker = by_head.get(subject)
            if speaker is not None and speaker.noun in ("person", None):
                same.append((named, speaker))


def _issuer(tree: Tree, by_head: ByHead, belongs: Pairs, index: int, work: Candidate) -> None:
    """A statement belongs to whoever owns it, issues it or speaks in it."""
    token = tree.tokens[index]
    issuers = tree.children(index, "poss")
    for prep in tree.children(index, "prep", "agent"):
        if tree.lower(prep) in ("of", "by", "from"):
            issuers += tree.children(prep, "pobj")
    if token.dep == "dobj" and tree.tokens[token.head].lemma in _ISSUING:
        issuers += tree.children(token.head, "nsubj")
    elif token.dep == "pobj" and tree.lower(token.head) in ("in", "on", "through", "via"):
        verb = tree.tokens[token.head].head
        if tree.tokens[verb].lemma in REPORTING | _ISSUING:
            issuers += tree.children(verb, "nsubj")
    for issuer in issuers:
        found = by_head.get(issuer)
        if found is not None and found.noun in ("person", "organization", "group", None):
            belongs.append((work, found))
            return
