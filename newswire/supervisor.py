"""``newswire up``: engines if none are set, topics, schema, and every stage as a supervised process."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import urllib3

from newswire.children import Child, stop_all
from newswire.embedded import EmbeddedEngines, is_noise, port_is_free
from newswire.errors import ConfigError, NewswireError
from newswire.kafka_topics import create_topics
from newswire.settings import Settings

STAGE_GRACE_S, ENGINE_GRACE_S = 6.5, 2.0
STAGES = ("stream", "index", "api")
COLORS = {"newswire": "1", "engines": "90", "stream": "36", "index": "35", "api": "32"}
LOG_LIMIT_BYTES = 20_000_000


class Supervisor:
    """One running ``newswire up``; a lock in the data directory keeps a second one out."""

    def __init__(self, settings: Settings, apply_schema: Callable[[Settings], list[str]]) -> None:
        self.settings = settings
        self._apply_schema = apply_schema
        self._stop = threading.Event()
        self._print_lock = threading.Lock()
        self._engines: Child | None = None
        self._stages: list[Child] = []
        self._log: IO[str] | None = None

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; gives the exit code. Raises ConfigError where something cannot start."""
        data_dir = self.settings.data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        with lock_path(self.settings).open("a") as lock:
            if not _take(lock, patience_s=1.0):  # a look by `newswire status` holds it for a moment
                raise already_running(self.settings)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: self._stop.set())
            with log_path(self.settings).open("a", encoding="utf-8") as self._log:
                try:
                    self._start()
                    self._watch()
                    return 0
                finally:
                    self._end()

    def _start(self) -> None:
        settings = self.settings
        if not port_is_free(settings.api_port):
            raise ConfigError(
                f"port {settings.api_port}, meant for the search API, is already in use",
                "Stop what listens there or set NEWSWIRE_API_PORT",
            )
        if settings.embedded_kafka or settings.embedded_elasticsearch:
            self._start_engines()
        created = create_topics(settings)
        if created:
            self._say("newswire", f"created topics {', '.join(created)}")
        for done in self._apply_schema(settings):
            self._say("newswire", done)
        for stage in STAGES:
            child = Child(stage, [sys.executable, "-m", "newswire", stage], self._say)
            child.start()
            self._stages.append(child)
        self._save("running")

    def _start_engines(self) -> None:
        settings = self.settings
        engines = EmbeddedEngines(
            settings.data_dir / "engines", settings.embedded_kafka_port, settings.embedded_elasticsearch_port
        )
        engines.check_ports()
        command = engines.command()
        engines.data_dir.mkdir(parents=True, exist_ok=True)
        self._engines = Child("engines", command, self._say)
        self._engines.start()
        self._save("starting")
        self._say("newswire", "embedded Kafka and Elasticsearch: for a first try and development, not for production")
        engines.wait_ready()

    def _watch(self) -> None:
        waiting = True
        while not self._stop.wait(0.5):
            children = [*([self._engines] if self._engines else []), *self._stages]
            before = [(child.pid, child.restarts) for child in children]
            for child in children:
                child.revive()
            if before != [(child.pid, child.restarts) for child in children]:
                self._save("running")
            if waiting and all(map(http_ok, readiness_urls(self.settings))):
                waiting = False
                self._save("ready")
                self._say("newswire", f"ready: {self.settings.api_url}/  (stop with Ctrl-C or `newswire down`)")

    def _end(self) -> None:
        self._say("newswire", "stopping")
        killed = stop_all(self._stages, STAGE_GRACE_S)
        killed += stop_all([self._engines] if self._engines else [], ENGINE_GRACE_S)
        for name in killed:
            self._say("newswire", f"{name} did not stop in time and was killed; its unfinished work is done again")
        state_path(self.settings).unlink(missing_ok=True)
        self._say("newswire", "stopped")

    def _save(self, state: str) -> None:
        """Write who runs, for `newswire status` and `down`; replaced in one step so that no reader sees half of it."""
        children = [*([self._engines] if self._engines else []), *self._stages]
        content = {
            "pid": os.getpid(),
            "state": state,
            "processes": {c.name: {"pid": c.pid, "restarts": c.restarts} for c in children},
        }
        path = state_path(self.settings)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(content))
        fresh.replace(path)

    def _say(self, name: str, line: str) -> None:
        """Print a line of the merged log with its process in front, and keep it in the log file."""
        if is_noise(line):
            return
        colored = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        label = f"\x1b[{COLORS[name]}m{name:>8}\x1b[0m" if colored else f"{name:>8}"
        with self._print_lock:
            if self._log is not None and not self._log.closed:
                self._log.write(f"{name:>8} | {line}\n")
                self._log.flush()
            with suppress(OSError):  # the terminal may be gone; the log file has it
                print(f"{label} | {line}", flush=True)  # noqa: T201


