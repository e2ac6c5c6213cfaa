"""Read CSV tables into a DuckDB database with the types that their Table Schemas state."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from rare_earth_data.engines.duckdb_csv import literal, quoted, read_sql
from rare_earth_data.schema.tables import Table


def sql_type(field: dict[str, Any]) -> str:
    """Return the DuckDB type of a Table Schema field (a plain descriptor)."""
    if field["type"] == "list":
        return "BIGINT[]" if field.get("itemType") == "integer" else "VARCHAR[]"
    types = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "datetime": "TIMESTAMP"}
    return types.get(field["type"], "VARCHAR")


def _typed(field: dict[str, Any]) -> str:
    """Return the SQL of a column as its type, from text in which an empty cell is NULL."""
    column = quoted(field["name"])
    if field["type"] == "list":
        column = f"coalesce(string_split({column}, ','), [])"
    elif field["type"] == "datetime":
        column = f"strptime({column}, {literal(field['format'])})"
    return f"CAST({column} AS {sql_type(field)}) AS {quoted(field['name'])}"


def select_sql(path: Path, schema: dict[str, Any]) -> str:
    """Return the SQL that selects the typed rows of a CSV file."""
    names = [field["name"] for field in schema["fields"]]
    return f"SELECT {', '.join(map(_typed, schema['fields']))} FROM {read_sql(path, names)}"


def create_sql(table: Table) -> str:
    """Return the SQL that makes an empty table with its key and its references to other tables.

    A reference of a table to itself is left out: DuckDB checks it row by row, whatever the order of the rows.
    """
    columns = dict(zip(table.field_names, map(sql_type, table.descriptor["fields"]), strict=True))
    parts = []
    for field in table.fields:
        required = field.required or field.type == "list" or field.name in table.primary_key
        parts.append(f"{quoted(field.name)} {columns[field.name]}{' NOT NULL' if required else ''}")
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.primary_key))})")
    for key in table.foreign_keys:
        if key.table != table.name:
            target = f"{quoted(key.table)} ({', '.join(map(quoted, key.references))})"
            parts.append(f"FOREIGN KEY ({', '.join(map(quoted, key.fields))}) REFERENCES {target}")
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"


def comment_sql(name: str, schema: dict[str, Any]) -> Iterable[str]:
    """Give the SQL that keeps the meaning of a table and its fields in the database."""
    yield f"COMMENT ON TABLE {quoted(name)} IS {literal(schema.get('description', ''))}"
    for field in schema["fields"]:
        column = f"{quoted(name)}.{quoted(field['name'])}"
        yield f"COMMENT ON COLUMN {column} IS {literal(field.get('description', ''))}"


def connect(tables: Iterable[tuple[str, Path, dict[str, Any]]], old_names: dict[str, str]) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with these tables (name, file, schema), and a view for each old name of a table."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar=false")
    for name, path, schema in tables:
        connection.execute(f"CREATE TABLE {quoted(name)} AS {select_sql(path, schema)}")
        for statement in comment_sql(name, schema):
            connection.execute(statement)
    for old, new in old_names.items():
        connection.execute(f"CREATE VIEW {quoted(old)} AS SELECT * FROM {quoted(new)}")
    return connection
