"""The producer's shell: RawArticles go to ``news.raw`` through kafka-python, and count when the broker acked them."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError
from kafka.future import Future

from newswire.envelope import raw_outgoing
from newswire.errors import ConfigError, RecordTooLarge, TerminalError
from newswire.kafka_clients import producer_options, unreachable
from newswire.kafka_topics import RAW_LIMIT, require_topics
from newswire.records import Outgoing
from newswire.settings import Settings
from producers.items import Found, Refused
from producers.jsonl import too_large

PRODUCER = "newswire-push"
# Back-pressure: kafka-python 3 has no limit of its own on what waits for acks.
IN_FLIGHT_RECORDS = 5000
IN_FLIGHT_BYTES = 64_000_000
# kafka-python retries by itself until the delivery limit. What fails then may still be in the log: it is sent again
# under the same id, which changes nothing for the index. ATTEMPTS counts producers without a single ack in between.
REQUEST_TIMEOUT_MS = 15_000
DELIVERY_TIMEOUT_MS = 30_000
ATTEMPTS = 5
REFUSALS_KEPT = 1000
# A push is not in a hurry: at the 5 ms of the other producers most of its time would go into requests, not records.
LINGER_MS = 50


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What became of the items of one ``publish``.

    ``refused`` holds the first ``REFUSALS_KEPT`` of ``refused_count``. ``stopped`` says why the rest of the input was
    not read, None where all of it was. ``bytes`` counts keys, values and headers of what was sent.
    """

    sent: int
    refused: tuple[Refused, ...]
    refused_count: int
    bytes: int
    seconds: float
    stopped: str | None = None

    @property
    def complete(self) -> bool:
        """Tell whether every item was read and sent."""
        return self.refused_count == 0 and self.stopped is None


@dataclass(slots=True)
class _Sending:
    found: Found
    outgoing: Outgoing
    size: int
    future: Any = None

    @property
    def acked(self) -> bool:
        """Tell whether the broker has confirmed it."""
        return bool(self.future.succeeded())


def publish(
    items: Iterable[Found | Refused], settings: Settings, progress: Callable[[int], None] | None = None
) -> PushSummary:
    """Send every RawArticle to ``news.raw`` and wait for the broker's ack of each.

    ``progress`` is told how many more were sent or refused. Raises ConfigError within seconds where Kafka does not
    answer or the topic is missing. If Kafka goes away later, or on Ctrl-C, no more input is read and the summary says
    so: what it counts as sent was acked.
    """
    started = time.monotonic()
    require_topics(settings, [settings.raw_topic])
    run = _Run(settings, progress or (lambda count: None))
    try:
        try:
            run.take(items)
        except KeyboardInterrupt:
            run.stopped = "interrupted"
        run.settle_all()
    finally:
        run.close()
    return PushSummary(
        run.sent, tuple(run.refused), run.refused_count, run.bytes, time.monotonic() - started, run.stopped
    )


def _connect(settings: Settings) -> KafkaProducer:
    options = producer_options(settings, RAW_LIMIT) | {
        "allow_auto_create_topics": False,
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
        "delivery_timeout_ms": DELIVERY_TIMEOUT_MS,
        "linger_ms": LINGER_MS,
    }
    try:
        return KafkaProducer(**options)
    except (KafkaError, OSError) as error:
        raise unreachable(settings, error) from error


