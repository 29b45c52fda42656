"""An engine as a child process: start until it answers, stop, crash, freeze, start again on the same port and data."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path

from newswire.embedded import port_is_free
from tests.engines import reaper
from tests.engines.artifacts import cache_folder, java, java_home, locked

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0
LOG_TAIL_LINES = 40
# Below the range from which Linux and macOS take the ports of outgoing connections: a client that tries to reach a
# stopped engine could otherwise be given that engine's own port.
PORTS = range(20_000, 32_000)


class EngineFailed(Exception):
    """The engine is here but does not start; the text ends with its log."""


class Engine(ABC):
    """One engine, one JVM, one ``data_dir``; ``start`` may follow any ``stop`` or ``kill``."""

    name: str
    heap: str = "512m"

    def __init__(self, data_dir: Path, port: int | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.port = free_port() if port is None else port
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def home(self) -> Path:
        """Return the folder of jars, fetched and compiled if need be; raise EngineUnavailable if it cannot be."""

    @abstractmethod
    def arguments(self, home: Path) -> list[str]:
        """Write what the engine reads in ``data_dir`` and return the JVM's arguments."""

    @abstractmethod
    def answers(self) -> bool:
        """Tell whether the engine serves its clients."""

    @property
    def log_path(self) -> Path:
        return self.data_dir / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start and return when the engine answers; raise EngineUnavailable or EngineFailed."""
        home = self.home()
        self._run(home, [f"-XX:AOTCache={startup_cache(type(self), home)}"])

    def stop(self) -> None:
        """Ask it to end (SIGTERM) and wait until it has."""
        if self._process:
            self.thaw()
            self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Crash it (SIGKILL)."""
        if self._process:
            self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Let it hang (SIGSTOP) and come back when it does: connections stay open, nothing answers."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def thaw(self) -> None:
        """End ``freeze`` (SIGCONT)."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def _run(self, home: Path, jvm_options: list[str]) -> None:
        if self._process:
            raise EngineFailed(f"{self.name} was started already")
        if not port_is_free(self.port):
            raise EngineFailed(f"{self.name}: port {self.port} is in use")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        # No JVM log: it would only tell of classes that the startup cache leaves out. The serial collector and
        # the quick compiler alone suit two cores that the tests want for themselves.
        options = ["-Xlog:disable", f"-Xmx{self.heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command = [java(), *options, *jvm_options, *self.arguments(home)]
        with self.log_path.open("ab") as log:
            # a session of its own: Ctrl-C reaches the test run, which then stops the engines in order
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data_dir, start_new_session=True
            )
        reaper.watch(self._process.pid)
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            status = self._process.poll()
            if status is not None or time.monotonic() > deadline:
                self._end(signal.SIGKILL)
                what = "did not answer in time" if status is None else f"ended with status {status}"
                raise EngineFailed(f"{self.name} {what}; end of {self.log_path}:\n{self._log_tail()}")
            time.sleep(0.05)

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        process, self._process = self._process, None
        process.send_signal(number)
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reaper.unwatch(process.pid)

    def _log_tail(self) -> str:
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])


def startup_cache(engine: type[Engine], home: Path) -> Path:
    """Return the file of loaded and linked classes that makes a start three times as quick.

    The first call starts and stops the engine once to make it. It is bound to the Java runtime it was made with; if
    it cannot be made, or does not fit, the JVM starts without it.
    """
    modules = java_home() / "lib" / "modules"
    runtime = hashlib.sha256(f"{modules} {modules.stat().st_mtime_ns}".encode()).hexdigest()[:10]
    cache = home / f"startup-{runtime}.aot"
    if not cache.exists():
        with locked(f"{engine.name}-startup"):
            if not cache.exists():
                with tempfile.TemporaryDirectory(dir=cache_folder(), ignore_cleanup_errors=True) as folder:
                    made = Path(folder) / "made.aot"
                    trained = engine(Path(folder) / "data")
                    trained._run(home, [f"-XX:AOTCacheOutput={made}"])
                    trained.stop()
                    made.touch()  # an empty one fits no JVM, but is not tried again at each start
                    made.replace(cache)
    return cache


def free_port() -> int:
    """Pick a free port at random, so that test runs beside each other do not meet."""
    for port in random.sample(PORTS, 100):
        if port_is_free(port):
            return port
    raise EngineFailed(f"no free port found between {PORTS.start} and {PORTS.stop}")
