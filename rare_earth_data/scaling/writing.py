"""Write rows in the format of the result: Parquet with the types of the schemas, or canonical CSV without a header."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rare_earth_data.scaling.schemas import FINDING_FIELDS, as_final, final_schema
from rare_earth_data.schema.cells import csv_line, write_rows
from rare_earth_data.schema.tables import table


@contextmanager
def final_writer(path: Path, name: str, format: str) -> Iterator[Callable[[pa.Table], None]]:
    """Give a function that writes rows of a table to ``path``."""
    if format == "parquet":
        with pq.ParquetWriter(path, final_schema(name), compression="zstd", version="2.6") as writer:
            yield lambda rows: writer.write_table(as_final(rows, name))
    else:
        with open(path, "w", encoding="utf-8", newline="") as file:

            def write(rows: pa.Table) -> None:
                file.write(csv_text(name, rows.to_pylist()))

            yield write


def csv_text(name: str, rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV lines."""
    buffer = io.StringIO(newline="")
    if name == "findings":
        for row in rows:
            buffer.write(csv_line("" if row[field] is None else str(row[field]) for field in FINDING_FIELDS))
    else:
        write_rows(table(name), rows, buffer)
    return buffer.getvalue()
