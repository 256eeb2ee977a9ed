"""Rules for dates that name a day, month, season, quarter, year, decade or feast."""

from __future__ import annotations

import re
from datetime import date

from rashomon.extract.times.calendar import (
    add_days,
    feast_date,
    make_date,
    weekday_on_or_after,
    weekday_on_or_before,
)
from rashomon.extract.times.context import Context, Resolved
from rashomon.extract.times.rule import Rule, modifier_of, rule
from rashomon.extract.times.vocabulary import (
    month_of,
    number_of,
    ordinal_of,
    vocabulary,
    weekday_of,
)

_LATEST_SHORT_YEAR = 40


def full_year(text: str | None) -> int | None:
    """1989 for "1989", "89" and "'89"; two digits below 40 are of this century."""
    if not text:
        return None
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 2:
        short = int(digits)
        return short + (2000 if short < _LATEST_SHORT_YEAR else 1900)
    return None


def _iso(match: re.Match[str], context: Context) -> Resolved | None:
    day = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Resolved("DATE", day.isoformat()) if day else None


def _numeric(match: re.Match[str], context: Context) -> Resolved | None:
    """Month first, as in American copy, unless only the other order is a date."""
    first, second, year = int(match["a"]), int(match["b"]), full_year(match["y"])
    if year is None:
        return None
    day_first = match["sep"] == "."
    orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    for month, day in orders:
        found = make_date(year, month, day)
        if found:
            return Resolved("DATE", found.isoformat())
    return None


def _month_day(match: re.Match[str], context: Context) -> Resolved | None:
    month, day = month_of(match["month"]), ordinal_of(match["day"])
    if month is None or day is None:
        return None
    year, anchor = full_year(match["year"]), None
    if year is None:
        year, anchor = context.year_of(month, day)
    modifier = modifier_of(match.groupdict().get("mod"))
    if year is None:
        return Resolved("DATE", f"XXXX-{month:02d}-{day:02d}", None, modifier)
    found = make_date(year, month, day)
    if found is None:
        return None
    last = make_date(year, month, ordinal_of(match["last"]) or 0) if match["last"] else None
    later = last.isoformat() if last and last > found else None
    return Resolved("DATE", found.isoformat(), anchor, modifier, last=later)


def _month_year(match: re.Match[str], context: Context) -> Resolved | None:
    month = month_of(match["month"])
    year = full_year(match["year"])
    if month is None or year is None:
        return None
    return Resolved("DATE", f"{year:04d}-{month:02d}", None, modifier_of(match["mod"]))


def _relative_year(word: str | None, context: Context) -> tuple[int | None, str]:
    """The year that "last", "this" or "next year" or "that year" means."""
    plain = re.sub(r"\s+", " ", (word or "").lower())
    if plain.startswith(("that", "the same")):
        if context.narrative_value and context.narrative_value[:4].isdigit():
            return int(context.narrative_value[:4]), "narrative"
        return None, "narrative"
    if context.written is None:
        return None, context.anchor
    step = -1 if plain.startswith(("last", "a year ago")) else 1 if plain.startswith("next") else 0
    return context.written.year + step, context.anchor


def _month_relative_year(match: re.Match[str], context: Context) -> Resolved | None:
    month = month_of(match["month"])
    year, anchor = _relative_year(match["rel"], context)
    if month is None or year is None:
        return None
    day = ordinal_of(match["day"]) if match["day"] else None
    if day:
        found = make_date(year, month, day)
        return Resolved("DATE", found.isoformat(), anchor) if found else None
    return Resolved("DATE", f"{year:04d}-{month:02d}", anchor, modifier_of(match["mod"]))


def _month(match: re.Match[str], context: Context) -> Resolved | None:
    month = month_of(match["month"])
    if month is None:
        return None
    rel = (match["rel"] or "").lower().split()
    modifier = modifier_of(match["mod"])
    written = context.written
    if written is not None and rel and rel[0] in ("last", "next", "this"):
        past = month < written.month
        if rel[0] == "last" or "past" in rel:
            year = written.year if past else written.year - 1
        elif rel[0] == "next" or "coming" in rel:
            year = written.year + 1 if month <= written.month else written.year
        else:
            year = written.year
        return Resolved("DATE", f"{year:04d}-{month:02d}", context.anchor, modifier)
    found, anchor = context.year_of(month, None)
    if found is None:
        return Resolved("DATE", f"XXXX-{month:02d}", None, modifier)
    return Resolved("DATE", f"{found:04d}-{month:02d}", anchor, modifier)


