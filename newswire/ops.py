"""Health of a stage process: ``/livez`` and ``/readyz`` on a small HTTP server in a thread of its own."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newswire.errors import ConfigError


class Health:
    """What a stage says of itself: ready or not, and why not; written by the stage, read by anyone."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.ready = False
        self.reason = "starting"

    def set(self, ready: bool, reason: str = "") -> None:
        """Report a change; ``reason`` is one line for people, "" while all is well."""
        self.ready, self.reason = ready, reason

    def report(self) -> dict[str, Any]:
        """Give the state as it is answered on ``/readyz``."""
        return {"stage": self.stage, "ready": self.ready, "reason": self.reason}


def serve_health(health: Health, host: str, port: int) -> ThreadingHTTPServer | None:
    """Answer ``/livez`` (200 while the process lives) and ``/readyz`` (200 or 503 with the reason); port 0: no server.

    Raises ConfigError where the port is taken.
    """
    if port == 0:
        return None

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, status = b"not found", 404
            if self.path == "/livez":
                body, status = b"ok", 200
            elif self.path == "/readyz":
                body, status = json.dumps(health.report()).encode(), 200 if health.ready else 503
            self.send_response(status)
            self.send_header("content-type", "application/json" if self.path == "/readyz" else "text/plain")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep probes out of the log."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise ConfigError(
            f"the health port {host}:{port} of the {health.stage} stage is taken ({error.strerror})",
            "Stop what listens there, or set NEWSWIRE_STREAM_OPS_PORT / NEWSWIRE_INDEX_OPS_PORT",
        ) from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="ops", daemon=True).start()
    return server
