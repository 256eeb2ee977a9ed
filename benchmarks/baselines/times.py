"""dateparser's search as time expressions.

It finds points in time only and gives no offsets: each is looked for behind the one before. A
paragraph is searched at a time, with the document's day as the base of relative ones and the past
preferred, as news asks. Its parser, asked again, says how exact the expression is: a clock time is
a TIME, a day, week, month or year a DATE written to that precision.
"""

from __future__ import annotations

from datetime import datetime

from dateparser import DateDataParser
from dateparser.search import search_dates

from baselines.baseline import Baseline
from rashomon.evaluate.suite import Annotate
from rashomon.extract.paragraphs import paragraphs
from rashomon.records import Document, Span, TimeExpression
from rashomon.stage import AnnotatedDocument

_FORMS = {"time": "%Y-%m-%dT%H:%M", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


def times() -> Annotate:
    """A pipeline that writes the layer of time expressions and nothing else."""

    def annotate(document: Document) -> AnnotatedDocument:
        settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
        if document.published is not None:
            settings["RELATIVE_BASE"] = document.published.replace(tzinfo=None)
        exactness = DateDataParser(
            languages=["en"], settings={**settings, "RETURN_TIME_AS_PERIOD": True}
        )
        found = []
        for first, last in paragraphs(document.text):
            text, at = document.text[first:last], 0
            for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
                start = text.find(words, at)
                if start < 0:
                    continue
                at = start + len(words)
                period = exactness.get_date_data(words).period
                found.append(_expression(document, first + start, words, moment, period))
        return AnnotatedDocument(document, {TimeExpression: tuple(found)})

    return annotate


def _expression(
    document: Document, start: int, words: str, moment: datetime, period: str
) -> TimeExpression:
    span = Span(document.id, start, start + len(words))
    return TimeExpression(
        span,
        "TIME" if period == "time" else "DATE",
        moment.strftime(_FORMS.get(period, "%Y-%m-%d")),
    )


BASELINE = Baseline(
    title="dateparser search_dates",
    packages=("dateparser",),
    annotate=times,
    metrics=("relaxed_f", "strict_f", "type_f", "value_f"),
    prefixes=("aquaint_", "timebank_"),
)
