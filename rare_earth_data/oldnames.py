"""Old names of tables and fields: they keep working for one MAJOR, with a warning that says the new one."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rare_earth_data.diffing.renames import holds

_PACKAGE = str(Path(__file__).resolve().parent)


def _warn(message: str) -> None:
    """Warn at the line that called the package, however deep inside it this is."""
    depth = 2
    while sys._getframe(depth - 1).f_code.co_filename.startswith(_PACKAGE):
        depth += 1
    warnings.warn(message, FutureWarning, stacklevel=depth)


def _entries(descriptor: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    entries = descriptor.get("renames", {}).get(kind, [])
    return [entry for entry in entries if holds(entry, descriptor["version"])]


def _until(entry: Mapping[str, str]) -> str:
    return f"{int(entry['since'].partition('.')[0]) + 1}.0.0"


def table_name(descriptor: Mapping[str, Any], name: str) -> str:
    """Return the name that a table has now; warns if ``name`` is an old one that still works."""
    for entry in _entries(descriptor, "tables"):
        if entry["old"] == name:
            _warn(f"table {name!r} is now called {entry['new']!r}; the old name works until version {_until(entry)}")
            return entry["new"]
    return name


def old_tables(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """Return the old names of tables that still work, and the new ones."""
    return {entry["old"]: entry["new"] for entry in _entries(descriptor, "tables")}


def old_fields(descriptor: Mapping[str, Any], table: str) -> dict[str, str]:
    """Return the old names of a table's fields that still work, and the new ones; warns of each."""
    found = {}
    for entry in _entries(descriptor, "fields"):
        if entry["table"] == table:
            _warn(
                f"field {table}.{entry['old']} is now called {entry['new']!r}; the old name is there until version "
                f"{_until(entry)} (old_names=False leaves it out)"
            )
            found[entry["old"]] = entry["new"]
    return found
