"""The process that reads pages for ``stream.page_pool``: frames on standard input, frames on standard output.

It ends with its parent, at the end of its input, and where one page takes longer than the parent would wait.
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

import orjson

from newswire.errors import TerminalError
from stream.page_pool import FRAME, READY
from stream.pages import read_page

_PR_SET_PDEATHSIG = 1


def main(memory_bytes: int, alarm_s: int) -> None:
    """Answer pages until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the answers
    _limit(memory_bytes)
    logging.disable()  # what the libraries find wrong with a page is of no use to anybody
    answers.write(READY)
    answers.flush()
    while answer := _answered(sys.stdin.buffer, alarm_s):
        answers.write(FRAME.pack(len(answer), 0) + answer)
        answers.flush()


def _answered(pages: BinaryIO, alarm_s: int) -> bytes:
    head = pages.read(FRAME.size)
    if len(head) < FRAME.size:
        return b""
    asked_size, html_size = FRAME.unpack(head)
    asked = orjson.loads(pages.read(asked_size))
    html = pages.read(html_size).decode("utf-8", "replace")
    signal.alarm(alarm_s)  # kills, also from within a library that never returns
    try:
        return orjson.dumps({"page": read_page(html, asked["url"], asked["pub_status"])})
    except TerminalError as error:
        return orjson.dumps({"error": error.args[0], "next_step": error.next_step})
    except Exception as error:  # whatever breaks on one page must not stop the others
        return orjson.dumps(
            {"error": f"the page cannot be read ({type(error).__name__}: {error})"[:500], "next_step": ""}
        )
    finally:
        signal.alarm(0)


def _limit(memory_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    with suppress(ValueError, OSError):  # not every system limits address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit(0)  # the parent was gone before it could be watched


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
