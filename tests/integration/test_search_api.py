"""The search API over real requests: thirty articles in the index, both pairs of engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import orjson
import pytest
from fastapi.testclient import TestClient
from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from indexer.document import ANALYZED_LANGUAGES
from newswire.contracts import Article
from newswire.kafka_topics import RAW_LIMIT
from newswire.settings import Settings
from search.api import create_app
from search.query import STEMMED_LANGUAGES
from tests.engines import Engines, free_port
from tests.integration.search_index import DOUBLE, filled, settings_for
from tests.unit.search.articles import ARTICLES, ELECTION, HIDDEN, POLITICS, VISIBLE, article_id

TRACE = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


@pytest.fixture(scope="module")
def settings(engines: Engines) -> Settings:
    return filled(engines, "search-api-")


@pytest.fixture(scope="module")
def api(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def lost_api() -> Iterator[TestClient]:
    """An API whose engines are not there."""
    nowhere = Settings(
        kafka_bootstrap_servers=f"127.0.0.1:{free_port()}", elasticsearch_url=f"http://127.0.0.1:{free_port()}"
    )
    with TestClient(create_app(nowhere), raise_server_exceptions=False) as client:
        yield client


def search(api: TestClient, **parameters: Any) -> dict[str, Any]:
    answer = api.get("/v1/search", params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def found(api: TestClient, **parameters: Any) -> set[int]:
    page = search(api, size=100, **parameters)
    ids = {hit["id"] for hit in page["hits"]}
    assert page["total"] == len(ids)
    return {n for n in range(100) if article_id(n) in ids}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    return body


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("Lyon", {3}),
        ("iraq war", {6}),
        ("minister", {0, 1, 6, 7}),  # by stem
        ("haus", {2}),
        ("election", {3}),  # by the French stem
        ("elections", {3}),  # without its accent
        ("министр", {4}),
        ("وزراء", {5}),
        ("北京大学", {8}),
        ("F-16", {9}),
        ('"foreign minister"', {1}),
        ('"foreign ministers"', {6}),
        ('"ministers Syria"', set()),
        ('"ministers Syria"~4', {6}),
        ("minister -norway", {0, 1, 6}),
        ("minister +norway", {7}),
        ("fisher*", {7}),
        ("PASS*", {2}),
        ("(otters | herons)", {15, 16}),
        ("league (otters | herons) -kenya", {15}),
        ("headline:iraq", {6}),
        ("body:iraq", {6, 29}),
        ("country:IQ", {5, 6, 29}),
        ("country:Irak oil", {6}),
        ("topic:politics", {1, 3, 4, 7}),
        ("source:flussbote", {2}),
        ("secret", {13}),
    ],
)
def test_the_query_language_finds(api: TestClient, q: str, numbers: set[int]) -> None:
    assert found(api, q=q) == numbers


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"country": "fr"}, {0, 3, 27}),
        ({"country": ["FR", "DE"], "language": "en"}, {0, 1, 27, 28}),
        ({"country": "DK"}, set()),
        ({"country": "DK", "country_role": "any"}, {1}),
        ({"topic": "medtop:04000000"}, {0, 6}),
        ({"topic": "20001243"}, {6}),
        ({"topic": ELECTION}, {1, 3}),
        ({"source": "gazette-du-rhone"}, {3}),
        ({"section": "World"}, {6}),
        ({"from": "2026-10-02", "to": "2026-10-04"}, {1, 2, 3}),
        ({"from": "2026-10-02T08:08:00Z", "to": "2026-10-04T10:21:00+02:00"}, {2}),
        ({"q": "minister", "country": "NO"}, {7}),
    ],
)
def test_filters_narrow(api: TestClient, filters: dict[str, Any], numbers: set[int]) -> None:
    assert found(api, **filters) == numbers


def test_hits_are_ordered_as_asked(api: TestClient) -> None:
    newest = [hit["published_at"] for hit in search(api, size=100)["hits"]]
    assert newest == sorted(newest, reverse=True)
    oldest = [hit["published_at"] for hit in search(api, sort="oldest", size=100)["hits"]]
    assert oldest == newest[::-1]
    page = search(api, q="minister")
    assert page["hits"][0]["id"] == article_id(7)  # in the headline
    scores = [hit["score"] for hit in page["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_the_answer_says_how_it_was_understood(api: TestClient) -> None:
    page = search(api, q='iraq -"river crossing" country:irak')
    assert page["understood"] == 'iraq AND NOT "river crossing" AND country:IQ'
    assert search(api)["understood"] is None


FACETS: dict[str, Callable[[Article], Sequence[str | None]]] = {
    "country": lambda article: article.countries,
    "topic": lambda article: article.topic_paths,
    "source": lambda article: (article.source_id,),
    "language": lambda article: (article.language,),
    "section": lambda article: (article.section,) if article.section else (),
}


@pytest.mark.parametrize(
    "filters", [{}, {"country": ["FR"]}, {"country": ["FR", "IQ"], "language": ["en"]}, {"topic": [POLITICS]}]
)
def test_facets_equal_a_count_by_hand(api: TestClient, filters: dict[str, list[str]]) -> None:
    page = search(api, facets=list(FACETS), size=100, **filters)
    counts = api.get("/v1/facets", params=filters).json()
    for facet, values_of in FACETS.items():
        others = {name: values for name, values in filters.items() if name != facet}
        expected: Counter[str | None] = Counter()
        for article in VISIBLE:
            if all(set(values) & set(FACETS[name](article)) for name, values in others.items()):
                expected.update(values_of(article))
        assert {one["value"]: one["count"] for one in page["facets"][facet]} == expected
        assert counts["facets"][facet] == page["facets"][facet]
    assert counts["total"] == page["total"] == len(page["hits"])


@pytest.mark.parametrize("parameters", [{}, {"sort": "oldest"}, {"q": "league"}, {"q": "league", "sort": "newest"}])
def test_a_cursor_walks_to_the_end_without_doubles(api: TestClient, parameters: dict[str, str]) -> None:
    whole = [hit["id"] for hit in search(api, size=100, **parameters)["hits"]]
    walked: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(20):
        page = search(api, size=4, **parameters, **cursor)
        walked += [hit["id"] for hit in page["hits"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert walked == whole
    assert len(set(walked)) == len(walked) > 4


def test_highlights_are_escaped_text_with_marks(api: TestClient) -> None:
    hit = search(api, q="script bakery")["hits"][0]
    text = " ".join(fragment for fragments in hit["highlights"].values() for fragment in fragments)
    assert "&lt;<mark>script</mark>&gt;" in text
    assert "<mark>bakery</mark>" in text
    assert set(text.replace("<mark>", "").replace("</mark>", "")).isdisjoint("<>\"'")
    assert search(api, q="script", highlight=False)["hits"][0]["highlights"] == {}


def test_an_inflected_form_is_marked_where_it_stands(api: TestClient) -> None:
    hit = search(api, q="haus")["hits"][0]
    assert "<mark>Häuser</mark>" in hit["highlights"]["headline"][0]


def test_an_article_is_read_whole(api: TestClient) -> None:
    answer = api.get(f"/v1/articles/{ARTICLES[0].id}")
    assert answer.status_code == 200
    assert Article.model_validate_json(answer.content) == ARTICLES[0]
    assert answer.json()["indexed_at"] == "2026-11-24T00:00:00Z"


def test_hidden_articles_show_nowhere(api: TestClient) -> None:
    hidden = {*HIDDEN, DOUBLE}
    everything = search(api, size=100)
    assert {hit["id"] for hit in everything["hits"]} == {article.id for article in VISIBLE}
    for gone in hidden:
        problem(api.get(f"/v1/articles/{gone}"), 404)
        assert api.get(f"/articles/{gone}").status_code == 404


@pytest.mark.parametrize(
    "q",
    [
        *("x" * 10_000, '"unbalanced', "(unbalanced", "a)", "*:*", "*", "*leading", "a*b", "a\x00b", "field:secret"),
        *("country:atlantis", "topic:fish", '"a b"~9999', "(" * 600, "a " * 500, "()", "|", "&&&"),
    ],
)
def test_a_query_that_cannot_be_understood_is_a_422_with_its_place(api: TestClient, q: str) -> None:
    wrong = problem(api.get("/v1/search", params={"q": q}), 422)
    assert 0 <= wrong["position"] <= len(q)
    assert wrong["hint"]
    assert wrong["errors"][0]["field"] == "q"
    page = api.get("/", params={"q": q})
    assert page.status_code == 422
    assert "text/html" in page.headers["content-type"]


@pytest.mark.parametrize(
    "q",
    [
        *(
            "/reg.*ex/",
            "~",
            "a~2",
            "a^2",
            "[a TO b]",
            "{}",
            "\\",
            "a && b",
            "!a",
            "_id:1".replace(":", " "),
            "<script>",
        ),
        *("\u202eoil\u202c", "\u200f", "🙂", "é" * 1024, "'; drop", "${jndi}", "(((a)))", " ".join(["ab"] * 64)),
    ],
)
def test_odd_queries_are_answered(api: TestClient, q: str) -> None:
    assert api.get("/v1/search", params={"q": q}).status_code in (200, 422)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ("size=0", "size"),
        ("size=101", "size"),
        ("size=-1", "size"),
        ("size=1000000", "size"),
        ("size=x", "size"),
        ("sort=best", "sort"),
        ("sort=%00", "sort"),
        ("country=XX", "country.0"),
        ("country=%00", "country.0"),
        ("topic=fish", "topic.0"),
        ("source=a%20b", "source.0"),
        ("section=%00", "section.0"),
        ("language=%22", "language.0"),
        ("facets=colour", "facets.0"),
        ("from=tomorrow", "from"),
        ("from=99999-01-01", "from"),
        ("cursor=forged", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=" + "a" * 1000, "cursor"),
        ("highlight=perhaps", "highlight"),
        ("contry=FR", "contry"),
    ],
)
def test_a_wrong_parameter_is_a_422_that_names_it(api: TestClient, parameters: str, field: str) -> None:
    for path in ("/v1/search", "/v1/facets"):
        if (path, field) == ("/v1/facets", "cursor"):
            continue  # counting knows no pages
        wrong = problem(api.get(f"{path}?{parameters}"), 422)
        assert [one["field"] for one in wrong["errors"]] == [field]


def test_a_cursor_of_another_search_is_refused(api: TestClient) -> None:
    cursor = search(api, size=1)["next"]
    problem(api.get("/v1/search", params={"q": "oil", "cursor": cursor}), 422)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/articles/nonsense", 404),
        ("GET", "/v1/articles/" + "0" * 32, 404),
        ("GET", "/v1/articles/%00", 404),
        ("GET", "/v1/articles/..%2f..%2f_cat", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/static/..%2fpages.py", 404),
        ("DELETE", "/v1/search", 405),
        ("POST", "/v1/search", 405),
        ("PUT", "/v1/articles", 405),
    ],
)
def test_a_wrong_address_is_a_problem_too(api: TestClient, method: str, path: str, status: int) -> None:
    problem(api.request(method, path), status)


def test_a_pushed_article_is_on_kafka_with_its_headers(api: TestClient, settings: Settings) -> None:
    sent = {"source_id": "harbour-post", "url": "https://harbour-post.example/new?utm_source=x", "body": "Rain."}
    answer = api.post("/v1/articles", json=sent | {"operator": True}, headers={"traceparent": TRACE})
    assert answer.status_code == 202, answer.text
    accepted = answer.json()
    assert accepted["url"] == f"/v1/articles/{accepted['id']}"

    record = last_record(settings, accepted["id"])
    value = orjson.loads(record.value)
    assert value.pop("fetched_at")
    assert value == {"schema_version": 1, **sent}
    headers = {name: text.decode() for name, text in record.headers}
    assert headers["ce_type"] == "newswire.raw-article.v1"
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_source"] == "newswire-api"
    assert headers["content-type"] == "application/json"
    assert headers["traceparent"] == TRACE
    assert {"ce_id", "ce_time"} <= set(headers)


def last_record(settings: Settings, key: str) -> Any:
    consumer = KafkaConsumer(bootstrap_servers=settings.kafka, auto_offset_reset="earliest", enable_auto_commit=False)
    try:
        parts = [TopicPartition(settings.raw_topic, n) for n in range(settings.kafka_partitions)]
        consumer.assign(parts)
        ends = consumer.end_offsets(parts)
        found = None
        while any(consumer.position(part) < ends[part] for part in parts):
            for records in consumer.poll(timeout_ms=500).values():
                found = next((record for record in records if record.key == key.encode()), found)
        assert found is not None
        return found
    finally:
        consumer.close()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"", 422, "body"),
        (b"{", 422, "body"),
        (b"\xff", 422, "body"),
        (b"[" * 50_000, 422, "body"),
        (b'{"source_id": "a"}', 422, "body"),
        (b'{"source_id": "A B", "body": "x"}', 422, "source_id"),
        (b'{"source_id": "a", "url": "https://[x", "body": "x"}', 422, None),
        (b'{"source_id": "a", "body": "' + b"x" * RAW_LIMIT + b'"}', 413, None),
        (b'{"source_id": "a", "body": "' + b"x" * (RAW_LIMIT - 50) + b'"}', 413, None),
    ],
)
def test_a_wrong_article_is_refused(api: TestClient, body: bytes, status: int, field: str | None) -> None:
    wrong = problem(api.post("/v1/articles", content=body), status)
    assert field is None or [one["field"] for one in wrong["errors"]] == [field]


def test_a_body_that_states_no_length_is_limited_too(api: TestClient) -> None:
    problem(api.post("/v1/articles", content=(b"x" * 100_000 for _ in range(50))), 413)


def test_ready_when_all_is_there(api: TestClient) -> None:
    assert api.get("/livez").text == "ok"
    answer = api.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "checks": {"elasticsearch": "ok", "kafka": "ok"}},
    )


def test_not_ready_names_what_is_missing(engines: Engines, prefix: str) -> None:
    with TestClient(create_app(settings_for(engines, prefix)), raise_server_exceptions=False) as client:
        state = client.get("/readyz")
        assert state.status_code == 503
        assert "newswire schema apply" in state.json()["checks"]["elasticsearch"]
        assert "newswire topics create" in state.json()["checks"]["kafka"]
        assert "newswire schema apply" in problem(client.get("/v1/search"), 503)["hint"]
        pushed = client.post("/v1/articles", json={"source_id": "a", "body": "x"})
        assert "newswire topics create" in problem(pushed, 503)["hint"]


def test_without_engines_every_answer_is_a_503_that_says_when_to_come_back(lost_api: TestClient) -> None:
    answers = [
        lost_api.get("/v1/search", params={"q": "oil"}),
        lost_api.get("/v1/facets"),
        lost_api.get("/v1/articles/" + "0" * 32),
        lost_api.post("/v1/articles", json={"source_id": "a", "body": "x"}),
    ]
    for answer in answers:
        problem(answer, 503)
        assert int(answer.headers["retry-after"]) > 0
    assert lost_api.get("/livez").status_code == 200
    state = lost_api.get("/readyz")
    assert state.status_code == 503
    assert set(state.json()["checks"]) == {"elasticsearch", "kafka"}
    assert "ok" not in state.json()["checks"].values()
    # what is wrong with the request is said first
    problem(lost_api.get("/v1/search", params={"size": 0}), 422)


def test_the_description_names_every_route_and_its_errors(lost_api: TestClient) -> None:
    document = lost_api.get("/openapi.json").json()
    assert set(document["paths"]) == {
        *("/v1/search", "/v1/facets", "/v1/articles/{id}", "/v1/articles", "/livez", "/readyz"),
    }
    schemas = document["components"]["schemas"]
    assert {"RawArticle", "SearchPage", "Hit", "Problem", "Accepted"} <= set(schemas)
    for reference in _references(document):
        assert reference.removeprefix("#/components/schemas/") in schemas
    errors = document["paths"]["/v1/search"]["get"]["responses"]["422"]["content"]
    assert set(errors) == {"application/problem+json"}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for below in value.values():
            yield from _references(below)
    elif isinstance(value, list):
        for below in value:
            yield from _references(below)


def test_stems_are_searched_in_every_language_that_has_them() -> None:
    assert set(STEMMED_LANGUAGES) == set(ANALYZED_LANGUAGES)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_process_stops_when_told(stop: signal.Signals, tmp_path: Any) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "NEWSWIRE_API_PORT": str(port),
        "NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()}",
        "NEWSWIRE_ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}",
    }
    program = "from newswire.settings import Settings; from search.server import serve; serve(Settings())"
    with subprocess.Popen([sys.executable, "-c", program], env=environment) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/livez")
            httpx.get(f"http://127.0.0.1:{port}/readyz")  # its clients have tried to connect
            process.send_signal(stop)
            assert process.wait(timeout=5) == 0
        finally:
            process.kill()


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")
