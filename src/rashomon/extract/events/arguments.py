"""Who did it to whom with what: the arguments of a trigger, by grammar.

A tree and a trigger enter; `Arguments` leave: heads of the phrases by their part. What sort of
thing a head is (person, body, weapon, place) is told by words and entity labels, never by names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.extract.events.ontology import family, trigger_table
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.harm import Harm
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.extract.weapons import weapon_kind

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "WP", "CD"})
_COMMIT = frozenset(
    {
        "carry",
        "launch",
        "stage",
        "lead",
        "conduct",
        "perpetrate",
        "commit",
        "mount",
        "head",
        "plan",
        "execute",
        "order",
        "wage",
        "make",
        "attempt",
        "direct",
        "organize",
        "claim",
        "undertake",
        "cause",
        "deliver",
        "begin",
        "start",
        "be",
    }
)
_ON = frozenset({"on", "against", "at", "into", "upon", "of"})
_BODIES = frozenset(
    {
        "army",
        "government",
        "police",
        "ministry",
        "front",
        "group",
        "grouping",
        "cell",
        "coalition",
        "regime",
        "force",
        "forces",
        "movement",
        "party",
        "militia",
        "organization",
        "organisation",
        "gang",
        "cartel",
        "authority",
        "command",
        "commando",
        "column",
        "squad",
        "unit",
        "battalion",
        "brigade",
        "guard",
        "navy",
        "military",
        "state",
        "network",
        "faction",
        "rebels",
        "wing",
        "regiment",
        "platoon",
        "patrol",
        "side",
        "sector",
    }
)
_PATIENT_OF = frozenset(
    {"harm", "arrest", "seizure", "torture", "sexual_violence", "beating", "release"}
)
_HURLING = frozenset(
    {"fire", "throw", "hurl", "lob", "launch", "drop", "shoot", "open", "aim", "carry", "crash"}
)
_HOPS = 4
_ACCUSING = frozenset(
    {"accuse", "suspect", "blame", "charge", "convict", "indict", "acquit", "clear", "absolve"}
)


@dataclass
class Arguments:
    """Heads of a trigger's arguments, in reading order.

    Args:
        agents: who did it.
        targets: what or who it was done to, before people and things are told apart.
        weapons: with what.
        sides: parties of a two-sided fight.
    """

    agents: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    weapons: list[int] = field(default_factory=list)
    sides: list[int] = field(default_factory=list)

    def add(self, part: str, heads: Sequence[int]) -> None:
        """Add heads to a part, each once."""
        known: list[int] = getattr(self, part)
        known.extend(head for head in heads if head not in known)


def arguments(tree: Tree, trigger: Trigger, harm: Sequence[Harm]) -> Arguments:
    """The arguments of a trigger within its sentence."""
    found = Arguments()
    if trigger.nominal:
        _of_noun(tree, trigger, found)
    else:
        _of_verb(tree, trigger, found)
    for one in harm:
        if trigger.first <= one.trigger <= trigger.last:
            found.add("targets", [p.head for p in one.people if p.high != 0])
    found.agents = [
        a
        for a in found.agents
        if (_can_act(tree, a) or _commits(tree, a, trigger)) and a not in found.targets
    ]
    found.sides = [s for s in found.sides if _can_act(tree, s)]
    return found


def _commits(tree: Tree, head: int, trigger: Trigger) -> bool:
    """“it carried out the attack”: only a body commits what the noun names."""
    verb = tree.tokens[head].head
    return (
        tree.lower(head) == "it"
        and trigger.nominal
        and trigger.head != verb
        and tree.tokens[verb].lemma.lower() in _COMMIT - {"be", "cause", "begin", "start"}
    )


def _of_verb(tree: Tree, trigger: Trigger, found: Arguments) -> None:
    verb = trigger.head
    token = tree.tokens[verb]
    passive = bool(tree.children(verb, "nsubjpass", "auxpass")) or (
        token.tag == "VBN" and token.dep in {"acl", "amod"}
    )
    intransitive = token.lemma.lower() in {
        "explode",
        "die",
        "perish",
        "go",
        "clash",
        "fight",
        "battle",
        "skirmish",
    }
    subjects = _resolve(tree, verb, _with_conj(tree, tree.children(verb, "nsubj", "nsubjpass")))
    objects = _with_conj(tree, tree.children(verb, "dobj"))
    if not subjects:
        subjects = controlled_subject(tree, verb, passive)
    if passive:
        found.add("targets", subjects)
    elif token.lemma.lower() in {"clash", "battle", "skirmish"}:
        found.add("sides", subjects)
    elif token.lemma.lower() in {"die", "perish", "disappear"}:
        found.add("targets", subjects)
    else:
        _agents(tree, subjects, found)
    if not intransitive or token.lemma.lower() in {"fight", "battle"}:
        for head in objects:
            if weapon_kind(tree, head) is not None and not trigger.subject_harm:
                found.add("weapons", [head])
            elif head > trigger.last or head < trigger.first:
                found.add("targets", [head])
    _attached(tree, verb, trigger, found)
    if trigger.last != trigger.head:
        _attached(tree, trigger.last, trigger, found)


def _of_noun(tree: Tree, trigger: Trigger, found: Arguments) -> None:
    noun = trigger.head
    token = tree.tokens[noun]
    suffered = family(trigger.type) in _PATIENT_OF
    for child in tree.children(noun, "poss"):
        found.add("targets" if suffered else "agents", [child])
    for child in tree.children(noun, "compound", "amod", "nmod"):
        if child < trigger.first and tree.tokens[child].entity.endswith(("ORG", "NORP", "GPE")):
            found.add("agents", [child])
        elif child < trigger.first and tree.tokens[child].pos in {"NOUN", "PROPN"}:
            if weapon_kind(tree, child) is not None:
                found.add("weapons", [child])
            elif (
                is_person_noun(tree.tokens[child].lemma.lower())
                or tree.tokens[child].lemma.lower() in _BODIES
            ):
                found.add("agents", [child])
    for index in range(trigger.first, trigger.last):
        if weapon_kind(tree, index) is not None:
            found.add("weapons", [index])
    _attached(tree, noun, trigger, found)
    governor = token.head
    if token.dep in {"dobj", "nsubjpass", "pobj", "nsubj", "attr"} and governor != noun:
        verb = governor
        for _ in range(3):
            if tree.tokens[verb].tag.startswith("VB"):
                break
            verb = tree.tokens[verb].head
        lemma = tree.tokens[verb].lemma.lower()
        if lemma in _COMMIT and token.dep != "nsubj":
            if token.dep == "nsubjpass":
                for by in tree.children(verb, "agent"):
                    _agents(tree, _with_conj(tree, tree.children(by, "pobj")), found)
            else:
                subjects = _resolve(tree, verb, _with_conj(tree, tree.children(verb, "nsubj")))
                _agents(tree, subjects or controlled_subject(tree, verb, False), found)
    for clause in tree.children(noun, "acl", "relcl"):
        lemma = tree.tokens[clause].lemma.lower()
        if lemma in _COMMIT or tree.tokens[clause].tag == "VBN":
            for by in tree.children(clause, "agent"):
                _agents(tree, _with_conj(tree, tree.children(by, "pobj")), found)


def _agents(tree: Tree, heads: Sequence[int], found: Arguments) -> None:
    """People and bodies act; a weapon's owner acts through it ("coalition jets")."""
    for head in heads:
        if weapon_kind(tree, head) is not None:
            found.add("weapons", [head])
            owners = [
                c
                for c in tree.children(head, "compound", "amod", "nmod", "poss")
                if tree.tokens[c].entity.endswith(("NORP", "ORG", "GPE"))
                or tree.tokens[c].lemma.lower() in _BODIES
            ]
            found.add("agents", owners)
        else:
            found.add("agents", [head])


