"""The log: floods held back, control characters shown, JSON on demand."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from newswire import logs
from newswire.logs import FloodFilter, configure_logging
from newswire.settings import Settings


def record(message: str, name: str = "aiokafka") -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "", 0, message, (), None)


def test_a_repeated_message_is_held_back_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("newswire.logs.time.monotonic", lambda: now[0])
    flood = FloodFilter()
    assert flood.filter(record("broker away"))
    assert not any(flood.filter(record("broker away")) for _ in range(50))
    assert flood.filter(record("another"))
    now[0] += logs.REPEAT_AFTER_S + 1
    again = record("broker away")
    assert flood.filter(again)
    assert again.getMessage() == "broker away (and 50 more like it)"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_console_lines_show_control_characters_as_escapes(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(Settings(_env_file=None), "stream")
    logging.getLogger("newswire.test").warning("headline: a\nb\x1b[31m")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "headline: a\\nb\\x1b[31m" in line


def test_json_lines_are_json_with_stage_and_level(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(_env_file=None, log_format="json"), "index")
    logging.getLogger("newswire.test").error("no %s", "luck")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["stage"]) == ("no luck", "error", "index")
