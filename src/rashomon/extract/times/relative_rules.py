"""Rules for dates that count from the day of writing or from the narrative's time."""

from __future__ import annotations

import re
from datetime import date

from rashomon.extract.times.calendar import add_days, week_value, weekday_on_or_before
from rashomon.extract.times.context import Context, Resolved, shifted
from rashomon.extract.times.duration_rules import duration_value
from rashomon.extract.times.rule import Rule, modifier_of, rule
from rashomon.extract.times.vocabulary import number_of, parts_by_form, units_by_form

_FINE = ("second", "minute", "hour")


def _part(match: re.Match[str]) -> str:
    """The `TMO` of a part of the day in group `part`, or nothing."""
    named = match.groupdict().get("part")
    if not named:
        return ""
    form = re.sub(r"\s+", " ", named.lower())
    return f"T{parts_by_form()[form].code}"


def _on_day(
    day: date | None, anchor: str, match: re.Match[str], modifier: str | None = None
) -> Resolved | None:
    if day is None:
        return None
    part = _part(match)
    return Resolved("TIME" if part else "DATE", day.isoformat() + part, anchor, modifier)


_DAY_WORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _day_word(match: re.Match[str], context: Context) -> Resolved | None:
    if context.written is None:
        return Resolved("DATE", "PRESENT_REF") if match["word"].lower() == "today" else None
    step = _DAY_WORDS[match["word"].lower()]
    more = (match["more"] or "").lower()
    step += -1 if "before" in more else 1 if "after" in more else 0
    day = add_days(context.written, step)
    return _on_day(day, context.anchor, match, modifier_of(match["mod"]))


def _tonight(match: re.Match[str], context: Context) -> Resolved | None:
    if context.written is None:
        return None
    return Resolved(
        "TIME", f"{context.written.isoformat()}TNI", context.anchor, modifier_of(match["mod"])
    )


