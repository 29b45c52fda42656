"""The pair of small engines on this machine: the ``noida-db`` binary answers as Kafka and as Elasticsearch.

For a first try and for development. What it is not: docs/decisions (the embedded engine).
"""

from __future__ import annotations

import http.client
import importlib.util
import os
import platform
import socket
import struct
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from newswire.errors import ConfigError

HOST = "127.0.0.1"
PACKAGE = "noida_db"
OTHER_ENGINES = (
    "Set NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS and NEWSWIRE_ELASTICSEARCH_URL to engines of your own (deploy/compose.yaml)"
)
PORT_SETTINGS = {"Kafka": "NEWSWIRE_EMBEDDED_KAFKA_PORT", "Elasticsearch": "NEWSWIRE_EMBEDDED_ELASTICSEARCH_PORT"}
LOG_NAME = "noida-db.log"
LOG_TAIL_LINES = 12
PROBE_TIMEOUT_S = 2.0
PROBE_INTERVAL_S = 0.05


class EmbeddedEngines:
    """One ``noida-db`` process for both engines; its data outlives it in ``data_dir``.

    A supervisor that runs processes itself calls ``check_ports()``, runs ``command()``, drops the output lines for
    which ``is_noise`` is true and then calls ``wait_ready``.
    """

    def __init__(self, data_dir: Path, kafka_port: int, elasticsearch_port: int) -> None:
        self.data_dir = data_dir.absolute()
        self.kafka_port = kafka_port
        self.elasticsearch_port = elasticsearch_port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def kafka_bootstrap_servers(self) -> str:
        """The address for Kafka clients."""
        return f"{HOST}:{self.kafka_port}"

    @property
    def elasticsearch_url(self) -> str:
        """The address for Elasticsearch clients."""
        return f"http://{HOST}:{self.elasticsearch_port}"

    @property
    def log_path(self) -> Path:
        """Where ``start`` sends the output of the process."""
        return self.data_dir / LOG_NAME

    @property
    def pid(self) -> int | None:
        """The process id while the process that ``start`` made is running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def command(self) -> list[str]:
        """Name the program and its arguments; it stays in the foreground and stops on SIGTERM or SIGINT.

        Raises ConfigError where the package is absent.
        """
        return [
            str(find_binary()),
            *("start", "--only", "kafka,elasticsearch", "--host", HOST, "--data-dir", str(self.data_dir)),
            *("--kafka-port", str(self.kafka_port), "--elasticsearch-port", str(self.elasticsearch_port)),
        ]

    def check_ports(self) -> None:
        """Raise ConfigError, with the setting to change, if another process holds one of the ports."""
        for engine, port in (("Kafka", self.kafka_port), ("Elasticsearch", self.elasticsearch_port)):
            if not port_is_free(port):
                raise ConfigError(
                    f"port {port}, meant for the embedded {engine}, is already in use",
                    f"Stop what listens there (an earlier start: `newswire down`) or set {PORT_SETTINGS[engine]}",
                )

    def start(self) -> None:
        """Start the process; ``wait_ready`` says when it answers."""
        if self.pid is not None:
            raise ConfigError(f"the embedded engines are already running as process {self.pid}")
        command = self.command()
        self.check_ports()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("wb") as log:
            # its own session: a Ctrl-C in the terminal must not end it before its clients have stopped
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def wait_ready(self, timeout_s: float = 15.0) -> None:
        """Return when both engines answer their own protocol; raise ConfigError if they end or take too long."""
        deadline = time.monotonic() + timeout_s
        while not (kafka_answers(HOST, self.kafka_port) and elasticsearch_answers(self.elasticsearch_url)):
            if self._process and self._process.poll() is not None:
                raise ConfigError(
                    f"the embedded engines ended at once (status {self._process.returncode}): {self._log_tail()}",
                    OTHER_ENGINES,
                )
            if time.monotonic() > deadline:
                raise ConfigError(
                    f"the embedded engines did not answer on ports {self.kafka_port} and {self.elasticsearch_port} "
                    f"within {timeout_s:g} s: {self._log_tail()}",
                    OTHER_ENGINES,
                )
            time.sleep(PROBE_INTERVAL_S)

    def stop(self, timeout_s: float = 10.0) -> None:
        """End the process in order, so that its data is saved; kill it if it has not ended after ``timeout_s``."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the process at once, as a crash would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _log_tail(self) -> str:
        if not self.log_path.exists():
            return "(no log)"
        lines = self.log_path.read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if not is_noise(line)][-LOG_TAIL_LINES:])


def find_binary(package: str = PACKAGE) -> Path:
    """Find the program inside the installed package; raise ConfigError where the package is absent."""
    spec = importlib.util.find_spec(package)
    binary = Path(spec.origin).with_name("noida-db") if spec and spec.origin else None
    if binary is None or not binary.is_file():
        raise absence(platform.system(), platform.machine())
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)  # some installers drop the bit
    return binary


def absence(system: str, machine: str) -> ConfigError:
    """Say why a platform (as ``platform.system()`` and ``platform.machine()`` name it) has no embedded engines."""
    if (system, machine) in {("Linux", "x86_64"), ("Darwin", "x86_64"), ("Darwin", "arm64")}:
        return ConfigError(
            "the embedded engines are not installed (package noida-db)",
            f"Install them with `pip install 'newswire[embedded]'`. Or: {OTHER_ENGINES}",
        )
    return ConfigError(
        f"the embedded engines have no wheel for {system} on {machine} (package noida-db)", OTHER_ENGINES
    )


def is_noise(line: str) -> bool:
    """Tell the loader's harmless remark on an older glibc from real output."""
    return "weak version `GLIBC_" in line


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on the port of this machine now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free to a server
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def kafka_answers(host: str, port: int) -> bool:
    """Ask for cluster metadata; true once a broker is registered and would serve clients."""
    # Metadata, version 4: no client id, an empty list of topics, no auto-creation
    request = struct.pack(">hhih", 3, 4, 1, -1) + struct.pack(">i?", 0, False)
    try:
        with socket.create_connection((host, port), PROBE_TIMEOUT_S) as connection:
            connection.settimeout(PROBE_TIMEOUT_S)
            connection.sendall(struct.pack(">i", len(request)) + request)
            with connection.makefile("rb") as answer:
                head = answer.read(16)
    except OSError:
        return False
    if len(head) < 16:
        return False
    _size, correlation_id, _throttle_ms, brokers = struct.unpack(">iiii", head)
    return bool(correlation_id == 1 and brokers > 0)


def elasticsearch_answers(url: str, path: str = "/") -> bool:
    """Tell whether the server answers the request with status 200."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or HOST, address.port, timeout=PROBE_TIMEOUT_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
