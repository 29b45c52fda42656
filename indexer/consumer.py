"""The index stage: articles from Kafka to Elasticsearch, offsets committed only after the documents are settled."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch import ApiError, TransportError
from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from indexer.admin import live_index
from indexer.bulk import Item
from indexer.client import connect
from indexer.dead_letters import DeadLetterWriter
from indexer.delivery import BulkDelivery, Job, Workers
from indexer.document import read_item
from indexer.outage import UNREACHABLE_DELAY_S, Abandoned, HealthReport, Outage
from indexer.progress import Partition, Progress
from newswire.clock import Clock, SystemClock
from newswire.errors import ConfigError, StagePaused
from newswire.kafka_clients import consumer_options
from newswire.kafka_topics import ARTICLES_LIMIT, require_topics
from newswire.records import DeadLetter, Record, Stage
from newswire.settings import Settings

log = logging.getLogger(__name__)

STAGE: Stage = "indexer"
# Bytes of one fetch; with the backlog and the bulks under way this bounds the memory of the process.
FETCH_BYTES = 16 * 1024 * 1024
# The embedded broker answers an empty fetch at once, so the loop itself must rest; kafka-python fetches ahead in a
# thread of its own, so on a real broker nothing is lost by it.
SHORTEST_REST_S = 0.002
LONGEST_REST_S = 0.05
JOIN_POLL_MS = 1000
COMMIT_EVERY_S = 0.25
# A member that does not poll holds up every rebalance of its group, so polling goes on while nothing may be read.
POLL_ANYWAY_S = 1.0
FINISH_S = 5.0
CLOSE_MS = 2000


def run(
    settings: Settings,
    stop: threading.Event,
    health: HealthReport,
    instance_id: str | None = None,
    clock: Clock | None = None,
) -> None:
    """Index ``news.articles`` until ``stop`` is set; then finish or abandon what is under way within seconds.

    ``instance_id`` is the worker slot's group.instance.id. Raises ConfigError where topics or the write alias are
    missing or Elasticsearch refuses the credentials; waits for an Elasticsearch that is down or busy.
    """
    require_topics(settings, (settings.articles_topic, settings.dead_letter_topic))
    _Indexer(settings, stop, health, instance_id, clock or SystemClock()).run()


class _Indexer:
    def __init__(
        self, settings: Settings, stop: threading.Event, health: HealthReport, instance_id: str | None, clock: Clock
    ) -> None:
        self._settings, self._stop, self._health, self._clock = settings, stop, health, clock
        self._instance_id = instance_id
        self._wake = threading.Event()
        self._client = connect(settings)
        self._outage = Outage(f"Elasticsearch at {settings.elasticsearch}", stop, health)
        self._delivery = BulkDelivery(self._client, settings.index_alias_write, self._outage)
        self._dead_letters = DeadLetterWriter(settings, stop)
        self._workers = Workers(settings.bulks_in_flight, self._run_job, self._wake)
        self._progress = Progress()
        self._gone: deque[frozenset[Partition]] = deque()
        self._backlog: deque[Record] = deque()
        self._backlog_bytes = 0
        self._head: Item | DeadLetter | None = None
        self._ids: set[str] = set()
        self._jobs = 0
        self._uncommitted: dict[Partition, int] = {}
        self._committing = False
        self._committed_at = self._polled_at = 0.0
        self._rest_s = SHORTEST_REST_S
        self._paused: StagePaused | None = None

    def run(self) -> None:
        if not self._elasticsearch_ready():
            return
        self._consumer = KafkaConsumer(
            **consumer_options(self._settings, self._settings.index_group, self._instance_id, ARTICLES_LIMIT),
            fetch_max_bytes=FETCH_BYTES,
            max_poll_records=self._settings.bulk_documents,
        )
        try:
            self._consumer.subscribe([self._settings.articles_topic], listener=_Rebalance(self._gone))
            self._health.set(True)
            while not self._stop.is_set():
                self._step()
        finally:
            self._close()

    def _elasticsearch_ready(self) -> bool:
        """Wait for an Elasticsearch with the write alias; False when the process is stopping."""
        while True:
            try:
                turn = self._outage.wait_turn()
            except Abandoned:
                return False
            try:
                index = live_index(self._client, self._settings)
            except ApiError as error:
                if error.status_code in (401, 403):
                    raise ConfigError(
                        f"Elasticsearch at {self._settings.elasticsearch} refuses the credentials",
                        "Check the user or API key of the index stage",
                    ) from error
                self._outage.failed(turn, str(error), UNREACHABLE_DELAY_S)
            except TransportError as error:
                self._outage.failed(turn, f"does not answer ({error.message})", UNREACHABLE_DELAY_S)
            else:
                if index is None:
                    raise ConfigError(
                        f"the alias {self._settings.index_alias_write} is missing",
                        "Create it with `newswire schema apply`",
                    )
                self._outage.succeeded(turn)
                return True

    def _step(self) -> None:
        """Do one round: settle what ended, commit, keep the workers busy, read on or rest."""
        self._wake.clear()
        self._settle()
        self._commit_sometimes()
        full = self._fill_workers(partial=not self._jobs)
        if self._paused:
            self._health.set(False, str(self._paused))
        if full or self._paused or self._outage.lasts:
            self._wake.wait(LONGEST_REST_S if self._jobs else POLL_ANYWAY_S / 2)
            if time.monotonic() - self._polled_at >= POLL_ANYWAY_S:
                self._poll(reading=False)
        elif self._poll(reading=True):
            self._rest_s = SHORTEST_REST_S
        else:
            self._fill_workers(partial=True)
            self._wake.wait(self._rest_s)
            self._rest_s = min(self._rest_s * 2, LONGEST_REST_S)

    def _poll(self, reading: bool) -> bool:
        """Poll Kafka and put what comes into the backlog; without ``reading`` only the membership is kept up."""
        self._polled_at = time.monotonic()
        assigned = self._consumer.assignment()
        if not reading:
            self._consumer.pause(*assigned)
        polled = [self._consumer.poll(timeout_ms=0 if assigned else JOIN_POLL_MS)]
        if self._consumer._coordinator.rejoining:
            # kafka-python 3.0.12 forgets a join that ends between two polls and then neither reads nor sends
            # heartbeats, for good: so a rebalance is asked for again and seen through within one poll
            self._consumer._coordinator.request_rejoin()
            polled.append(self._consumer.poll(timeout_ms=JOIN_POLL_MS))
        if not reading:
            self._consumer.resume(*assigned & self._consumer.assignment())
        self._forget_gone()
        for records in (batch for one in polled for batch in one.values()):
            for record in map(_record_of, records):
                self._progress.read((record.topic, record.partition), record.offset)
                self._backlog.append(record)
                self._backlog_bytes += len(record.value or b"")
        return any(polled)

    def _forget_gone(self) -> None:
        """Drop what was read of partitions that were taken away: whoever has them now reads it again."""
        while self._gone:
            if not (gone := self._gone.popleft()):
                continue
            self._progress.forget(gone)
            if self._backlog and (self._backlog[0].topic, self._backlog[0].partition) in gone:
                self._head = None
            kept = [record for record in self._backlog if (record.topic, record.partition) not in gone]
            self._backlog = deque(kept)
            self._backlog_bytes = sum(len(record.value or b"") for record in kept)
            self._uncommitted = {name: offset for name, offset in self._uncommitted.items() if name not in gone}

    def _fill_workers(self, partial: bool) -> bool:
        """Hand out bulks while workers are free, the last one only if full or ``partial``; True if no more is wanted.

        The same id is never in two bulks at once, nor twice in one: of two contents with one version the later wins.
        """
        settings = self._settings
        while self._backlog and self._jobs < settings.bulks_in_flight and not self._paused:
            if not (partial or self._backlog_full):
                return False
            items: dict[str, Item] = {}
            dead: list[DeadLetter] = []
            size = 0
            while self._backlog and len(items) + len(dead) < settings.bulk_documents:
                try:
                    head = self._head = self._head or self._read(self._backlog[0])
                except StagePaused as paused:
                    self._pause(paused)
                    break
                if isinstance(head, DeadLetter):
                    dead.append(head)
                elif head.id in self._ids or head.id in items or (size and size + head.size > settings.bulk_bytes):
                    break
                else:
                    items[head.id] = head
                    size += head.size
                self._head = None
                self._backlog_bytes -= len(self._backlog.popleft().value or b"")
            if not items and not dead:
                break
            self._ids |= items.keys()
            self._jobs += 1
            self._workers.submit(Job(tuple(items.values()), tuple(dead)))
        return self._backlog_full

    @property
    def _backlog_full(self) -> bool:
        return len(self._backlog) >= self._settings.bulk_documents or self._backlog_bytes >= self._settings.bulk_bytes

    def _read(self, record: Record) -> Item | DeadLetter:
        try:
            return read_item(record, self._clock.now())
        except StagePaused:
            raise
        except Exception as error:  # our own bugs too: a record is refused with its cause, never lost
            return DeadLetter.of(record, STAGE, error)

    def _pause(self, paused: StagePaused) -> None:
        self._paused = paused
        self._health.set(False, str(paused))
        log.error("indexing pauses: %s", paused)

    def _run_job(self, job: Job) -> None:
        """Settle every record of a job; on a worker's thread."""
        self._dead_letters.write(job.dead)
        refused = self._delivery.deliver(job.items)
        self._dead_letters.write([DeadLetter.of(i.record, STAGE, cause) for i, cause in refused if i.record])

    def _settle(self) -> None:
        for outcome in self._workers.outcomes():
            self._jobs -= 1
            if isinstance(outcome.error, Abandoned):
                continue
            if outcome.error is not None:
                raise outcome.error
            self._ids -= {item.id for item in outcome.job.items}
            for record in (*(i.record for i in outcome.job.items), *(d.record for d in outcome.job.dead)):
                if record is not None:
                    self._progress.settle((record.topic, record.partition), record.offset)
        self._uncommitted |= self._progress.committable()

    def _commit_sometimes(self) -> None:
        now = time.monotonic()
        # one at a time: a failed commit that is made good must not fall behind a later one
        if self._uncommitted and not self._committing and now - self._committed_at >= COMMIT_EVERY_S:
            self._committed_at, self._committing = now, True
            self._consumer.commit_async(_offsets(self._uncommitted), callback=self._committed)
            self._uncommitted = {}

    def _committed(self, offsets: Mapping[TopicPartition, OffsetAndMetadata], answer: object) -> None:
        """Note a commit that failed: the next one covers it, and what was lost to another worker is read there."""
        self._committing = False
        if isinstance(answer, Exception):
            log.warning("offsets not committed (%s); they go with the next commit", type(answer).__name__)
            for partition, offset in offsets.items():
                if partition in self._consumer.assignment():
                    self._uncommitted.setdefault((partition.topic, partition.partition), offset.offset)

    def _close(self) -> None:
        """Wait a little for what is under way, commit what is settled, leave."""
        self._health.set(False, "stopping")
        deadline = time.monotonic() + FINISH_S
        try:
            while self._jobs and self._stop.is_set() and time.monotonic() < deadline:
                self._wake.wait(LONGEST_REST_S)
                self._wake.clear()
                self._settle()
            self._forget_gone()
            self._uncommitted |= self._progress.committable()
            if self._uncommitted:
                self._consumer.commit(_offsets(self._uncommitted), timeout_ms=CLOSE_MS)
        except (CommitFailedError, KafkaError) as error:
            log.warning("offsets not committed at the end (%s); the next start repeats a little", type(error).__name__)
        finally:
            self._consumer.close(autocommit=False, timeout_ms=CLOSE_MS)
            self._dead_letters.close()
            self._client.close()


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc]
    """Tells which partitions are gone; called on kafka-python's own thread, so it only leaves word in ``gone``.

    A rebalance first revokes everything and then assigns anew. A partition that comes back at once keeps its place in
    kafka-python (it is not read again from the committed offset), so what was read of it must be kept here as well.
    """

    def __init__(self, gone: deque[frozenset[Partition]]) -> None:
        self._gone = gone
        self._revoked: frozenset[Partition] = frozenset()

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._revoked |= _names(revoked)

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        """The group went on without this member; these are read again from what was committed."""
        self._gone.append(_names(lost))

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._gone.append(self._revoked - _names(assigned))
        self._revoked = frozenset()


def _names(partitions: Iterable[TopicPartition]) -> frozenset[Partition]:
    return frozenset((one.topic, one.partition) for one in partitions)


def _record_of(record: Any) -> Record:
    return Record(
        record.topic,
        record.partition,
        record.offset,
        record.timestamp,
        record.key,
        record.value,
        tuple(record.headers or ()),
    )


def _offsets(positions: Mapping[Partition, int]) -> dict[TopicPartition, OffsetAndMetadata]:
    return {TopicPartition(*name): OffsetAndMetadata(offset, "", -1) for name, offset in positions.items()}
