"""When and where the main happening was: expectations stand in the sentence."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from rashomon.evaluate.incidents import GoldIncident, city_hit, date_hit
from rashomon.extract.events.ranking import NONE, choose
from rashomon.ingest.datelines import find_dateline
from rashomon.records import Document, Event, Interval, Place
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings

PUBLISHED = datetime(2021, 5, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(document_stages(Settings(), CaseContext()), Settings())


def main_event(pipeline: Pipeline, marked: str) -> tuple[Event, str, list[str], list[str]]:
    """The event of most mentions, the text, and what the marks say of its day and place."""
    text = re.sub(r"</?(?:when|where)>", "", marked)
    document = Document(
        id="d",
        name="d",
        text=text,
        text_sha256="",
        raw_sha256="",
        language="en",
        published=PUBLISHED,
        dateline=find_dateline(text, "d", PUBLISHED.date()),
    )
    doc = pipeline.annotate(document)
    assert not doc.problems
    event = max(doc.layer(Event), key=lambda e: (len(e.mentions), -e.trigger.start))
    return (
        event,
        text,
        re.findall("<when>(.*?)</when>", marked),
        re.findall("<where>(.*?)</where>", marked),
    )


@pytest.mark.parametrize(
    "marked",
    [
        "Two men were shot in <where>Toledo</where> on <when>Saturday night</when>, police said. "
        "The shooting happened outside a bakery. A suspect from Dayton was arrested on Tuesday.",
        "A Toledo court on Tuesday heard of a shooting. Ann Orvel, of Dayton, was shot "
        "<when>May 2</when> in a flat in <where>Akron</where>. The shooting left her brother hurt. "
        "A vigil will be held on Friday.",
        "<where>Akron</where> police are looking for a gunman. Officers responded to a shooting "
        "at 9 p.m. <when>Monday</when> on Odell Street. A man shot in the leg is recovering. "
        "Detectives released a picture on Wednesday.",
    ],
)
def test_the_main_happening_has_its_own_day_and_place(pipeline: Pipeline, marked: str) -> None:
    event, text, when, where = main_event(pipeline, marked)
    assert event.time is not None
    assert event.place_span is not None
    assert when[0] in event.time.text(text) or event.time.text(text) in when[0]
    assert event.place_span.text(text) == where[0]


def test_a_far_dateline_is_a_desk_and_no_place_of_the_event(pipeline: Pipeline) -> None:
    event, text, _, where = main_event(
        pipeline,
        "BOGOTA, May 11 (Wire) - Gunmen killed four men in a shooting in <where>Maracaibo</where> "
        "on Monday, Venezuelan police said. The shooting lasted an hour.",
    )
    assert event.place_span is not None
    assert event.place_span.text(text) == where[0]


def test_a_background_attack_keeps_its_own_time(pipeline: Pipeline) -> None:
    text = (
        "Two men were shot in Toledo on Saturday night, police said. The shooting happened outside "
        "a bakery.\n\nIn March 2019 gunmen attacked a bank in Akron."
    )
    document = Document(
        id="d",
        name="d",
        text=text,
        text_sha256="",
        raw_sha256="",
        language="en",
        published=PUBLISHED,
    )
    events = pipeline.annotate(document).layer(Event)
    earlier = next(e for e in events if e.trigger.text(text) == "attacked")
    assert earlier.interval is not None
    assert earlier.interval.start == datetime(2019, 3, 1, tzinfo=UTC)


def test_none_is_taken_only_when_it_is_sure() -> None:
    some, other = {"own": 1.0}, {"far": 1.0}
    assert choose([some, other, NONE], {"own": 2.0, "none": 1.0})[0] == 0
    assert choose([some, other, NONE], {"own": 2.0, "none": 2.3})[0] == 0
    assert choose([some, other, NONE], {"own": 2.0, "none": 6.0})[0] == 2
    assert choose([NONE], {"none": 0.0}) == (0, 1.0)


GOLD = GoldIncident(
    "1",
    datetime(2021, 5, 8, tzinfo=UTC),
    "Saint Orvel (Old Mill)",
    0,
    0,
    Place("", lat=40.0, lon=-80.0),
)


@pytest.mark.parametrize(
    ("place", "right"),
    [
        (Place("St. Orvel"), True),
        (Place("Old Mill"), True),
        (Place("Vossel", lat=40.1, lon=-80.0, precision="exact"), True),
        (Place("Vossel", lat=41.0, lon=-80.0, precision="exact"), False),
        (Place("Odell County", lat=40.0, lon=-80.0, precision="admin2", radius_km=40.0), False),
        (Place("Orvel County"), False),
    ],
)
def test_a_city_is_right_by_name_or_by_a_point_nearby(place: Place, right: bool) -> None:
    assert city_hit(place, GOLD) == right


def test_a_month_that_begins_on_the_day_is_no_right_date() -> None:
    start, end = datetime(2021, 5, 8, tzinfo=UTC), datetime(2021, 6, 8, tzinfo=UTC)
    assert not date_hit(Interval(start, end, "month"), GOLD)
    assert date_hit(Interval(start, datetime(2021, 5, 9, tzinfo=UTC), "day"), GOLD)
