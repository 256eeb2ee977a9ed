"""The facts of the example case: what its claims come to, entered by a person."""

from __future__ import annotations

from types import SimpleNamespace

from rashomon.records import Figure, Named, Statement
from tests.render.casebook.book import Casebook, at


def facts(book: Casebook, told: SimpleNamespace) -> None:
    """Every aspect of the three incidents with its positions."""
    book.fact(
        told.main,
        "killed",
        "disputed",
        5,
        at(Figure(12, 12), told.twelve, sources=["Dr Ilse Maron"]),
        at(
            told.seven,
            *told.wire,
            told.own,
            sources=["residents and a local official"],
            superseded=True,
        ),
        at(
            Figure(9, 9),
            told.nine,
            told.recorded,
            sources=["Dr Ilse Maron", "The Island Register"],
            superseded=True,
        ),
        at(Figure(17, 17), told.seventeen, sources=["The Island Register"], superseded=True),
        at(Figure(None, 15, "up to"), told.fifteen, sources=["Sulmar Free Front"]),
        relations=[
            (told.nine, told.twelve, "supersede"),
            (told.wire[0], told.twelve, "supersede"),
            (told.seventeen, told.recorded, "supersede"),
            (told.wire[0], told.wire[1], "copy"),
        ],
        trace=(
            f"{told.seventeen} was withdrawn by {told.recorded}",
            f"{told.twelve} is the latest count",
        ),
    )
    book.fact(
        told.main,
        "injured",
        "disputed",
        3,
        at(Figure(20, 20, "about"), *told.wounded_wire, sources=["residents"]),
        at(Figure(23, 23), told.hurt23, sources=["Dr Ilse Maron"], superseded=True),
        at(Figure(26, 26), told.hurt26, sources=["Dr Ilse Maron"]),
        at(Figure(31, None, "more than"), told.thirty, sources=["Sulmar Free Front"]),
        relations=[(told.hurt23, told.hurt26, "supersede")],
    )
    book.fact(
        told.main,
        "killed",
        "superseded",
        1,
        at(Figure(2, 2), *told.fled, told.two, superseded=True),
        at(Figure(3, 3), told.three),
        whom="soldiers",
        relations=[(told.two, told.three, "supersede")],
    )
    book.fact(
        told.main,
        "killed",
        "disputed",
        3,
        at(Figure(0, 0), told.no_civilian),
        at(Figure(14, None, "at least"), told.fourteen),
        at(Figure(11, 14), told.monitor),
        whom="civilians",
    )
    book.fact(
        told.main,
        "killed",
        "agreed",
        2,
        at(Figure(2, 2), told.children9, told.children12),
        whom="children",
    )
    book.fact(
        told.main,
        "responsible",
        "disputed",
        4,
        at(Named("the army"), told.shelled, told.blamed, told.army),
        at(Named("our soldiers"), told.nobody, denied=True),
    )
    book.fact(
        told.main,
        "initiated",
        "disputed",
        3,
        at(Named("fighters of the Front"), *told.ministry),
        at(Named("the Front"), told.not_first, denied=True),
        at(Named("the building"), told.rifle),
    )
    book.fact(
        told.main,
        "civilians_present",
        "disputed",
        2,
        at(Statement("civilians", "present"), told.none_there, denied=True),
        at(Statement("civilians", "present"), told.full),
    )
    book.fact(
        told.main,
        "weapon",
        "single_source",
        1,
        at(Statement("mortars"), *told.yes, denied=True),
        at(Statement("artillery"), told.small, denied=True),
    )
    book.fact(
        told.main,
        "fate_of_person",
        "disputed",
        3,
        at(Statement("dead", "dead"), told.dead1, told.dead2),
        at(Statement("alive", "alive"), told.alive),
        at(Statement("captured", "captured"), told.taken),
        whom="Dario Venn",
    )
    book.fact(
        told.main, "other", "unknown", 1, at(Statement("the market was open"), *told.unknown_open)
    )
    book.fact(
        told.ambush,
        "killed",
        "superseded",
        2,
        at(Figure(4, 4), told.four, superseded=True),
        at(Figure(3, 3), *told.officers_wire, told.officers),
        whom="police",
        relations=[(told.four, told.officers, "supersede")],
    )
    book.fact(told.ambush, "responsible", "single_source", 1, at(Named("Dario Venn"), told.ordered))
    book.fact(told.wedding, "injured", "single_source", 1, at(Figure(5, 5), told.hurt5))
