"""``producers.publisher.publish`` against kafka-python alone."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from kafka import KafkaProducer

from benchmarks.corpus import raw_articles
from benchmarks.measure import Rate, Row, compared, in_turns
from benchmarks.workplace import workplace
from newswire.envelope import raw_outgoing
from newswire.identity import canonical_url
from newswire.kafka_clients import producer_options
from newswire.kafka_topics import RAW_LIMIT
from newswire.records import Outgoing
from newswire.settings import Settings
from producers.items import Found
from producers.publisher import LINGER_MS, PRODUCER, publish
from tests.engines import Engines

OURS = "newswire publish"
TARGETS = {OURS: "≥ 0.80"}


def measure_producer(engines: Engines, count: int, runs: int) -> list[Row]:
    """Measure in this process, in turns; connecting and closing included, reading the input not."""
    found = [Found(raw) for raw in raw_articles(count)]
    ready = [raw_outgoing(item.raw, "news.raw", PRODUCER) for item in found]
    ways: dict[str, Callable[[Settings], None]] = {
        "kafka-python, same key and headers": lambda settings: _send(settings, ready, dressed=True),
        OURS: lambda settings: _publish(settings, found),
        "kafka-python, values alone": lambda settings: _send(settings, ready, dressed=False),
    }

    gc.collect()
    gc.freeze()  # the corpus is the benchmark's own, the garbage collector need not walk it

    def run(way: str) -> Rate:
        canonical_url.cache_clear()  # every article that is sent has an address that was not seen before
        with workplace(engines) as (settings, _):
            began, used = time.monotonic(), time.process_time()
            ways[way](settings)
            took, used = time.monotonic() - began, time.process_time() - used
        return Rate(count / took, used / count * 1e6)

    return compared(in_turns(list(ways), runs, run), TARGETS)


def _publish(settings: Settings, found: list[Found]) -> None:
    summary = publish(found, settings)
    if not summary.complete:
        raise RuntimeError(f"not all sent: {summary}")


def _send(settings: Settings, ready: list[Outgoing], dressed: bool) -> None:
    producer = KafkaProducer(**producer_options(settings, RAW_LIMIT) | {"linger_ms": LINGER_MS})
    topic = settings.raw_topic
    if dressed:
        futures = [producer.send(topic, key=o.key, value=o.value, headers=list(o.headers)) for o in ready]
    else:
        futures = [producer.send(topic, value=o.value) for o in ready]
    producer.flush()
    producer.close()
    if not all(future.succeeded() for future in futures):
        raise RuntimeError("not all sent")
