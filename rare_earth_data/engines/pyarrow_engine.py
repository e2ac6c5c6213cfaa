"""Read a CSV table into pyarrow with the types that its Table Schema states."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv


def dtype_of(field: dict[str, Any]) -> pa.DataType:
    """Return the Arrow type of a Table Schema field (a plain descriptor)."""
    if "enum" in field.get("constraints", {}):
        return pa.dictionary(pa.int32(), pa.string())
    if field["type"] == "list":
        return pa.list_(pa.int64() if field.get("itemType") == "integer" else pa.string())
    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "datetime": pa.timestamp("us")}
    return types.get(field["type"], pa.string())


def arrow_schema(schema: dict[str, Any]) -> pa.Schema:
    """Return the Arrow schema of a Table Schema, with the meaning of each field as its metadata."""
    return pa.schema(
        pa.field(
            field["name"],
            dtype_of(field),
            nullable=field["type"] != "list" and not field.get("constraints", {}).get("required", False),
            metadata={"title": field.get("title", ""), "description": field.get("description", "")},
        )
        for field in schema["fields"]
    )


def _texts(texts: list[str]) -> pa.Array:
    """Return texts as an array, made of its buffers.

    ``pa.array`` and ``pa.scalar`` import pandas, which takes longer than all the rest of a first load.
    """
    encoded = [text.encode("utf-8") for text in texts]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


def _codes(column: pa.ChunkedArray, codes: list[str]) -> pa.ChunkedArray:
    """Return text as codes in the order of their code list, as pandas and polars have them."""
    dictionary = _texts(codes)
    chunks = [pa.DictionaryArray.from_arrays(pc.index_in(chunk, dictionary), dictionary) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))


def _lists(column: pa.ChunkedArray, dtype: pa.DataType) -> pa.ChunkedArray:
    """Split text at commas; an empty cell is an empty list."""
    zeros = pa.py_buffer(bytes(8))
    empty = pa.Array.from_buffers(pa.list_(pa.string()), 1, [None, zeros], children=[_texts([])])[0]
    return pc.if_else(pc.is_null(column), empty, pc.split_pattern(column, ",")).cast(dtype)


def _typed(column: pa.ChunkedArray, field: dict[str, Any]) -> pa.ChunkedArray:
    if codes := field.get("constraints", {}).get("enum"):
        return _codes(column, codes)
    return _lists(column, dtype_of(field)) if field["type"] == "list" else column


def read_table(path: Path, schema: dict[str, Any]) -> pa.Table:
    """Read one CSV file by its Table Schema (a plain descriptor); the result has the schema's columns and types."""
    fields = schema["fields"]
    types = {
        field["name"]: pa.string()
        if field["type"] == "list" or "enum" in field.get("constraints", {})
        else dtype_of(field)
        for field in fields
    }
    text = csv.read_csv(
        path,
        # A block must hold the longest row.
        read_options=csv.ReadOptions(block_size=max(1 << 20, min(path.stat().st_size + 1, 1 << 27))),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true"],
            false_values=["false"],
            timestamp_parsers=sorted({field["format"] for field in fields if field["type"] == "datetime"}),
        ),
    )
    columns = [_typed(text.column(field["name"]), field) for field in fields]
    return pa.table(columns, schema=arrow_schema(schema))


def read_parts(paths: Sequence[Path], schema: dict[str, Any]) -> pa.Table:
    """Read the Parquet files of a table by its Table Schema (a plain descriptor), with the types that ``read_table`` gives."""
    names = [field["name"] for field in schema["fields"]]
    parts = [pq.ParquetFile(path).read(names) for path in paths]
    columns = []
    for field, type_ in zip(schema["fields"], arrow_schema(schema).types, strict=True):
        plain = pa.string() if pa.types.is_dictionary(type_) else type_
        chunks = [chunk for part in parts for chunk in part.column(field["name"]).cast(plain).chunks]
        column = pa.chunked_array(chunks, plain)
        columns.append(_codes(column, field["constraints"]["enum"]) if plain is not type_ else column)
    return pa.table(columns, schema=arrow_schema(schema))


def with_copy(table: pa.Table, name: str, copy: str) -> pa.Table:
    """Return the table with one more column, ``copy``, that equals ``name``."""
    return table.append_column(copy, table.column(name))