def _season(match: re.Match[str], context: Context) -> Resolved | None:
    season = vocabulary().seasons[match["season"].lower()]
    modifier = modifier_of(match["mod"])
    rel = re.sub(r"\s+", " ", (match["rel"] or "").lower())
    year = full_year(match["year"])
    if year is not None:
        return Resolved("DATE", f"{year:04d}-{season.code}", None, modifier)
    written = context.written
    if written is None:
        return Resolved("DATE", f"XXXX-{season.code}", None, modifier)
    begun = season.month <= written.month
    if rel.startswith("next") or "coming" in rel:
        year = written.year + 1 if begun else written.year
    elif rel.startswith(("last", "this past")):
        over = season.month + 2 < written.month
        year = written.year if over else written.year - 1
    elif rel.startswith("this"):
        year = written.year
    else:
        ahead = context.tense() == "future"
        year = written.year + (1 if ahead and begun else 0 if ahead or begun else -1)
    return Resolved("DATE", f"{year:04d}-{season.code}", context.anchor, modifier)


def _year(match: re.Match[str], context: Context) -> Resolved | None:
    year = full_year(match["year"])
    if year is None:
        return None
    return Resolved("DATE", f"{year:04d}", None, modifier_of(match["mod"]))


def _year_range(match: re.Match[str], context: Context) -> Resolved | None:
    first, last = int(match["year"]), match["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return Resolved("DATE", f"{first:04d}") if first < end <= first + 99 else None


_SPOKEN = {"nineteen": 1900, "twenty": 2000, "eighteen": 1800, "two thousand": 2000}


def _spoken_year(match: re.Match[str], context: Context) -> Resolved | None:
    """Years in words, as in transcripts: "nineteen ninety-four"."""
    head = re.sub(r"\s+", " ", match["head"].lower())
    rest = number_of(match["rest"]) if match["rest"] else 0.0
    if rest is None or rest >= 100 or (rest < 10 and head != "two thousand"):
        return None
    return Resolved("DATE", f"{_SPOKEN[head] + int(rest):04d}", None, modifier_of(match["mod"]))


_DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7,
    "eighties": 8, "nineties": 9,
}  # fmt: skip


def _decade(match: re.Match[str], context: Context) -> Resolved | None:
    text = match["decade"].lower()
    if text in _DECADES:
        value = f"19{_DECADES[text]}"
    else:
        digits = re.sub(r"\D", "", text)
        value = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
    return Resolved("DATE", value, None, modifier_of(match["mod"] or match["inner"]))


def _century(match: re.Match[str], context: Context) -> Resolved | None:
    ordinal = ordinal_of(match["ordinal"])
    if ordinal is None or not 2 <= ordinal <= 30:
        return None
    return Resolved("DATE", f"{ordinal - 1:02d}", None, modifier_of(match["mod"]))


def _quarter(match: re.Match[str], context: Context) -> Resolved | None:
    named = match["ordinal"] or match["digit"]
    number = ordinal_of(named)
    letter = "H" if (match["unit"] or "").lower() == "half" else "Q"
    if named.lower() == "last":
        number = 2 if letter == "H" else 4
    if number is None or number > (2 if letter == "H" else 4):
        return None
    modifier = modifier_of(match["mod"])
    year = full_year(match["year"] or match["before"])
    if year is not None:
        return Resolved("DATE", f"{year:04d}-{letter}{number}", None, modifier)
    if context.written is None:
        return Resolved("DATE", f"XXXX-{letter}{number}", None, modifier)
    if match["rel"]:
        found, anchor = _relative_year(match["rel"], context)
        if found is None:
            return None
        return Resolved("DATE", f"{found:04d}-{letter}{number}", anchor, modifier)
    width = 3 if letter == "Q" else 6
    written = context.written
    begun = width * (number - 1) + 1 <= written.month
    year = written.year
    if not begun and context.tense() == "past":
        year -= 1
    return Resolved("DATE", f"{year:04d}-{letter}{number}", context.anchor, modifier)


