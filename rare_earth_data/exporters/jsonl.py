"""JSON Lines: a file a table, an object a row, every field present, ``null`` where a cell is empty."""

from __future__ import annotations

import json
from pathlib import Path

from rare_earth_data.exporters.base import Exporter, Written
from rare_earth_data.schema.tables import Table


class JsonLinesExporter(Exporter):
    """Writes ``jsonl/<table>.jsonl``."""

    format = "jsonl"
    media_type = "application/jsonl"

    def set_up(self) -> None:
        """Make the folder."""
        (self.folder / "jsonl").mkdir(exist_ok=True)
        self.files: list[Written] = []

    def feed(self, table: Table, path: Path) -> None:
        """Write the table's file."""
        target = self.folder / "jsonl" / f"{table.name}.jsonl"
        encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.writelines(encode(row) + "\n" for row in self.rows(table.name))
        self.files.append(self.written(target))

    def finish(self) -> list[Written]:
        """Return the files."""
        return self.files


EXPORTER = JsonLinesExporter
