"""A search request: every parameter checked and brought to one form."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from search.names import find_country, find_topic

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["country", "topic", "source", "language", "section"]


FACETS: tuple[Facet, ...] = ("country", "topic", "source", "language", "section")
MAX_FILTER_VALUES = 50


def _country(value: object) -> str:
    code = find_country(value) if isinstance(value, str) else None
    if code is None:
        raise ValueError("not a country: use a code like FR")
    return code


def _topic(value: object) -> str:
    code = find_topic(value) if isinstance(value, str) else None
    if code is None:
        raise ValueError("not a media topic: use a code like medtop:11000000")
    return code


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _printable(value: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
        raise ValueError("holds a control character")
    return value


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _start_of(value: object) -> object:
    return _moment(value, timedelta(0))


def _end_of(value: object) -> object:
    return _moment(value, timedelta(days=1))


def _moment(value: object, whole_day: timedelta) -> object:
    """Turn a day into its first moment plus ``whole_day``, a time without zone into UTC; empty is absent."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return datetime.combine(date.fromisoformat(text), time(), UTC) + whole_day
            value = datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            raise ValueError("not a date: write 2026-11-24 or 2026-11-24T08:00:00Z") from None
    if isinstance(value, datetime):
        try:
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except OverflowError:
            raise ValueError("outside the calendar") from None
    return value


Country = Annotated[str, BeforeValidator(_country)]
Topic = Annotated[str, BeforeValidator(_topic)]
Source = Annotated[str, BeforeValidator(_lower), StringConstraints(pattern=r"^[a-z0-9._-]{1,64}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]
Section = Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(_printable)]


class SearchRequest(BaseModel):
    """What to look for; values of one filter are joined by OR, filters by AND."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    q: str = Field(
        "",
        description='words, "phrases", "two words"~3, +must, -not, prefix*, (a | b), '
        "headline: body: country: topic: source:; at most 1,024 characters",
    )
    country: tuple[Country, ...] = Field((), max_length=MAX_FILTER_VALUES, description="ISO 3166-1 alpha-2, any case")
    country_role: Literal["focus", "any"] = Field(
        "focus", description="any: also countries named in passing, and of origin"
    )
    topic: tuple[Topic, ...] = Field((), max_length=MAX_FILTER_VALUES, description="media topic, with all below it")
    source: tuple[Source, ...] = Field((), max_length=MAX_FILTER_VALUES, description="source_id")
    language: tuple[Language, ...] = Field((), max_length=MAX_FILTER_VALUES, description="BCP 47")
    section: tuple[Section, ...] = Field((), max_length=MAX_FILTER_VALUES)
    from_: Annotated[datetime | None, BeforeValidator(_start_of)] = Field(
        None, alias="from", description="day or time, UTC unless it says otherwise; inclusive"
    )
    to: Annotated[datetime | None, BeforeValidator(_end_of)] = Field(
        None, description="day (its end is meant) or time; a time is exclusive"
    )
    sort: Sort | None = Field(None, description="relevance where there is a query, else newest")
    size: int = Field(20, ge=1, le=100)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = Field(
        None, description="``next`` of the page before"
    )
    facets: tuple[Facet, ...] = Field((), max_length=20)
    highlight: bool = True

    @property
    def order(self) -> Sort:
        """The sort in force."""
        return self.sort or ("relevance" if self.q.strip() else "newest")

    def filter_values(self, facet: Facet) -> tuple[str, ...]:
        """Give the values filtered by under that facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values
