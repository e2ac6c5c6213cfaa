"""Make the Data Package v2 descriptor: from ``schemas/``, the version and the bytes of the table files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import Table, all_tables, package_metadata

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"


def _resource(table: Table, content: bytes, folder: str) -> dict[str, Any]:
    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "path": f"{folder}{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table.descriptor,
    }


def package_descriptor(contents: Mapping[str, bytes], version: str, folder: str = "") -> dict[str, Any]:
    """Return the descriptor of a package whose table files have these contents.

    ``contents`` maps table names to the bytes of their CSV; ``folder`` ("" or ending in "/") stands before every path.
    """
    metadata = {key: value for key, value in package_metadata().items() if key != "tables"}
    renames = load_knowledge("renames.yaml")
    if any(renames.values()):
        metadata["renames"] = renames
    return {
        "$schema": PROFILE,
        **metadata,
        "version": version,
        "resources": [_resource(table, contents[name], folder) for name, table in all_tables().items()],
    }


def descriptor_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """Return a descriptor as canonical JSON, readable in a diff."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
