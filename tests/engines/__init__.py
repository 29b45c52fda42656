"""Engines that the tests run on: the embedded pair, and a real Apache Kafka with a real Elasticsearch."""

from __future__ import annotations

from dataclasses import dataclass

from tests.engines.artifacts import EngineUnavailable
from tests.engines.elasticsearch import RealElasticsearch, elasticsearch_version
from tests.engines.kafka import RealKafka, kafka_version
from tests.engines.process import EngineFailed, free_port

__all__ = [
    "EngineFailed",
    "EngineUnavailable",
    "Engines",
    "RealElasticsearch",
    "RealKafka",
    "elasticsearch_version",
    "free_port",
    "kafka_version",
]


@dataclass(frozen=True)
class Engines:
    """A running pair. ``name`` is "embedded" or "real"; only the real pair has handles to crash and freeze."""

    name: str
    kafka_bootstrap_servers: str
    elasticsearch_url: str
    kafka: RealKafka | None = None
    elasticsearch: RealElasticsearch | None = None
