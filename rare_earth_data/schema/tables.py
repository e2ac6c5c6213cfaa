"""Read the Table Schemas: the one source of truth about tables, fields, types, keys and constraints.

A schema file may name a ``codelist`` on a field; the codes of ``schemas/codelists/<name>.yaml`` become its ``enum`` here,
so that a code list is kept in one place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge, schemas_dir


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table. ``enum`` lists the allowed codes, ``item_type`` the type inside a list."""

    name: str
    type: str
    title: str
    description: str
    format: str | None = None
    item_type: str | None = None
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    enum: tuple[str, ...] | None = None

    @classmethod
    def from_descriptor(cls, descriptor: dict[str, Any]) -> Field:
        """Make a field of its (expanded) Table Schema descriptor."""
        constraints = descriptor.get("constraints", {})
        enum = constraints.get("enum")
        return cls(
            name=descriptor["name"],
            type=descriptor["type"],
            title=descriptor["title"],
            description=descriptor["description"],
            format=descriptor.get("format"),
            item_type=descriptor.get("itemType"),
            required=constraints.get("required", False),
            unique=constraints.get("unique", False),
            pattern=constraints.get("pattern"),
            minimum=constraints.get("minimum"),
            maximum=constraints.get("maximum"),
            min_length=constraints.get("minLength"),
            enum=tuple(enum) if enum is not None else None,
        )


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields of a table that must be found in ``table`` (its own, where ``table`` is the table itself)."""

    fields: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its fields, keys and the expanded Table Schema descriptor that the package ships."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    descriptor: dict[str, Any]

    @property
    def field_names(self) -> list[str]:
        """Names of the fields, in order."""
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """Return the field of that name; raises KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no field {name!r}")

    @classmethod
    def from_descriptor(cls, descriptor: dict[str, Any]) -> Table:
        """Make a table of its expanded Table Schema descriptor."""
        name = descriptor["name"]
        return cls(
            name=name,
            title=descriptor["title"],
            description=descriptor["description"],
            fields=tuple(Field.from_descriptor(field) for field in descriptor["fields"]),
            primary_key=tuple(descriptor["primaryKey"]),
            foreign_keys=tuple(
                ForeignKey(
                    tuple(key["fields"]), key["reference"].get("resource") or name, tuple(key["reference"]["fields"])
                )
                for key in descriptor.get("foreignKeys", [])
            ),
            descriptor=descriptor,
        )


def codelist_entries(codelist: str) -> list[dict[str, Any]]:
    """Return the entries of ``schemas/codelists/<codelist>.yaml``."""
    entries: list[dict[str, Any]] = load_knowledge(f"codelists/{codelist}.yaml")
    return entries


@cache
def codes(codelist: str) -> tuple[str, ...]:
    """Return the codes of a code list, in their order.

    The first key of an entry holds its code, whatever it is called (``modality``, ``indicator`` ...).
    """
    return tuple(next(iter(entry.values())) for entry in codelist_entries(codelist))


def _expanded(descriptor: dict[str, Any]) -> dict[str, Any]:
    for field in descriptor["fields"]:
        if codelist := field.get("codelist"):
            field.setdefault("constraints", {})["enum"] = list(codes(codelist))
    return descriptor


@cache
def table(name: str) -> Table:
    """Read ``schemas/<name>.schema.json``."""
    path = schemas_dir() / f"{name}.schema.json"
    return Table.from_descriptor(_expanded(json.loads(path.read_text(encoding="utf-8"))))


@cache
def package_metadata() -> dict[str, Any]:
    """Return ``schemas/package.yaml``: what the data package says of itself, and the order of its tables."""
    metadata: dict[str, Any] = load_knowledge("package.yaml")
    return metadata


@cache
def all_tables() -> dict[str, Table]:
    """Return the tables of the package by name, in the order of ``schemas/package.yaml``."""
    return {name: table(name) for name in package_metadata()["tables"]}
