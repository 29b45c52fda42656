"""Web pages read in processes of their own, each page within a limit of time and memory.

A page can be built so that parsing it takes minutes or gigabytes. Here it costs one reader process, which is killed
and started again, and becomes a dead letter; the worker and the other records of its batch go on.
"""

from __future__ import annotations

import asyncio
import logging
import struct
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import orjson

from newswire.contracts import RawArticle
from newswire.errors import NotAnArticle, TerminalError
from stream.pages import Page, page_of

log = logging.getLogger("newswire.stream")
PROCESSES = 2
LIMIT_S = 10.0
START_LIMIT_S = 60.0
MEMORY_BYTES = 1536 * 1024 * 1024
FRAME = struct.Struct("<II")
READY = b"+"


class _Reader:
    """One reader process, started when first asked."""

    def __init__(self, limit_s: float, memory_bytes: int) -> None:
        self._limit_s, self._memory_bytes = limit_s, memory_bytes
        self._process: asyncio.subprocess.Process | None = None

    async def read(self, raw: RawArticle) -> Page | TerminalError:
        """Read one page; the process that does not come back in time is killed."""
        try:
            process = await self._started()
            async with asyncio.timeout(self._limit_s):
                answer = await _ask(process, raw)
        except TimeoutError:
            await self.kill()
            return _unread(raw, f"the page could not be read within {self._limit_s:.0f} s")
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.kill()
            return _unread(
                raw, f"the process that read the page broke down ({self._memory_bytes >> 20} MB are its limit)"
            )
        except BaseException:
            await self.kill()  # whatever it would still answer belongs to nobody
            raise
        if "error" in answer:
            return NotAnArticle(answer["error"], answer["next_step"])
        return page_of(answer["page"])

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "stream.page_reader",
            str(self._memory_bytes),
            str(int(self._limit_s) + 2),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(START_LIMIT_S):
            await self._process.stdout.readexactly(len(READY))
        return self._process

    async def kill(self) -> None:
        """End the process at once; nothing is lost, a page is read again where it is needed."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


async def _ask(process: asyncio.subprocess.Process, raw: RawArticle) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    asked = orjson.dumps({"url": raw.url, "pub_status": raw.pub_status})
    html = (raw.body or "").encode("utf-8", "replace")
    process.stdin.write(FRAME.pack(len(asked), len(html)) + asked + html)
    await process.stdin.drain()
    size, _ = FRAME.unpack(await process.stdout.readexactly(FRAME.size))
    answer: dict[str, Any] = orjson.loads(await process.stdout.readexactly(size))
    return answer


def _unread(raw: RawArticle, reason: str) -> Page | TerminalError:
    """Refuse a usable article; a take-down must pass, whatever its page is like."""
    log.warning("%s: %s", raw.url or raw.guid or raw.source_id, reason)
    if raw.pub_status != "usable":
        return Page(choices=((reason, f"a {raw.pub_status} article needs no text"),))
    return NotAnArticle(reason, "Send the article's text, or the page without what is hidden in it")


class PagePool:
    """The reader processes of one worker; none runs before the first page comes."""

    def __init__(self, processes: int = PROCESSES, limit_s: float = LIMIT_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._readers = [_Reader(limit_s, memory_bytes) for _ in range(processes)]
        self._idle: asyncio.Queue[_Reader] = asyncio.Queue()
        for reader in self._readers:
            self._idle.put_nowait(reader)

    async def __aenter__(self) -> PagePool:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(reader.kill() for reader in self._readers))

    async def pages(self, raws: Sequence[RawArticle | None]) -> list[Page | TerminalError | None]:
        """Give for each raw article what its page says, or why it is refused; None for None."""
        if not any(raws):
            return [None] * len(raws)
        async with asyncio.TaskGroup() as group:
            tasks = [None if raw is None else group.create_task(self._read(raw)) for raw in raws]
        return [None if task is None else task.result() for task in tasks]

    async def _read(self, raw: RawArticle) -> Page | TerminalError:
        reader = await self._idle.get()
        try:
            return await reader.read(raw)
        finally:
            self._idle.put_nowait(reader)
