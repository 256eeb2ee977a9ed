"""Rules for clock times, alone or with their day, in civil, military and wire-service style."""

from __future__ import annotations

import re
from datetime import date

from rashomon.extract.times.calendar import add_days, make_date
from rashomon.extract.times.calendar_rules import full_year, related_weekday
from rashomon.extract.times.context import Context, Resolved
from rashomon.extract.times.rule import Rule, modifier_of, rule
from rashomon.extract.times.vocabulary import (
    month_of,
    number_of,
    ordinal_of,
    parts_by_form,
    vocabulary,
    weekday_of,
)


def _zone(match: re.Match[str]) -> float | None:
    """Hours to add to get UTC; None where no zone is printed."""
    named = re.sub(r"[\s().]+", " ", (match.groupdict().get("zone") or "").lower()).strip()
    if not named or named.startswith("local"):
        return None
    known = vocabulary().zones
    if named in known:
        return known[named]
    region = re.match(r"(eastern|central|pacific|mountain)(\s+daylight)?", named)
    if region:
        return known[f"{region[1]} time"] - (1 if region[2] else 0)
    return None


def _clock(match: re.Match[str]) -> str | None:
    """`09:00` of the groups hour, minute and half; None for no time of day."""
    groups = match.groupdict()
    word = re.sub(r"\s+", " ", (groups.get("word") or "").lower())
    if word:
        return {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[word]
    if groups.get("military"):
        digits = groups["military"]
        hour, minute = int(digits[:2]), int(digits[2:])
    else:
        spelt = groups["hour"]
        number = int(spelt) if spelt.isdigit() else int(number_of(spelt) or 0)
        hour, minute = number, int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return f"{hour:02d}:{minute:02d}"


def _day(match: re.Match[str], context: Context) -> tuple[date | None, str | None]:
    """The day that stands beside the clock time, else the narrative's or the day of writing."""
    groups = match.groupdict()
    if groups.get("weekday"):
        weekday = weekday_of(groups["weekday"])
        rel = re.sub(r"\s+", " ", (groups.get("rel") or "").lower()).strip()
        found = related_weekday(weekday, rel, context) if weekday else None
        return found, context.anchor
    if groups.get("dayword"):
        step = {"yesterday": -1, "tomorrow": 1}.get(groups["dayword"].lower(), 0)
        if groups["dayword"].lower().startswith("last"):
            step = -1
        return (add_days(context.written, step) if context.written else None), context.anchor
    month = month_of(groups.get("month") or groups.get("month_") or "")
    day = ordinal_of(groups.get("day") or groups.get("day_") or "")
    if month and day:
        year = full_year(groups.get("year") or groups.get("year_"))
        anchor = None
        if year is None:
            year, anchor = context.year_of(month, day)
        return (make_date(year, month, day) if year else None), anchor
    return context.reference()


def _time(match: re.Match[str], context: Context) -> Resolved | None:
    clock = _clock(match)
    if clock is None:
        return None
    day, anchor = _day(match, context)
    modifier = modifier_of(match.groupdict().get("mod"))
    zone = _zone(match)
    if day is None:
        return Resolved("TIME", f"XXXX-XX-XXT{clock}", None, modifier)
    resolved = Resolved("TIME", f"{day.isoformat()}T{clock}", anchor, modifier, zone)
    gmt = match.groupdict().get("gmt")
    if gmt:
        gmt = re.sub(r"\D", "", gmt).zfill(4)
        local, world = int(clock[:2]), int(gmt[:2])
        # local time west of Greenwich late in the evening is tomorrow there, and the reverse
        step = 1 if local - world >= 12 else -1 if world - local > 12 else 0
        other = add_days(day, step)
        if other and int(gmt[:2]) < 24 and int(gmt[2:]) < 60:
            utc = f"{other.isoformat()}T{gmt[:2]}:{gmt[2:]}"
            return Resolved("TIME", resolved.value, anchor, modifier, 0.0, utc)
    return resolved


def _part(match: re.Match[str], context: Context) -> Resolved | None:
    """A named day's part: "Monday morning", "the night of March 3", "March 3 in the evening"."""
    day, anchor = _day(match, context)
    form = re.sub(r"\s+", " ", match["part"].lower())
    code = parts_by_form()[form].code
    modifier = modifier_of(match.groupdict().get("mod"))
    if day is None:
        weekday = weekday_of(match["weekday"]) if match.groupdict().get("weekday") else None
        return Resolved("TIME", f"XXXX-WXX-{weekday}T{code}", None) if weekday else None
    return Resolved("TIME", f"{day.isoformat()}T{code}", anchor, modifier)


def _group_time(match: re.Match[str], context: Context) -> Resolved | None:
    """Military date-time groups: `161430Z NOV 89`."""
    month, year = month_of(match["month"]), full_year(match["year"])
    if month is None:
        return None
    if year is None:
        year, _ = context.year_of(month, int(match["day"]))
    day = make_date(year, month, int(match["day"])) if year else None
    hour, minute = int(match["clock"][:2]), int(match["clock"][2:])
    if day is None or hour > 23 or minute > 59:
        return None
    zone = _military_hours((match["letter"] or "Z").upper())
    return Resolved("TIME", f"{day.isoformat()}T{hour:02d}:{minute:02d}", zone_hours=zone)


def _military_hours(letter: str) -> float:
    """Hours to add to get UTC from a military zone's letter: A is an hour ahead, N one behind.

    Source: Allied Communications Publication ACP 121.
    """
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    if letter in east:
        return -float(east.index(letter) + 1)
    return float(west.index(letter) + 1) if letter in west else 0.0


_TIME = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
    r"|(?P<word>noon|midnight|midday))"
)
_ZONE = (
    r"(?:\s*,?\s*(?P<zone><zone>|\(\s*(?:\d{1,4}\s+)?"
    r"(?:GMT|EST|EDT|UTC|PST|PDT|CST|CDT|local)\b[^()]{0,12}\)))?"
)
_GMT = r"\s*[\[(]\s*(?P<gmt>\d{1,2}[:.]?\d\d)\s*(?:GMT|UTC)\s*[\])]"
_MOD = (
    r"(?:(?P<mod>about|around|(?:shortly|just)\s+(?:after|before)|nearly|almost|approximately"
    r"|roughly)\s+)?"
)
_REL = (
    r"(?:(?P<rel>this\s+(?:past|coming)|the\s+(?:previous|following|next|same)|that|last|next"
    r"|this)\s+)?"
)
_DAY_AFTER = (
    rf"(?:{_REL}(?P<weekday><weekday>)(?:\s+<part>)?"
    r"|(?P<dayword>today|yesterday|tomorrow|tonight|last\s+night|this\s+<part>)"
    r"|(?:<weekday>,?\s+)?(?P<month><month>)\s*(?P<day><day>)(?P<year>,?\s+<year>)?"
    r"|(?:<weekday>,?\s+)?(?P<day_><day>)\s+(?P<month_><month>)(?P<year_>,?\s+<year>|\s+\d\d)?)"
)


