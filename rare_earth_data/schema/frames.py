"""Make a pandera schema of a table: for frames that ``red.load`` gives, and for people who validate their own.

pandera's own import of Table Schemas is not used: it lets a bad date pass, rejects a missing optional integer, and anchors
the pattern ``a|b`` wrongly.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pandera.pandas as pa

from rare_earth_data.engines.pandas_engine import dtype_of
from rare_earth_data.schema.tables import Field, Table, table


def _matches(pattern: str) -> pa.Check:
    compiled = re.compile(pattern)
    return pa.Check(
        lambda series: series.map(lambda value: compiled.fullmatch(str(value)) is not None).astype(bool),
        name=f"matches {pattern}",
    )


def _lists_of(item_type: str | None) -> pa.Check:
    wanted = int if item_type == "integer" else str

    def is_list(value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(item, wanted) for item in value)

    return pa.Check(lambda series: series.map(is_list).astype(bool), name=f"list of {item_type or 'string'}")


def _checks(field: Field) -> list[pa.Check]:
    checks = []
    if field.pattern:
        checks.append(_matches(field.pattern))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum))
    if field.min_length is not None:
        checks.append(pa.Check.str_length(min_value=field.min_length))
    if field.type == "list":
        checks.append(_lists_of(field.item_type))
    return checks


def _is_datetime(series: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_datetime64_dtype(series.dtype))


def _column(name_of_table: str, field: Field) -> pa.Column:
    checks = _checks(field)
    if field.type == "datetime":
        dtype: Any = None  # the unit of datetime64 depends on the version of pandas
        checks.append(pa.Check(_is_datetime, name="datetime64"))
    elif field.type == "list":
        dtype = object
    else:
        dtype = dtype_of(next(d for d in table(name_of_table).descriptor["fields"] if d["name"] == field.name))
    required_list = field.type == "list"
    return pa.Column(
        dtype,
        checks,
        nullable=not (field.required or required_list),
        unique=field.unique,
        title=field.title,
        description=field.description,
    )


def frame_schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of a table: types, required fields, codes, patterns, ranges, keys; no other columns."""
    described: Table = table(name)
    return pa.DataFrameSchema(
        {field.name: _column(name, field) for field in described.fields},
        strict=True,
        ordered=True,
        unique=list(described.primary_key),
        name=name,
        title=described.title,
        description=described.description,
    )
