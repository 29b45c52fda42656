"""`newswire up` as a person runs it: embedded engines, supervised stages, a clean stop, data still there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest

from tests.end_to_end.stages import REPOSITORY, until
from tests.engines import free_port, reaper

NEWSWIRE = [sys.executable, "-m", "newswire"]


class Up:
    """One data directory with ports of its own."""

    def __init__(self, folder: Path) -> None:
        ports = ("EMBEDDED_KAFKA_PORT", "EMBEDDED_ELASTICSEARCH_PORT", "API_PORT", "STREAM_OPS_PORT", "INDEX_OPS_PORT")
        self.folder = folder
        self.environment = {f"NEWSWIRE_{name}": str(free_port()) for name in ports}
        self.environment |= {"NEWSWIRE_DATA_DIR": str(folder / ".newswire"), "NO_COLOR": "1", "COLUMNS": "200"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*NEWSWIRE, "up"], cwd=REPOSITORY, env={**os.environ, **self.environment}, stdout=log, stderr=log
            )
        reaper.watch(self.process.pid)
        until(lambda: self.log().count("ready: ") > self.log().count("newswire | stopped"), 60, self.log)

    def log(self) -> str:
        return (self.folder / "up.log").read_text(errors="replace")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*NEWSWIRE, *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **self.environment},
            capture_output=True,
            timeout=90,
            check=False,
        )

    def children(self) -> list[psutil.Process]:
        assert self.process is not None
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def search(self, query: str) -> dict[str, Any]:
        done = self.run("search", query, "--json")
        assert done.returncode == 0, done.stderr.decode()
        page: dict[str, Any] = orjson.loads(done.stdout)
        return page


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path)
    try:
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            for child in running.children():
                child.kill()
            running.process.kill()
            running.process.wait()


def test_ctrl_c_ends_everything_and_the_data_is_there_at_the_next_up(up: Up) -> None:
    up.start()
    assert up.run("push", "samples/articles/01-kenya-rate-cut.txt").returncode == 0
    settled = up.run("status", "--wait", "60")
    assert settled.returncode == 0, settled.stdout.decode() + settled.stderr.decode()
    children = up.children()
    assert len(children) >= 4
    assert up.process is not None
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(10) == 0
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    up.start()
    assert up.search("Nairobi")["total"] == 1
    assert up.run("down").returncode == 0
    assert up.process.wait(10) == 0


def test_a_killed_stage_is_started_again(up: Up) -> None:
    up.start()
    before = {c.pid for c in up.children()}
    stage = next(c for c in up.children() if c.cmdline()[-1] == "index")
    stage.kill()
    until(lambda: "ended with signal SIGKILL; starting again" in up.log(), 10, up.log)

    def back() -> bool:
        stages = orjson.loads(up.run("status", "--json").stdout)["stages"]
        return all(s["ready"] for s in stages) and stages[1]["restarts"] == 1

    until(back, 30, up.log)
    assert len({c.pid for c in up.children()} - before) == 1
    assert up.run("doctor").returncode == 0


def test_a_second_up_and_an_occupied_port_are_clear_errors(up: Up, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        up.environment["NEWSWIRE_EMBEDDED_KAFKA_PORT"] = str(taken.getsockname()[1])
        refused = up.run("up")
        assert refused.returncode == 1
        assert b"NEWSWIRE_EMBEDDED_KAFKA_PORT" in refused.stderr
        assert b"Traceback" not in refused.stderr
    up.environment["NEWSWIRE_EMBEDDED_KAFKA_PORT"] = str(free_port())
    up.start()
    second = up.run("up")
    assert second.returncode == 1
    assert b"already running" in second.stderr
    assert b"newswire down" in second.stderr
    again = up.run("up", "--detach")
    assert (again.returncode, b"runs already" in again.stdout) == (0, True)


def test_a_lost_supervisor_takes_its_processes_with_it(up: Up) -> None:
    if sys.platform != "linux":
        pytest.skip("relies on PR_SET_PDEATHSIG, which only Linux has")
    up.start()
    children = up.children()
    assert up.process is not None
    up.process.kill()
    up.process.wait()
    deadline = time.monotonic() + 15
    while alive := [c for c in children if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.1)
