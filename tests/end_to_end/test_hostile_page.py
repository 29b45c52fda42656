"""A page built to break its reader, through the real stage: a dead letter, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import psutil
import pytest

from tests.end_to_end.stages import Stages, until
from tests.engines import Engines
from tests.integration.test_page_pool import ATTRIBUTES, GOOD


@pytest.fixture
def prepared(engines: Engines, prefix: str, tmp_path: Path) -> Iterator[Stages]:
    stages = Stages(engines, prefix, tmp_path)
    try:
        yield stages
    finally:
        stages.close()


def value(name: str, body: str, body_type: str = "text/html") -> bytes:
    url = f"https://page.example/{name}"
    return orjson.dumps({"source_id": "page", "url": url, "body": body, "body_type": body_type})


def readers(pid: int) -> list[psutil.Process]:
    return [p for p in psutil.Process(pid).children(recursive=True) if "stream.page_reader" in " ".join(p.cmdline())]


def test_hostile_page_is_a_dead_letter_and_a_stop_in_its_midst_leaves_no_process(prepared: Stages) -> None:
    stages = prepared
    topics = stages.settings.articles_topic, stages.settings.dead_letter_topic
    stages.start("stream")
    stages.produce([value("plain", "Rain fell on Nordhavn for an hour on Sunday.", "text/plain")])
    until(lambda: len(stages.records(topics[0])) == 1, 60, lambda: stages.log("stream")[-2000:])
    pid = stages.processes["stream"].pid
    assert readers(pid) == [], "plain text pays nothing"
    stages.produce([value("hostile", ATTRIBUTES), value("good", GOOD)])
    until(lambda: [len(stages.records(topic)) for topic in topics] == [2, 1], 60, lambda: stages.log("stream")[-2000:])
    headers = dict(stages.records(topics[1])[0].headers())
    assert any(b"could not be read within 10 s" in (text or b"") for text in headers.values())
    stages.produce([value("again", ATTRIBUTES)])
    until(lambda: any(p.cpu_percent(0.2) > 50 for p in readers(pid)), 60, lambda: "no reader is at work")
    held = readers(pid)
    assert stages.stop("stream") in (0, 75)
    assert not psutil.wait_procs(held, timeout=15)[1]
