from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from newswire.contracts import RawArticle
from newswire.errors import ConfigError, InvalidRecord, RecordTooLarge, TransientError
from search.cursor import CursorError
from search.intake import read_raw, to_record
from search.problems import ProblemError, problem_of
from search.query_language import QueryError
from search.server import require_loopback

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TRACE = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


class StillClock:
    def now(self) -> datetime:
        return NOW


def read(**fields: object) -> RawArticle:
    return read_raw(orjson.dumps({"source_id": "harbour-post", "body": "Text.", **fields}), StillClock())


def test_an_article_gets_the_time_it_came_unless_it_states_one() -> None:
    assert read().fetched_at == NOW
    assert read(fetched_at="2026-01-01T00:00:00Z").fetched_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_nobody_is_an_operator_over_http() -> None:
    assert read(operator=True).operator is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"null", "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 100_000, "body"),
        (b'{"source_id": "UPPER", "body": "x"}', "source_id"),
        (b'{"body": "x"}', "source_id"),
        (b'{"source_id": "a", "body": 7}', "body"),
        (b'{"source_id": "a", "url": "ftp://example.org"}', "url"),
        (b'{"source_id": "a", "body": "x", "media": [{"url": 1}]}', "media.0.url"),
    ],
)
def test_a_wrong_article_names_its_field(body: bytes, field: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_raw(body, StillClock())
    assert caught.value.problem.status == 422
    assert caught.value.problem.errors is not None
    assert caught.value.problem.errors[0].field == field


def test_a_later_schema_is_refused() -> None:
    with pytest.raises(ProblemError, match="schema_version"):
        read(schema_version=99)


def test_a_valid_trace_goes_on_and_another_is_begun_anew() -> None:
    def trace(given: str) -> bytes | None:
        return dict(to_record(read(), "news.raw", given, StillClock()).headers)["traceparent"]

    assert trace(TRACE) == TRACE.encode()
    for wrong in ("", "x", TRACE + "\r\nx: y", "00-" + "0" * 32 + "-" + "b" * 16 + "-01"):
        assert trace(wrong) != wrong.encode()
        assert len(trace(wrong) or b"") == len(TRACE)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QueryError("m", 3, "h"), 422),
        (CursorError("m"), 422),
        (InvalidRecord("m"), 422),
        (RecordTooLarge("m"), 413),
        (TransientError("m", retry_after_s=1.2), 503),
        (ConfigError("m", "do this"), 503),
        (RuntimeError("m"), 500),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int) -> None:
    problem, headers = problem_of(error)
    assert problem.status == status
    assert ("Retry-After" in headers) is (status == 503)


def test_an_unexpected_error_keeps_its_text_to_the_log() -> None:
    problem, _ = problem_of(RuntimeError("a secret"))
    assert "secret" not in problem.model_dump_json()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_machine_is_allowed(host: str) -> None:
    require_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "", "localhost.example.org"])
def test_any_other_address_is_refused(host: str) -> None:
    with pytest.raises(ConfigError, match="NEWSWIRE_API_HOST"):
        require_loopback(host)
