"""What the reports of the example case say, entered by a person: one function an outlet.

Each adds statements and claims to the book, and keeps under a name of its own what the facts of the
case rest on.
"""

from __future__ import annotations

from types import SimpleNamespace

from rashomon.records import Figure, Named, Statement
from tests.render.casebook.book import Casebook


def wires(book: Casebook, told: SimpleNamespace) -> None:
    """What the wire report and the two that print it say."""
    told.seven = Figure(7, None, "at least")
    told.wire = []
    told.ministry = []
    told.fled = []
    told.yes = []
    told.wounded_wire = []
    told.unknown_open = []
    for stem in ("meridian-wire", "ansell-courier", "harbour-post"):
        said = book.say(
            stem,
            "residents and a local official",
            "said",
            "At least seven people were killed and about 20 wounded on Thursday when soldiers and "
            "fighters of the Sulmar Free Front exchanged fire near the market in Kelvane",
        )
        told.wire.append(
            book.claim(stem, said, "killed", told.seven, "At least seven people were killed")
        )
        told.wounded_wire.append(
            book.claim(stem, said, "injured", Figure(20, 20, "about"), "about 20 wounded")
        )
        said = book.say(
            stem,
            "The Ministry of Defence",
            "said",
            "fighters of the Front had opened fire first and that two soldiers had died",
            party="Ministry of Defence",
            near="The Ministry of Defence in",
        )
        told.ministry.append(
            book.claim(
                stem,
                said,
                "initiated",
                Named("fighters of the Front"),
                "fighters of the Front had opened fire first",
            )
        )
        told.fled.append(
            book.claim(stem, said, "killed", Figure(2, 2), "two soldiers had died", whom="soldiers")
        )
        said = book.say(
            stem,
            "A spokesman for the Front",
            "denied",
            "any of its fighters had been in the market",
            party="Sulmar Free Front",
        )
        said = book.say(
            stem,
            "The army",
            "denied",
            "it had used mortars or any other artillery",
            party="Ministry of Defence",
            near="The army denied",
        )
        told.yes.append(
            book.claim(
                stem,
                said,
                "weapon",
                Statement("mortars"),
                "mortars",
                polarity="denied",
                near="The army denied",
            )
        )
    for stem in ("meridian-wire", "ansell-courier"):
        said = book.say(
            stem,
            None,
            "It is unclear",
            "whether the market was open when the shooting started",
            certainty="unknown",
        )
        told.unknown_open.append(
            book.claim(
                stem,
                said,
                "civilians_present",
                Statement("the market was open"),
                "the market was open",
                certainty="unknown",
            )
        )


def update(book: Casebook, told: SimpleNamespace) -> None:
    """What the wire's later report says."""
    update_said = book.say(
        "meridian-update",
        "Dr Ilse Maron",
        "told",
        '"We now have 12 dead, and two of them are children,"',
        party="Dr Ilse Maron",
        near='"We now',
    )
    told.twelve = book.claim(
        "meridian-update", update_said, "killed", Figure(12, 12), "12 dead", near='"We now'
    )
    told.children12 = book.claim(
        "meridian-update",
        update_said,
        "killed",
        Figure(2, 2),
        "two of them are children",
        whom="children",
    )
    more = book.say(
        "meridian-update",
        "She",
        "said",
        "26 people had been wounded and four of them remained in a serious condition",
        party="Dr Ilse Maron",
        near="She said",
    )
    told.hurt26 = book.claim(
        "meridian-update", more, "injured", Figure(26, 26), "26 people had been wounded"
    )
    told.own = book.claim(
        "meridian-update",
        None,
        "killed",
        told.seven,
        "at least seven people were killed",
        near="Meridian had reported",
    )
    said = book.say(
        "meridian-update",
        "The Ministry of Defence",
        "said",
        "three soldiers had died, one more than it had announced on Thursday",
        party="Ministry of Defence",
        near="The Ministry of Defence",
    )
    told.three = book.claim(
        "meridian-update", said, "killed", Figure(3, 3), "three soldiers had died", whom="soldiers"
    )
    said = book.say(
        "meridian-update",
        "he",
        "told",
        '"Venn is dead,"',
        party="Ministry of Defence",
        near='"Venn is dead',
    )
    told.dead2 = book.claim(
        "meridian-update",
        said,
        "fate_of_person",
        Statement("dead", "dead"),
        "Venn is dead",
        whom="Dario Venn",
    )


