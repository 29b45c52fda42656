"""A small HTTP proxy in front of Elasticsearch that answers bulk requests with faults on demand."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import urllib3

CUT: Literal["cut"] = "cut"
Fault = tuple[int, bytes] | Literal["cut"] | None


@dataclass
class FaultProxy:
    """``on_bulk`` sees each bulk body and gives a (status, body) to answer with, CUT, or None to pass it on.

    ``on_answer`` may change the answers that Elasticsearch gave to bulks.
    """

    url: str = ""
    on_bulk: Callable[[bytes], Fault] = lambda body: None
    on_answer: Callable[[bytes], bytes] = lambda answer: answer
    bulk_bytes: list[int] = field(default_factory=list)


@contextmanager
def fault_proxy(upstream: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy()
    pool = urllib3.PoolManager()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            bulk = "_bulk" in self.path
            fault: Fault = None
            if bulk:
                proxy.bulk_bytes.append(len(body))
                fault = proxy.on_bulk(body)
            if fault == CUT:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault is None:
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                got = pool.request(self.command, upstream + self.path, body=body, headers=headers, retries=False)
                status, answer, kind = got.status, got.data, got.headers.get("content-type", "application/json")
                answer = proxy.on_answer(answer) if bulk else answer
            else:
                (status, answer), kind = fault, "application/json"
            self.send_response(status)
            self.send_header("x-elastic-product", "Elasticsearch")
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        pool.clear()