def _feast(match: re.Match[str], context: Context) -> Resolved | None:
    name = re.sub(r"\s+", " ", match["feast"].lower().replace("’", "'"))
    feast = vocabulary().feasts[name]
    year, anchor = full_year(match["year"]), None
    if year is None:
        if context.written is None:
            return Resolved("DATE", "XXXX-XX-XX")
        near = feast_date(feast, context.written.year)
        found, anchor = context.year_of(
            near.month if near else feast.month, near.day if near else feast.day or None
        )
        rel = (match["rel"] or "").lower()
        year = found
        if rel == "last" and near and near < context.written:
            year = context.written.year
    if year is None:
        return None
    day: date | None = feast_date(feast, year)
    return Resolved("DATE", day.isoformat(), anchor) if day else None


def _weekday(match: re.Match[str], context: Context) -> Resolved | None:
    weekday = weekday_of(match["weekday"])
    if weekday is None:
        return None
    modifier = modifier_of(match["mod"])
    rel = re.sub(r"\s+", " ", (match["rel"] or "").lower()).strip()
    day = related_weekday(weekday, rel, context)
    if day is None:
        return Resolved("DATE", f"XXXX-WXX-{weekday}", None, modifier)
    anchor = "narrative" if rel in _NARRATIVE else context.anchor
    return Resolved("DATE", day.isoformat(), anchor, modifier)


_NARRATIVE = ("the previous", "the following", "the next", "that", "that same", "the same")


def related_weekday(weekday: int, rel: str, context: Context) -> date | None:
    """The weekday that "last", "next", "the previous", "that" ... picks."""
    if rel in _NARRATIVE:
        reference, _ = context.reference()
        if reference is None:
            return None
        if rel == "the previous":
            before = add_days(reference, -1)
            return weekday_on_or_before(before, weekday) if before else None
        if rel in ("the following", "the next"):
            after = add_days(reference, 1)
            return weekday_on_or_after(after, weekday) if after else None
        return weekday_on_or_before(reference, weekday)
    if context.written is None:
        return None
    if rel in ("last", "this past", "past"):
        before = add_days(context.written, -1)
        return weekday_on_or_before(before, weekday) if before else None
    if rel in ("next", "this coming", "coming", "this next"):
        after = add_days(context.written, 1)
        return weekday_on_or_after(after, weekday) if after else None
    if rel == "this" and context.tense() == "present":
        return weekday_on_or_after(context.written, weekday)
    return context.weekday(weekday)


_MOD = (
    r"(?:(?P<mod>(?:the\s+)?(?:beginning|start|end|middle|close|early\s+part|latter\s+part)\s+of(?:\s+the)?"
    r"|early|late|mid|earlier|later|about|around|circa|nearly|almost)(?:-|\s+in\s+|\s+))?"
)
_SHORT = r"(?:,?\s*['’]\d\d|\s+\d\d)"
_DAYNAME = r"(?:(?:this\s+(?:coming\s+|past\s+)?|next\s+|last\s+)?<weekday>,?\s+(?:the\s+)?)?"
_WEEKDAY_REL = (
    r"(?:(?P<rel>this\s+(?:past|coming|next)|the\s+(?:previous|following|next|same)|that(?:\s+same)?"
    r"|last|next|this|past|coming)\s+)?"
)


