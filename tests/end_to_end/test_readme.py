"""Every command in the README runs as written; only ports and the data directory are this test's own."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.stages import REPOSITORY
from tests.engines import Engines, free_port

BLOCKS = re.findall(r"^```sh\n(.*?)^```", (REPOSITORY / "README.md").read_text(), re.M | re.S)
# `make test` is this very run; `make demo` is run below by the script behind it, the environment being there already.
FEEDING, FROM_OTHER_PROGRAMS, OWN_ENGINES = 2, 3, 4


def shell(script: str, folder: Path, **environment: str) -> str:
    """Run a block in the repository, stopping at the first command that fails, and give what it printed."""
    ports = ("EMBEDDED_KAFKA_PORT", "EMBEDDED_ELASTICSEARCH_PORT", "API_PORT", "STREAM_OPS_PORT", "INDEX_OPS_PORT")
    own = {f"NEWSWIRE_{name}": str(free_port()) for name in ports} | environment
    own |= {"NEWSWIRE_DATA_DIR": str(folder / ".newswire"), "NO_COLOR": "1", "COLUMNS": "200"}
    script = script.replace("127.0.0.1:8710", f"127.0.0.1:{own['NEWSWIRE_API_PORT']}")
    path = f"{REPOSITORY / '.venv/bin'}:{os.environ['PATH']}"
    try:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=REPOSITORY,
            env={**os.environ, **own, "PATH": path},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    finally:
        down = ["bash", "-c", "newswire down"]
        subprocess.run(down, cwd=REPOSITORY, env={**os.environ, **own, "PATH": path}, timeout=30, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_blocks_are_the_ones_run_here() -> None:
    assert [block.split("\n", 1)[0] for block in BLOCKS] == [
        "make demo",
        "make test",
        ". .venv/bin/activate",
        "newswire up -d",
        "export NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092",
    ]


def test_the_demo_prints_hits_and_goes_on_running(tmp_path: Path) -> None:
    printed = shell("sh deploy/demo.sh newswire; newswire status --json", tmp_path)
    assert printed.count("articles found") + printed.count("article found") >= 4
    assert re.search(r"searchable 30\b", printed)
    assert "Look around: http://127.0.0.1:" in printed


def test_feed_it_and_search_it(tmp_path: Path) -> None:
    printed = shell(BLOCKS[FEEDING], tmp_path)
    assert '"Rain in Lima"' in printed
    assert "stopped" in printed


def test_from_other_programs(tmp_path: Path) -> None:
    assert '"Snow in Oslo"' in shell(BLOCKS[FROM_OTHER_PROGRAMS], tmp_path)


def test_own_engines(tmp_path: Path, real_engines: Engines, prefix: str) -> None:
    block = BLOCKS[OWN_ENGINES].replace("127.0.0.1:9092", real_engines.kafka_bootstrap_servers)
    block = block.replace("http://127.0.0.1:9200", real_engines.elasticsearch_url)
    block = block.replace("newswire up\n", "newswire up -d\nnewswire doctor\n")
    printed = shell(block, tmp_path, NEWSWIRE_TOPIC_PREFIX=prefix, NEWSWIRE_INDEX_PREFIX=prefix)
    assert f"Kafka: answers at {real_engines.kafka_bootstrap_servers}" in printed


@pytest.mark.parametrize("path", [*sorted((REPOSITORY / "docs").rglob("*.md")), REPOSITORY / "README.md"], ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"
