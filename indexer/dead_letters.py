"""Writes refused records to the dead-letter topic and waits for the broker's acks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from indexer.outage import Abandoned, delay_s
from newswire.errors import ConfigError
from newswire.kafka_clients import producer_options
from newswire.kafka_topics import DEAD_LETTER_LIMIT
from newswire.records import DeadLetter
from newswire.settings import Settings

log = logging.getLogger(__name__)

MOST_DELAY_S = 30.0
ACK_TIMEOUT_S = 30.0
CLOSE_TIMEOUT_S = 1.0
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class DeadLetterWriter:
    """One producer for the process, made when the first record is refused; ``write`` may be called from any thread."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self._settings, self._stop = settings, stop
        self._lock = threading.Lock()
        self._producer: KafkaProducer | None = None

    def write(self, letters: Sequence[DeadLetter]) -> None:
        """Come back when the broker has acked every one; trouble of Kafka is waited out.

        A repeat after an unclear answer may write one twice: readers go by its origin. Raises Abandoned when the
        process is stopping, ConfigError where the topic's size limit is below that of the articles.
        """
        if not letters:
            return
        first = letters[0]
        log.warning(
            "%d refused, the first at %s: %s: %s", len(letters), first.record.position, first.exception, first.message
        )
        waiting, failures = list(letters), 0
        while waiting:
            waiting, cause = self._write_once(waiting)
            if not waiting:
                return
            failures += 1
            self._drop_producer()
            log.warning("%d dead letters wait for Kafka (%s)", len(waiting), cause)
            if self._stop.wait(delay_s(failures, MOST_DELAY_S, 1.0)):
                raise Abandoned

    def close(self) -> None:
        """Let go of the connection; everything written is acked already."""
        with self._lock:
            if self._producer is not None:
                self._producer.close(timeout=CLOSE_TIMEOUT_S)
                self._producer = None

    def _write_once(self, letters: Sequence[DeadLetter]) -> tuple[list[DeadLetter], str]:
        """Give the letters that were not acked, and why."""
        sent = []
        left: list[DeadLetter] = []
        cause = ""
        for letter in letters:
            record = letter.outgoing(self._settings.dead_letter_topic)
            # kafka-python refuses headers that are null
            headers = [(name, value or b"") for name, value in record.headers]
            try:
                future = self._connected().send(record.topic, key=record.key, value=record.value, headers=headers)
                sent.append((letter, future))
            except _TOO_LARGE as error:
                raise self._too_large(letter) from error
            except KafkaError as error:
                left.append(letter)
                cause = f"{type(error).__name__}: {error}"
        for letter, future in sent:
            try:
                future.get(timeout=ACK_TIMEOUT_S)
            except _TOO_LARGE as error:
                raise self._too_large(letter) from error
            except KafkaError as error:
                left.append(letter)
                cause = f"{type(error).__name__}: {error}"
        return left, cause

    def _connected(self) -> KafkaProducer:
        with self._lock:
            if self._producer is None:
                self._producer = KafkaProducer(**producer_options(self._settings, DEAD_LETTER_LIMIT))
            return self._producer

    def _drop_producer(self) -> None:
        """Begin anew: an idempotent kafka-python producer whose batch has expired may never send its other batches."""
        with self._lock:
            producer, self._producer = self._producer, None
        if producer is not None:
            producer._sender.force_close()  # close() alone insists on delivering first

    def _too_large(self, letter: DeadLetter) -> ConfigError:
        return ConfigError(
            f"{letter.record.position} does not fit into {self._settings.dead_letter_topic} with its cause",
            f"Raise max.message.bytes of that topic to {DEAD_LETTER_LIMIT + 128 * 1024}",
        )
