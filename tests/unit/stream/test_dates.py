from __future__ import annotations

from datetime import date

import pytest

from stream.dates import month_number, named_date, zoned_time


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 3 May 2026 14:05 GMT", "2026-05-03T14:05:00+00:00"),
        ("Published 14:05 GMT, 3 May 2026", "2026-05-03T14:05:00+00:00"),
        ("3 May 2026, 14:05 BST", None),
        ("May 3, 2026 2:05 PM UTC", "2026-05-03T14:05:00+00:00"),
        ("2026-05-03T14:05:00Z", "2026-05-03T14:05:00+00:00"),
        ("2026-05-03 14:05:00 +0200", "2026-05-03T12:05:00+00:00"),
        ("3.5.2026 14:05 MSK", "2026-05-03T11:05:00+00:00"),
        ("3 мая 2026, 14:05 МСК", "2026-05-03T11:05:00+00:00"),
        ("03/05/2026 14:05 GMT", None),
        ("3 mai 2026 à 14h05 GMT", "2026-05-03T14:05:00+00:00"),
        ("3. Mai 2026, 14:05 Uhr", None),
        ("2026年5月3日 14:05 GMT+8", "2026-05-03T06:05:00+00:00"),
        ("2026/05/03 14:05 JST", "2026-05-03T05:05:00+00:00"),
        ("Sun, 03 May 2026 14:05:00 +0000", "2026-05-03T14:05:00+00:00"),
        ("3 May 2026", None),
        ("2 hours ago", None),
        ("yesterday 14:05 GMT", None),
        ("3 كانون الثاني 2026 14:05 GMT", "2026-01-03T14:05:00+00:00"),
        ("31 February 2026 14:05 GMT", None),
        ("3 May 2026 25:05 GMT", None),
        ("3 травня 2026 14:05 EEST", "2026-05-03T11:05:00+00:00"),
        ("3 May 2026 14:05 GMT+5:30", "2026-05-03T08:35:00+00:00"),
        ("3 May 2026 14:05 IST", None),
        ("3 May 2026 14:05 EST", None),
        ("3 May 2026 9:05 a.m. EDT", "2026-05-03T13:05:00+00:00"),
    ],
)
def test_time_is_taken_only_with_date_and_unambiguous_zone(line: str, expected: str | None) -> None:
    found = zoned_time(line)
    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 3 May 2026", date(2026, 5, 3)),
        ("May 3rd, 2026", date(2026, 5, 3)),
        ("am 3. März 2026", date(2026, 3, 3)),
        ("le 1er février 2026", date(2026, 2, 1)),
        ("el 3 de mayo de 2026", date(2026, 5, 3)),
        ("3 maja 2026", date(2026, 5, 3)),
        ("3. května 2026", date(2026, 5, 3)),
        ("3 травня 2026 року", date(2026, 5, 3)),
        ("3 Mei 2026", date(2026, 5, 3)),
        ("3 ערב", None),
        ("3 במאי 2026", date(2026, 5, 3)),
        ("3 मई 2026", date(2026, 5, 3)),
        ("3 تشرين الأول 2026", date(2026, 10, 3)),
        ("2026年5月3日", date(2026, 5, 3)),
        ("03/05/2026", None),
        ("30 February 2026", None),
        ("May 2026", None),
        ("last Sunday", None),
    ],
)
def test_full_date_is_read_and_an_ambiguous_one_is_not(text: str, expected: date | None) -> None:
    assert named_date(text) == expected


def test_months_of_many_languages() -> None:
    names = (
        "May",
        "mai",
        "Mai",
        "mayo",
        "maggio",
        "мая",
        "травня",
        "maja",
        "května",
        "Mei",
        "maj",
        "May.",
        "במאי",
        "मई",
    )
    assert {month_number(name) for name in names} == {5}
    assert month_number("harbour") is None
