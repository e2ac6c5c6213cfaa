"""Names that tables and fields used to have. A package states them in its descriptor under ``renames``.

A renamed table or field keeps its old name, with a warning, until the MAJOR after the one that renamed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rare_earth_data.diffing.versions import parts


@dataclass(frozen=True, slots=True)
class Renames:
    """Old names to new: ``tables``, and ``fields`` by the table's new name."""

    tables: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def table(self, name: str) -> str:
        """Return the name that a table has now."""
        return self.tables.get(name, name)

    def field(self, table: str, name: str) -> str:
        """Return the name that a field of a table (called by its new name) has now."""
        return self.fields.get((table, name), name)


def holds(entry: Mapping[str, Any], version: str) -> bool:
    """Whether the old name of an entry still works in ``version``: within the MAJOR of ``since``."""
    return parts(entry["since"]) <= parts(version) and parts(entry["since"])[0] == parts(version)[0]


def renames_of(descriptor: Mapping[str, Any]) -> Renames:
    """Return every rename that a package states."""
    stated: Mapping[str, Iterable[Mapping[str, Any]]] = descriptor.get("renames", {})
    return Renames(
        {entry["old"]: entry["new"] for entry in stated.get("tables", [])},
        {(entry["table"], entry["old"]): entry["new"] for entry in stated.get("fields", [])},
    )


def check_renames(stated: Mapping[str, Iterable[Mapping[str, Any]]], tables: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what is wrong with a table of renames; ``tables`` holds the field names of every table there is now."""
    problems = []
    for entry in stated.get("tables", []):
        if entry["new"] not in tables:
            problems.append(f"table {entry['old']} is renamed to {entry['new']}, which does not exist")
        if entry["old"] in tables:
            problems.append(f"table {entry['old']} is renamed, yet there is a table of that name")
    for entry in stated.get("fields", []):
        fields = set(tables.get(entry["table"], ()))
        if entry["new"] not in fields:
            problems.append(f"field {entry['table']}.{entry['old']} is renamed to {entry['new']}, which does not exist")
        if entry["old"] in fields:
            problems.append(f"field {entry['table']}.{entry['old']} is renamed, yet there is a field of that name")
    return problems
