"""When a page says it was published and updated: only moments with a zone, stated or the site's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stream.dates import named_date, zoned_time

_COMPACT = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$",
    re.I,
)
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_TWO_FORMS = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))\D.*$")
# Countries with one civil time, by the top-level domain their sites use.
_ZONE_OF_DOMAIN = {
    "ae": "Asia/Dubai", "at": "Europe/Vienna", "be": "Europe/Brussels", "bg": "Europe/Sofia", "ch": "Europe/Zurich",
    "cz": "Europe/Prague", "de": "Europe/Berlin", "dk": "Europe/Copenhagen", "ee": "Europe/Tallinn", "eg":
    "Africa/Cairo", "fi": "Europe/Helsinki", "fr": "Europe/Paris", "gr": "Europe/Athens", "hk": "Asia/Hong_Kong",
    "hr": "Europe/Zagreb", "hu": "Europe/Budapest", "ie": "Europe/Dublin", "il": "Asia/Jerusalem", "in":
    "Asia/Kolkata", "ir": "Asia/Tehran", "is": "Atlantic/Reykjavik", "it": "Europe/Rome", "jp": "Asia/Tokyo", "ke":
    "Africa/Nairobi", "kr": "Asia/Seoul", "lb": "Asia/Beirut", "lt": "Europe/Vilnius", "lu": "Europe/Luxembourg",
    "lv": "Europe/Riga", "ma": "Africa/Casablanca", "na": "Africa/Windhoek", "ng": "Africa/Lagos", "nl":
    "Europe/Amsterdam", "no": "Europe/Oslo", "ph": "Asia/Manila", "pk": "Asia/Karachi", "pl": "Europe/Warsaw", "ro":
    "Europe/Bucharest", "rs": "Europe/Belgrade", "sa": "Asia/Riyadh", "se": "Europe/Stockholm", "sg":
    "Asia/Singapore", "si": "Europe/Ljubljana", "sk": "Europe/Bratislava", "th": "Asia/Bangkok", "tr":
    "Europe/Istanbul", "tw": "Asia/Taipei", "tz": "Africa/Dar_es_Salaam", "ua": "Europe/Kyiv", "uk":
    "Europe/London", "vn": "Asia/Ho_Chi_Minh", "za": "Africa/Johannesburg",
}  # fmt: skip


def read_moment(text: str) -> datetime | None:
    """Read a time in ISO 8601 and its common misspellings; naive where it has no zone, None for a bare date.

    >>> read_moment("2026-05-03 10:00:00+0200").isoformat()
    '2026-05-03T10:00:00+02:00'
    """
    text = text.strip()
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    match = _COMPACT.match(text)
    if match is None:
        if two := _TWO_FORMS.match(text):
            return read_moment(two[1])
        return zoned_time(text) if len(text) < 80 else None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    zone = (
        ""
        if zone is None
        else "+00:00"
        if zone.upper() in ("Z", "UTC", "GMT")
        else zone
        if len(zone) > 3
        else zone + ":00"
    )
    micro = f".{(fraction + '000000')[:6]}" if fraction else ""
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{micro}{zone}")
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _zone(domain_end: str) -> ZoneInfo | None:
    name = _ZONE_OF_DOMAIN.get(domain_end)
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, OSError):
        return None


def choose_moment(stated: Iterable[str], zoned: Iterable[str], host: str) -> tuple[datetime | None, str]:
    """Give the first time stated, with its zone, and the rule by which it has one.

    A time without a zone takes the zone of another statement of the same minute, else of the site's country where its
    domain names one with a single civil time.
    """
    first: datetime | None = None
    for text in stated:
        moment = read_moment(text)
        if moment is None:
            continue
        if moment.tzinfo is not None:
            if first is None or _same_minute(first, moment):
                return moment, "stated with its zone"
            continue
        first = first or moment
    if first is None:
        return None, ""
    for text in zoned:
        moment = read_moment(text)
        if moment is not None and moment.tzinfo is not None and _same_minute(first, moment):
            return moment, "zone of another statement of this time"
    zone = _zone(host.rsplit(".", 1)[-1])
    return (first.replace(tzinfo=zone), "zone of the site's country") if zone else (None, "without a zone: not taken")


_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d])(?:\s?([ap])\.?m\b)?", re.I)


def printed_moment(line: str) -> str:
    """Give a date and time printed in one line as ISO 8601, with its zone where it is printed; "" for none.

    >>> printed_moment("Posted: 01. April 2025, 15:25")
    '2025-04-01T15:25:00'
    """
    if zoned := zoned_time(line):
        return zoned.isoformat()
    day = named_date(line)
    clocks = [c for c in _CLOCK.finditer(line) if not re.match(r"\.\d", line[c.end() :])]
    if day is None or not clocks:
        return ""
    clock = clocks[-1]
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    return datetime(day.year, day.month, day.day, hour, int(clock[2])).isoformat()


def _same_minute(naive: datetime, zoned: datetime) -> bool:
    return abs((naive - zoned.replace(tzinfo=None)).total_seconds()) < 60
