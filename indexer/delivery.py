"""Bulk requests, sent until every document is settled; and the threads that keep several under way."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionError as CutOrRefused
from elastic_transport import ConnectionTimeout, SerializationError, TransportError
from elasticsearch import ApiError, Elasticsearch

from indexer.bulk import ANSWER_FIELDS, Item, bulk_body, halves, request_verdict, settle
from indexer.outage import BLOCKED_DELAY_S, BUSY_DELAY_S, UNREACHABLE_DELAY_S, Outage
from newswire.errors import ConfigError, DocumentRefused
from newswire.records import DeadLetter

# A server or proxy may cut a connection instead of answering 413; below this size a cut says nothing of the body.
LARGE_BODY = 1_000_000
# A single large document is given up after so many cuts in a row, if small requests pass in between.
CUTS_OF_ONE = 5
# Refusals of a whole bulk (429) before it is halved: a smaller one may fit where a large one does not.
BUSY_BEFORE_HALVING = 3

Refused = list[tuple[Item, DocumentRefused]]


class BulkDelivery:
    """Sends bulks to one alias; ``deliver`` may be called from several threads at once."""

    def __init__(self, client: Elasticsearch, alias: str, outage: Outage) -> None:
        self._client, self._alias, self._outage = client, alias, outage
        self._path = f"/{alias}/_bulk?filter_path={ANSWER_FIELDS}"
        self._headers = {"content-type": "application/x-ndjson", "accept": "application/json"}

    def deliver(self, items: Sequence[Item]) -> Refused:
        """Come back when every item is indexed, superseded or refused; give the refused ones with their cause.

        Trouble of the cluster is waited out without limit. Raises ConfigError where waiting cannot help, and Abandoned
        when the process is stopping.
        """
        refused: Refused = []
        waiting: list[list[Item]] = [list(items)]
        busy = cuts = 0
        while waiting:
            bulk = waiting.pop()
            if not bulk:
                continue
            turn = self._outage.wait_turn()
            body = bulk_body(bulk)
            try:
                answer = self._client.perform_request("POST", self._path, headers=self._headers, body=body).body
            except ApiError as error:
                match request_verdict(error.status_code, _kind(error.body)):
                    case "stop":
                        raise _stop(self._alias, _told(error)) from error
                    case "split":
                        self._outage.succeeded(turn)
                        if len(bulk) == 1:
                            refused.append((bulk[0], DocumentRefused(_told(error))))
                        else:
                            waiting += reversed(halves(bulk))
                    case "pause":
                        self._outage.failed(turn, _blocked(_told(error)), BLOCKED_DELAY_S)
                        waiting.append(bulk)
                    case _:
                        self._outage.failed(turn, _told(error), BUSY_DELAY_S)
                        busy += error.status_code == 429
                        smaller = len(bulk) > 1 and busy >= BUSY_BEFORE_HALVING
                        waiting += reversed(halves(bulk)) if smaller else (bulk,)
                        busy = 0 if smaller else busy
                continue
            except ConnectionTimeout as error:
                self._outage.failed(turn, f"no answer in time ({error.message})", BUSY_DELAY_S)
                waiting.append(bulk)
                continue
            except SerializationError:
                self._outage.failed(turn, "gives an answer that cannot be read", BUSY_DELAY_S)
                waiting.append(bulk)
                continue
            except TransportError as error:
                self._outage.failed(turn, f"does not answer ({error.message})", UNREACHABLE_DELAY_S)
                if not (_was_cut(error) and len(body) > LARGE_BODY):
                    waiting.append(bulk)
                elif len(bulk) > 1:
                    waiting += reversed(halves(bulk))
                else:
                    cuts += self._answers()
                    if cuts < CUTS_OF_ONE:
                        waiting.append(bulk)
                    else:
                        cause = f"the connection was cut {cuts} times while its {len(body)} bytes were sent"
                        refused.append((bulk[0], DocumentRefused(cause)))
                        cuts = 0
                continue
            settled = settle(bulk, answer, self._alias)
            if settled.stop:
                raise _stop(self._alias, settled.stop)
            refused += settled.dead
            if settled.pause:
                self._outage.failed(turn, _blocked(settled.pause), BLOCKED_DELAY_S)
            elif settled.retry:
                cause = f"{len(settled.retry)} of {len(bulk)} documents not taken"
                self._outage.failed(turn, cause, BUSY_DELAY_S)
            else:
                self._outage.succeeded(turn)
            waiting.append(list(settled.retry))
        return refused

    def _answers(self) -> bool:
        """Tell whether a small request passes, once the next turn comes."""
        turn = self._outage.wait_turn()
        try:
            self._client.perform_request("GET", "/", headers={"accept": "application/json"})
        except (ApiError, TransportError) as error:
            self._outage.failed(turn, str(error), UNREACHABLE_DELAY_S)
            return False
        self._outage.succeeded(turn)
        return True


@dataclass(frozen=True, slots=True)
class Job:
    """What one thread does in one go: write the dead letters, send the bulk, write those it brings."""

    items: tuple[Item, ...]
    dead: tuple[DeadLetter, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job that is over: settled in full, or left undone because of ``error``."""

    job: Job
    error: BaseException | None = None


class Workers:
    """Daemon threads that run jobs; a thread that hangs in a request never keeps the process from ending."""

    def __init__(self, count: int, run: Callable[[Job], None], wake: threading.Event) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._run, self._wake = run, wake
        for number in range(count):
            threading.Thread(target=self._work, name=f"bulk-{number}", daemon=True).start()

    def submit(self, job: Job) -> None:
        """Hand a job to the next free thread."""
        self._jobs.put(job)

    def outcomes(self) -> list[Outcome]:
        """Give the jobs that ended since the last call."""
        return [self._outcomes.get_nowait() for _ in range(self._outcomes.qsize())]

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            error: BaseException | None = None
            try:
                self._run(job)
            except BaseException as raised:  # our own bugs too: the main loop decides, nothing is taken for settled
                error = raised
            self._outcomes.put(Outcome(job, error))
            self._wake.set()


def _kind(body: Any) -> str | None:
    error = body.get("error") if isinstance(body, Mapping) else None
    kind = error.get("type") if isinstance(error, Mapping) else None
    return kind if isinstance(kind, str) else None


def _told(error: ApiError) -> str:
    cause = error.body.get("error") if isinstance(error.body, Mapping) else None
    reason = cause.get("reason") if isinstance(cause, Mapping) else None
    return f"status {error.status_code} {_kind(error.body) or ''}{f': {reason}' if reason else ''}".strip()


def _blocked(cause: str) -> str:
    return f"takes no writes ({cause}); free disk space or lift the block"


def _stop(alias: str, cause: str) -> ConfigError:
    return ConfigError(
        f"Elasticsearch will not take documents for {alias} ({cause})",
        "Check the credentials, and create index and aliases with `newswire schema apply`",
    )


def _was_cut(error: TransportError) -> bool:
    """Tell a connection that was open and broke from one that never was."""
    if not isinstance(error, CutOrRefused):
        return False
    texts = " ".join([str(error.message), *(f"{type(one).__name__} {one}" for one in error.errors)])
    return any(sign in texts for sign in ("ProtocolError", "reset by peer", "Broken pipe", "aborted", "EOF"))
