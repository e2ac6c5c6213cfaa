"""Read a CSV table into polars with the types that its Table Schema states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl


def dtype_of(field: dict[str, Any]) -> pl.DataType:
    """Return the polars type of a Table Schema field (a plain descriptor)."""
    if codes := field.get("constraints", {}).get("enum"):
        return pl.Enum(codes)
    if field["type"] == "list":
        return pl.List(pl.Int64() if field.get("itemType") == "integer" else pl.String())
    types: dict[str, pl.DataType] = {
        "integer": pl.Int64(),
        "number": pl.Float64(),
        "boolean": pl.Boolean(),
        "datetime": pl.Datetime("us"),
    }
    return types.get(field["type"], pl.String())


def _typed(field: dict[str, Any]) -> pl.Expr:
    """Return the column as its type, from text in which an empty cell is null."""
    column, dtype = pl.col(field["name"]), dtype_of(field)
    if field["type"] == "list":
        return column.str.split(",").cast(dtype).fill_null(pl.lit([], dtype=dtype))
    if field["type"] == "boolean":
        return column == "true"
    if field["type"] == "datetime":
        return column.str.to_datetime(field["format"], time_unit="us")
    return column.cast(dtype)


def read_table(path: Path, schema: dict[str, Any]) -> pl.DataFrame:
    """Read one CSV file by its Table Schema (a plain descriptor); the result has the schema's columns and types."""
    fields = schema["fields"]
    text = pl.read_csv(path, schema={field["name"]: pl.String for field in fields}, glob=False)
    return text.with_columns(_typed(field) for field in fields)


def read_parts(paths: Sequence[Path], schema: dict[str, Any]) -> pl.DataFrame:
    """Read the Parquet files of a table by its Table Schema (a plain descriptor), with the types that ``read_table`` gives."""
    columns = []
    for field in schema["fields"]:
        column, dtype = pl.col(field["name"]), dtype_of(field)
        columns.append(column.cast(pl.String).cast(dtype) if isinstance(dtype, pl.Enum) else column.cast(dtype))
    return pl.concat(pl.read_parquet(path, glob=False, hive_partitioning=False).select(columns) for path in paths)


def with_copy(frame: pl.DataFrame, name: str, copy: str) -> pl.DataFrame:
    """Return the frame with one more column, ``copy``, that equals ``name``."""
    return frame.with_columns(pl.col(name).alias(copy))
