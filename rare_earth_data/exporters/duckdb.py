"""DuckDB: one database, typed as ``red.connect()`` types it, with keys and comments."""

from __future__ import annotations

from pathlib import Path

from rare_earth_data.engines.duckdb_csv import literal, quoted
from rare_earth_data.exporters.base import Exporter, ExportError, Written
from rare_earth_data.extras import require
from rare_earth_data.schema.tables import Table


class DuckdbExporter(Exporter):
    """Writes ``<name>-<version>.duckdb``."""

    format = "duckdb"
    media_type = "application/vnd.duckdb"

    def set_up(self) -> None:
        """Start a new database."""
        self.duckdb = require("duckdb", "sql", "the format duckdb")
        self.path = self.folder / f"{self.stem}.duckdb"
        self.path.unlink(missing_ok=True)
        self.connection = self.duckdb.connect(":memory:")
        self.connection.execute("SET enable_progress_bar=false")
        # Small blocks: most tables are small, and each takes whole blocks.
        self.connection.execute(f"ATTACH {literal(str(self.path))} AS package (BLOCK_SIZE 16384)")
        self.connection.execute("USE package")

    def feed(self, table: Table, path: Path) -> None:
        """Make and fill the table."""
        from rare_earth_data.engines.duckdb_engine import comment_sql, create_sql, select_sql

        schema = self.package.resources[table.name]["schema"]
        try:
            self.connection.execute(create_sql(table))
            self.connection.execute(f"INSERT INTO {quoted(table.name)} {select_sql(path, schema)}")
        except self.duckdb.Error as error:
            raise ExportError(f"table {table.name} does not fit into DuckDB: {error}") from None
        for statement in comment_sql(table.name, schema):
            self.connection.execute(statement)

    def abort(self) -> None:
        """Close the database and remove it."""
        if hasattr(self, "connection"):
            self.connection.close()
            self.path.unlink(missing_ok=True)

    def finish(self) -> list[Written]:
        """Close the database."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        return [self.written(self.path)]


EXPORTER = DuckdbExporter
