"""Read a CSV table into pandas with the types that its Table Schema states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from rare_earth_data.extras import require

# pandas before 3.1 reads numbers exactly only when told to; later ones always do, and warn when told.
_EXACT: Any = {} if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}


def dtype_of(field: dict[str, Any]) -> Any:
    """Return the pandas type of a Table Schema field (a plain descriptor); dates and lists are read as text first."""
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return pd.CategoricalDtype(constraints["enum"])
    if field["type"] == "boolean":
        return "bool" if constraints.get("required") else "boolean"
    return {"integer": "Int64", "number": "float64"}.get(field["type"], "str")


def _parse_list(cell: Any, item_type: str | None) -> list[Any]:
    if not isinstance(cell, str):
        return []
    items = cell.split(",")
    return [int(item) for item in items] if item_type == "integer" else items


def read_table(path: Path, schema: dict[str, Any]) -> pd.DataFrame:
    """Read one CSV file by its Table Schema (a plain descriptor); the result has the schema's columns and types."""
    fields = schema["fields"]
    frame: pd.DataFrame = pd.read_csv(
        path,
        dtype={field["name"]: dtype_of(field) for field in fields},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        lineterminator="\n",
        **_EXACT,
    )
    for field in fields:
        name = field["name"]
        if field["type"] == "datetime":
            frame[name] = pd.to_datetime(frame[name], format=field["format"]).dt.as_unit("us")
        elif field["type"] == "list":
            cells = [_parse_list(cell, field.get("itemType")) for cell in frame[name].tolist()]
            frame[name] = pd.Series(cells, index=frame.index, dtype=object)
    return frame


def read_parts(paths: Sequence[Path], schema: dict[str, Any]) -> pd.DataFrame:
    """Read the Parquet files of a table by its Table Schema (a plain descriptor), with the types that ``read_table`` gives.

    Raises MissingExtraError without pyarrow.
    """
    engine = require("rare_earth_data.engines.pyarrow_engine", "pyarrow", "loading Parquet")
    table, columns = engine.read_parts(paths, schema), {}
    for field in schema["fields"]:
        column = table.column(field["name"])
        if field["type"] == "list":
            columns[field["name"]] = pd.Series(column.to_pylist(), dtype=object)
        elif field["type"] == "datetime":
            columns[field["name"]] = column.to_pandas()
        else:
            nullable = {"integer": pd.Int64Dtype(), "boolean": pd.BooleanDtype()}.get(field["type"])
            found = column.to_pandas(types_mapper=lambda _, dtype=nullable: dtype)
            columns[field["name"]] = found.astype(dtype_of(field))
    return pd.DataFrame(columns)


def with_copy(frame: pd.DataFrame, name: str, copy: str) -> pd.DataFrame:
    """Return the frame with one more column, ``copy``, that equals ``name``."""
    return frame.assign(**{copy: frame[name]})