def _attached(tree: Tree, head: int, trigger: Trigger, found: Arguments) -> None:
    """Arguments in prepositional phrases."""
    suffered = trigger.nominal and family(trigger.type) in _PATIENT_OF
    fight = trigger.type == "armed_clash"
    for prep in tree.children(head, "prep", "agent", "dative"):
        word = tree.lower(prep)
        objects = _with_conj(tree, tree.children(prep, "pobj"))
        if not objects:
            continue
        if word == "by":
            _agents(tree, objects, found)
        elif word in {"with", "using"}:
            armed = [o for o in objects if weapon_kind(tree, o) is not None]
            found.add("weapons", armed)
            if fight:
                found.add("sides", [o for o in objects if o not in armed])
        elif word == "between" and (fight or trigger.nominal):
            found.add("sides", objects)
        elif word == "of":
            if suffered:
                found.add("targets", objects)
            elif trigger.nominal:
                found.add(
                    "targets",
                    [
                        o
                        for o in objects
                        if not tree.tokens[o].entity.endswith(("GPE", "DATE", "TIME"))
                    ],
                )
        elif word in _ON and not _only_where(tree, head, word, trigger):
            found.add(
                "targets",
                [o for o in objects if not tree.tokens[o].entity.endswith(("DATE", "TIME"))],
            )
        elif (
            word in {"in", "outside", "inside", "near", "beside", "under"}
            and family(trigger.type) == "explosion"
        ):
            found.add(
                "targets",
                [
                    o
                    for o in objects
                    if tree.tokens[o].tag in {"NN", "NNS"} and not tree.tokens[o].entity
                ],
            )
    for clause in tree.children(head, "advcl"):
        if tree.lower(clause) in {"using", "firing", "throwing", "wielding", "employing"}:
            found.add(
                "weapons",
                [
                    o
                    for o in _with_conj(tree, tree.children(clause, "dobj"))
                    if weapon_kind(tree, o)
                ],
            )


