"""kill -9 in the middle of the work, on real Kafka and real Elasticsearch: nothing lost, nothing double."""

from __future__ import annotations

import time
from collections.abc import Callable

import orjson
import psutil
import pytest

from tests.end_to_end.stages import Stages, until

ARTICLES = 5000
BODY = "The reservoir above the town of Kandy is full. " * 60


def values() -> list[bytes | None]:
    return [
        orjson.dumps({"source_id": "bulk", "url": f"https://bulk.example/{n}", "headline": f"Number {n}", "body": BODY})
        for n in range(ARTICLES)
    ]


def crash(
    stages: Stages, name: str, committed: Callable[[], int], record_property: Callable[[str, object], None]
) -> str:
    """Start a stage, kill it between its first commit and its last, start it again and time its first new commit."""

    def explain() -> str:
        return stages.log(name)[-2000:]

    stages.start(name)
    until(lambda: committed() > 0, 60, explain)
    stages.kill(name)
    at_kill = committed()
    assert 0 < at_kill < ARTICLES
    restarted = time.monotonic()
    stages.start(name)
    until(lambda: committed() > at_kill, 60, explain)
    back_s = round(time.monotonic() - restarted, 1)
    record_property(f"{name}_back_s", back_s)
    return f"{name}: killed at {at_kill} of {ARTICLES} committed, first new commit {back_s} s after its restart"


@pytest.mark.timeout(240)
def test_killed_workers_lose_and_double_nothing(
    real_stages: Stages, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stages = real_stages
    stages.produce(values())
    stream = crash(stages, "stream", lambda: stages.raw_committed(ARTICLES), record_property)
    until(lambda: stages.raw_committed(ARTICLES) == ARTICLES, 120, lambda: stages.log("stream")[-2000:])
    index = crash(stages, "index", stages.articles_committed, record_property)
    stages.until_settled(120)
    written = stages.records(stages.settings.articles_topic)
    documents = stages.documents()
    keys = [record.key().decode() for record in written]
    repeats = f"{len(keys)} article records, {len(keys) - len(set(keys))} repeats, {len(documents)} documents"
    with capsys.disabled():
        print("", stream, index, repeats, sep="\n")
    assert len(keys) > ARTICLES, "no repeat seen: the kill hit between batches, the test showed nothing"
    assert set(keys) == set(documents)
    assert len(documents) == ARTICLES
    assert not stages.records(stages.settings.dead_letter_topic)


def test_a_stop_is_in_order_and_no_port_is_left_open(real_stages: Stages) -> None:
    stages = real_stages
    stages.start("stream", "index")
    stages.produce(values()[:500])
    stages.until_settled()
    listening = _listening_ports(stages.processes["stream"].pid)
    assert listening == {stages.settings.stream_ops_port}, "Faust's web server must stay off"
    assert stages.stop("stream") == 0
    assert stages.stop("index") == 0
    assert len(stages.documents()) == 500


def _listening_ports(pid: int) -> set[int]:
    """Ports on which the process listens."""
    return {c.laddr.port for c in psutil.Process(pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN}
