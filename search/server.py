"""Run the search API as a process, on this machine only."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket

import uvicorn

from newswire.errors import ConfigError
from newswire.logs import configure_logging
from newswire.settings import Settings
from search.api import create_app

STOP_S = 3

log = logging.getLogger("newswire.search")


def serve(settings: Settings) -> None:
    """Run the API until SIGTERM or SIGINT, which end it within 5 s.

    Raises ConfigError for an address beyond this machine, and for a port that is taken.
    """
    configure_logging(settings, "api")
    require_loopback(settings.api_host)
    listener = _listener(settings)
    shared_key = settings.cursor_key.get_secret_value().encode()
    config = uvicorn.Config(
        create_app(settings, cursor_key=shared_key or None),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=15,
    )
    log.info("search API and page: %s", settings.api_url)
    # uvicorn sends the signal that stopped it to the process once more; stopped in order is no failure.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listener])


def require_loopback(host: str) -> None:
    """Refuse to listen where others could reach it: the API has no keys.

    >>> require_loopback("127.0.0.1"), require_loopback("localhost")
    (None, None)
    """
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ConfigError(
            f"the search API has no access control and listens on this machine only, not on {host!r}",
            "Set NEWSWIRE_API_HOST=127.0.0.1, and put a proxy with access control before it",
        )


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.api_host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.api_host, settings.api_port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"the API's port {settings.api_host}:{settings.api_port} is taken ({error.strerror})",
            "Stop what listens there, or set NEWSWIRE_API_PORT",
        ) from error
    return listener
