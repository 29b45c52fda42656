"""Health answers of a stage process."""

from __future__ import annotations

import urllib3

from newswire.ops import Health, serve_health
from newswire.status import health as ask
from tests.engines import free_port


def test_livez_answers_while_readyz_says_why_not() -> None:
    state, port = Health("stream"), free_port()
    server = serve_health(state, "127.0.0.1", port)
    assert server is not None
    try:
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/livez").status == 200
        assert ask("127.0.0.1", port) == (False, "starting")
        state.set(True)
        assert ask("127.0.0.1", port) == (True, "")
        state.set(False, "paused: a later contract")
        assert ask("127.0.0.1", port) == (False, "paused: a later contract")
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/else").status == 404
    finally:
        server.shutdown()
        server.server_close()
    assert ask("127.0.0.1", port) == (False, "does not answer")


def test_port_zero_is_no_server() -> None:
    assert serve_health(Health("stream"), "127.0.0.1", 0) is None
