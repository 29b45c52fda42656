"""Templates, index and aliases: what ``newswire schema apply`` puts onto the cluster, and what it refuses.

The shape is fixed by the files under ``templates/``; names get ``settings.index_prefix`` in front. Applying is
idempotent and safe on a live cluster: additive changes go onto the live index, others are refused before anything is
touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError

from indexer.schema import SCHEMA_VERSION, Schema, analysis_conflicts, mapping_conflicts, read_schema
from newswire.errors import ConfigError
from newswire.settings import Settings

REINDEX = "Build a new index with `newswire reindex`; the live one stays as it is until then"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What the cluster has, against what this program wants.

    ``condition``: ``current``; ``outdated`` (apply brings it up to date); ``conflict`` (it needs a reindex);
    ``missing``; ``newer`` (written by a later release); ``next_step`` is "" when current.
    """

    condition: Literal["current", "outdated", "conflict", "missing", "newer"]
    index: str | None
    detail: str
    next_step: str


def apply_schema(client: Elasticsearch, settings: Settings) -> list[str]:
    """Bring templates, index and aliases to this release's shape; give what was done, one line each.

    Raises ConfigError where the live index cannot take the change, where a later release wrote it, or where
    Elasticsearch does not answer.
    """
    schema = read_schema(settings)
    try:
        index = live_index(client, settings)
        if index is not None:
            _refuse_conflicts(client, index, schema)
        done = _put_templates(client, schema)
        if index is None:
            done += _create_index(client, schema)
            index = live_index(client, settings) or schema.first_index
        return done + _update_index(client, index, schema, settings)
    except TransportError as error:
        raise _unreachable(settings, error) from error


def schema_state(client: Elasticsearch, settings: Settings) -> SchemaState:
    """Compare the cluster with this release's shape, changing nothing."""
    schema = read_schema(settings)
    try:
        index = live_index(client, settings)
        if index is None:
            return SchemaState(
                "missing", None, f"there is no alias {schema.write_alias}", "Create it with `newswire schema apply`"
            )
        mappings, index_settings = _live(client, index)
        meta = mappings.get("_meta", {})
        if meta.get("schema_version", 0) > SCHEMA_VERSION:
            return SchemaState("newer", index, _newer(index, meta), "Upgrade newswire")
        if conflicts := _conflicts(schema, mappings, index_settings):
            return SchemaState("conflict", index, "; ".join(conflicts), REINDEX)
        if meta.get("schema_hash") != schema.hash or _alias_filter(client, schema, index) != schema.read_filter:
            return SchemaState(
                "outdated", index, f"{index} has an earlier schema", "Update it with `newswire schema apply`"
            )
    except TransportError as error:
        raise _unreachable(settings, error) from error
    return SchemaState("current", index, f"{index} has schema {schema.hash}", "")


def live_index(client: Elasticsearch, settings: Settings) -> str | None:
    """Name the index behind the write alias, None where there is none."""
    alias = settings.index_alias_write
    try:
        found: Mapping[str, Any] = client.indices.get_alias(name=alias).body
    except NotFoundError:
        if client.indices.exists(index=alias):
            raise ConfigError(
                f"{alias} is an index, not an alias: something wrote to it before the schema was there",
                f"Delete that index, then run `newswire schema apply`: curl -X DELETE {settings.elasticsearch}/{alias}",
            ) from None
        return None
    writable = [name for name, it in found.items() if it["aliases"][alias].get("is_write_index", len(found) == 1)]
    return writable[0] if writable else None


def _refuse_conflicts(client: Elasticsearch, index: str, schema: Schema) -> None:
    mappings, index_settings = _live(client, index)
    meta = mappings.get("_meta", {})
    if meta.get("schema_version", 0) > SCHEMA_VERSION:
        raise ConfigError(_newer(index, meta), "Upgrade newswire")
    if conflicts := _conflicts(schema, mappings, index_settings):
        raise ConfigError(f"{index} cannot take the new schema in place: {'; '.join(conflicts)}", REINDEX)


