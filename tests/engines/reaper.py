"""A small process that outlives a killed test run just long enough to kill the engines it left behind.

It reads "+PID" and "-PID" lines; when its input ends, because we ended in whatever way, it kills those that remain.
Not PR_SET_PDEATHSIG: that fires when the *thread* that started a child ends, and exists on Linux only.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None


def watch(pid: int) -> None:
    """Have the process killed if we end without ``unwatch``."""
    _tell(f"+{pid}\n")


def unwatch(pid: int) -> None:
    """The process has ended and been waited for: its id may be given to another one now."""
    _tell(f"-{pid}\n")


def _tell(line: str) -> None:
    with _lock:
        global _process
        if _process is None or _process.poll() is not None:
            _process = subprocess.Popen(
                # -S -E: it needs nothing but the standard library, and starts in 10 ms
                [sys.executable, "-S", "-E", str(Path(__file__).resolve())],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            atexit.register(_close, _process)
        assert _process.stdin is not None
        _process.stdin.write(line.encode())
        _process.stdin.flush()


def _close(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def reap(lines: IO[str]) -> None:
    """Read to the end, then kill what is left."""
    pids: set[int] = set()
    for line in lines:
        (pids.add if line.startswith("+") else pids.discard)(int(line[1:]))
    for pid in pids:
        with suppress(ProcessLookupError):  # ended by itself
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    reap(sys.stdin)
