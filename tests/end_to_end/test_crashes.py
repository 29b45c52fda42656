"""kill -9 in the middle of the work, on real Kafka and real Elasticsearch: nothing lost, nothing double."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import orjson
import pytest

from tests.end_to_end.stages import Stages, until

ARTICLES = 5000
BODY = "The reservoir above the town of Kandy is full. " * 60


def values() -> list[bytes | None]:
    return [
        orjson.dumps({"source_id": "bulk", "url": f"https://bulk.example/{n}", "headline": f"Number {n}", "body": BODY})
        for n in range(ARTICLES)
    ]


@pytest.mark.timeout(240)
def test_killed_workers_lose_and_double_nothing(
    real_stages: Stages, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stages = real_stages
    stages.produce(values())
    notes = []
    for name, committed in (
        ("stream", lambda: stages.raw_committed(ARTICLES)),
        ("index", stages.articles_committed),
    ):
        stages.start(name)
        until(lambda c=committed: c() > 0, 60, lambda n=name: stages.log(n)[-2000:])  # type: ignore[misc]
        stages.kill(name)
        at_kill = committed()
        assert 0 < at_kill < ARTICLES
        restarted = time.monotonic()
        stages.start(name)
        until(lambda c=committed, a=at_kill: c() > a, 60, lambda n=name: stages.log(n)[-2000:])  # type: ignore[misc]
        back_s = time.monotonic() - restarted
        notes.append(f"{name}: killed at {at_kill} of {ARTICLES} committed, first new commit {back_s:.1f} s after restart")
        record_property(f"{name}_back_s", round(back_s, 1))
        if name == "stream":
            until(lambda: stages.raw_committed(ARTICLES) == ARTICLES, 120, lambda: stages.log("stream")[-2000:])
    stages.until_settled(120)
    written = stages.records(stages.settings.articles_topic)
    documents = stages.documents()
    keys = [record.key().decode() for record in written]
    notes.append(f"{len(keys)} article records, {len(keys) - len(set(keys))} repeats, {len(documents)} documents")
    with capsys.disabled():
        print("\n" + "\n".join(notes))
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
    """Ports on which the process listens (Linux: its sockets looked up in /proc/net/tcp*)."""
    inodes = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    ports = set()
    for table in ("tcp", "tcp6"):
        with open(f"/proc/{pid}/net/{table}") as file:
            for line in list(file)[1:]:
                fields = line.split()
                if fields[3] == "0A" and fields[9] in inodes:
                    ports.add(int(fields[1].rsplit(":", 1)[1], 16))
    return ports
