"""Worker slots: a stable group.instance.id per slot, held by one live process at a time.

Two live processes with one group.instance.id push each other out of the consumer group for ever, so the slot comes
with an exclusive lock on a file, held as long as the process lives (also through kill -9: the kernel frees it).
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from newswire.errors import ConfigError


class Slot:
    """One worker slot of a stage; ``instance_id`` is its Kafka group.instance.id."""

    def __init__(self, lock_dir: Path, group: str, number: int) -> None:
        self.instance_id = f"{group}-{number}"
        self._path = lock_dir / f"{self.instance_id}.lock"
        self._file: IO[str] | None = None

    def hold(self, wait_s: float = 5.0) -> Slot:
        """Take the slot; ConfigError where another live process still has it after ``wait_s`` seconds."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.seek(0)
                    holder = file.read().strip() or "another process"
                    file.close()
                    raise ConfigError(
                        f"worker slot {self.instance_id} is held by process {holder}",
                        "Stop that process, or start this one with another --slot",
                    ) from None
                time.sleep(0.1)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        """Give the slot back."""
        if self._file is not None:
            self._file.close()
            self._file = None
