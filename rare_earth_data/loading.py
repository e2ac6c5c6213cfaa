"""Load tables of the package that is installed: offline, lazily, with the right types.

The descriptor ``data/datapackage.json`` lies beside the tables and says what each column is; the schemas and the tools
that validate are not needed to load.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from rare_earth_data._tables import TableName
from rare_earth_data.knowledge import PACKAGE

if TYPE_CHECKING:
    import pandas as pd

DATA = PACKAGE / "data"
Engine = Literal["pandas"]


class UnknownTableError(LookupError):
    """Raised for a table that the package does not have; the message names those it has and the nearest."""

    def __init__(self, name: object) -> None:
        names = get_args(TableName)
        near = get_close_matches(str(name), names, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"there is no table {name!r}.{hint} The tables are: {', '.join(names)}.")


class UnknownEngineError(ValueError):
    """Raised for an engine that tables cannot be loaded with."""

    def __init__(self, name: object) -> None:
        super().__init__(f"there is no engine {name!r}. The engines are: {', '.join(get_args(Engine))}.")


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """One field of a table, as ``describe`` gives it."""

    name: str
    type: str
    required: bool
    description: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDescription:
    """What a table holds. Print it to read it; ``fields`` is the same for programs."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    references: dict[str, str]
    fields: tuple[FieldDescription, ...]

    def __str__(self) -> str:
        width = max(len(field.name) for field in self.fields)
        lines = [f"{self.name}: {self.description}", f"key: {', '.join(self.key)}"]
        lines += [f"{field} -> {target}" for field, target in self.references.items()]
        for field in self.fields:
            optional = "" if field.required else "?"
            lines.append(f"  {field.name:<{width}}  {field.type + optional:<9}  {field.description}")
            if field.codes and len(field.codes) <= 12:
                lines.append(f"  {'':<{width}}  {'':<9}  one of: {', '.join(field.codes)}")
        return "\n".join(lines)


@cache
def _resources() -> dict[str, dict[str, Any]]:
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in descriptor["resources"]}


def _resource(name: str) -> dict[str, Any]:
    if name not in get_args(TableName):
        raise UnknownTableError(name)
    return _resources()[name]


def tables() -> tuple[TableName, ...]:
    """Return the names of the tables, in the order in which they build on each other."""
    names: tuple[TableName, ...] = get_args(TableName)
    return names


def describe(table: TableName) -> TableDescription:
    """Return title, description, key, references and fields of a table. Raises UnknownTableError."""
    schema = _resource(table)["schema"]
    references = {
        ", ".join(key["fields"]): f"{key['reference']['resource'] or table}.{', '.join(key['reference']['fields'])}"
        for key in schema.get("foreignKeys", [])
    }
    fields = tuple(
        FieldDescription(
            field["name"],
            field["type"],
            field.get("constraints", {}).get("required", False),
            field["description"],
            tuple(field.get("constraints", {}).get("enum", ())),
        )
        for field in schema["fields"]
    )
    return TableDescription(
        table, schema["title"], schema["description"], tuple(schema["primaryKey"]), references, fields
    )


def load(table: TableName, *, engine: Engine = "pandas") -> pd.DataFrame:
    """Load a table of the installed package as a pandas DataFrame.

    Text is ``str``, whole numbers are ``Int64`` (they may be missing), numbers ``float64``, codes categories in the order
    of their code list, times ``datetime64``, lists Python lists (empty where the cell is). Missing is the empty cell and
    nothing else: Namibia's ``NA`` stays text.

    Raises UnknownTableError or UnknownEngineError.
    """
    resource = _resource(table)
    if engine != "pandas":
        raise UnknownEngineError(engine)
    from rare_earth_data.engines.pandas_engine import read_table

    return read_table(DATA / resource["path"], resource["schema"])
