"""Every error newswire raises on purpose, and what its catcher does with it.

::

    NewswireError                 has a ``next_step``: what the reader can do about it
    ├── ConfigError               settings, ports, missing topics or engines: the process ends with exit code 1
    ├── TerminalError             this record can never pass: it becomes a dead letter
    │   ├── InvalidRecord         not a RawArticle (broken JSON, wrong type, missing field, null value)
    │   ├── RecordTooLarge        above the topic's record limit
    │   ├── NotAnArticle          readable, but holds no news article
    │   └── DocumentRefused       Elasticsearch will never take this document
    ├── TransientError            try again after ``retry_after_s`` seconds
    └── StagePaused               the records are fine, this process is not: stop consuming, stay alive
        └── NewerSchema           a record of a later contract version: an upgrade is under way
"""

from __future__ import annotations


class NewswireError(Exception):
    """Root of the tree; ``next_step`` says what the reader can do, "" where there is nothing to do."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.next_step = next_step

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}. {self.next_step}" if self.next_step else message


class ConfigError(NewswireError):
    """The set-up is wrong: a setting, a port, a missing topic, an absent engine."""


class TerminalError(NewswireError):
    """This record can never pass; its catcher writes a dead letter and goes on."""


class InvalidRecord(TerminalError):
    """The value is not a RawArticle."""


class RecordTooLarge(TerminalError):
    """The record is above the limit of its Kafka topic."""


class NotAnArticle(TerminalError):
    """The record is readable but holds no news article."""


class DocumentRefused(TerminalError):
    """Elasticsearch will never take this document (mapping or validation)."""


class TransientError(NewswireError):
    """The same call may succeed later; ``retry_after_s`` is the least wait in seconds."""

    def __init__(self, message: str, next_step: str = "", retry_after_s: float = 1.0) -> None:
        super().__init__(message, next_step)
        self.retry_after_s = retry_after_s


class StagePaused(NewswireError):
    """The records are fine but this process must not go on; it stays alive, consumes nothing and says why."""


class NewerSchema(StagePaused):
    """A record carries a ``schema_version`` above ours."""
