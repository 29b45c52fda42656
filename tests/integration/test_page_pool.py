"""Hostile pages cost a reader process, never the worker: real processes, real limits."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from newswire.contracts import RawArticle
from newswire.errors import NotAnArticle, TerminalError
from stream.page_pool import PagePool
from stream.pages import Page

PARAGRAPH = "<p>" + "The harbour of Nordhavn was opened to foreign boats on Sunday, the ministry said. " * 5 + "</p>"
GOOD = f"<html><head><title>Harbour opens</title></head><body><h1>Harbour opens</h1>{PARAGRAPH * 3}</body></html>"
ATTRIBUTES = "<html><body><p " + " ".join(f"a{n}=1" for n in range(350_000)) + ">" + PARAGRAPH
HOSTILE = {
    "nested": "<html><body>" + "<div>" * 100_000 + PARAGRAPH,
    "nested inline": "<html><body>" + "<b><p>" * 100_000 + PARAGRAPH,
    "attributes": ATTRIBUTES,
    "giant attribute": "<html><body><p class='" + "related-" * 450_000 + "'>" + PARAGRAPH,
    "tiny tags": "<html><body>" + "<br>" * 1_000_000 + PARAGRAPH,
    "open lists": "<html><body>" + "<ul><li>a" * 400_000,
    "open brackets": "<html><head><script type='application/ld+json'>" + "[" * 1_000_000 + f"</script>{PARAGRAPH}",
}


def raw(body: str, **changes: str) -> RawArticle:
    fields = {"source_id": "t", "url": "https://post.example/a", "body": body, "body_type": "text/html"}
    return RawArticle.model_validate(fields | changes)


def readers() -> list[psutil.Process]:
    return [p for p in psutil.Process().children(recursive=True) if "stream.page_reader" in " ".join(p.cmdline())]


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_page_is_an_answer_and_the_next_page_is_read(kind: str) -> None:
    async with PagePool(processes=1, limit_s=3) as pool:
        hostile, good = await pool.pages([raw(HOSTILE[kind]), raw(GOOD)])
    assert isinstance(hostile, (Page, TerminalError))
    assert isinstance(good, Page)
    assert good.headline == "Harbour opens"
    assert readers() == []


async def test_page_beyond_the_time_limit_is_refused_with_that_reason() -> None:
    async with PagePool(processes=2, limit_s=2) as pool:
        refused, good, take_down = await pool.pages(
            [raw(ATTRIBUTES), raw(GOOD), raw(ATTRIBUTES, pub_status="canceled")]
        )
    assert isinstance(refused, NotAnArticle)
    assert "the page could not be read within 2 s" in str(refused)
    assert isinstance(good, Page)
    assert isinstance(take_down, Page)  # a kill must pass whatever its page is like


async def test_page_beyond_the_memory_limit_is_refused() -> None:
    async with PagePool(processes=1, memory_bytes=400 * 1024 * 1024) as pool:
        (refused,) = await pool.pages([raw("<html><body>" + "<i>x</i>" * 500_000 + PARAGRAPH)])
        (good,) = await pool.pages([raw(GOOD)])
    assert isinstance(refused, TerminalError)
    assert isinstance(good, Page)


async def test_plain_text_starts_no_process() -> None:
    async with PagePool() as pool:
        assert await pool.pages([None, None]) == [None, None]
        assert readers() == []


async def test_killed_reader_is_started_again() -> None:
    async with PagePool(processes=1) as pool:
        await pool.pages([raw(GOOD)])
        (reader,) = readers()
        reader.kill()
        reader.wait(10)
        await asyncio.sleep(0.1)
        (page,) = await pool.pages([raw(GOOD)])
        assert isinstance(page, (Page, NotAnArticle))
        (page,) = await pool.pages([raw(GOOD)])
        assert isinstance(page, Page)


async def test_cancelled_batch_leaves_no_process() -> None:
    async with PagePool(processes=2) as pool:
        batch = asyncio.create_task(pool.pages([raw(ATTRIBUTES), raw(ATTRIBUTES), raw(GOOD)]))
        await asyncio.sleep(2)
        assert len(readers()) == 2
        batch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await batch
    assert readers() == []


HOLDER = """
import asyncio, os
from tests.integration.test_page_pool import ATTRIBUTES, raw
from stream.page_pool import PagePool
async def main():
    async with PagePool(processes=1) as pool:
        reading = asyncio.create_task(pool.pages([raw(ATTRIBUTES)]))
        await asyncio.sleep(3)
        print(pool._readers[0]._process.pid, flush=True)
        await reading
asyncio.run(main())
"""


def test_reader_ends_with_a_worker_that_is_killed() -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, cwd=root, env=environment, text=True
    ) as worker:
        assert worker.stdout is not None
        reader = int(worker.stdout.readline())
        assert psutil.pid_exists(reader)
        worker.send_signal(signal.SIGKILL)
    while psutil.pid_exists(reader) and psutil.Process(reader).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.1)  # for ever where it does not end, until the test's own time is up