def _part_of_day(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "this morning", "last night", "the previous night", "that evening"."""
    rel = re.sub(r"\s+", " ", match["rel"].lower()).strip()
    modifier = modifier_of(match["mod"])
    if rel in ("this", "last", "late this", "early this"):
        day, anchor = context.written, context.anchor
        step = -1 if rel == "last" else 0
    else:
        day, anchor = context.reference()
        step = -1 if "previous" in rel else 1 if "next" in rel or "following" in rel else 0
    if day is None:
        return None
    return _on_day(add_days(day, step), anchor, match, modifier)


def _at_part(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "at dawn", "at dusk": of the day told of, else of the day of writing."""
    day, anchor = context.reference()
    return _on_day(day, anchor, match)


def _day_before(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "the day before", "the night after", "the day before yesterday"."""
    step = -1 if match["side"].lower() in ("before", "earlier") else 1
    word = (match["word"] or "").lower()
    if word:
        step += _DAY_WORDS[word]
        day, anchor = context.written, context.anchor
    else:
        day, anchor = context.reference()
    return _on_day(add_days(day, step), anchor, match) if day else None


def _weekend(match: re.Match[str], context: Context) -> Resolved | None:
    if context.written is None:
        return None
    rel = re.sub(r"\s+", " ", (match["rel"] or "").lower()).strip()
    written = context.written
    if rel.startswith(("last", "this past", "past")):
        saturday = weekday_on_or_before(add_days(written, -1) or written, 6)
    elif rel.startswith(("next", "the coming", "this coming")) or context.tense() == "future":
        saturday = add_days(weekday_on_or_before(written, 6) or written, 7)
    else:
        saturday = weekday_on_or_before(written, 6)
    if saturday is None:
        return None
    return Resolved("DATE", f"{week_value(saturday)}-WE", context.anchor, modifier_of(match["mod"]))


_BACK = ("last", "past", "previous", "preceding", "prior")
_AHEAD = ("next", "coming", "following", "upcoming")


def _unit(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "last week", "this month", "the following year", "that year"."""
    unit, _ = units_by_form()[match["unit"].lower()]
    rel = re.sub(r"\s+", " ", match["rel"].lower()).strip()
    last = rel.split()[-1]
    early = (match["mod"] or "").lower()
    modifier = modifier_of(match["mod"])
    if early.startswith("later"):
        modifier = "END"
    if unit in _FINE or unit in ("night", "weekend"):
        return None
    if rel in ("past", "the past"):
        return Resolved("DURATION", duration_value(1, units_by_form()[match["unit"].lower()][1]))
    step = -1 if last in _BACK else 1 if last in _AHEAD else 0
    narrative = last in ("previous", "preceding", "prior", "following", "same", "that")
    narrative = narrative or rel in ("the next", "the year-earlier")
    day, anchor = context.written, context.anchor
    if narrative:
        day, anchor = context.reference()
        if unit in ("year", "decade", "century") and context.narrative_value:
            head = context.narrative_value[:4]
            if head.isdigit() and int(head) > 0:
                day, anchor = date(int(head), 6, 15), "narrative"
        elif unit == "month" and context.narrative_value:
            found = re.match(r"(\d{4})-(\d\d)", context.narrative_value)
            if found and 1 <= int(found[2]) <= 12 and int(found[1]) > 0:
                day, anchor = date(int(found[1]), int(found[2]), 15), "narrative"
    if day is None:
        return None
    if unit == "quarter" and narrative and context.quarter:
        year, quarter = context.quarter
        index = year * 4 + quarter - 1 + step
        return Resolved("DATE", f"{index // 4:04d}-Q{index % 4 + 1}", "narrative", modifier)
    value = shifted(day, unit, step, precise=False)
    return Resolved("DATE", value, anchor, modifier) if value else None


def _bare_unit(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "the week" and "the year" alone: the one of writing."""
    unit, _ = units_by_form()[match["unit"].lower()]
    if context.written is None:
        return None
    value = shifted(context.written, unit, 0, precise=False)
    modifier = modifier_of(match["mod"])
    return Resolved("DATE", value, context.anchor, modifier) if value else None


def _ago(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "two weeks ago", "three days later", "a year earlier", "ten days before"."""
    unit, spec = units_by_form()[match["unit"].lower()]
    count = number_of(match["number"])
    side = re.sub(r"\s+", " ", match["side"].lower())
    back = side in ("ago", "earlier", "before", "previously", "back")
    if count is None:
        if side == "ago":
            return Resolved("DATE", "PAST_REF", context.anchor)
        return Resolved("DURATION", duration_value(None, spec))
    modifier = modifier_of(match["mod"]) or ("APPROX" if match["so"] else None)
    from_writing = side in ("ago", "from now", "hence", "from today", "back")
    quarter_talk = context.quarter is not None and unit == "year" and count == 1
    if back and quarter_talk and context.quarter is not None:
        year, quarter = context.quarter
        return Resolved("DATE", f"{year - 1:04d}-Q{quarter}", "narrative", modifier)
    if from_writing:
        day, anchor = context.written, context.anchor
    else:
        day, anchor = context.reference()
    if day is None:
        return None
    if unit in _FINE:
        return Resolved("DURATION", duration_value(count, spec), anchor, modifier)
    exact = bool(count % 1)
    if exact:
        return Resolved("DURATION", duration_value(count, spec), anchor, modifier)
    value = shifted(day, unit, -count if back else count, precise=False)
    return Resolved("DATE", value, anchor, modifier) if value else None


def _after_event(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "a week after the attack": a length, placed by the time last told of."""
    unit, spec = units_by_form()[match["unit"].lower()]
    count = number_of(match["number"]) if match["number"] else None
    back = match["side"].lower() in ("before", "earlier")
    modifier = modifier_of(match["mod"])
    around = None
    if count is not None and context.narrative is not None and unit not in _FINE:
        around = shifted(context.narrative, unit, -count if back else count, precise=True)
    value = duration_value(count, spec)
    return Resolved("DURATION", value, "narrative" if around else None, modifier, around=around)


def _overnight(match: re.Match[str], context: Context) -> Resolved | None:
    """The night that ends on the day of writing."""
    if context.written is None:
        return None
    day = add_days(context.written, -1) or context.written
    return Resolved("TIME", f"{day.isoformat()}TNI", context.anchor)


def _same_day(match: re.Match[str], context: Context) -> Resolved | None:
    mod = (match["mod"] or match["mod_"] or "").lower()
    modifier = {"earlier": "START", "early": "START", "later": "END", "late": "END"}.get(mod)
    day, anchor = context.reference()
    return Resolved("DATE", day.isoformat(), anchor, modifier) if day else None


def _latest_quarter(match: re.Match[str], context: Context) -> Resolved | None:
    back = 4 if "year" in (match["rel"] or match["rel_"] or "").lower() else 0
    if context.quarter is not None:
        year, quarter = context.quarter
        return Resolved("DATE", f"{year - back // 4:04d}-Q{quarter}", "narrative")
    if context.written is None:
        return None
    index = context.written.year * 4 + (context.written.month - 1) // 3 - 1 - back
    return Resolved("DATE", f"{index // 4:04d}-Q{index % 4 + 1}", context.anchor)


_MOD = (
    r"(?:(?P<mod>(?:the\s+)?(?:beginning|start|end|middle|close|early\s+part|latter\s+part)\s+of"
    r"|early|late|mid|earlier|later|sometime|about|around)(?:-|\s+in\s+|\s+on\s+|\s+))?"
)
_COUNT_MOD = (
    r"(?:(?P<mod>about|around|roughly|approximately|some|nearly|almost|close\s+to|more\s+than|over|less\s+than"
    r"|fewer\s+than|at\s+least|at\s+most|up\s+to|no\s+more\s+than|no\s+less\s+than|as\s+much\s+as|just\s+over"
    r"|just\s+under|only|just|barely)\s+)?"
)


def relative_rules() -> tuple[Rule, ...]:
    """The rules for deictic and narrative dates, the more specific first."""
    return (
        rule(
            "day word",
            rf"{_MOD}(?P<more>(?:the\s+)?day\s+(?:before|after)\s+)?(?P<word>today|yesterday|tomorrow)"
            r"(?:\s+(?P<part><part>))?",
            _day_word,
        ),
        rule("tonight", rf"{_MOD}tonight", _tonight),
        rule(
            "part of a day",
            rf"{_MOD}(?P<rel>this|last|the\s+(?:previous|next|following|same)|that(?:\s+same)?|the)"
            r"\s+(?:early\s+|late\s+)?(?P<part><part>)(?!\s+before\s*(?:[.,;:)]|$))",
            _part_of_day,
        ),
        rule(
            "early hours",
            rf"{_MOD}(?P<rel>the)\s+(?:early|predawn|pre-dawn|small)\s+(?:(?P<part><part>)\s+)?hours",
            _part_of_day,
        ),
        rule(
            "at a part of the day",
            r"(?<=at\s)(?P<part>dawn|daybreak|first\s+light|sunrise|dusk|nightfall|sunset|sundown)"
            r"(?!\s+(?:on|of)\b|\s+<weekday>|\s+(?:today|yesterday|tomorrow))",
            _at_part,
        ),
        rule("overnight", r"(?P<mod>(?!))?(?P<rel>)(?P<part>overnight)", _overnight),
        rule(
            "day before",
            r"the\s+(?:very\s+)?(?:day|(?P<part><part>))\s+(?P<side>before|after|earlier)(?:\s+(?P<word>yesterday|tomorrow))?",
            _day_before,
        ),
        rule(
            "same day",
            r"(?:(?P<mod>earlier|later|early|late)\s+(?:in\s+|on\s+)?)?"
            r"(?:that(?:\s+(?:same|very))?|the\s+(?:same|very\s+same))\s+day"
            r"|(?P<mod_>earlier|later|early|late)\s+(?:in|on)\s+the\s+day",
            _same_day,
        ),
        rule(
            "weekend",
            rf"{_MOD}(?:(?P<rel>this(?:\s+(?:past|coming))?|last|next|the(?:\s+(?:past|coming))?|past|coming)\s+)weekend",
            _weekend,
        ),
        rule(
            "unit",
            rf"{_MOD}(?P<rel>(?:the\s+)?(?:last|past|previous|preceding|prior|next|coming|following|upcoming|current|same)"
            r"|this(?:\s+(?:past|coming|current|same))?|that(?:\s+same)?)\s+(?:fiscal\s+|calendar\s+|school\s+)?(?P<unit><unit>)",
            _unit,
        ),
        rule(
            "quarter told of",
            r"(?P<rel>(?:the\s+)?(?:latest|most\s+recent|comparable(?:\s+year-(?:ago|earlier))?|year-(?:ago|earlier))"
            r"|the|that)\s+(?:fiscal\s+)?(?:third\s+|first\s+|second\s+|fourth\s+)?(?:quarter|(?<=ago\s)period|(?<=earlier\s)period)"
            r"|(?P<rel_>year-(?:ago|earlier))",
            _latest_quarter,
        ),
        rule(
            "bare unit",
            rf"{_MOD}the\s+(?:fiscal\s+)?(?P<unit>week|month|year)(?!\s+(?:ended|to|ending))",
            _bare_unit,
        ),
        rule(
            "ago",
            rf"{_COUNT_MOD}(?P<number><number>)(?:\s+|-)(?P<unit><unit>)(?P<so>\s+or\s+so)?\s+"
            r"(?P<side>ago|earlier|later|previously|hence|from\s+now|from\s+today|back(?=\s*[,.;]))",
            _ago,
        ),
        rule(
            "before or after",
            rf"{_COUNT_MOD}(?P<number><number>)\s+(?P<unit><unit>)(?P<so>\s+or\s+so)?\s+(?P<side>before|after)(?=\s*[,.;:)])",
            _ago,
        ),
        rule(
            "after an event",
            rf"(?P<x>{_COUNT_MOD}(?P<number><number>)\s+(?P<unit><unit>))\s+(?P<side>before|after|following)(?=\s+\w)",
            _after_event,
        ),
    )
