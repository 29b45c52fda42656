"""Slow down where a broker answers empty fetches at once instead of waiting for records.

Apache Kafka holds an empty fetch for ``fetch.max.wait``; the embedded engine answers in microseconds, and an idle
client then burns most of a core. Nothing changes with a broker that waits.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

from aiokafka.consumer.fetcher import Fetcher

EARLY_S = 0.02
PAUSE_S = 0.1


def pace_empty_fetches() -> None:
    """Make every aiokafka fetcher of this process wait ``PAUSE_S`` after an empty answer that came early."""
    original = Fetcher._proc_fetch_request
    if getattr(original, "paced", False):
        return

    async def paced(self: Any, assignment: Any, node_id: Any, request: Any) -> Any:
        started = time.monotonic()
        has_records = await original(self, assignment, node_id, request)
        if not has_records and time.monotonic() - started < EARLY_S:
            with suppress(asyncio.CancelledError):  # the fetcher closes; it awaits this task and wants an answer of it
                await asyncio.sleep(PAUSE_S)
        return has_records

    paced.paced = True  # type: ignore[attr-defined]
    Fetcher._proc_fetch_request = paced
