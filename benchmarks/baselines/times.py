"""dateparser's search as time expressions.

It finds points in time only and gives no offsets: each is looked for behind the one before. A
paragraph is searched at a time, with the document's day as the base of relative ones and the past
preferred, as news asks. An expression with a clock in it is a TIME, any other a DATE by the day.
"""

from __future__ import annotations

import re
from datetime import datetime

from dateparser.search import search_dates

from baselines.baseline import Baseline
from rashomon.evaluate.suite import Annotate
from rashomon.extract.paragraphs import paragraphs
from rashomon.records import Document, Span, TimeExpression
from rashomon.stage import AnnotatedDocument

_CLOCK = re.compile(r"\d\s*(?:[ap]\.?m\b|:\d\d)", re.IGNORECASE)


def times() -> Annotate:
    """A pipeline that writes the layer of time expressions and nothing else."""

    def annotate(document: Document) -> AnnotatedDocument:
        settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
        if document.published is not None:
            settings["RELATIVE_BASE"] = document.published.replace(tzinfo=None)
        found = []
        for first, last in paragraphs(document.text):
            text, at = document.text[first:last], 0
            for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
                start = text.find(words, at)
                if start < 0:
                    continue
                at = start + len(words)
                found.append(_expression(document, first + start, words, moment))
        return AnnotatedDocument(document, {TimeExpression: tuple(found)})

    return annotate


def _expression(document: Document, start: int, words: str, moment: datetime) -> TimeExpression:
    span = Span(document.id, start, start + len(words))
    if _CLOCK.search(words):
        return TimeExpression(span, "TIME", moment.strftime("%Y-%m-%dT%H:%M"))
    return TimeExpression(span, "DATE", moment.strftime("%Y-%m-%d"))


BASELINE = Baseline(
    title="dateparser search_dates",
    packages=("dateparser",),
    annotate=times,
    metrics=("relaxed_f", "strict_f", "type_f", "value_f"),
    prefixes=("aquaint_", "timebank_"),
)
