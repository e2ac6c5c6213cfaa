"""What is exported is the table: each format is read back by a library of its own, for tables with anything in them."""

import json
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from openpyxl.utils.escape import unescape

from rare_earth_data.engines import pandas_engine, polars_engine, pyarrow_engine
from rare_earth_data.engines.duckdb_engine import connect
from rare_earth_data.exporters import export
from rare_earth_data.exporters.base import ExportError
from rare_earth_data.schema.cells import csv_bytes
from tests.diffing.making import contents, write_package

FORMAT = "%Y-%m-%d %H:%M"
SOME = settings(max_examples=20)


def plain(value):
    """A value as the rows have it: times as text, missing as None, sequences as lists."""
    if isinstance(value, pd.Timestamp | datetime):
        return f"{value.year:04}{value:-%m-%d %H:%M}" if value == value else None
    if isinstance(value, list | tuple):
        return list(value)
    if hasattr(value, "tolist"):
        value = value.tolist()
        return list(value) if isinstance(value, list) else value
    return None if value is None or value is pd.NA or value is pd.NaT or value != value else value


def read_back(package, written, format_, name):
    """Read a table back from the files that were written."""
    table = package.tables[name]
    if format_ == "parquet":
        (path,) = (file.path for file in written if file.path.stem == name)
        return pq.read_table(path).to_pylist()
    if format_ == "jsonl":
        (path,) = (file.path for file in written if file.path.stem == name)
        return [json.loads(line) for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n") if line]
    query = f'SELECT * FROM "{name}" ORDER BY rowid'
    if format_ == "sqlite":
        with sqlite3.connect(written[0].path) as connection:
            rows = connection.execute(query).fetchall()
        connection.close()
        decoded = [[_of_sqlite(field, value) for field, value in zip(table.fields, row, strict=True)] for row in rows]
    elif format_ == "duckdb":
        with duckdb.connect(str(written[0].path), read_only=True) as connection:
            decoded = connection.execute(query).fetchall()
    else:
        book = openpyxl.load_workbook(written[0].path)
        rows = list(book[name].iter_rows(min_row=2, values_only=True))
        decoded = [[_of_xlsx(field, value) for field, value in zip(table.fields, row, strict=True)] for row in rows]
    return [dict(zip(table.field_names, row, strict=True)) for row in decoded]


def _of_sqlite(field, value):
    if field.type == "list":
        return json.loads(value)
    return bool(value) if field.type == "boolean" and value is not None else value


def _of_xlsx(field, value):
    if isinstance(value, str):
        value = unescape(value)
    if field.type == "list":
        items = value.split(",") if value else []
        return [int(item) for item in items] if field.item_type == "integer" else items
    if isinstance(value, str) and field.type in ("integer", "number"):
        return float(value) if field.type == "number" else int(value)
    return value


@pytest.mark.parametrize("format_", ["parquet", "jsonl", "sqlite", "duckdb", "xlsx"])
@SOME
@given(rows=contents())
def test_reading_what_was_exported_gives_the_table(format_, rows):
    with tempfile.TemporaryDirectory() as scratch:
        package = write_package(Path(scratch) / "package", rows)
        written = export(package, format_, Path(scratch))
        for name in package.tables:
            back = read_back(package, written, format_, name)
            assert [{key: plain(value) for key, value in row.items()} for row in back] == rows[name]


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"])
@SOME
@given(rows=contents())
def test_every_engine_loads_what_was_written(engine, rows):
    with tempfile.TemporaryDirectory() as scratch:
        package = write_package(Path(scratch), rows)
        for name, resource in package.resources.items():
            loaded = rows_of(engine, package, name, resource["schema"])
            assert [{key: plain(value) for key, value in row.items()} for row in loaded] == rows[name]


def rows_of(engine, package, name, schema):
    path = package.path(name)
    if engine == "pandas":
        frame = pandas_engine.read_table(path, schema)
        return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
    if engine == "polars":
        return polars_engine.read_table(path, schema).to_dicts()
    if engine == "pyarrow":
        return pyarrow_engine.read_table(path, schema).to_pylist()
    with connect([(name, path, schema)], {}) as connection:
        found = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
    return [dict(zip(package.tables[name].field_names, row, strict=True)) for row in found]


ROW = {"kind": None, "size": None, "weight": None, "tags": [], "counts": [], "at": None, "known": None}
EXTREMES = [
    {"id": "1", "name": "x" * 32_767, **ROW, "size": 2**53, "weight": 1.7976931348623157e308, "at": "9999-12-31 23:59"},
    {"id": "2", "name": "稀土" * 10_000, **ROW, "size": -(2**53), "weight": 5e-324, "at": "1000-01-01 00:00"},
    {"id": "3", "name": "\r\n\r\"',;\t" * 50, **ROW, "size": 0, "weight": 0.1 + 0.2, "at": "1900-02-28 23:59"},
    {
        "id": "4",
        "name": "😀\u2028\x85\ufeff",
        **ROW,
        "weight": -1e-7,
        "at": "1900-03-01 00:00",
        "counts": list(range(500)),
    },
]


@pytest.mark.parametrize("format_", ["parquet", "jsonl", "sqlite", "duckdb", "xlsx"])
def test_extremes(tmp_path, format_):
    package = write_package(tmp_path / "package", {"things": EXTREMES})
    back = read_back(package, export(package, format_, tmp_path), format_, "things")
    assert [{key: plain(value) for key, value in row.items()} for row in back] == EXTREMES


@pytest.mark.parametrize("format_", ["parquet", "jsonl", "sqlite", "duckdb"])
def test_a_text_of_several_megabytes(tmp_path, format_):
    rows = [{"id": "1", **ROW, "name": "long 稀土 \n" * 400_000}]
    package = write_package(tmp_path / "package", {"things": rows})
    back = read_back(package, export(package, format_, tmp_path), format_, "things")
    assert back[0]["name"] == rows[0]["name"]
    for engine in ("pandas", "polars", "pyarrow", "duckdb"):
        (loaded,) = rows_of(engine, package, "things", package.resources["things"]["schema"])
        assert loaded["name"] == rows[0]["name"]


def test_a_text_too_long_for_a_spreadsheet_is_refused_not_cut(tmp_path):
    rows = [{"id": "1", **ROW, "name": "😀" * 20_000}]
    with pytest.raises(ExportError, match="40,000 characters; XLSX holds 32,767"):
        export(write_package(tmp_path / "package", {"things": rows}), "xlsx", tmp_path / "out")


def test_a_nul_is_refused_before_anything_is_exported():
    package_rows = [{"id": "1", **ROW, "name": "a\0b"}]
    with pytest.raises(ValueError, match="NUL"), tempfile.TemporaryDirectory() as scratch:
        write_package(Path(scratch), {"things": package_rows})


@pytest.mark.parametrize("format_", ["sqlite", "duckdb"])
def test_a_reference_that_leads_nowhere_is_refused(tmp_path, format_):
    package = write_package(tmp_path / "package", {"parts": [{"thing": "gone", "number": 1, "note": None}]})
    with pytest.raises(ExportError):
        export(package, format_, tmp_path / "out")


def test_engines_give_the_same_types(tmp_path):
    package = write_package(tmp_path, {"things": EXTREMES[:2]})
    schema = package.resources["things"]["schema"]
    frame = pandas_engine.read_table(package.path("things"), schema)
    assert str(frame["at"].dtype) == "datetime64[us]"
    assert list(frame["kind"].cat.categories) == ["red", "green", "blue"]
    types = polars_engine.read_table(package.path("things"), schema).schema
    assert types["at"] == pl.Datetime("us")
    assert types["kind"] == pl.Enum(["red", "green", "blue"])
    assert types["counts"] == pl.List(pl.Int64)
    arrow = pyarrow_engine.read_table(package.path("things"), schema)
    assert [str(type_) for type_ in arrow.schema.types] == [
        "string", "string", "dictionary<values=string, indices=int32, ordered=0>", "int64", "double",
        "list<item: string>", "list<item: int64>", "timestamp[us]", "bool",
    ]  # fmt: skip
    assert csv_bytes(package.tables["things"], EXTREMES[:2]) == package.path("things").read_bytes()
