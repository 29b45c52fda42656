"""How the index stage behaves while Elasticsearch is in trouble: one request at a time, ever less often, told once.

All bulks of the process share one Outage. While it lasts a single bulk probes; the others wait for their turn, so a
cluster that comes back is not run over, and one that refuses gets less than a request a second.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)

FIRST_DELAY_S = 0.2
# Longest waits between attempts. A refused connection costs nothing, so a server that is down is asked more often.
UNREACHABLE_DELAY_S = 5.0
BUSY_DELAY_S = 30.0
BLOCKED_DELAY_S = 60.0
TOLD_AGAIN_S = 30.0
TOLD_AT_MOST_S = 600.0
ALARM_S = 60.0
STOP_CHECK_S = 0.2


class HealthReport(Protocol):
    """Where a stage says whether it is ready (``newswire.ops.Health``)."""

    def set(self, ready: bool, reason: str = "") -> None:
        """Report a change."""


class Abandoned(Exception):
    """The process is stopping: what was under way is left for the next one."""


def delay_s(failures: int, most_s: float, jitter: float) -> float:
    """Give the wait after the n-th failure in a row: doubling from 0.2 s to ``most_s``, ``jitter`` in 0.5 to 1.

    >>> [delay_s(n, 30.0, 1.0) for n in (1, 2, 3, 9)]
    [0.2, 0.4, 0.8, 30.0]
    """
    return min(most_s, FIRST_DELAY_S * 2.0 ** min(failures - 1, 20)) * jitter


class Outage:
    """The state that all bulks share; every method may be called from any thread."""

    def __init__(
        self, name: str, stop: threading.Event, health: HealthReport, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._stop, self._health, self._clock = name, stop, health, clock
        self._changed = threading.Condition()
        self._failures = 0
        self._turn = 0
        self._probing = False
        self._next_at = self._since = self._tell_at = 0.0
        self._tell_every = TOLD_AGAIN_S

    @property
    def lasts(self) -> bool:
        """Tell whether Elasticsearch is in trouble."""
        return self._failures > 0

    def wait_turn(self) -> int:
        """Wait until a request may be sent and give its turn, to be handed to ``failed`` or ``succeeded``.

        Raises Abandoned when the process is stopping.
        """
        with self._changed:
            while not self._stop.is_set():
                remaining = self._next_at - self._clock()
                if not self._failures:
                    return self._turn
                if not self._probing and remaining <= 0:
                    self._probing = True
                    return self._turn
                # woken by every change; the limit lets a stop through
                self._changed.wait(STOP_CHECK_S if self._probing else min(STOP_CHECK_S, remaining))
        raise Abandoned

    def failed(self, turn: int, cause: str, most_s: float) -> None:
        """Note that a request failed for the cluster's sake; several of one turn count as one failure."""
        with self._changed:
            if turn != self._turn:
                return
            now = self._clock()
            if not self._failures:
                self._since, self._tell_at, self._tell_every = now, now, TOLD_AGAIN_S
                self._health.set(False, f"{self._name}: {cause}")
            self._failures += 1
            self._turn += 1
            self._probing = False
            self._next_at = now + delay_s(self._failures, most_s, random.uniform(0.5, 1.0))
            if now >= self._tell_at:
                self._tell(now - self._since, cause)
                self._tell_at, self._tell_every = now + self._tell_every, min(self._tell_every * 2, TOLD_AT_MOST_S)
            self._changed.notify_all()

    def succeeded(self, turn: int) -> None:
        """Note that Elasticsearch took a request."""
        with self._changed:
            if not self._failures or turn != self._turn:
                return
            log.info("%s answers again after %.0f s", self._name, self._clock() - self._since)
            self._failures = 0
            self._turn += 1
            self._probing = False
            self._health.set(True)
            self._changed.notify_all()

    def _tell(self, lasted_s: float, cause: str) -> None:
        level = logging.ERROR if lasted_s >= ALARM_S else logging.WARNING
        since = f" for {lasted_s:.0f} s" if lasted_s >= 1 else ""
        log.log(level, "%s%s: %s; indexing waits and goes on by itself", self._name, since, cause)