class _Run:
    """The state of one ``publish``: what waits for its ack, oldest first, and the counts."""

    def __init__(self, settings: Settings, progress: Callable[[int], None]) -> None:
        self.settings = settings
        self.producer = _connect(settings)
        self.attempt = 1
        self.progress = progress
        self.waiting: deque[_Sending] = deque()
        self.waiting_bytes = 0
        self.sent = self.bytes = self.refused_count = 0
        self.refused: list[Refused] = []
        self.stopped: str | None = None

    def take(self, items: Iterable[Found | Refused]) -> None:
        """Send the items while Kafka takes them, never more in flight than the limits say."""
        for item in items:
            if isinstance(item, Refused):
                self.refuse(item)
            else:
                self.send(item)
            while self.waiting and (self.waiting[0].future.is_done or self.full):
                self.settle_oldest()
            if self.stopped is not None:
                return

    @property
    def full(self) -> bool:
        """Tell whether nothing more may be sent before an ack."""
        return len(self.waiting) >= IN_FLIGHT_RECORDS or self.waiting_bytes >= IN_FLIGHT_BYTES

    def send(self, found: Found) -> None:
        """Hand one record to kafka-python, or refuse it."""
        try:
            outgoing = raw_outgoing(found.raw, self.settings.raw_topic, PRODUCER)
            size = outgoing.size
            if size > RAW_LIMIT:
                raise RecordTooLarge(too_large(size, hashlib.sha256(outgoing.value or b"").hexdigest()))
        except TerminalError as error:
            self.refuse(found.refused(str(error)))
            return
        sending = _Sending(found, outgoing, size)
        self.waiting.append(sending)
        self.waiting_bytes += size
        self._start(sending)

    def settle_all(self) -> None:
        """Wait for every ack that is still due."""
        while self.waiting:
            self.settle_oldest()

    def settle_oldest(self) -> None:
        """Wait for the oldest ack; without it, everything unconfirmed is sent again or given up."""
        error = _outcome(self.waiting[0].future)
        if error is None:
            self._settle(self.waiting.popleft())
        elif isinstance(error, MessageSizeTooLargeError):
            self._settle(self.waiting.popleft(), "larger than the broker takes: raise the topic's max.message.bytes")
        elif not self._reconnect():
            self.stopped = self.stopped or f"Kafka does not take records ({error})"
            while self.waiting:
                oldest = self.waiting.popleft()
                lost = None if oldest.acked else f"Kafka did not confirm it ({error}); it may be there: push it again"
                self._settle(oldest, lost)

    def refuse(self, refused: Refused) -> None:
        """Count a refusal and keep the first of them."""
        self.refused_count += 1
        if len(self.refused) < REFUSALS_KEPT:
            self.refused.append(refused)
        self.progress(1)

    def close(self) -> None:
        """Close the producer; what still waits is dropped by it, not delivered later."""
        if self.waiting:
            self.producer._sender.force_close()  # close() itself insists on delivering first, and raises
        with suppress(KafkaError):
            self.producer.close(timeout=5)

    def _settle(self, sending: _Sending, reason: str | None = None) -> None:
        self.waiting_bytes -= sending.size
        if reason is not None:
            self.refuse(sending.found.refused(reason))
            return
        self.attempt = 1
        self.sent += 1
        self.bytes += sending.size
        self.progress(1)

    def _reconnect(self) -> bool:
        """Go on with a new producer; false where the attempts are used up.

        A producer that let a batch expire is not to be trusted: kafka-python 3.0.12 gives up its producer id then,
        and the batches of other partitions that were being retried neither leave nor fail any more.
        """
        self.close()
        while self.stopped is None and self.attempt < ATTEMPTS:
            self.attempt += 1
            try:
                self.producer = _connect(self.settings)
            except ConfigError:
                continue  # it has waited for the broker for some seconds itself
            for sending in self.waiting:
                if not sending.acked:
                    self._start(sending)
            return True
        return False

    def _start(self, sending: _Sending) -> None:
        outgoing = sending.outgoing
        headers = [(name, value or b"") for name, value in outgoing.headers]
        try:
            sending.future = self.producer.send(outgoing.topic, key=outgoing.key, value=outgoing.value, headers=headers)
        except KafkaError as error:
            sending.future = Future().failure(error)


def _outcome(future: Any) -> KafkaError | None:
    """Wait for one record and give its error, None where it was acked."""
    if not future.is_done:
        try:
            # The client fails its futures by itself; the margin only guards against one that it forgot.
            future.get(timeout=DELIVERY_TIMEOUT_MS / 1000 + 5)
        except KafkaError as error:
            return error
    return future.exception if future.failed() else None
