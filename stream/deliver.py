"""Delivery of a batch: comes back only when the broker has acked every record."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError

from newswire.records import Outgoing
from newswire.settings import Settings
from stream.process import Result, refuse

log = logging.getLogger("newswire.stream")
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0


class Producer(Protocol):
    """The part of AIOKafkaProducer that delivery needs."""

    async def send(
        self, topic: str, value: bytes | None, key: bytes | None, *, headers: list[tuple[str, bytes | None]]
    ) -> asyncio.Future[object]:
        """Hand one record over; the future is done when the broker has acked it."""


async def deliver(
    producer: Producer,
    results: Sequence[Result],
    settings: Settings,
    report: Callable[[str], None] = lambda reason: None,
) -> None:
    """Deliver every result, for as long as it takes.

    What fails is sent again, 0.2 s later and then ever slower up to 5 s; ``report`` gets a line for people when that
    happens and "" when all went through. A record that the broker finds too large becomes a dead letter.
    """
    waiting, wait_s = list(results), FIRST_WAIT_S
    while True:
        outcomes = await _send_all(producer, [result.outgoing for result in waiting])
        failed: list[Result] = []
        for result, outcome in zip(waiting, outcomes, strict=True):
            if outcome is None:
                continue
            if isinstance(outcome, (MessageSizeTooLargeError, RecordListTooLargeError)) and not result.refused:
                failed.append(refuse(result.record, outcome, settings.dead_letter_topic))
            else:
                failed.append(result)
        if not failed:
            report("")
            return
        causes = sorted({repr(outcome)[:200] for outcome in outcomes if outcome is not None})
        reason = f"{len(failed)} of {len(waiting)} records not delivered yet ({', '.join(causes)})"
        report(reason)
        log.warning("%s; trying again in %.1f s", reason, wait_s)
        waiting = failed
        await asyncio.sleep(wait_s)
        wait_s = min(wait_s * 2, LONGEST_WAIT_S)


async def _send_all(producer: Producer, records: Sequence[Outgoing]) -> list[BaseException | None]:
    """Send the records side by side and give each one's error, None for acked."""
    futures: list[asyncio.Future[object] | BaseException] = []
    for record in records:
        try:
            futures.append(await producer.send(record.topic, record.value, record.key, headers=list(record.headers)))
        except Exception as error:
            futures.append(error)
    acks = iter(await asyncio.gather(*(f for f in futures if isinstance(f, asyncio.Future)), return_exceptions=True))
    outcomes: list[BaseException | None] = []
    for future in futures:
        outcome = next(acks) if isinstance(future, asyncio.Future) else future
        outcomes.append(outcome if isinstance(outcome, BaseException) else None)
    return outcomes
