"""The MUC-4 exporter on hand-made records; the sentences and names are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from rashomon.evaluate.muc4.reading import read_templates
from rashomon.records import (
    Attribution,
    Claim,
    Document,
    Entity,
    Event,
    Figure,
    Interval,
    Mention,
    Place,
    PlaceMention,
    Quantity,
    QuantityMention,
    Role,
    Sentence,
    Span,
    TimeExpression,
)
from rashomon.render.exports import muc4
from rashomon.render.exports.muc4 import ruled
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.days import date_fill
from rashomon.render.exports.muc4.drafts import drafts
from rashomon.render.exports.muc4.form import ResponseTemplate, printed, printed_all, quoted
from rashomon.render.exports.muc4.parts import head_noun
from rashomon.render.exports.muc4.people import figure_fill, phrase, quantity_fill
from rashomon.render.exports.muc4.plausibility import signs
from rashomon.stage import AnnotatedDocument

TEXT = (
    "On 3 May guerrillas of the Harbor League blew up the water mill in Tarabe. "
    "The engineer Ada Pell and two weavers were killed by the blast."
)


@dataclass
class Case:
    """A document and records found by their words."""

    text: str = TEXT
    published: datetime | None = field(default_factory=lambda: datetime(1991, 5, 5, tzinfo=UTC))
    records: dict[type, list[object]] = field(default_factory=dict)

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span("doc_1", start, start + len(words))

    def add(self, record: object) -> None:
        self.records.setdefault(type(record), []).append(record)

    def entity(self, name: str, kind: str, words: dict[str, str], party: str | None = None) -> str:
        mentions = tuple(
            sorted(Mention(self.span(w), k) for w, k in words.items())  # type: ignore[arg-type]
        )
        self.add(Entity(f"ent_{name}", "doc_1", kind, name, mentions, party_kind=party))  # type: ignore[arg-type]
        return f"ent_{name}"

    def event(self, kind: str, trigger: str, *roles: Role, **fields: object) -> str:
        self.add(
            Event(
                id=f"evt_{trigger}",
                document="doc_1",
                type=kind,
                trigger=self.span(trigger),
                roles=tuple(sorted(roles)),
                **fields,  # type: ignore[arg-type]
            )
        )
        return f"evt_{trigger}"

    def role(self, name: str, words: str, entity: str | None = None) -> Role:
        return Role(name, self.span(words), entity)  # type: ignore[arg-type]

    def annotated(self) -> AnnotatedDocument:
        document = Document(
            id="doc_1",
            name="TST9-MUC4-0001",
            text=self.text,
            text_sha256="",
            raw_sha256="",
            published=self.published,
        )
        layers: dict[type, tuple[object, ...]] = {}
        for kind in (Sentence, Entity, Event, Attribution, Claim, PlaceMention, QuantityMention):
            layers[kind] = tuple(self.records.get(kind, ()))
        layers[TimeExpression] = ()
        if not layers[Sentence]:
            start = 0
            made = []
            for number, part in enumerate(self.text.split(". ")):
                made.append(Sentence(Span("doc_1", start, start + len(part)), number, ()))
                start += len(part) + 2
            layers[Sentence] = tuple(made)
        return AnnotatedDocument(document, layers)


@pytest.fixture(autouse=True)
def only_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the rules; fitted weights may change without breaking them."""
    monkeypatch.setattr(muc4, "plausible", lambda *_: True)


def slots(case: Case) -> dict[int, list[str]]:
    """The fills of the only template."""
    (template,) = ruled(case.annotated())
    return {number: list(fills) for number, fills in template.fills.items()}


def mill_case(**fields: object) -> Case:
    case = Case()
    gang = case.entity("guerrillas", "person", {"guerrillas": "description"}, "armed_group")
    case.entity("Harbor League", "organization", {"Harbor League": "name"}, "armed_group")
    mill = case.entity("water mill", "facility", {"the water mill": "description"})
    pell = case.entity("Ada Pell", "person", {"Ada Pell": "name", "engineer": "description"})
    weavers = case.entity("weavers", "person", {"two weavers": "description"}, "civilian")
    place = Place("Tarabe", "geonames:1", country="CO", precision="exact")
    case.add(PlaceMention(case.span("Tarabe"), place))
    day = Interval(datetime(1991, 5, 3, tzinfo=UTC), datetime(1991, 5, 4, tzinfo=UTC), "day")
    case.add(
        QuantityMention(
            case.span("two weavers"),
            Quantity(2, 2, "person"),
            case.span("two weavers"),
            people=True,
        )
    )
    case.event(
        "bombing",
        "blew up",
        case.role("perpetrator_individual", "guerrillas of the Harbor League", gang),
        case.role("target", "the water mill", mill),
        time=case.span("3 May"),
        interval=day,
        place=place,
        place_span=case.span("Tarabe"),
        **fields,
    )
    case.event(
        "killing",
        "killed",
        case.role("victim", "Ada Pell", pell),
        case.role("victim", "two weavers", weavers),
        case.role("target", "the water mill", mill),
    )
    return case


