"""The index stage against elasticsearch-py's ``parallel_bulk`` from a file of the same documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
from elasticsearch import Elasticsearch

from benchmarks.corpus import raw_articles
from benchmarks.measure import Rate, Row, compared, in_turns
from benchmarks.workplace import fill, timed_process, workplace
from indexer.admin import apply_schema
from indexer.document import to_document
from newswire.clock import to_ms
from newswire.contracts import Article
from newswire.records import Record
from newswire.settings import Settings
from stream.process import article_of
from tests.engines import Engines

OURS = "newswire index, from Kafka"
WAYS = {
    "parallel_bulk, 4 threads, from a file": ("-m", "benchmarks.bare_bulk", "{file}", "{index}", "json"),
    "the same with OrjsonSerializer": ("-m", "benchmarks.bare_bulk", "{file}", "{index}", "orjson"),
    OURS: ("-m", "newswire", "index"),
}
TARGETS = {OURS: "≥ 0.80"}


def measure_indexer(engines: Engines, count: int, runs: int) -> list[Row]:
    """Measure in turns, each into an empty index with the same schema."""
    articles = _articles(count)
    values = [article.__pydantic_serializer__.to_json(article) for article in articles]
    with tempfile.TemporaryDirectory(prefix="newswire-bench-") as folder:
        file = Path(folder) / "documents.jsonl"
        _write_documents(file, articles)
        del articles
        done = in_turns(list(WAYS), runs, lambda way: _run(engines, WAYS[way], file, values))
    return compared(done, TARGETS)


def _articles(count: int) -> list[Article]:
    now = datetime.now(UTC)
    return [
        article_of(raw, Record("bench", 0, i, to_ms(now), None, b""), now) for i, raw in enumerate(raw_articles(count))
    ]


def _write_documents(file: Path, articles: list[Article]) -> None:
    now = datetime.now(UTC)
    with file.open("wb") as lines:
        for article in articles:
            document = {"id": article.id, "version": article.version, "source": to_document(article, now)}
            lines.write(orjson.dumps(document) + b"\n")


def _run(engines: Engines, way: tuple[str, ...], file: Path, values: list[bytes]) -> Rate:
    with workplace(engines) as (settings, environment), Elasticsearch(settings.elasticsearch) as client:
        apply_schema(client, settings)
        if "index" in way:
            fill(settings, settings.articles_topic, values)
        arguments = [part.format(file=file, index=settings.index_alias_write) for part in way]
        try:
            rate = timed_process(arguments, environment, len(values), _indexed(client, settings))
            _check_count(client, settings, len(values))
        finally:
            _drop(client, settings)
        return rate


def _indexed(client: Elasticsearch, settings: Settings) -> Callable[[], int]:
    """Count what the index has taken, searchable yet or not."""

    def count() -> int:
        found = client.indices.stats(index=settings.index_alias_write, metric="indexing")
        return int(found["_all"]["primaries"]["indexing"]["index_total"])

    return count


def _check_count(client: Elasticsearch, settings: Settings, count: int) -> None:
    client.indices.refresh(index=settings.index_alias_write)
    found = client.count(index=settings.index_alias_write)["count"]
    if found != count:
        raise RuntimeError(f"{found} of {count} documents are in the index")


def _drop(client: Elasticsearch, settings: Settings) -> None:
    for index in client.indices.get_alias(name=settings.index_alias_write).body:
        client.indices.delete(index=index)
    client.indices.delete_index_template(name=f"{settings.index_prefix}*")
    client.cluster.delete_component_template(name=f"{settings.index_prefix}*")
