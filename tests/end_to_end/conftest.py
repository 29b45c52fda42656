"""Stages for end-to-end tests, on both pairs of engines or on the real one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.stages import Stages
from tests.engines import Engines


@pytest.fixture(scope="module")
def stages(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """All three stages, started once a module on each pair; each test keeps to a source of its own."""
    running = Stages(engines, f"e{uuid.uuid4().hex[:6]}-", tmp_path_factory.mktemp("stages"))
    try:
        running.start("stream", "index", "api")
        running.wait_for_api()
        yield running
    finally:
        running.close()


@pytest.fixture
def real_stages(real_engines: Engines, prefix: str, tmp_path: Path) -> Iterator[Stages]:
    """Topics and index on the real pair, nothing started yet."""
    prepared = Stages(real_engines, prefix, tmp_path)
    try:
        yield prepared
    finally:
        prepared.close()
