"""Time expressions: gold stands in the sentence as `<t value="...">words</t>`."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.extract.times.calendar import add_months, days_in_month, easter
from rashomon.extract.times.context import shifted
from rashomon.extract.times.intervals import interval_of
from rashomon.records import Document, Sentence, TimeExpression
from rashomon.run.pipeline import Pipeline
from rashomon.settings import ReadSettings, Settings

_TAG = re.compile(r'<t value="([^"]+)">(.*?)</t>')
_PIPELINE = Pipeline((Sentences(), TimeExpressions()), Settings())


def read(text: str, published: datetime | None) -> tuple[TimeExpression, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id="doc_1",
        name="a.txt",
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        published=published,
    )
    annotated = _PIPELINE.annotate(document)
    assert not annotated.problems
    return annotated.layer(TimeExpression)


def check(marked: str, published: str) -> None:
    gold = [(found[2], found[1]) for found in _TAG.finditer(marked)]
    text = _TAG.sub(lambda found: found[2], marked)
    day = datetime.fromisoformat(published).replace(tzinfo=UTC)
    found = [(time.span.text(text), time.value) for time in read(text, day)]
    assert found == gold


@pytest.mark.parametrize(
    ("marked", "published"),
    [
        ('Two men died <t value="2019-05-06TMO">Monday morning</t> in Harvane.', "2019-05-06"),
        ('Troops attacked the base <t value="2019-05-06">this Monday</t>.', "2019-05-06"),
        ('Rebels shelled Odell on <t value="2019-05-02">Thursday</t>.', "2019-05-06"),
        ('Ministers will meet on <t value="2019-05-09">Thursday</t>.', "2019-05-06"),
        ('In <t value="2018-12">December</t> he led a raid on the depot.', "2019-01-14"),
        ('The vote will be held in <t value="2019-12">December</t>.', "2019-10-14"),
        ('A bomb went off on <t value="1989-11-16">16 NOV 89</t> near the bridge.', "1989-11-18"),
        ('The mayor was freed <t value="2019-05-05">yesterday</t>.', "2019-05-06"),
        ('The talks began <t value="2019-04">last month</t>.', "2019-05-06"),
        ('Clashes began <t value="2019-05-04">two days ago</t>.', "2019-05-06"),
        ('The siege follows an <t value="P8M">eight-month long</t> hunt.', "2019-05-06"),
        ('They were held for <t value="P10D">ten days</t>.', "2019-05-06"),
        ('Patrols pass <t value="P1D">every day</t>.', "2019-05-06"),
        ('He was born in <t value="1961">1961</t> in Veltia.', "2019-05-06"),
        ('The law dates from <t value="198">the 1980s</t>.', "2019-05-06"),
        ('A shell hit <t value="2019-05-05TNI">last night</t>.', "2019-05-06"),
        ('It was fired at <t value="2019-05-06T23:30">11:30 p.m.</t>', "2019-05-06"),
        ('On <t value="2020-02-29">29 February 2020</t> the truce ended.', "2020-03-02"),
        ('They left on <t value="2018-12-31">Dec. 31</t>.', "2019-01-01"),
    ],
)
def test_value_is_resolved_against_the_day_of_writing(marked: str, published: str) -> None:
    check(marked, published)


def test_narrative_time_anchors_what_follows() -> None:
    check(
        'The convoy left on <t value="2019-03-03">March 3</t>. '
        'It was attacked <t value="2019-03-04">the next day</t>, '
        'after a quarrel <t value="2019-03-02TNI">the previous night</t>.'.replace(
            "2019-03-02TNI", "2019-03-03TNI"
        ),
        "2019-05-06",
    )


def test_earlier_in_the_day_is_the_day_told_of() -> None:
    text = "Police spoke on Monday afternoon. Two people died in a fight earlier in the day."
    times = read(text, datetime(2019, 5, 6, tzinfo=UTC))
    assert times[-1].value == "2019-05-06"
    assert times[-1].modifier == "START"
    assert times[-1].interval is not None
    assert times[-1].interval.start == datetime(2019, 5, 6, tzinfo=UTC)
    assert times[-1].interval.end == datetime(2019, 5, 7, tzinfo=UTC)


def test_length_after_an_event_is_placed_by_the_narrative() -> None:
    text = "The attack came on March 3, 2019. A week after the attack the mayor resigned."
    length = read(text, datetime(2019, 5, 6, tzinfo=UTC))[-1]
    assert length.type == "DURATION"
    assert length.value == "P1W"
    assert length.interval is not None
    assert length.interval.precision == "about"
    assert length.interval.start is not None
    assert length.interval.end is not None
    assert length.interval.start < datetime(2019, 3, 10, tzinfo=UTC) < length.interval.end


def test_bracketed_gmt_gives_the_interval() -> None:
    time = read("It began at 2330 [0530 GMT] on Sunday.", datetime(1989, 11, 13, tzinfo=UTC))[0]
    assert time.value == "1989-11-12T23:30"
    assert time.interval is not None
    assert time.interval.start == datetime(1989, 11, 13, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("since", datetime(2019, 5, 2, tzinfo=UTC), None),
        ("after", datetime(2019, 5, 3, tzinfo=UTC), None),
        ("before", None, datetime(2019, 5, 2, tzinfo=UTC)),
    ],
)
def test_preposition_opens_the_interval(
    word: str, start: datetime | None, end: datetime | None
) -> None:
    times = read(f"Nobody was seen {word} May 2.", datetime(2019, 5, 6, tzinfo=UTC))
    assert len(times) == 1
    interval = times[0].interval
    assert interval is not None
    assert (interval.start, interval.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "They seized 30 AKA 103's and 2000 rounds of ammunition.",
        "The home side won 2-1 before 1,989 people.",
        "A 44-year-old teacher and a boy aged 12 were hurt.",
        "He paid $1990 for the car.",
        "A 105 mm shell and a .45 calibre pistol were found.",
        "A second man was arrested and a quarter of the town burned.",
        "You may march in silence.",
    ],
)
def test_number_that_is_no_time_is_none(text: str) -> None:
    assert read(text, datetime(2019, 5, 6, tzinfo=UTC)) == ()


def test_dateline_goes_before_publication() -> None:
    from rashomon.records import Dateline, Span

    text = "HARVANE, March 3 (Agency) - Two men died Sunday."
    document = Document(
        id="doc_1",
        name="a.txt",
        text=text,
        text_sha256="",
        raw_sha256="",
        published=datetime(2019, 3, 5, tzinfo=UTC),
        dateline=Dateline(Span("doc_1", 0, 27), "HARVANE", date(2019, 3, 3), "Agency"),
    )
    last = _PIPELINE.annotate(document).layer(TimeExpression)[-1]
    assert (last.value, last.anchor) == ("2019-03-03", "dateline")


def test_without_an_anchor_a_weekday_stays_open() -> None:
    time = read("Two men died on Monday.", None)[0]
    assert time.value == "XXXX-WXX-1"
    assert time.interval is None


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2018", (2018, 1, 1), (2019, 1, 1)),
        ("198", (1980, 1, 1), (1990, 1, 1)),
        ("2020-02", (2020, 2, 1), (2020, 3, 1)),
        ("2018-12-31", (2018, 12, 31), (2019, 1, 1)),
        ("1989-Q4", (1989, 10, 1), (1990, 1, 1)),
        ("1989-WI", (1989, 12, 1), (1990, 3, 1)),
        ("2018-W01", (2018, 1, 1), (2018, 1, 8)),
        ("2018-W01-WE", (2018, 1, 6), (2018, 1, 8)),
    ],
)
def test_interval_of_value(
    value: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    interval = interval_of(value)
    assert interval is not None
    assert interval.start == datetime(*start, tzinfo=UTC)
    assert interval.end == datetime(*end, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["2019-02-29", "2019-13", "2019-W60", "P3D", "XXXX-05", "", "0000"]
)
def test_value_without_a_place_on_the_calendar_has_no_interval(value: str) -> None:
    assert interval_of(value) is None


def test_easter() -> None:
    assert [easter(year) for year in (1989, 2000, 2018, 2019)] == [
        date(1989, 3, 26),
        date(2000, 4, 23),
        date(2018, 4, 1),
        date(2019, 4, 21),
    ]


_DATES = st.dates(min_value=date(2, 1, 1), max_value=date(9997, 12, 31))


@given(_DATES, st.sampled_from([None, "START", "MID", "END", "APPROX"]))
def test_day_interval_contains_its_noon(day: date, modifier: str | None) -> None:
    whole = interval_of(day.isoformat())
    part = interval_of(day.isoformat(), modifier)
    assert whole is not None
    assert part is not None
    assert whole.overlaps(part)
    assert part.contains(whole) if modifier in (None, "APPROX") else whole.contains(part)


@given(_DATES, st.integers(-600, 600))
def test_months_there_and_back_stay_in_the_month(day: date, count: int) -> None:
    there = add_months(day, count)
    if there is not None:
        back = add_months(there, -count)
        assert back is not None
        assert (back.year, back.month) == (day.year, day.month)
        assert back.day <= days_in_month(day.year, day.month)


@given(
    _DATES,
    st.sampled_from(["day", "week", "month", "quarter", "year", "decade", "century"]),
    st.integers(-5, 5),
)
def test_shifted_value_has_an_interval(day: date, unit: str, count: int) -> None:
    value = shifted(day, unit, count, precise=False)
    if value is not None and 1000 < day.year < 9000:
        assert interval_of(value) is not None


_PIECES = st.sampled_from(
    ["Monday", "last", "the", "two", "weeks", "ago", "99999", "May", "31", "Feb.", "30", "year",
     "later", "9999", "0001", "in", "the '80s", "2330", "[0530 GMT]", "25:99", "a.m.", "next",
     "century", "1989-13-45", "12/31/99", "\n", "٣", "🙂", "since", "thousand", "years", "earlier",
     "Christmas", "Q3", "half", "and a half"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.lists(_PIECES, max_size=25).map(" ".join), st.text(max_size=120)),
    st.one_of(st.none(), st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC))),
)
def test_any_text_and_anchor(text: str, published: datetime | None) -> None:
    found = read(text, published)
    ends = [0]
    for time in found:
        assert time.span.start >= ends[-1]
        ends.append(time.span.end)


def test_rerun_gives_the_same() -> None:
    text = "On Monday, two days after the fight of March 3, police left. " * 5
    moment = datetime(2019, 3, 6, tzinfo=UTC)
    assert read(text, moment) == read(text, moment)


def test_reads_sentences_only() -> None:
    assert TimeExpressions.reads == (Sentence,)


def test_range_of_days_reaches_the_last_one() -> None:
    time = read("The road was shut from 3-5 January 2018.", datetime(2018, 2, 6, tzinfo=UTC))[0]
    assert time.value == "2018-01-03"
    assert time.interval is not None
    assert time.interval.start == datetime(2018, 1, 3, tzinfo=UTC)
    assert time.interval.end == datetime(2018, 1, 6, tzinfo=UTC)
    assert time.interval.precision == "range"


def test_capitals_of_wire_copy() -> None:
    text = "THEY SHELLED THE TOWN AT 0130 TODAY. THE SIEGE MAY LAST UNTIL JULY."
    times = read(text, datetime(1989, 5, 6, tzinfo=UTC))
    assert [time.value for time in times] == ["1989-05-06T01:30", "1989-07"]


@pytest.mark.parametrize(
    ("marked", "published"),
    [
        ('The raid took place <t value="2019-05-08TNI">the night before</t>.', "2019-05-09"),
        (
            'He was seized on <t value="2019-05-07">Tuesday</t>. '
            '<t value="2019-05-06TEV">The previous evening</t> two guards had vanished.',
            "2019-05-09",
        ),
        (
            'A mine went off on <t value="2019-05-06">Monday</t>. '
            '<t value="2019-05-06">Earlier in the day</t> two men had fled.',
            "2019-05-08",
        ),
        ('Officials said <t value="2018-01-15">this Monday</t> that two had died.', "2018-01-17"),
        ('Officials will meet <t value="2018-01-22">this Monday</t>.', "2018-01-17"),
        ('They were killed on <t value="2019-05-08">Wednesday</t>.', "2019-05-08"),
        ('They will march on <t value="2019-05-10">Friday</t>.', "2019-05-08"),
        ('They marched <t value="2019-05-01">last Wednesday</t>.', "2019-05-08"),
        ('The post was hit at <t value="1989-11-16T14:30">161430ZNOV89</t>.', "1989-11-20"),
        ('AN ATTACK ON <t value="1989-11-16">16 NOV 89</t> KILLED SIX.', "1989-11-20"),
        ('They attacked at <t value="2019-05-08TMO">dawn</t>.', "2019-05-08"),
        ("The toll rose to 1987 dead.", "2019-05-08"),
        ("Flight 1989 was late; Route 2011 and Room 1945 were closed.", "2019-05-08"),
    ],
)
def test_phrases_of_reports(marked: str, published: str) -> None:
    check(marked, published)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("It began at 14:30 local time (11:30 GMT) on Friday.", datetime(2019, 5, 3, 11, 30)),
        ("It began at 2:30 p.m. (1130 GMT) on Friday.", datetime(2019, 5, 3, 11, 30)),
        ("It began at 9 a.m. EST on Friday.", datetime(2019, 5, 3, 14, 0)),
        ("It began at 031430C MAY 19.", datetime(2019, 5, 3, 11, 30)),
        ("It began at 031430Z MAY 19.", datetime(2019, 5, 3, 14, 30)),
        ("It began at 031430R MAY 19.", datetime(2019, 5, 3, 19, 30)),
    ],
)
def test_a_printed_zone_gives_utc(text: str, start: datetime) -> None:
    interval = read(text, datetime(2019, 5, 8, tzinfo=UTC))[0].interval
    assert interval is not None
    assert interval.start == start.replace(tzinfo=UTC)


_SHAPES = st.sampled_from(
    ["2016-02-29", "2019-12-31", "2020-W53", "2019-Q4", "2019-WI", "201", "2019-12-31T24:00"]
)


@given(_SHAPES, st.floats(-14, 14), st.sampled_from([None, "START", "MID", "END", "APPROX"]))
def test_a_zone_moves_an_interval_and_keeps_its_length(
    value: str, hours: float, modifier: str | None
) -> None:
    plain, moved = interval_of(value, modifier), interval_of(value, modifier, zone_hours=hours)
    assert plain is not None
    assert moved is not None
    assert plain.start is not None
    assert plain.end is not None
    assert moved.start is not None
    assert moved.end is not None
    length, other = plain.end - plain.start, moved.end - moved.start
    assert abs((length - other).total_seconds()) < 1e-3
    assert abs((moved.start - plain.start).total_seconds() - 3600 * hours) < 1e-3


@given(st.integers(1, 9997), st.integers(1, 12), st.sampled_from([None, "START", "MID", "END"]))
def test_months_follow_each_other_and_parts_stay_inside(
    year: int, month: int, modifier: str | None
) -> None:
    this = interval_of(f"{year:04d}-{month:02d}")
    after = (year + month // 12, month % 12 + 1)
    following = interval_of(f"{after[0]:04d}-{after[1]:02d}")
    part = interval_of(f"{year:04d}-{month:02d}", modifier)
    whole = interval_of(f"{year:04d}")
    assert this is not None
    assert following is not None
    assert part is not None
    assert whole is not None
    assert this.end == following.start
    assert not this.overlaps(following)
    assert this.contains(part)
    assert whole.contains(this)


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=60),
    st.sampled_from([None, "en", "es", "xx", ""]),
    st.lists(st.sampled_from(["en", "es", "xx", ""]), max_size=3),
)
def test_any_language_and_setting(text: str, language: str | None, read: list[str]) -> None:
    chosen = Settings(read=ReadSettings(languages=tuple(read)))
    pipeline = Pipeline((Sentences(), TimeExpressions()), chosen)
    document = Document(
        id="doc_1", name="a.txt", text=f"Monday {text} 3 May", text_sha256="", raw_sha256="",
        language=language,
    )  # fmt: skip
    assert not pipeline.annotate(document).problems