def state_path(settings: Settings) -> Path:
    """Where a running supervisor writes its process ids."""
    return settings.data_dir / "up.json"


def log_path(settings: Settings) -> Path:
    """Give the merged log's file; one that has grown past 20 MB is put aside first."""
    path = settings.data_dir / "newswire.log"
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def lock_path(settings: Settings) -> Path:
    """Where a running supervisor holds a lock; the kernel frees it however the supervisor ends."""
    return settings.data_dir / "up.lock"


def _take(lock: IO[str], patience_s: float = 0.0) -> bool:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True


def running(settings: Settings) -> dict[str, Any] | None:
    """Give what a running supervisor says of itself, None where none runs."""
    try:
        with lock_path(settings).open("a") as lock:
            if _take(lock):
                return None
        state: dict[str, Any] = json.loads(state_path(settings).read_text())
    except (OSError, ValueError):
        return None
    return state


def already_running(settings: Settings) -> ConfigError:
    """Say that a supervisor runs in this data directory."""
    state = running(settings)
    who = f" as process {state['pid']}" if state else ""
    return ConfigError(
        f"newswire is already running{who} (data in {settings.data_dir})",
        "See `newswire status`; stop it with `newswire down`; a second one needs another NEWSWIRE_DATA_DIR and ports",
    )


def readiness_urls(settings: Settings) -> list[str]:
    """Give the addresses that answer 200 when each stage is ready; a stage without a health port is left out."""
    ports = [port for port in (settings.stream_ops_port, settings.index_ops_port) if port]
    return [f"http://{settings.ops_host}:{port}/readyz" for port in ports] + [f"{settings.api_url}/readyz"]


def http_ok(url: str) -> bool:
    """Tell whether a GET of the address on this machine answers 200 within a second."""
    try:
        return urllib3.request("GET", url, timeout=1.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def start_in_background(settings: Settings, timeout_s: float = 60.0) -> bool:
    """Run ``newswire up`` detached and come back when all is ready; False where it runs already.

    Raises ConfigError with what went wrong.
    """
    if running(settings) is not None:
        return False
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "newswire", "up"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(settings.data_dir / "up.err").open("w"),
        start_new_session=True,
    )
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        state = running(settings)
        if state is not None and state["state"] == "ready":
            return True
        if process.poll() is not None:
            raise ConfigError((settings.data_dir / "up.err").read_text().strip() or "newswire up ended at once")
        time.sleep(0.1)
    raise ConfigError(
        f"newswire did not get ready within {timeout_s:g} s", f"Look into {settings.data_dir / 'newswire.log'}"
    )


def stop_running(settings: Settings, timeout_s: float = 12.0) -> bool:
    """Stop the supervisor of this data directory; False where none runs. Raises NewswireError if it does not end."""
    state = running(settings)
    if state is None:
        return False
    os.kill(state["pid"], signal.SIGTERM)
    deadline = time.monotonic() + timeout_s
    while running(settings) is not None:
        if time.monotonic() > deadline:
            pid = state["pid"]
            raise NewswireError(f"process {pid} has not stopped after {timeout_s:g} s", f"End it: kill -9 {pid}")
        time.sleep(0.1)
    return True
