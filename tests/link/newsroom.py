"""An invented newsroom: one event told independently, and told again from somebody else's text.

Every sentence is drawn from phrases with alternatives, so that two writers who know the same facts
share names, figures and turns of phrase, as real ones do, and quote the same official to the word.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

from rashomon.records import Document
from tests.case import report

QUOTE = (
    '"We condemn this cowardly act and we will find everyone who had a hand in it, wherever they '
    'hide," governor Ilan Moret said at the scene.'
)
SENTENCES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("A car bomb", "An explosion", "A powerful blast", "A bomb hidden in a car"),
        ("tore through", "ripped through", "went off in", "struck"),
        ("the fruit market of Orvel", "Orvel's fruit market", "a crowded market in Orvel"),
        ("on Tuesday morning", "on Tuesday", "early on Tuesday", "as shoppers arrived"),
    ),
    (
        ("At least 12 people were killed", "Twelve people died", "The blast killed 12 people"),
        ("and 40 others were hurt,", "and some 40 were wounded,", "while 40 more were injured,"),
        ("the provincial hospital said.", "doctors said.", "according to hospital staff."),
    ),
    (
        ("Witnesses said", "Shopkeepers told reporters that", "People nearby recalled that"),
        ("the car had been parked", "a white saloon had stood", "the vehicle had been left"),
        ("since dawn", "for more than an hour", "all night"),
        ("beside a bakery.", "outside the bakery.", "in front of a bread shop."),
    ),
    (
        ("Ambulances", "Rescue crews", "Volunteers in private cars"),
        ("carried the wounded", "took the injured", "rushed the victims"),
        ("to two clinics", "to the provincial hospital", "to Harvane, an hour away"),
        ("because the town has no surgeon.", "as beds ran out.", "through roads full of rubble."),
    ),
    (
        ("No group", "Nobody", "No organisation"),
        ("has claimed the attack,", "said that it was behind it,", "took responsibility,"),
        ("but the army blamed", "though officials pointed to", "while the police accused"),
        ("the Velmar Front.", "fighters of the Velmar Front.", "the outlawed Velmar Front."),
    ),
    (
        ("The Front", "A spokesman for the Front", "In a message, the Front"),
        ("denied any part in it", "rejected the accusation", "called that a lie"),
        ("and said that it never", "and insisted that it does not", "and vowed never to"),
        ("harms civilians.", "attacks markets.", "targets its own people."),
    ),
    (
        ("Orvel has seen", "The town has suffered", "This district has lived through"),
        ("three such attacks", "a string of bombings", "repeated violence"),
        ("since the talks failed", "this year", "since the ceasefire ended"),
        ("in March.", "last spring.", "under the old governor."),
    ),
    (
        ("Traders", "Stall owners", "Families of the dead"),
        ("gathered", "stood in silence", "kept watch"),
        ("outside the mosque", "by the burnt stalls", "at the hospital gate"),
        ("until nightfall.", "for most of the day.", "waiting for names."),
    ),
    (
        ("Schools", "Offices and schools", "Shops"),
        ("will stay shut", "were told to close", "remained closed"),
        ("on Wednesday,", "until the weekend,", "for three days,"),
        ("the council said.", "by order of the mayor.", "and a curfew was set for ten."),
    ),
    (
        ("The interior ministry", "Officials in the capital", "The government"),
        ("promised", "announced", "spoke of"),
        ("an inquiry", "a commission of inquiry", "a full investigation"),
        ("within a month.", "led by a judge.", "and aid for the bereaved."),
    ),
    (
        ("Glass", "Broken glass and fruit", "Twisted metal"),
        ("covered the pavement", "lay across the square", "was strewn over the street"),
        ("as far as", "all the way to", "up to"),
        ("the old bridge.", "the bus station.", "the post office."),
    ),
    (
        ("A nurse", "One nurse", "A night nurse at the clinic"),
        ("who asked not to be named", "speaking by telephone", "still in her apron"),
        ("said that many of the dead", "told of victims who", "said several of those killed"),
        ("were women.", "had come to buy bread.", "were under twenty."),
    ),
)
SYNONYMS = {
    "people": "persons", "killed": "slain", "said": "stated", "wounded": "hurt", "market": "bazaar",
    "attack": "assault", "hospital": "infirmary", "town": "city", "blast": "shock", "car": "van",
    "shut": "closed", "since": "from", "and": "plus", "the": "that", "a": "one", "of": "from",
    "in": "inside", "to": "towards", "was": "had been", "it": "this", "had": "has", "an": "one",
}  # fmt: skip


def day(number: int) -> datetime:
    return datetime(2021, 5, number, tzinfo=UTC)


def paragraphs(seed: int) -> list[str]:
    """What one writer makes of the event: most of the sentences, in an order of their own."""
    rng = random.Random(seed)
    chosen = [s for s in SENTENCES[2:] if rng.random() < 0.85]
    rng.shuffle(chosen)
    told = [" ".join(rng.choice(part) for part in s) for s in (*SENTENCES[:2], *chosen)]
    told = [line if line.endswith(".") else f"{line}." for line in told]
    told.insert(rng.randint(2, len(told)), QUOTE)
    return told


def printed(name: str, lines: list[str], publisher: str, on: int = 1, **fields: object) -> Document:
    return report(name, "\n\n".join(lines), publisher=publisher, published=day(on), **fields)


def rewritten(lines: list[str], share: float, seed: int) -> list[str]:
    """The lines with a share of their words swapped for others, or left out."""
    rng = random.Random(seed)
    made = []
    for line in lines:
        if line == QUOTE:
            made.append(line)
            continue
        words = [
            w
            if rng.random() >= share
            else SYNONYMS.get(w.lower(), "") or rng.choice(("", f"{w}er"))
            for w in line.split()
        ]
        made.append(" ".join(word for word in words if word))
    return made


def trimmed(lines: list[str], share: float) -> list[str]:
    """The first share of the lines: desks cut from the end."""
    return lines[: max(3, round(len(lines) * share))]


def shuffled(lines: list[str], seed: int) -> list[str]:
    """The lead, then the other paragraphs in another order."""
    rest = lines[1:]
    random.Random(seed).shuffle(rest)
    return [lines[0], *rest]
