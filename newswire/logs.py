"""One log for every process: console lines or JSON, with floods of the Kafka clients held back."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from newswire.settings import Settings

if TYPE_CHECKING:
    import structlog

QUIET = ("faust", "mode", "aiokafka", "kafka", "elastic_transport", "uvicorn.error", "httpx", "trafilatura")
REPEAT_AFTER_S = 30.0


class FloodFilter(logging.Filter):
    """Let a message through once per ``REPEAT_AFTER_S``: the clients log each failed attempt, up to 80 times a second.

    Messages count as the same when logger, level and format string agree; the next one tells how many were held back.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is new enough to be written."""
        key = (record.name, record.levelno, str(record.msg)[:200])
        now = time.monotonic()
        last, held = self._seen.get(key, (float("-inf"), 0))
        if now - last < REPEAT_AFTER_S:
            self._seen[key] = (last, held + 1)
            return False
        self._seen[key] = (now, 0)
        if held:
            record.msg = f"{record.msg} (and {held} more like it)"
        return True


def one_line(text: str) -> str:
    """Escape what would break a log line or a terminal: line ends and control characters.

    >>> one_line("a\\nb\\x1b[31m")
    'a\\\\nb\\\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def configure_logging(settings: Settings, stage: str) -> None:
    """Send every logger of this process to stderr in the format of the settings."""
    import structlog  # here: a third of a second that a command without a log need not pay

    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer()
        if settings.log_format == "console"
        else structlog.processors.dict_tracebacks,
    ]

    def add_stage(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["stage"] = stage
        return event

    def console(_: object, __: str, event: structlog.typing.EventDict) -> str:
        moment, level = str(event.get("timestamp", ""))[11:23], str(event.get("level", ""))
        text = f"{moment} {level:<7} {one_line(str(event.get('event', '')))}"
        return f"{text}\n{event['exception']}" if event.get("exception") else text

    renderer: structlog.typing.Processor = (
        console if settings.log_format == "console" else structlog.processors.JSONRenderer()
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[add_stage, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    flood = FloodFilter()
    handler.addFilter(lambda record: not record.name.startswith(QUIET) or flood.filter(record))
