"""A real Apache Kafka: one node that is broker and controller (KRaft)."""

from __future__ import annotations

from pathlib import Path

from newswire.embedded import HOST, kafka_answers
from tests.engines.artifacts import prepare, read_lock
from tests.engines.process import Engine, free_port

LOCK = "kafka-jars.lock"
ROOTS = ("org.apache.kafka:kafka_2.13", "org.slf4j:slf4j-simple")
# above the 5 MB that a record of ours may have; the limit itself is each topic's max.message.bytes
REQUEST_BYTES = 8 * 1024 * 1024


def kafka_version() -> str:
    return next(jar.version for jar in read_lock(LOCK) if jar.artifact == "kafka_2.13")


class RealKafka(Engine):
    """Starts in 1 to 2 s, after ``kill`` in 5 to 6 s; topics are created by clients, never by a mistyped name."""

    name = "kafka"

    def __init__(self, data_dir: Path, port: int | None = None) -> None:
        super().__init__(data_dir, port)
        self.controller_port = free_port()

    @property
    def bootstrap_servers(self) -> str:
        return f"{HOST}:{self.port}"

    def home(self) -> Path:
        helpers = {"lib/newswire-launcher.jar": ["KafkaLauncher.java"]}
        return prepare(f"kafka-{kafka_version()}", read_lock(LOCK), helpers)

    def arguments(self, home: Path) -> list[str]:
        properties = self.data_dir / "server.properties"
        properties.write_text("".join(f"{key}={value}\n" for key, value in self._properties().items()))
        return [
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
            "-cp",
            ":".join(map(str, sorted((home / "lib").glob("*.jar")))),
            "newswire.engine.KafkaLauncher",
            str(properties),
            str(self.data_dir / "log"),
        ]

    def answers(self) -> bool:
        return kafka_answers(HOST, self.port)

    def _properties(self) -> dict[str, object]:
        controller = f"{HOST}:{self.controller_port}"
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"PLAINTEXT://{self.bootstrap_servers},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap_servers}",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": self.data_dir / "log",
            "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
            # a crashed broker is let in again only when its old session has run out (default: 9 s)
            "broker.session.timeout.ms": 4000,
            "broker.heartbeat.interval.ms": 1000,
            "replica.fetch.max.bytes": REQUEST_BYTES,
            "replica.fetch.response.max.bytes": 2 * REQUEST_BYTES,
            "fetch.max.bytes": 8 * REQUEST_BYTES,
            "socket.request.max.bytes": 8 * REQUEST_BYTES,
            "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
        }
