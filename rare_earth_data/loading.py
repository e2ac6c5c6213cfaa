"""Load tables of the package that is installed: offline, lazily, with the right types.

The descriptor ``data/datapackage.json`` lies beside the tables and says what each column is; the schemas and the tools
that validate are not needed to load.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from rare_earth_data._tables import TableName
from rare_earth_data.knowledge import PACKAGE

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pandera.pandas as pa
    import polars as pl
    import pyarrow

DATA = PACKAGE / "data"
Engine = Literal["pandas", "polars", "pyarrow"]


class UnknownTableError(LookupError):
    """Raised for a table that the package does not have; the message names those it has and the nearest."""

    def __init__(self, name: object, names: Iterable[str] = get_args(TableName)) -> None:
        names = list(names)
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


@dataclass(frozen=True, slots=True)
class _Source:
    """The package that tables are loaded from: the installed one, or a released version."""

    folder: Path
    descriptor: dict[str, Any]

    def resource(self, name: object) -> dict[str, Any]:
        """Return a table's part of the descriptor; an old name works for one MAJOR, with a warning."""
        resources = {resource["name"]: resource for resource in self.descriptor["resources"]}
        if isinstance(name, str) and name not in resources and "renames" in self.descriptor:
            from rare_earth_data.oldnames import table_name

            name = table_name(self.descriptor, name)
        if not isinstance(name, str) or name not in resources:
            raise UnknownTableError(name, resources)
        found: dict[str, Any] = resources[name]
        return found


@cache
def _installed() -> _Source:
    return _Source(DATA, json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")))


def _source(version: str | None, index: str | None) -> _Source:
    if version is None:
        return _installed()
    from rare_earth_data.downloading import released_package

    package = released_package(version, index)
    return _Source(package.folder, package.descriptor)


def tables() -> tuple[TableName, ...]:
    """Return the names of the tables, in the order in which they build on each other."""
    names: tuple[TableName, ...] = get_args(TableName)
    return names


def describe(table: TableName) -> TableDescription:
    """Return title, description, key, references and fields of a table. Raises UnknownTableError."""
    resource = _installed().resource(table)
    schema = resource["schema"]
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
        resource["name"], schema["title"], schema["description"], tuple(schema["primaryKey"]), references, fields
    )


@overload
def load(
    table: TableName,
    *,
    engine: Literal["pandas"] = "pandas",
    version: str | None = None,
    index: str | None = None,
    old_names: bool = True,
) -> pd.DataFrame: ...


@overload
def load(
    table: TableName,
    *,
    engine: Literal["polars"],
    version: str | None = None,
    index: str | None = None,
    old_names: bool = True,
) -> pl.DataFrame: ...


@overload
def load(
    table: TableName,
    *,
    engine: Literal["pyarrow"],
    version: str | None = None,
    index: str | None = None,
    old_names: bool = True,
) -> pyarrow.Table: ...


def load(
    table: TableName,
    *,
    engine: Engine = "pandas",
    version: str | None = None,
    index: str | None = None,
    old_names: bool = True,
) -> Any:
    """Load a table of the installed package, or of a released ``version``, as a data frame of pandas, polars or pyarrow.

    The types are alike in all of them. Text is text (``str``, ``String``, ``string``), whole numbers 64 bits wide and may be
    missing (``Int64``), numbers ``float64``, codes categories in the order of their code list, times timestamps in
    microseconds, lists lists (empty where the cell is). Missing is the empty cell and nothing else: Namibia's ``NA`` stays
    text.

    A released version is downloaded once from the release index (see ``download``) and checked. A field that was renamed is
    there under its old name too, with a warning, until the next MAJOR; ``old_names=False`` leaves old names out.

    Raises UnknownTableError, UnknownEngineError, MissingExtraError where the engine's library is not installed, and for a
    ``version`` what ``download`` raises.
    """
    source = _source(version, index)
    resource = source.resource(table)
    reader = engine_of(engine)
    frame = reader.read_table(source.folder / resource["path"], resource["schema"])
    if old_names and "renames" in source.descriptor:
        from rare_earth_data.oldnames import old_fields

        for old, new in old_fields(source.descriptor, resource["name"]).items():
            frame = reader.with_copy(frame, new, old)
    return frame


def engine_of(name: str) -> Any:
    """Import the module that reads tables with a library."""
    if name == "pandas":
        from rare_earth_data.engines import pandas_engine

        return pandas_engine
    if name not in get_args(Engine):
        raise UnknownEngineError(name)
    from rare_earth_data.extras import require

    require(name, name, f"engine {name!r}")
    return require(f"rare_earth_data.engines.{name}_engine", name, f"engine {name!r}")


def connect(*, version: str | None = None, index: str | None = None) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB database in memory that holds every table, typed as ``load`` types them, for SQL over all of them.

    >>> red.connect().sql("SELECT country, count(*) FROM country_metrics GROUP BY ALL ORDER BY 2 DESC")

    Raises MissingExtraError without duckdb, and for a ``version`` what ``download`` raises.
    """
    from rare_earth_data.extras import require

    require("duckdb", "sql", "connect()")
    from rare_earth_data.engines.duckdb_engine import connect as connect_to
    from rare_earth_data.oldnames import old_tables

    source = _source(version, index)
    resources = source.descriptor["resources"]
    tables = ((resource["name"], source.folder / resource["path"], resource["schema"]) for resource in resources)
    return connect_to(tables, old_tables(source.descriptor))


def pandera(table: TableName) -> pa.DataFrameSchema:
    """Return the pandera schema of a table, to validate frames of your own.

    >>> red.pandera("claims").validate(frame, lazy=True)

    Raises UnknownTableError, and MissingExtraError without pandera.
    """
    name = _installed().resource(table)["name"]
    from rare_earth_data.extras import require

    for module in ("pandera.pandas", "yaml"):
        require(module, "validate", "pandera()")
    from rare_earth_data.schema.frames import frame_schema

    return frame_schema(name)