def test_every_slot_of_a_bombing() -> None:
    """The events share the mill, so that they are one incident, of the specific type."""
    assert slots(mill_case()) == {
        2: ["03 MAY 91"],
        3: ["COLOMBIA: TARABE (CITY)"],
        4: ["BOMBING"],
        5: ["ACCOMPLISHED"],
        8: ["TERRORIST ACT"],
        9: ['"GUERRILLAS"'],
        10: ['"HARBOR LEAGUE"'],
        11: ['REPORTED AS FACT: "HARBOR LEAGUE"'],
        12: ['"WATER MILL"'],
        13: [f'{category("WATER MILL", "physical")}: "WATER MILL"'],
        14: ['1: "WATER MILL"'],
        16: ['DESTROYED: "WATER MILL"'],
        18: ['"ADA PELL"'],
        19: ['"ENGINEER": "ADA PELL"', '"WEAVERS"'],
        20: ['CIVILIAN: "ADA PELL"', 'CIVILIAN: "WEAVERS"'],
        21: ['1: "ADA PELL"', '2: "WEAVERS"'],
        23: ['DEATH: "ADA PELL"', 'DEATH: "WEAVERS"'],
    }


def test_the_printed_template_reads_back() -> None:
    text = printed_all(ruled(mill_case().annotated()))
    assert text.count("\n") == 29  # 25 slots, and a second line in slots 19, 20, 21 and 23
    (template,) = read_templates(text)
    assert template.message == "TST9-MUC4-0001"
    assert template.fillers(23)[1].options[0].tags == ("WEAVERS",)


def test_a_document_without_incidents_prints_asterisks() -> None:
    case = Case()
    text = printed_all(ruled(case.annotated()))
    assert text.splitlines()[0].endswith("TST9-MUC4-0001")
    assert all(line.endswith("*") for line in text.splitlines()[1:])
    assert read_templates(text)[0].empty


def test_inapplicable_slots_are_starred() -> None:
    text = printed(ResponseTemplate("M", 1, {4: ("KIDNAPPING",), 12: ('"HOUSE"',)}))
    rows = {line[:36].split(".")[0]: line[36:] for line in text.splitlines()}
    assert rows["12"] == "*"
    assert rows["6"] == "*"
    assert rows["18"] == "-"


def test_inner_quotes_are_escaped() -> None:
    assert quoted('the "Blue"\n Mill') == '"THE \\"BLUE\\" MILL"'


@pytest.mark.parametrize("field", ["denied", "hedged", "planned"])
def test_denied_rumoured_and_planned_incidents_are_left_out(field: str) -> None:
    """Section 1, rule 5."""
    case = Case("Rebels burned the mill in Tarabe.")
    place = Place("Tarabe", "geonames:1", country="CO", precision="exact")
    mill = case.entity("mill", "facility", {"the mill": "description"})
    how: dict[str, object] = {
        "denied": {"polarity": "denied"},
        "hedged": {"certainty": "hedged"},
        "planned": {"stage": "planned"},
    }[field]  # type: ignore[assignment]
    case.event(
        "arson",
        "burned",
        case.role("target", "the mill", mill),
        place=place,
        place_span=case.span("Tarabe"),
        **how,
    )
    (template,) = ruled(case.annotated())
    assert template.number is None


@pytest.mark.parametrize(
    ("victim", "party", "kept"),
    [
        ("farmers", "civilian", True),
        ("soldiers", "state_forces", False),
        ("rebels", "armed_group", False),
    ],
)
def test_only_incidents_with_civilians_count(victim: str, party: str, kept: bool) -> None:
    """Section 1, rule 1: neither military targets nor members of armed groups make an incident."""
    case = Case(f"Gunmen killed three {victim} near Tarabe.")
    place = Place("Tarabe", "geonames:1", country="PE", precision="exact")
    who = case.entity(victim, "person", {f"three {victim}": "description"}, party)
    case.event(
        "killing",
        "killed",
        case.role("victim", f"three {victim}", who),
        place=place,
        place_span=case.span("Tarabe"),
    )
    (template,) = ruled(case.annotated())
    assert (template.number is not None) == kept


def test_incidents_elsewhere_and_old_ones_are_left_out() -> None:
    """Section 1, rules 4 and 6."""
    for country, year, kept in (("CO", 1991, True), ("FR", 1991, False), ("CO", 1989, False)):
        case = Case("In that year gunmen killed a farmer in Tarabe.")
        place = Place("Tarabe", "geonames:1", country=country, precision="exact")
        who = case.entity("farmer", "person", {"a farmer": "description"}, "civilian")
        case.event(
            "killing",
            "killed",
            case.role("victim", "a farmer", who),
            place=place,
            place_span=case.span("Tarabe"),
            time=case.span("that year"),
            interval=Interval(
                datetime(year, 5, 1, tzinfo=UTC), datetime(year, 5, 2, tzinfo=UTC), "day"
            ),
        )
        case.add(PlaceMention(case.span("Tarabe"), place))
        (template,) = ruled(case.annotated())
        assert (template.number is not None) == kept, (country, year)