def ministry(book: Casebook, told: SimpleNamespace) -> None:
    """What the ministry's statement says."""
    statement = book.say(
        "information-service",
        "statement",
        "reads",
        '"The patrol returned fire with small arms only. No artillery of any kind was\n'
        "used. The market had been closed since the previous evening, and there were no\n"
        'civilians in the area of the operation."',
        party="Ministry of Defence",
    )
    told.none_there = book.claim(
        "information-service",
        statement,
        "civilians_present",
        Statement("civilians", "present"),
        "there were no\ncivilians in the area of the operation",
        polarity="denied",
    )
    told.small = book.claim(
        "information-service",
        statement,
        "weapon",
        Statement("artillery"),
        "No artillery of any kind was\nused",
        polarity="denied",
    )
    said = book.say(
        "information-service",
        "the ministry",
        "said",
        "two soldiers of the\nSecond Regiment had been killed and five others wounded",
        party="Ministry of Defence",
        near="In a statement",
    )
    told.two = book.claim(
        "information-service",
        said,
        "killed",
        Figure(2, 2),
        "two soldiers of the\nSecond Regiment had been killed",
        whom="soldiers",
    )
    said = book.say(
        "information-service",
        "it",
        "continues",
        "\"Among the dead terrorists is the gang's ringleader, Dario Venn, who ordered\n"
        'the murder of three police officers at Terrin Pass on 21 September,"',
        party="Ministry of Defence",
        near='"Among the dead',
    )
    told.dead1 = book.claim(
        "information-service",
        said,
        "fate_of_person",
        Statement("dead", "dead"),
        "Among the dead terrorists is the gang's ringleader, Dario Venn",
        whom="Dario Venn",
    )
    told.ordered = book.claim(
        "information-service",
        said,
        "responsible",
        Named("Dario Venn"),
        "Dario Venn, who ordered\nthe murder of three police officers",
        incident="ambush",
    )
    said = book.say(
        "information-service",
        "Rusk",
        "told",
        '"No civilian was\nkilled by our soldiers in Kelvane,"',
        party="Ministry of Defence",
        near='"No civilian',
    )
    told.nobody = book.claim(
        "information-service",
        said,
        "responsible",
        Named("our soldiers"),
        "No civilian was\nkilled by our soldiers",
        polarity="denied",
    )
    told.no_civilian = book.claim(
        "information-service",
        said,
        "killed",
        Figure(0, 0),
        "No civilian was\nkilled",
        whom="civilians",
    )


def voice(book: Casebook, told: SimpleNamespace) -> None:
    """What the station of the Front says."""
    told.fourteen = book.claim(
        "voice-of-sulmar",
        None,
        "killed",
        Figure(14, None, "at least"),
        "killed at least 14 civilians",
        whom="civilians",
    )
    told.shelled = book.claim(
        "voice-of-sulmar",
        None,
        "responsible",
        Named("The army"),
        "The army shelled the crowded market",
        near="The army shelled",
    )
    said = book.say(
        "voice-of-sulmar",
        "Its spokesman, Tomas Arle",
        "put",
        "the number of dead at up to 15",
        party="Sulmar Free Front",
    )
    told.fifteen = book.claim(
        "voice-of-sulmar", said, "killed", Figure(None, 15, "up to"), "up to 15"
    )
    said = book.say(
        "voice-of-sulmar",
        "Its spokesman, Tomas Arle",
        "said",
        "more than 30 people had been wounded",
        party="Sulmar Free Front",
        near="Its spokesman",
    )
    told.thirty = book.claim(
        "voice-of-sulmar",
        said,
        "injured",
        Figure(31, None, "more than"),
        "more than 30 people had been wounded",
    )
    said = book.say(
        "voice-of-sulmar",
        "The Sulmar Free Front",
        "said",
        "the army was responsible for the massacre",
        party="Sulmar Free Front",
        near="The Sulmar Free Front",
    )
    told.blamed = book.claim(
        "voice-of-sulmar", said, "responsible", Named("the army"), "the army was responsible"
    )
    said = book.say(
        "voice-of-sulmar",
        "Arle",
        "said",
        "“Not one shot was fired by our side. We had no fighters in Kelvane on that day,”",
        party="Sulmar Free Front",
        near="“Not one shot was fired by our side. ",
    )
    told.not_first = book.claim(
        "voice-of-sulmar",
        said,
        "initiated",
        Named("the Front"),
        "Not one shot was fired by our side",
        polarity="denied",
        near="“Not one shot was fired by our side. ",
    )
    said = book.say(
        "voice-of-sulmar",
        "Arle",
        None,
        "“Commander Venn is alive and in good health. He will speak to the people soon.”",
        party="Sulmar Free Front",
    )
    told.alive = book.claim(
        "voice-of-sulmar",
        said,
        "fate_of_person",
        Statement("alive", "alive"),
        "Commander Venn is alive and in good health",
        whom="Dario Venn",
    )


