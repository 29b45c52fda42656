"""Every setting of newswire: environment variables with the prefix ``NEWSWIRE_``, or a ``.env`` file.

Built once in ``main()`` and passed down; nothing else reads the environment.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Addresses, names, ports and limits; the defaults run everything on one machine."""

    model_config = SettingsConfigDict(env_prefix="NEWSWIRE_", env_file=".env", extra="ignore", frozen=True)

    kafka_bootstrap_servers: str = Field("", description="host:port,… of Kafka; empty: the embedded engine")
    elasticsearch_url: str = Field("", description="http(s)://host:port of Elasticsearch; empty: the embedded engine")
    data_dir: Path = Field(Path(".newswire"), description="embedded engines' data, locks, logs and process ids")
    embedded_kafka_port: int = Field(19092, ge=1, le=65535)
    embedded_elasticsearch_port: int = Field(19200, ge=1, le=65535)

    api_host: str = Field("127.0.0.1", description="address of the search API and its page")
    api_port: int = Field(8710, ge=1, le=65535)
    cursor_key: SecretStr = Field(
        SecretStr(""),
        description="seals the search cursors; API processes that share it share cursors; empty: one made at start",
    )
    ops_host: str = Field("127.0.0.1", description="address of /livez and /readyz of the stream and index stages")
    stream_ops_port: int = Field(8711, ge=0, le=65535, description="worker slot n listens on this + 10·n; 0: none")
    index_ops_port: int = Field(8712, ge=0, le=65535, description="worker slot n listens on this + 10·n; 0: none")

    topic_prefix: str = Field("", pattern=r"^[a-z0-9.-]*$", description="put before every Kafka topic and group name")
    index_prefix: str = Field("", pattern=r"^[a-z0-9-]*$", description="put before every index, alias and template")
    kafka_partitions: int = Field(4, ge=1, description="of each topic at creation")
    kafka_replication: int = Field(1, ge=1)
    retention_days: int = Field(30, ge=1, description="of news.raw and news.articles")
    dead_letter_retention_days: int = Field(90, ge=1)
    index_shards: int = Field(1, ge=1)
    index_replicas: int = Field(0, ge=0)
    refresh_interval: str = Field("1s", description="how soon an indexed article is found")

    tuning_file: Path | None = Field(None, description="TOML file of own names, topic terms and blocklists")

    stream_batch_size: int = Field(200, ge=1, description="records normalized and delivered at once")
    stream_batch_wait_s: float = Field(0.02, gt=0, description="longest wait for a batch to fill, seconds")
    bulk_documents: int = Field(500, ge=1, description="most documents in one bulk request")
    bulk_bytes: int = Field(5_000_000, ge=100_000, description="most bytes in one bulk request")
    bulks_in_flight: int = Field(4, ge=1, description="bulk requests under way at once")

    log_format: str = Field("console", pattern="^(console|json)$")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$")

    @property
    def embedded_kafka(self) -> bool:
        """Tell whether Kafka is the embedded engine."""
        return not self.kafka_bootstrap_servers

    @property
    def embedded_elasticsearch(self) -> bool:
        """Tell whether Elasticsearch is the embedded engine."""
        return not self.elasticsearch_url

    @property
    def kafka(self) -> str:
        """The bootstrap servers to use, ``host:port,…``."""
        return self.kafka_bootstrap_servers or f"127.0.0.1:{self.embedded_kafka_port}"

    @property
    def elasticsearch(self) -> str:
        """The Elasticsearch address to use."""
        return self.elasticsearch_url or f"http://127.0.0.1:{self.embedded_elasticsearch_port}"

    @property
    def api_url(self) -> str:
        """The address of the search API and its page."""
        host = f"[{self.api_host}]" if ":" in self.api_host else self.api_host
        return f"http://{host}:{self.api_port}"

    @property
    def raw_topic(self) -> str:
        """Kafka topic of RawArticle messages."""
        return f"{self.topic_prefix}news.raw"

    @property
    def articles_topic(self) -> str:
        """Kafka topic of Article messages."""
        return f"{self.topic_prefix}news.articles"

    @property
    def dead_letter_topic(self) -> str:
        """Kafka topic of refused records."""
        return f"{self.topic_prefix}news.deadletter"

    @property
    def control_topic(self) -> str:
        """Kafka topic of what must outlive a restart."""
        return f"{self.topic_prefix}news.control"

    @property
    def stream_group(self) -> str:
        """Consumer group of the stream stage."""
        return f"{self.topic_prefix}newswire-stream"

    @property
    def index_group(self) -> str:
        """Consumer group of the index stage."""
        return f"{self.topic_prefix}newswire-index"

    @property
    def index_alias_read(self) -> str:
        """Filtered alias that every reader uses."""
        return f"{self.index_prefix}news-read"

    @property
    def index_alias_write(self) -> str:
        """Alias that the indexer writes to."""
        return f"{self.index_prefix}news-write"
