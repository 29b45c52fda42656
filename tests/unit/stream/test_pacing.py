"""A broker that answers empty fetches at once is not asked again at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiokafka.consumer.fetcher import Fetcher

from stream import pacing


class Broker:
    """Answers a fetch after ``delay_s``, with or without records."""

    def __init__(self, delay_s: float, has_records: bool) -> None:
        self.delay_s, self.has_records = delay_s, has_records

    async def fetch(self, *_: Any) -> bool:
        await asyncio.sleep(self.delay_s)
        return self.has_records


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses taken, instead of taking them."""
    taken: list[float] = []
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        if seconds == pacing.PAUSE_S:
            taken.append(seconds)
        else:
            await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", nap)
    return taken


def paced(monkeypatch: pytest.MonkeyPatch, broker: Broker) -> Any:
    monkeypatch.setattr(Fetcher, "_proc_fetch_request", broker.fetch)
    pacing.pace_empty_fetches()
    return Fetcher._proc_fetch_request


@pytest.mark.parametrize(
    ("delay_s", "has_records", "pauses"), [(0.0, False, 1), (0.0, True, 0), (0.05, False, 0), (0.05, True, 0)]
)
async def test_only_an_early_empty_answer_is_paced(
    monkeypatch: pytest.MonkeyPatch, naps: list[float], delay_s: float, has_records: bool, pauses: int
) -> None:
    fetch = paced(monkeypatch, Broker(delay_s, has_records))
    assert await fetch(None, None, None, None) is has_records
    assert len(naps) == pauses


async def test_closing_while_pacing_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    task = asyncio.ensure_future(paced(monkeypatch, Broker(0.0, has_records=False))(None, None, None, None))
    await asyncio.sleep(0.01)
    task.cancel()
    assert await task is False


def test_pacing_twice_is_pacing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once = paced(monkeypatch, Broker(0.0, has_records=True))
    pacing.pace_empty_fetches()
    assert Fetcher._proc_fetch_request is once