def clock_rules() -> tuple[Rule, ...]:
    """The rules for times of day, the more specific first."""
    oclock = (
        r"(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
        r"\s+o['’]clock"
    )
    gmt = rf"(?:{_GMT})"
    military = (
        rf"(?P<military>[0-2]\d[0-5]\d)(?:{gmt}"
        r"|\s*(?:hours|hrs|h|local\s+time|local|(?P<zone>GMT|UTC|Z))\b)"
    )
    rules = []
    for name, time in (
        ("clock", rf"{_TIME}(?:(?:\s+local\s+time)?{_GMT}|{_ZONE})"),
        ("o'clock", rf"{oclock}(?:\s+in\s+the\s+<part>)?"),
        ("military", rf"{military}"),
        (
            "colon",
            rf"(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?:\s*(?:hours|hrs))?(?:(?:\s+local\s+time)?{_GMT}|{_ZONE})",
        ),
    ):
        rules.append(
            rule(
                f"{name} day",
                rf"{_MOD}(?:at\s+)?{time}(?:\s+on|,|\s+of)?\s+(?:early\s+|late\s+)?{_DAY_AFTER}",
                _time,
            )
        )
        rules.append(
            rule(f"day {name}", rf"{_DAY_AFTER},?\s+(?:at\s+)?(?:about\s+|around\s+)?{time}", _time)
        )
        rules.append(rule(name, rf"{_MOD}{time}", _time))
    early = r"(?:(?P<mod>early|late|mid)(?:-|\s+in\s+the\s+|\s+on\s+|\s+))?"
    return (
        *rules,
        rule(
            "bracketed gmt",
            rf"(?P<military>[0-2]\d[0-5]\d){gmt}(?:\s+on\s+{_DAY_AFTER})?",
            _time,
        ),
        rule("at military day", rf"(?<=at\s)(?P<military>[0-2]\d[0-5]\d)\s+{_DAY_AFTER}", _time),
        rule(
            "iso moment",
            r"(?P<date>\d{4}-\d\d-\d\d)[T\s](?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?"
            r"(?P<zone>Z|[+-]\d\d:?\d\d)?",
            _iso_moment,
        ),
        rule(
            "date-time group",
            r"(?P<day>[0-3]\d)(?P<clock>[0-2]\d[0-5]\d)(?P<letter>[A-IK-Z])?\s*"
            r"(?P<month><short_month>)(?P<year>\s*\d\d(?:\d\d)?)?",
            _group_time,
        ),
        rule(
            "day part",
            rf"{early}{_REL}(?P<weekday><weekday>),?\s+(?:early\s+|late\s+|mid[-\s])?"
            r"(?:in\s+the\s+)?(?P<part><part>)",
            _part,
        ),
        rule(
            "part of day named",
            rf"{early}(?:the\s+)?(?P<part><part>)\s+(?:of|on)\s+(?:the\s+)?{_DAY_AFTER}",
            _part,
        ),
        rule(
            "date part",
            r"(?P<month><month>)\s*(?P<day><day>)(?P<year>,\s+<year>,?)?\s+(?:in\s+the\s+)?"
            r"(?P<part><part>)",
            _part,
        ),
    )


def _iso_moment(match: re.Match[str], context: Context) -> Resolved | None:
    year, month, day = (int(part) for part in match["date"].split("-"))
    found = make_date(year, month, day)
    hour, minute = int(match["hour"]), int(match["minute"])
    if found is None or hour > 23 or minute > 59:
        return None
    zone = match["zone"] or ""
    hours = 0.0 if zone else None
    if zone and zone != "Z":
        digits = zone[1:].replace(":", "")
        hours = (int(digits[:2]) + int(digits[2:]) / 60) * (-1 if zone[0] == "+" else 1)
    value = f"{found.isoformat()}T{hour:02d}:{minute:02d}"
    if hours is not None and abs(hours) > 14:
        hours = 0.0
    return Resolved("TIME", value, None, None, hours)