def _conflicts(schema: Schema, mappings: Mapping[str, Any], index_settings: Mapping[str, Any]) -> list[str]:
    live_analysis = index_settings.get("analysis", {})
    return mapping_conflicts(mappings, schema.mappings) + analysis_conflicts(live_analysis, schema.analysis)


def _live(client: Elasticsearch, index: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    mappings = client.indices.get_mapping(index=index).body[index]["mappings"]
    return mappings, client.indices.get_settings(index=index).body[index]["settings"]["index"]


def _alias_filter(client: Elasticsearch, schema: Schema, index: str) -> object:
    try:
        found = client.indices.get_alias(index=index, name=schema.read_alias).body
    except NotFoundError:
        return None
    return found[index]["aliases"][schema.read_alias].get("filter")


def _put_templates(client: Elasticsearch, schema: Schema) -> list[str]:
    for name, template in schema.component_templates.items():
        client.cluster.put_component_template(name=name, template=template, meta=schema.meta)
    client.indices.put_index_template(name=schema.index_template_name, **schema.index_template)
    return [f"component template {name}" for name in schema.component_templates] + [
        f"index template {schema.index_template_name}"
    ]


def _create_index(client: Elasticsearch, schema: Schema) -> list[str]:
    """Make the first index with its aliases in one step, so that it is never seen without them."""
    aliases: dict[str, Mapping[str, Any]] = {
        schema.write_alias: {"is_write_index": True},
        schema.read_alias: {"filter": schema.read_filter},
    }
    try:
        client.indices.create(index=schema.first_index, aliases=aliases)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
        # another process was quicker, or the index was left without its aliases: both are mended by adding them
        client.indices.update_aliases(
            actions=[
                {"add": {"index": schema.first_index, "alias": schema.write_alias, "is_write_index": True}},
                {"add": {"index": schema.first_index, "alias": schema.read_alias, "filter": schema.read_filter}},
            ]
        )
    return [f"index {schema.first_index}", f"aliases {schema.write_alias}, {schema.read_alias}"]


def _update_index(client: Elasticsearch, index: str, schema: Schema, settings: Settings) -> list[str]:
    """Put additive mapping changes, the settings that may change on a live index, and the read alias."""
    done = []
    mappings, index_settings = _live(client, index)
    if mappings.get("_meta", {}).get("schema_hash") != schema.hash:
        try:
            client.indices.put_mapping(
                index=index, properties=schema.mappings["properties"], dynamic="strict", meta=schema.meta
            )
        except BadRequestError as error:
            raise ConfigError(f"{index} cannot take the new schema in place: {_reason(error)}", REINDEX) from error
        done.append(f"mapping of {index}")
    wanted = {"refresh_interval": settings.refresh_interval, "number_of_replicas": str(settings.index_replicas)}
    if changed := {name: value for name, value in wanted.items() if index_settings.get(name) != value}:
        client.indices.put_settings(index=index, settings={"index": changed})
        done.append(f"{', '.join(changed)} of {index}")
    if _alias_filter(client, schema, index) != schema.read_filter:
        client.indices.update_aliases(
            actions=[{"add": {"index": index, "alias": schema.read_alias, "filter": schema.read_filter}}]
        )
        done.append(f"alias {schema.read_alias}")
    return done


def _newer(index: str, meta: Mapping[str, Any]) -> str:
    return f"{index} has schema version {meta.get('schema_version')}, this program knows {SCHEMA_VERSION}"


def _reason(error: ApiError) -> str:
    body = error.body
    cause = body.get("error") if isinstance(body, Mapping) else None
    return str(cause.get("reason")) if isinstance(cause, Mapping) else str(error)


def _unreachable(settings: Settings, error: TransportError) -> ConfigError:
    return ConfigError(
        f"Elasticsearch does not answer at {settings.elasticsearch} ({type(error).__name__})",
        "Start it with `newswire up`, or set NEWSWIRE_ELASTICSEARCH_URL",
    )
