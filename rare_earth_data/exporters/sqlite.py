"""SQLite: one database with keys, references, indexes and comments, and the metadata that Datasette shows beside it.

Lists are JSON arrays, which ``json_each`` and Datasette's facets understand. A field's meaning stands as a comment in the
statement that made its table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rare_earth_data.exporters.base import Exporter, ExportError, Written
from rare_earth_data.schema.descriptor import descriptor_bytes
from rare_earth_data.schema.tables import Field, Table

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "list": "TEXT"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _column(field: Field, key: tuple[str, ...]) -> str:
    required = " NOT NULL" if field.required or field.type == "list" or field.name in key else ""
    unique = " UNIQUE" if field.unique and key != (field.name,) else ""
    return f"{_quoted(field.name)} {_TYPES.get(field.type, 'TEXT')}{required}{unique}"


def _comment(text: str) -> str:
    return " -- " + " ".join(text.split()) if text else ""


def create_statement(table: Table) -> str:
    """Return the statement that makes a table, with its comments."""
    parts = [(_column(field, table.primary_key), _comment(field.description)) for field in table.fields]
    if table.primary_key:
        parts.append((f"PRIMARY KEY ({_listed(table.primary_key)})", ""))
    for key in table.foreign_keys:
        target = f"{_quoted(key.table)} ({_listed(key.references)})"
        parts.append((f"FOREIGN KEY ({_listed(key.fields)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED", ""))
    lines = [f"  {part}{',' if index < len(parts) - 1 else ''}{note}" for index, (part, note) in enumerate(parts)]
    body = "\n".join(lines)
    return f"CREATE TABLE {_quoted(table.name)} ({_comment(table.description)}\n{body}\n)"


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def _indexes(table: Table) -> Iterator[str]:
    for key in table.foreign_keys:
        if key.fields != table.primary_key[: len(key.fields)]:
            name = f"{table.name}_{'_'.join(key.fields)}"
            yield f"CREATE INDEX {_quoted(name)} ON {_quoted(table.name)} ({_listed(key.fields)})"


class SqliteExporter(Exporter):
    """Writes ``<name>-<version>.sqlite`` and ``<name>-<version>.datasette.json``."""

    format = "sqlite"
    media_type = "application/vnd.sqlite3"

    def set_up(self) -> None:
        """Start a new database."""
        self.path = self.folder / f"{self.stem}.sqlite"
        self.path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("PRAGMA page_size = 4096")
        self.connection.execute("BEGIN")

    def feed(self, table: Table, path: Path) -> None:
        """Make and fill the table."""
        self.connection.execute(create_statement(table))
        places = ", ".join("?" * len(table.fields))
        rows = ([_value(value) for value in row.values()] for row in self.rows(table.name))
        try:
            self.connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({places})", rows)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise ExportError(f"table {table.name} does not fit into SQLite: {error}") from None
        for statement in _indexes(table):
            self.connection.execute(statement)

    def abort(self) -> None:
        """Close the database and remove it."""
        if hasattr(self, "connection"):
            self.connection.close()
            self.path.unlink(missing_ok=True)

    def finish(self) -> list[Written]:
        """Check the references, tidy up, and write the metadata for Datasette."""
        try:
            self.connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise ExportError(f"a reference leads nowhere: {error}") from None
        self.connection.execute("ANALYZE")
        self.connection.execute("VACUUM")
        self.connection.close()
        metadata = self.folder / f"{self.stem}.datasette.json"
        metadata.write_bytes(descriptor_bytes(self._datasette()))
        return [self.written(self.path), Written(metadata, "datasette", "application/json")]

    def _datasette(self) -> dict[str, Any]:
        descriptor = self.package.descriptor
        licence = (descriptor.get("licenses") or [{}])[0]
        tables = {
            name: {
                "title": table.title,
                "description": table.description,
                "columns": {field.name: field.description for field in table.fields},
            }
            for name, table in self.package.tables.items()
        }
        return {
            "title": descriptor.get("title", ""),
            "description": descriptor.get("description", ""),
            "license": licence.get("title", licence.get("name", "")),
            "license_url": licence.get("path", ""),
            "databases": {self.path.stem: {"tables": tables}},
        }


EXPORTER = SqliteExporter