def calendar_rules() -> tuple[Rule, ...]:
    """The rules for calendar dates, the more specific first."""
    return (
        rule("iso", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
        rule(
            "numeric",
            r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\d./-])",
            _numeric,
        ),
        rule(
            "month day year",
            rf"{_MOD}{_DAYNAME}(?P<month><month>)\s*(?P<day><day>|<ordinal>)"
            rf"(?:\s*(?:-|–|to|and)\s*(?P<last><day>)(?!\w|\s*(?:people|percent)))?"
            rf"(?P<year>,?\s+<year>|,?\s*['’]\d\d)?",
            _month_day,
        ),
        rule(
            "day month year",
            rf"{_MOD}{_DAYNAME}(?P<day><day>|<ordinal>)(?:\s*(?:-|–|to|and)\s*(?P<last><day>))?\s*"
            rf"(?:of\s+|-)?(?P<month><month>)(?P<year>(?:,?\s+|-)<year>|{_SHORT})?",
            _month_day,
        ),
        rule(
            "month year",
            rf"{_MOD}(?P<month><month>)(?:\s+of|,)?\s+(?P<year><year>)",
            _month_year,
        ),
        rule("month short year", rf"{_MOD}(?P<month><month>)\s*(?P<year>['’]\d\d)", _month_year),
        rule(
            "month relative year",
            rf"{_MOD}(?P<month><month>)(?:\s+(?P<day><day>))?(?:,|\s+of)?\s+"
            r"(?P<rel>last\s+year|this\s+year|next\s+year|that\s+(?:same\s+)?year|the\s+same\s+year)",
            _month_relative_year,
        ),
        rule(
            "month",
            rf"(?:(?P<rel>last|next|this(?:\s+(?:past|coming))?)\s+)?{_MOD}(?P<month><month>)",
            _month,
        ),
        rule(
            "season",
            rf"{_MOD}(?:(?P<rel>last|next|this(?:\s+(?:past|coming))?|the(?:\s+following)?)\s+)?"
            r"(?P<season><season>)(?:(?:\s+of)?,?\s+(?P<year><year>))?",
            _season,
        ),
        rule(
            "quarter",
            rf"{_MOD}(?:(?P<rel>last\s+year|this\s+year|next\s+year)['’]?s?\s+)?(?:(?:the|its|their)\s+)?"
            r"(?:(?:fiscal|flat|company['’]s)\s+)?(?:(?P<before><year>)(?:['’]s)?\s+)?(?:fiscal\s+|calendar\s+)?"
            r"(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|last)(?:\s+|-)(?:fiscal\s+|calendar\s+)?"
            r"(?P<unit>quarter|half)|Q(?P<digit>[1-4]))"
            r"(?:(?:\s+of(?:\s+fiscal)?|,)?\s+(?P<year><year>)|\s+of\s+(?:last|this|next)\s+year)?",
            _quarter,
        ),
        rule(
            "spoken year",
            rf"{_MOD}(?:the\s+)?(?:year\s+|winter\s+of\s+|summer\s+of\s+)?(?P<head>nineteen|eighteen|two\s+thousand)"
            r"(?:\s+(?:and\s+)?(?P<rest><cardinal>))?",
            _spoken_year,
        ),
        rule(
            "decade",
            rf"{_MOD}(?:the\s+)?(?P<inner>early|late|mid)?[-\s]*(?P<decade>(?:1[5-9]\d|20\d)0\s?['’]?s|['’]\d0\s?s"
            r"|\d0s|(?<=the\s)(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))",
            _decade,
        ),
        rule(
            "century",
            rf"{_MOD}(?:the\s+)?(?P<ordinal><ordinal>)(?:\s+|-)centur(?:y|ies)",
            _century,
        ),
        rule(
            "year",
            rf"{_MOD}(?:the\s+)?(?:(?:fiscal|calendar)\s+)?(?:year\s+)?(?P<year><year>|(?<=fiscal\s)['’]\d\d)"
            r"(?:\s+period)?",
            _year,
        ),
        rule("short year", r"(?P<mod>(?!))?(?P<year>['’]\d\d)(?!s)", _year),
        rule(
            "years",
            r"(?P<year><year>)\s*(?:-|–|/)\s*(?P<last>\d{4}|\d\d)(?![\d-])",
            _year_range,
        ),
        rule(
            "feast",
            r"(?:(?P<rel>last|next|this|the)\s+)?(?P<feast><feast>)(?:,?\s+(?P<year><year>))?",
            _feast,
        ),
        rule(
            "weekday",
            rf"{_MOD}{_WEEKDAY_REL}(?P<weekday><weekday>)",
            _weekday,
        ),
    )
