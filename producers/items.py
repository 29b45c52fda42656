"""What reading an input gives, one item a record: a RawArticle found, or a refusal that says where and why."""

from __future__ import annotations

from dataclasses import dataclass

from newswire.contracts import RawArticle


@dataclass(frozen=True, slots=True)
class Found:
    """A RawArticle and where it was found; ``line`` counts from 1, None where the whole file is one record."""

    raw: RawArticle
    file: str = ""
    line: int | None = None

    def refused(self, reason: str) -> Refused:
        """Refuse it after all, at the same place."""
        return Refused(self.file or self.raw.url or self.raw.guid or self.raw.source_id, self.line, reason)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be sent, with the reason in words for a person."""

    file: str
    line: int | None
    reason: str

    @property
    def place(self) -> str:
        """Name the place as compilers do: ``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"
