"""Parquet: a file a table, typed, with the Table Schema in the metadata of the file and each field's meaning beside it."""

from __future__ import annotations

import json
from pathlib import Path

from rare_earth_data.exporters.base import Exporter, Written
from rare_earth_data.extras import require
from rare_earth_data.schema.tables import Table


class ParquetExporter(Exporter):
    """Writes ``parquet/<table>.parquet``."""

    format = "parquet"
    media_type = "application/vnd.apache.parquet"

    def set_up(self) -> None:
        """Make the folder."""
        require("pyarrow", "pyarrow", "the format parquet")
        (self.folder / "parquet").mkdir(exist_ok=True)
        self.files: list[Written] = []

    def feed(self, table: Table, path: Path) -> None:
        """Write the table's file."""
        import pyarrow.parquet as pq

        from rare_earth_data.engines.pyarrow_engine import read_table

        schema = self.package.resources[table.name]["schema"]
        content = read_table(path, schema)
        said = {
            "package": str(self.package.descriptor.get("name", "")),
            "version": self.package.version,
            "table_schema": json.dumps(schema, ensure_ascii=False),
        }
        content = content.replace_schema_metadata({key: value.encode("utf-8") for key, value in said.items()})
        target = self.folder / "parquet" / f"{table.name}.parquet"
        pq.write_table(content, target, compression="zstd", version="2.6", store_schema=True)
        self.files.append(self.written(target))

    def finish(self) -> list[Written]:
        """Return the files."""
        return self.files


EXPORTER = ParquetExporter
