"""Child processes of the supervisor: start, restart with backoff, stop, and their output line by line."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 0.5, 30.0
STEADY_AFTER_S = 30.0
REDO_CODES = frozenset({70, 75})
Sink = Callable[[str, str], None]

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor dies, however it dies (prctl PR_SET_PDEATHSIG)."""
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM, 0, 0, 0)


@dataclass
class Child:
    """One supervised process; ``sink(name, line)`` gets each line it prints."""

    name: str
    command: Sequence[str]
    sink: Sink
    environment: Mapping[str, str] = field(default_factory=dict)
    restarts: int = 0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start: float = 0.0
    _backoff_s: float = FIRST_BACKOFF_S

    @property
    def pid(self) -> int | None:
        """The process id, None while it is not running."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.environment},
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        threading.Thread(target=self._pump, args=(self.process,), name=f"log-{self.name}", daemon=True).start()

    def _pump(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.sink(self.name, line.decode("utf-8", "replace").rstrip("\n"))
        process.stdout.close()

    def revive(self) -> None:
        """Start again a process that has ended, 0.5 s later at first and up to 30 s later if it keeps ending."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if self.next_start == 0.0:
            steady = now - self.started_at > STEADY_AFTER_S
            self._backoff_s = FIRST_BACKOFF_S if steady else min(self._backoff_s * 2, LONGEST_BACKOFF_S)
            wait_s = FIRST_BACKOFF_S if self.process.returncode in REDO_CODES else self._backoff_s
            self.next_start = now + wait_s
            self.sink(self.name, f"ended with {_ending(self.process.returncode)}; starting again in {wait_s:.1f} s")
        elif now >= self.next_start:
            self.next_start = 0.0
            self.restarts += 1
            self.start()

    def terminate(self) -> None:
        """Ask the process to end (SIGTERM)."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End the process and whatever it started (SIGKILL to its session)."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def stop_all(children: Sequence[Child], grace_s: float) -> list[str]:
    """Stop the children side by side; SIGKILL after ``grace_s`` seconds. Gives the names that had to be killed."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + grace_s
    killed = []
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(deadline - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            child.kill()
            killed.append(child.name)
    return killed
