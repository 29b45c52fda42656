from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from search.request import SearchRequest


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 101}, "size"),
        ({"size": -1}, "size"),
        ({"size": "many"}, "size"),
        ({"sort": "best"}, "sort"),
        ({"country": ["XX"]}, "country"),
        ({"country": [""]}, "country"),
        ({"country": ["FR"] * 51}, "country"),
        ({"country_role": "origin"}, "country_role"),
        ({"topic": ["fish"]}, "topic"),
        ({"source": ["a b"]}, "source"),
        ({"source": ["a\x00"]}, "source"),
        ({"language": ["x' OR 1"]}, "language"),
        ({"section": ["a\x00b"]}, "section"),
        ({"section": ["a" * 257]}, "section"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-02-30"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "0001-01-01T00:00:00+23:00"}, "from"),
        ({"facets": ["colour"]}, "facets"),
        ({"cursor": "a" * 2001}, "cursor"),
        ({"contry": ["FR"]}, "contry"),
    ],
)
def test_refused(parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SearchRequest.model_validate(parameters)
    assert {error["loc"][0] for error in caught.value.errors()} == {field}


def test_brought_to_one_form() -> None:
    given = {"country": ["fr", "United Kingdom"], "topic": ["11000000", "sport"], "source": ["Harbour-Post"]}
    request = SearchRequest.model_validate(given)
    assert request.country == ("FR", "GB")
    assert request.topic == ("medtop:11000000", "medtop:15000000")
    assert request.source == ("harbour-post",)


@pytest.mark.parametrize(
    ("start", "end", "moments"),
    [
        ("2026-11-24", "2026-11-24", (datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC))),
        ("", "", (None, None)),
        (
            "2026-11-24T08:00",
            "2026-11-24T08:00:00+02:00",
            (datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC)),
        ),
    ],
)
def test_a_day_is_meant_whole_and_a_time_without_zone_is_utc(
    start: str, end: str, moments: tuple[datetime | None, datetime | None]
) -> None:
    request = SearchRequest.model_validate({"from": start, "to": end})
    assert (request.from_, request.to) == moments


def test_order_follows_the_query_unless_told() -> None:
    assert SearchRequest().order == "newest"
    assert SearchRequest(q=" ").order == "newest"
    assert SearchRequest(q="iraq").order == "relevance"
    assert SearchRequest(q="iraq", sort="oldest").order == "oldest"