def lantern(book: Casebook, told: SimpleNamespace) -> None:
    """What the local paper says."""
    said = book.say(
        "the-lantern",
        "Dr Ilse Maron",
        "told",
        "St Alder’s Hospital had received nine bodies and 23 wounded people",
        party="Dr Ilse Maron",
    )
    told.nine = book.claim("the-lantern", said, "killed", Figure(9, 9), "nine bodies")
    told.hurt23 = book.claim("the-lantern", said, "injured", Figure(23, 23), "23 wounded people")
    said = book.say(
        "the-lantern",
        "Maron",
        "said",
        "“Two of the nine were children,”",
        party="Dr Ilse Maron",
        near="“Two of the nine",
    )
    told.children9 = book.claim(
        "the-lantern",
        said,
        "killed",
        Figure(2, 2),
        "Two of the nine were children",
        whom="children",
    )
    said = book.say(
        "the-lantern",
        "she",
        "said",
        "“It was market day. The square was full,”",
        party="Mira Tolland",
        near="“It was market day",
    )
    told.full = book.claim(
        "the-lantern",
        said,
        "civilians_present",
        Statement("civilians", "present"),
        "The square was full",
        near="“It was market day",
    )
    said = book.say(
        "the-lantern",
        "Pavel Dorrick",
        "said",
        "he had heard rifle fire from the building before the first explosion",
        party="Pavel Dorrick",
    )
    told.rifle = book.claim(
        "the-lantern",
        said,
        "initiated",
        Named("the building"),
        "rifle fire from the building before the first explosion",
    )


def registers(book: Casebook, told: SimpleNamespace) -> None:
    """What the island's paper and its correction say."""
    said = book.say(
        "island-register",
        "a count by the Register",
        "according to",
        "Seventeen people were killed in Kelvane on Thursday",
    )
    told.seventeen = book.claim(
        "island-register", said, "killed", Figure(17, 17), "Seventeen people were killed"
    )
    told.four = book.claim(
        "island-register",
        None,
        "killed",
        Figure(4, 4),
        "four police officers were killed",
        incident="ambush",
        whom="police",
    )
    told.recorded = book.claim(
        "register-correction", None, "killed", Figure(9, 9), "nine deaths had been recorded"
    )
    told.officers = book.claim(
        "register-correction",
        None,
        "killed",
        Figure(3, 3),
        "Three officers were killed",
        incident="ambush",
        whom="police",
    )
    told.officers_wire = [
        book.claim(
            stem,
            None,
            "killed",
            Figure(3, 3),
            "killed three officers",
            incident="ambush",
            whom="police",
        )
        for stem in ("meridian-wire", "ansell-courier")
    ]


def observatory(book: Casebook, told: SimpleNamespace) -> None:
    """What the observers say."""
    told.monitor = book.claim(
        "harm-observatory",
        None,
        "killed",
        Figure(11, 14),
        "Between 11 and 14 civilians, two of them children, were killed",
        whom="civilians",
    )
    probably = book.say(
        "harm-observatory",
        "The Observatory",
        "believes",
        "the army was probably responsible for the deaths in the square",
        certainty="hedged",
        near="The Observatory believes",
    )
    told.army = book.claim(
        "harm-observatory",
        probably,
        "responsible",
        Named("the army"),
        "the army was probably responsible",
        certainty="hedged",
    )
    outer = book.say(
        "harm-observatory",
        "The Harbour Evening Post",
        "reported",
        "an unnamed intelligence officer had said that Dario Venn had been captured alive and "
        "taken to the naval base at Mornay Head",
        party="Harbour Evening Post",
        near="The Harbour Evening Post",
    )
    inner = book.say(
        "harm-observatory",
        "an unnamed intelligence officer",
        "had said",
        "Dario Venn had been captured alive and taken to the naval base at Mornay Head",
        party="an unnamed intelligence officer",
        within=outer,
    )
    told.taken = book.claim(
        "harm-observatory",
        inner,
        "fate_of_person",
        Statement("captured", "captured"),
        "Dario Venn had been captured alive",
        whom="Dario Venn",
    )
    told.hurt5 = book.claim(
        "harm-observatory",
        None,
        "injured",
        Figure(5, 5),
        "five guests were injured",
        incident="wedding",
    )