def _only_where(tree: Tree, head: int, word: str, trigger: Trigger) -> bool:
    """Whether the preposition says where: "ambushed a patrol at the ford", "held him on a roof"."""
    if word in {"on", "at", "into"} and not trigger.nominal and tree.children(head, "dobj"):
        return tree.tokens[head].lemma.lower() not in _HURLING
    if word == "at" and trigger.nominal:
        return tree.tokens[trigger.head].lemma.lower() in {"ambush", "killing", "murder", "death"}
    return False


def _with_conj(tree: Tree, heads: Sequence[int]) -> list[int]:
    found: list[int] = []
    stack = list(reversed(heads))
    while stack:
        at = stack.pop()
        if at in found:
            continue
        found.append(at)
        stack.extend(c for c in reversed(tree.children(at, "conj")) if tree.tokens[c].tag in _NOUNS)
    return found


def _resolve(tree: Tree, verb: int, heads: Sequence[int]) -> list[int]:
    """Relative pronouns replaced by what they stand for."""
    resolved = []
    for head in heads:
        if tree.tokens[head].tag in {"WP", "WDT"} or tree.lower(head) == "that":
            at = verb
            while tree.tokens[at].dep in {"conj", "xcomp"}:
                at = tree.tokens[at].head
            if tree.tokens[at].dep in {"relcl", "acl"}:
                resolved.append(tree.tokens[at].head)
            continue
        resolved.append(head)
    return resolved


def controlled_subject(tree: Tree, verb: int, passive: bool) -> list[int]:
    """The subject that a verb without one takes over from the verb above it."""
    at = verb
    for _ in range(_HOPS):
        token = tree.tokens[at]
        if token.dep == "acl":
            return [token.head]
        if token.dep == "pcomp":
            at = token.head
            token = tree.tokens[at]
        if token.dep not in {"xcomp", "advcl", "conj", "prep", "ccomp"} or token.head == at:
            return []
        at = token.head
        if tree.tokens[at].tag in {"NN", "NNS"}:
            return []
        own = (
            tree.children(at, "dobj")
            if token.dep == "xcomp"
            and not passive
            and tree.tokens[at].lemma in {"force", "order", "see", "hear"}
            else []
        )
        if tree.tokens[at].lemma.lower() in _ACCUSING:
            own = tree.children(at, "dobj")
        own = own or tree.children(at, "nsubj", "nsubjpass")
        if own:
            return _resolve(tree, at, _with_conj(tree, own))
    return []


def _can_act(tree: Tree, head: int) -> bool:
    """Whether a head can be a party: people, bodies, peoples; no events, times or things."""
    token = tree.tokens[head]
    if (
        token.entity.endswith(
            (
                "DATE",
                "TIME",
                "CARDINAL",
                "MONEY",
                "PERCENT",
                "QUANTITY",
                "EVENT",
                "WORK_OF_ART",
                "ORDINAL",
            )
        )
        and token.tag != "CD"
    ):
        return False
    if token.tag in {"PRP", "PRP$"}:
        return tree.lower(head) not in {"it", "its", "there", "this", "that"}
    lemma = token.lemma.lower()
    if is_person_noun(lemma) or lemma in _BODIES or tree.lower(head) in _BODIES:
        return True
    if token.entity.endswith(("PERSON", "ORG", "NORP", "GPE")):
        return lemma not in trigger_table().nouns
    return token.tag in {"NNP", "NNPS"} and lemma not in trigger_table().nouns


def is_body(tree: Tree, head: int) -> bool:
    """Whether a party is an organisation or a body of people and not individuals."""
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    if token.entity.endswith("PERSON"):
        return False
    if lemma in _BODIES:
        return True
    if is_person_noun(lemma):
        return False
    return token.entity.endswith(("ORG", "NORP", "GPE")) or token.tag in {"NNP", "NNPS"}


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """First and last token of the phrase of an argument, without clauses."""
    first = head
    for child in tree.children(
        head, "compound", "amod", "nmod", "nummod", "poss", "det", "quantmod"
    ):
        if head - 10 <= child < head:
            first = min(first, child, *(i for i in tree.subtree(child) if head - 10 <= i <= head))
    last = head
    for child in tree.children(head, "prep"):
        if tree.lower(child) == "of" and child == head + 1:
            inner = [i for i in tree.subtree(child) if i <= head + 8]
            if inner == list(range(child, child + len(inner))):
                last = inner[-1]
    while first < head and tree.tokens[first].tag in {"DT", "PDT"}:
        first += 1
    return first, last
