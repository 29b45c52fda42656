"""The public contract as files: JSON Schema of both messages and the AsyncAPI document, generated from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from newswire.contracts import SCHEMA_VERSION, Article, RawArticle
from newswire.kafka_topics import declared_topics
from newswire.records import DEAD_LETTER_PREFIX, ORIGINAL_TIMESTAMP
from newswire.settings import Settings

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
CLOUDEVENTS = ("ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "content-type", "traceparent")
CAUSES = ("topic", "partition", "offset", "stage", "exception.class.name", "exception.message")


def message_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a message; readers ignore fields it does not name."""
    head = {"$schema": JSON_SCHEMA, "$id": f"urn:newswire:{file_name(model)}"}
    return head | model.model_json_schema(mode="validation" if model is RawArticle else "serialization")


def file_name(model: type[BaseModel]) -> str:
    """Give the schema's file name: raw-article-v1.json or article-v1.json."""
    kind = "raw-article" if model is RawArticle else "article"
    return f"{kind}-v{SCHEMA_VERSION}.json"


def asyncapi() -> dict[str, Any]:
    """Describe the Kafka topics as an AsyncAPI 3.0 document with Kafka bindings."""
    topics = {topic.name.split(".")[-1]: topic for topic in declared_topics(Settings(_env_file=None))}
    messages = {
        "raw": {
            "name": "RawArticle",
            "summary": "One article, or one revision of it, as a source says it. Any Kafka client may write it.",
            "contentType": "application/json",
            "headers": _headers(CLOUDEVENTS, "optional on news.raw; CloudEvents 1.0, Kafka binary mode"),
            "payload": {"$ref": f"schemas/{file_name(RawArticle)}"},
            "bindings": {"kafka": {"key": {"type": "string", "description": "a partition hint, may be missing"}}},
        },
        "articles": {
            "name": "Article",
            "summary": "A normalized, tagged article; the record of a take-down has pub_status canceled and no text.",
            "contentType": "application/json",
            "headers": _headers(CLOUDEVENTS, "CloudEvents 1.0, Kafka binary mode; ce_id is id.version"),
            "payload": {"$ref": f"schemas/{file_name(Article)}"},
            "bindings": {"kafka": {"key": {"type": "string", "description": "the article's id"}}},
        },
        "deadletter": {
            "name": "DeadLetter",
            "summary": "A refused record: original key, value and headers, with its cause in headers.",
            "headers": _headers(
                (*(DEAD_LETTER_PREFIX + cause for cause in CAUSES), ORIGINAL_TIMESTAMP),
                "added behind the original headers; where a name occurs twice the last one is ours",
            ),
            "payload": {"description": "the original bytes, whatever they are"},
        },
    }
    channels, operations = {}, {}
    for short, topic in topics.items():
        channels[short] = {
            "address": topic.name,
            "description": topic.purpose,
            "bindings": {
                "kafka": {
                    "topic": topic.name,
                    "partitions": topic.partitions,
                    "replicas": topic.replication,
                    "topicConfiguration": {
                        "cleanup.policy": ["delete"],
                        "retention.ms": topic.retention_ms,
                        "max.message.bytes": int(topic.configs()["max.message.bytes"]),
                    },
                }
            },
            "messages": {short: {"$ref": f"#/components/messages/{short}"}} if short in messages else {},
        }
    operations["pushRawArticle"] = _operation("receive", "raw", "anyone may send")
    operations["readArticles"] = _operation("send", "articles", "anyone may read")
    operations["readDeadLetters"] = _operation("send", "deadletter", "refused records, to be looked at and replayed")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "newswire",
            "version": str(SCHEMA_VERSION),
            "description": "Kafka topics of newswire. At least once on every hop, one document per article.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def _headers(names: tuple[str, ...], description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": {name: {"type": "string"} for name in names},
    }


def _operation(action: str, channel: str, summary: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def contract_files() -> dict[str, str]:
    """Give every generated file, path below ``docs/`` to text."""
    documents = {f"schemas/{file_name(model)}": message_schema(model) for model in (RawArticle, Article)}
    documents["asyncapi.json"] = asyncapi()
    return {path: json.dumps(document, indent=2, ensure_ascii=False) + "\n" for path, document in documents.items()}


def write_contract_files(docs: Path) -> list[Path]:
    """Write the generated files below ``docs`` and give their paths."""
    written = []
    for name, text in contract_files().items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        written.append(path)
    return written
