"""The engines that tests run on, started once per session and only when a test asks for them.

``engines`` runs a test twice, on the embedded and on the real pair; ``real_engines`` on the real pair only. Tests share
a pair, so each keeps to Kafka topics, consumer groups and indices that begin with its ``prefix``.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NoReturn

import pytest

from newswire.embedded import EmbeddedEngines
from newswire.errors import ConfigError
from tests.engines import (
    Engines,
    EngineUnavailable,
    RealElasticsearch,
    RealKafka,
    elasticsearch_version,
    free_port,
    kafka_version,
    reaper,
)

UNAVAILABLE = pytest.StashKey[dict[str, str]]()


@pytest.fixture(scope="session")
def embedded_engines(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Engines]:
    pair = EmbeddedEngines(tmp_path_factory.mktemp("embedded"), free_port(), free_port())
    reason = None
    try:
        pair.start()
    except ConfigError as error:
        reason = str(error)
    pid = pair.pid
    if reason is not None or pid is None:
        unavailable(request.config, "embedded", reason or "the process ended at once")
    reaper.watch(pid)
    try:
        pair.wait_ready()
        yield Engines("embedded", pair.kafka_bootstrap_servers, pair.elasticsearch_url)
    finally:
        pair.stop()
        reaper.unwatch(pid)


@pytest.fixture(scope="session")
def real_engines(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Engines]:
    folder = tmp_path_factory.mktemp("real")
    kafka, elasticsearch = RealKafka(folder / "kafka"), RealElasticsearch(folder / "elasticsearch")
    reason = None
    with ExitStack() as started:
        try:
            for engine in (kafka, elasticsearch):
                engine.start()
                started.callback(engine.stop)
        except EngineUnavailable as error:
            reason = str(error)
        if reason is not None:
            unavailable(request.config, "real", reason)
        yield Engines("real", kafka.bootstrap_servers, elasticsearch.url, kafka, elasticsearch)


@pytest.fixture(scope="session", params=["embedded", "real"])
def engines(request: pytest.FixtureRequest) -> Engines:
    pair = request.getfixturevalue(f"{request.param}_engines")
    assert isinstance(pair, Engines)
    return pair


@pytest.fixture
def prefix() -> str:
    """A name of this test's own, valid in Kafka topics and Elasticsearch indices: "t3f2a1c-"."""
    return f"t{uuid.uuid4().hex[:6]}-"


def unavailable(config: pytest.Config, pair: str, reason: str) -> NoReturn:
    """Skip what needs the pair, and say so at the end of the run; where CI=true it is a failure."""
    config.stash.setdefault(UNAVAILABLE, {})[pair] = reason
    if os.environ.get("CI") == "true":
        pytest.fail(f"{pair} engines not available: {reason}", pytrace=False)
    pytest.skip(f"{pair} engines not available: {reason}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if fixtures & {"engines", "embedded_engines", "real_engines"}:
            item.add_marker(pytest.mark.integration)
        if "real_engines" in fixtures or parameters.get("engines") == "real":
            item.add_marker(pytest.mark.real_engines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    passed = [r for r in terminalreporter.getreports("passed") if r.when == "call" and "real_engines" in r.keywords]
    if passed:
        terminalreporter.write_line(
            f"REAL ENGINES: {len(passed)} tests passed on Apache Kafka {kafka_version()} "
            f"and Elasticsearch {elasticsearch_version()}",
            green=True,
        )
    for pair, reason in config.stash.get(UNAVAILABLE, {}).items():
        terminalreporter.write_sep("!", red=True, bold=True)
        terminalreporter.write_line(f"{pair.upper()} ENGINES NOT AVAILABLE: {reason}", red=True, bold=True)
