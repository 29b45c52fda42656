"""Real Kafka and real Elasticsearch as a server runs them: with the optimizing compiler, Elasticsearch with 1 GB."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import Engines, RealElasticsearch, RealKafka

# The tests' engines stop at the quick compiler, which suits their short lives; the last option of a kind wins.
OPTIMIZE = "-XX:TieredStopAtLevel=4"


class ServerKafka(RealKafka):
    def _run(self, home: Path, jvm_options: list[str]) -> None:
        super()._run(home, [*jvm_options, OPTIMIZE])


class ServerElasticsearch(RealElasticsearch):
    heap = "1g"

    def _run(self, home: Path, jvm_options: list[str]) -> None:
        super()._run(home, [*jvm_options, OPTIMIZE])


@contextmanager
def real_engines(with_elasticsearch: bool) -> Iterator[Engines]:
    """Start them in a folder that is deleted afterwards; Elasticsearch only where it is needed."""
    with tempfile.TemporaryDirectory(prefix="newswire-bench-", ignore_cleanup_errors=True) as folder:
        kafka, elasticsearch = ServerKafka(Path(folder) / "kafka"), ServerElasticsearch(Path(folder) / "elasticsearch")
        try:
            kafka.start()
            if with_elasticsearch:
                elasticsearch.start()
            yield Engines("real", kafka.bootstrap_servers, elasticsearch.url, kafka, elasticsearch)
        finally:
            elasticsearch.stop()
            kafka.stop()
