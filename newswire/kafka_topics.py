"""The Kafka topics of newswire: names, limits, retention; created by one command, never by accident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from newswire.errors import ConfigError
from newswire.kafka_clients import connection_options, unreachable
from newswire.settings import Settings

# Bytes of key, value and headers. A dead letter is the original with headers added, so its topic takes more.
RAW_LIMIT = 4_000_000
ARTICLES_LIMIT = 4_000_000
DEAD_LETTER_LIMIT = 5_000_000
_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class KafkaTopic:
    """One topic as it is declared; ``retention_ms`` is -1 for unlimited."""

    name: str
    purpose: str
    partitions: int
    replication: int
    retention_ms: int
    max_message_bytes: int

    def configs(self) -> dict[str, str]:
        """Give the topic's configuration; none is compacted: that keeps the last offset, not the highest version."""
        return {
            "cleanup.policy": "delete",
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes + 128 * 1024),
        }


def declared_topics(settings: Settings) -> tuple[KafkaTopic, ...]:
    """Declare every topic."""
    keep, keep_refused = settings.retention_days * _DAY_MS, settings.dead_letter_retention_days * _DAY_MS
    parts, copies = settings.kafka_partitions, settings.kafka_replication
    return (
        KafkaTopic(settings.raw_topic, "RawArticle: what sources say", parts, copies, keep, RAW_LIMIT),
        KafkaTopic(settings.articles_topic, "Article: normalized and tagged", parts, copies, keep, ARTICLES_LIMIT),
        KafkaTopic(
            settings.dead_letter_topic, "refused records with cause", parts, copies, keep_refused, DEAD_LETTER_LIMIT
        ),
        KafkaTopic(settings.control_topic, "what must outlive a restart", 1, copies, -1, 1_000_000),
    )


def admin_client(settings: Settings) -> KafkaAdminClient:
    """Connect an admin client; a ConfigError within 5 s where no broker answers."""
    try:
        return KafkaAdminClient(**connection_options(settings), request_timeout_ms=5000)
    except (KafkaError, OSError) as error:
        raise unreachable(settings, error) from error


def create_topics(settings: Settings) -> list[str]:
    """Create the declared topics that are missing and give their names; existing ones are left as they are."""
    admin = admin_client(settings)
    try:
        present = set(admin.list_topics())
        created = []
        for topic in declared_topics(settings):
            if topic.name in present:
                continue
            wanted = {
                topic.name: {
                    "num_partitions": topic.partitions,
                    "replication_factor": topic.replication,
                    "configs": topic.configs(),
                }
            }
            try:
                admin.create_topics(wanted, timeout_ms=10_000)
            except TopicAlreadyExistsError:
                continue  # another process was quicker
            except KafkaError as error:
                raise ConfigError(
                    f"Kafka refused to create {topic.name}: {error}",
                    "Check NEWSWIRE_KAFKA_REPLICATION against the number of brokers",
                ) from error
            created.append(topic.name)
        return created
    finally:
        admin.close()


def missing_topics(settings: Settings, names: Iterable[str]) -> list[str]:
    """Give the names that Kafka does not know, in the order given."""
    admin = admin_client(settings)
    try:
        present = set(admin.list_topics())
    finally:
        admin.close()
    return [name for name in names if name not in present]


def require_topics(settings: Settings, names: Iterable[str]) -> None:
    """Raise a ConfigError within 5 s that names the missing topics and the command that creates them."""
    missing = missing_topics(settings, names)
    if missing:
        raise ConfigError(
            f"Kafka topics are missing: {', '.join(missing)}", "Create them with `newswire topics create`"
        )
