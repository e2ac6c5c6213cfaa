"""Make the JSON Schemas of the YAML that people edit, from ``schemas/curation.yaml`` and the table schemas."""

from __future__ import annotations

from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import codes, table

_JSON_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}


def _codes(name: str) -> list[str]:
    if name == "area":
        from rare_earth_data.areas import area_codes

        return list(area_codes())
    return list(codes(name))


def _property(spec: dict[str, Any]) -> dict[str, Any]:
    item = _object(spec["properties"]) if "properties" in spec else _scalar(spec)
    if not spec.get("list"):
        return item
    result = {"type": "array", "items": item, "minItems": spec.get("min_items", 0)}
    if description := item.pop("description", None) or spec.get("description"):
        result["description"] = description
    return result


def _scalar(spec: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {"type": spec.get("type", "string")}
    if source := spec.get("field"):
        table_name, field_name = source.split(".")
        field = table(table_name).field(field_name)
        result["type"] = _JSON_TYPES.get(field.type, "string")
        result["description"] = field.description
        if field.pattern:
            result["pattern"] = f"^{field.pattern}$"
        if field.enum:
            result["enum"] = list(field.enum)
    if "codes" in spec:
        result["enum"] = _codes(spec["codes"])
        result.pop("pattern", None)
    for key in ("description", "pattern", "enum"):
        if key in spec:
            result[key] = spec[key]
    if result["type"] == "string":
        result["minLength"] = 1
    return _nullable(result) if spec.get("nullable") else result


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Let ``null`` say that a field is empty."""
    codes_or_null = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **codes_or_null}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _property(spec) for name, spec in properties.items()},
        "required": [name for name, spec in properties.items() if spec.get("required")],
        "additionalProperties": False,
    }


@cache
def editor_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``seeds/curation/<name>.yaml``."""
    spec = load_knowledge("curation.yaml")[name]
    lists = spec["lists"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name}.yaml",
        "description": spec["description"],
        "type": "object",
        "properties": {
            key: {"type": ["array", "null"], "description": part["description"], "items": _object(part["properties"])}
            for key, part in lists.items()
        },
        "additionalProperties": False,
    }


def curation_names() -> tuple[str, ...]:
    """Return the names of the curation files, without ``.yaml``."""
    return tuple(load_knowledge("curation.yaml"))