@pytest.mark.parametrize(
    ("source", "certainty", "expected"),
    [
        (None, "asserted", "REPORTED AS FACT"),
        ("league", "asserted", "CLAIMED OR ADMITTED"),
        ("police", "hedged", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ("witness", "hedged", "SUSPECTED OR ACCUSED"),
    ],
)
def test_confidence_follows_the_decision_tree(
    source: str | None, certainty: str, expected: str
) -> None:
    """Part 2, slot 11."""
    case = Case(
        "The police, a witness and others spoke of the Harbor League, which killed a farmer."
    )
    league = case.entity("Harbor League", "organization", {"Harbor League": "name"}, "armed_group")
    police = case.entity("police", "organization", {"police": "description"}, "state_forces")
    witness = case.entity("witness", "person", {"a witness": "description"}, "witness")
    farmer = case.entity("farmer", "person", {"a farmer": "description"}, "civilian")
    told = {"league": league, "police": police, "witness": witness}.get(source or "")
    if source:
        case.add(
            Attribution(
                id="att_1",
                document="doc_1",
                entity=told,
                content=(case.span("killed a farmer"),),
                certainty=certainty,  # type: ignore[arg-type]
            )
        )
    case.event(
        "killing",
        "killed",
        case.role("perpetrator_organization", "Harbor League", league),
        case.role("victim", "a farmer", farmer),
        attributions=("att_1",) if source else (),
        place=Place("Peru", country="PE", precision="country"),
        place_span=case.span("killed"),
    )
    case.add(PlaceMention(case.span("killed"), Place("Peru", country="PE", precision="country")))
    assert slots(case)[11] == [f'{expected}: "HARBOR LEAGUE"']


def test_that_nobody_was_hurt_is_said_without_a_reference() -> None:
    case = Case("A bomb went off at the mill in Tarabe, but nobody was hurt.")
    place = Place("Tarabe", "geonames:1", country="SV", precision="exact")
    case.add(PlaceMention(case.span("Tarabe"), place))
    mill = case.entity("mill", "facility", {"the mill": "description"})
    event = case.event(
        "bombing",
        "went off",
        case.role("target", "the mill", mill),
        case.role("weapon", "A bomb"),
        place=place,
        place_span=case.span("Tarabe"),
    )
    for number, aspect in enumerate(("killed", "injured")):
        case.add(
            Claim(
                id=f"clm_{number}",
                document="doc_1",
                event=event,
                aspect=aspect,  # type: ignore[arg-type]
                value=Figure(0, 0),
                evidence=(case.span("nobody was hurt"),),
            )
        )
    found = slots(case)
    assert found[23] == ['NO INJURY OR DEATH: "-"']
    assert found[6] == ['"BOMB"']
    assert found[7] == ['BOMB: "BOMB"']
    assert found[3] == ["EL SALVADOR: TARABE (CITY)"]


def day(number: int) -> datetime:
    return datetime(1991, 5, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "interval", "expected"),
    [
        ("yesterday", Interval(day(4), day(5), "day"), "04 MAY 91"),
        ("last Wednesday", Interval(day(1), day(2), "day"), "- 05 MAY 91"),
        ("this week", Interval(day(1), day(8), "week"), "01 MAY 91 - 05 MAY 91"),
        ("next week", Interval(day(8), day(15), "week"), "- 05 MAY 91"),
        ("since May", Interval(day(1), None, "after"), "- 05 MAY 91"),
    ],
)
def test_dates(words: str, interval: Interval, expected: str) -> None:
    """Section 7.3: a calculable day, a weekday's name, a stretch, nothing usable."""
    assert date_fill([(words, interval)], date(1991, 5, 5)) == expected


def test_a_date_without_anything_is_null() -> None:
    assert date_fill([], None) == "-"


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Quantity(7, 7, "person"), "7"),
        (Quantity(7, None, "person", "at_least"), "7-"),
        (Quantity(None, 7, "person", "at_most"), "-7"),
        (Quantity(6, 8, "person", "range"), "6-8"),
        (Quantity(90, 110, "person", "about"), "~100"),
        (Quantity(None, None, "person", "unknown"), None),
    ],
)
def test_numbers(quantity: Quantity, expected: str | None) -> None:
    """Section 7.15."""
    assert quantity_fill(quantity) == expected


def test_zero_is_a_number() -> None:
    assert figure_fill(0, 0) == "0"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at least 3 old\nweavers, who fled", "old weavers"),
        ("the Harbor League (HL)", "Harbor League"),
        ("the", "the"),
    ],
)
def test_phrases(words: str, expected: str) -> None:
    assert phrase(words) == expected


@pytest.mark.parametrize(
    ("words", "head"),
    [("a group of armed men", "men"), ("the offices of the union", "offices"), ("", "")],
)
def test_heads(words: str, head: str) -> None:
    assert head_noun(words) == head


def test_signs_say_what_speaks_for_a_draft() -> None:
    doc = mill_case().annotated()
    (draft,) = drafts(doc)
    found = signs(doc, draft, 0, 1)
    assert {"kind:BOMBING", "victim:named", "time:days", "by:armed", "sentence:lead"} <= found
    assert "victim:armed" not in found
