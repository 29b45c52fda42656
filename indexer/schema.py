"""The shape of the index, read from ``templates/``, and what of it a live index can take (pure)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import orjson

from newswire.settings import Settings

# Raised with every change of the templates that documents or queries of an earlier release cannot live with.
SCHEMA_VERSION = 1
TEMPLATE_PRIORITY = 500
# Fixed for a field once documents are in the index; anything else about it may change.
_FIXED = ("type", "analyzer", "normalizer", "index", "enabled")
_DEFAULTS = {"type": "object", "index": True, "enabled": True}


@dataclass(frozen=True, slots=True)
class Schema:
    """Names and bodies of everything that is put onto the cluster."""

    first_index: str
    write_alias: str
    read_alias: str
    read_filter: Mapping[str, Any]
    mappings: Mapping[str, Any]
    analysis: Mapping[str, Any]
    component_templates: Mapping[str, Mapping[str, Any]]
    index_template_name: str
    index_template: Mapping[str, Any]
    hash: str

    @property
    def meta(self) -> dict[str, Any]:
        """What templates and index carry in ``_meta``, so that a live index tells what made it."""
        return {"schema_version": SCHEMA_VERSION, "schema_hash": self.hash}


def read_schema(settings: Settings) -> Schema:
    """Read the template files and put names and numbers of the settings in."""
    prefix = settings.index_prefix
    mappings, analysis = _template("mappings"), _template("analysis")
    read_filter = _template("read_filter")
    digest = hashlib.sha256(orjson.dumps([mappings, analysis], option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]
    meta = {"schema_version": SCHEMA_VERSION, "schema_hash": digest}
    index_settings = {
        "number_of_shards": settings.index_shards,
        "number_of_replicas": settings.index_replicas,
        "refresh_interval": settings.refresh_interval,
    } | _template("settings")["settings"]["index"]
    components: dict[str, Mapping[str, Any]] = {
        f"{prefix}news-settings": {"settings": {"index": index_settings}},
        # Elasticsearch checks each component by itself, so the analyzers stand where the fields name them.
        f"{prefix}news-mappings": {
            "settings": analysis["settings"],
            "mappings": mappings["mappings"] | {"_meta": meta},
        },
    }
    return Schema(
        first_index=f"{prefix}news-articles-v{SCHEMA_VERSION}-000001",
        write_alias=settings.index_alias_write,
        read_alias=settings.index_alias_read,
        read_filter=read_filter,
        mappings=mappings["mappings"],
        analysis=analysis["settings"]["analysis"],
        component_templates=components,
        index_template_name=f"{prefix}news-articles",
        index_template={
            "index_patterns": [f"{prefix}news-articles-v*"],
            "composed_of": list(components),
            "priority": TEMPLATE_PRIORITY,
            "meta": meta,
        },
        hash=digest,
    )


def mapping_conflicts(live: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name the fields that both have and that differ in what is fixed once documents are in.

    Fields that only one side has are no conflict: new ones are added, dropped ones stay unused.
    """
    before, after = dict(_fields(live)), dict(_fields(wanted))
    return [
        f"{name} is {_shown(before[name], changed)}, wanted {_shown(after[name], changed)}"
        for name in after
        if name in before and (changed := [p for p in _FIXED if _param(before[name], p) != _param(after[name], p)])
    ]


def analysis_conflicts(live: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name the analyzers and their parts that a live index lacks or has otherwise: an open index takes no others."""
    return [
        f"{kind} {name} {'differs' if name in live.get(kind, {}) else 'is missing'}"
        for kind, parts in wanted.items()
        for name, part in parts.items()
        if _as_text(live.get(kind, {}).get(name)) != _as_text(part)
    ]


def _template(name: str) -> Any:
    return orjson.loads((files("indexer") / "templates" / f"{name}.json").read_bytes())


def _fields(mapping: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, field in mapping.get("properties", {}).items():
        yield f"{path}{name}", field
        yield from _fields(field, f"{path}{name}.")


def _param(field: Mapping[str, Any], name: str) -> Any:
    return field.get(name, _DEFAULTS.get(name))


def _shown(field: Mapping[str, Any], names: list[str]) -> str:
    return ", ".join(f"{name} {_param(field, name)}" for name in names)


def _as_text(value: Any) -> Any:
    """Write numbers and booleans as Elasticsearch gives settings back: as text."""
    if isinstance(value, Mapping):
        return {key: _as_text(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_text(part) for part in value]
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)
