from __future__ import annotations

from typing import Any

import orjson
import pytest

from indexer.bulk import Item, Settlement, bulk_body, bulk_verdict, cut, halves, request_verdict, settle

ALIAS = "news-write"
INDEX = "news-articles-v1-000001"


def item(name: str, size: int = 10) -> Item:
    return Item(name, 5, b'"' + b"x" * (size - 2) + b'"')


A, B, C = item("a"), item("b"), item("c")


def answer(name: str, status: int, kind: str | None = None, index: str = INDEX) -> dict[str, Any]:
    error = {"error": {"type": kind, "reason": "because"}} if kind else {}
    return {"index": {"_index": index, "_id": name, "status": status} | error}


def causes(settlement: Settlement) -> list[tuple[str, str]]:
    return [(one.id, str(cause)) for one, cause in settlement.dead]


@pytest.mark.parametrize(
    ("status", "error_type", "verdict"),
    [
        (200, None, "done"),
        (201, None, "done"),
        (409, "version_conflict_engine_exception", "done"),
        (429, "es_rejected_execution_exception", "retry"),
        (429, "circuit_breaking_exception", "retry"),
        (503, "unavailable_shards_exception", "retry"),
        (500, None, "retry"),
        (429, "cluster_block_exception", "pause"),
        (403, "cluster_block_exception", "pause"),
        (400, "document_parsing_exception", "dead"),
        (400, "mapper_parsing_exception", "dead"),
        (400, "strict_dynamic_mapping_exception", "dead"),
        (400, "illegal_argument_exception", "dead"),
        (400, "action_request_validation_exception", "dead"),
        (413, None, "dead"),
        (401, "security_exception", "stop"),
        (403, "security_exception", "stop"),
        (404, "index_not_found_exception", "stop"),
    ],
)
def test_verdict_on_an_item(status: int, error_type: str | None, verdict: str) -> None:
    assert bulk_verdict(status, error_type) == verdict


@pytest.mark.parametrize(
    ("status", "error_type", "verdict"),
    [
        (200, None, "settle"),
        (429, "es_rejected_execution_exception", "retry"),
        (408, None, "retry"),
        (500, None, "retry"),
        (502, None, "retry"),
        (503, None, "retry"),
        (504, None, "retry"),
        (429, "cluster_block_exception", "pause"),
        (403, "cluster_block_exception", "pause"),
        (413, None, "split"),
        (400, "action_request_validation_exception", "split"),
        (401, "security_exception", "stop"),
        (403, "security_exception", "stop"),
        (404, "index_not_found_exception", "stop"),
        (405, None, "stop"),
        (301, None, "stop"),
    ],
)
def test_verdict_on_a_request(status: int, error_type: str | None, verdict: str) -> None:
    assert request_verdict(status, error_type) == verdict


def test_body_is_ndjson_with_external_versions() -> None:
    lines = bulk_body([Item("a", 7, b'{"n":1}'), Item("b", 8, b'{"n":2}')]).split(b"\n")
    assert lines.pop() == b""
    assert [orjson.loads(line) for line in lines] == [
        {"index": {"_id": "a", "version": 7, "version_type": "external_gte"}},
        {"n": 1},
        {"index": {"_id": "b", "version": 8, "version_type": "external_gte"}},
        {"n": 2},
    ]


def test_size_of_an_item_covers_its_lines() -> None:
    widest = Item("f" * 32, 2**63 - 1, b"{}")
    assert len(bulk_body([widest])) <= widest.size


def test_cut_by_documents() -> None:
    assert list(cut([A, B, C], 2, 10_000)) == [[A, B], [C]]


def test_cut_by_bytes_keeps_order_and_lets_a_large_one_go_alone() -> None:
    large = item("large", 5000)
    assert list(cut([A, B, large, C], 100, 2 * A.size)) == [[A, B], [large], [C]]


def test_cut_of_nothing() -> None:
    assert list(cut([], 10, 10)) == []


def test_halves() -> None:
    assert halves([A, B, C]) == ([A], [B, C])


def test_settle_each_by_its_own_answer() -> None:
    settled = settle(
        [A, B, C],
        {"items": [answer("a", 201), answer("b", 429, "es_rejected_execution_exception"), answer("c", 400, "x")]},
        ALIAS,
    )
    assert (settled.done, settled.retry, settled.pause, settled.stop) == ((A,), (B,), None, None)
    assert causes(settled) == [("c", "x: because")]


@pytest.mark.parametrize(
    "response",
    [None, "gateway page", {}, {"items": None}, {"items": []}, {"items": [1, None, {}]}, {"items": [{"index": "?"}]}],
)
def test_without_answers_nothing_is_done(response: object) -> None:
    assert settle([A, B, C], response, ALIAS) == Settlement(retry=(A, B, C))


def test_a_short_reply_leaves_the_rest_undone() -> None:
    assert settle([A, B, C], {"items": [answer("a", 200), answer("b", 200)]}, ALIAS) == Settlement((A, B), (C,))


def test_shuffled_ids_are_not_done() -> None:
    response = {"items": [answer("b", 200), answer("a", 200), answer("c", 200)]}
    assert settle([A, B, C], response, ALIAS) == Settlement((C,), (A, B))


def test_a_hole_in_the_middle_shifts_and_is_not_trusted() -> None:
    assert settle([A, B, C], {"items": [answer("a", 200), answer("c", 200)]}, ALIAS) == Settlement((A,), (B, C))


def test_answers_beyond_those_sent_are_ignored() -> None:
    assert settle([A], {"items": [answer("a", 200), answer("b", 200)]}, ALIAS) == Settlement((A,))


def test_a_status_that_is_no_number_is_no_answer() -> None:
    assert settle([A], {"items": [{"index": {"_id": "a", "status": "200"}}]}, ALIAS) == Settlement(retry=(A,))


def test_a_write_block_pauses_and_keeps_the_documents() -> None:
    settled = settle([A, B], {"items": [answer("a", 200), answer("b", 403, "cluster_block_exception")]}, ALIAS)
    assert settled == Settlement((A,), (B,), pause="cluster_block_exception: because")


def test_refused_credentials_stop() -> None:
    settled = settle([A, B], {"items": [answer("a", 403, "security_exception"), answer("b", 200)]}, ALIAS)
    assert settled == Settlement((B,), (A,), stop="security_exception: because")


def test_an_index_made_by_accident_under_the_alias_name_stops() -> None:
    settled = settle([A], {"items": [answer("a", 201, index=ALIAS)]}, ALIAS)
    assert settled == Settlement(retry=(A,), stop="news-write is an index, not an alias")


def test_an_error_given_as_text() -> None:
    response = {"items": [{"index": {"_index": INDEX, "_id": "a", "status": 400, "error": "no"}}]}
    assert causes(settle([A], response, ALIAS)) == [("a", "status 400")]
