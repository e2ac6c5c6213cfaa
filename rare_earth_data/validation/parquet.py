"""Parquet files as a source of a table: the same blocks of text as a CSV file gives, so that the same checks apply."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import Field, Table
from rare_earth_data.validation.blocks import Block
from rare_earth_data.validation.source import FoundRow

_ROWS = 1 << 16


def _as_text(name: str, type_: pl.DataType, field: Field | None) -> pl.Expr | None:
    """Return a column as its cells would be written; None for what has no text (structs, bytes, objects)."""
    column = pl.col(name)
    if isinstance(type_, (pl.Struct, pl.Binary, pl.Object, pl.Array)):
        return None
    if isinstance(type_, pl.List):
        if isinstance(type_.inner, (pl.List, pl.Struct, pl.Binary, pl.Object, pl.Array)):
            return None
        return column.list.eval(pl.element().cast(pl.String)).list.join(",").fill_null("")
    if isinstance(type_, (pl.Datetime, pl.Date)) and field is not None and field.format:
        return column.dt.to_string(field.format).fill_null("")
    return column.cast(pl.String).fill_null("")


class ParquetSource:
    """The Parquet files of a table, in order. Rows have numbers, but no lines; numbers go on from file to file."""

    def __init__(self, paths: Sequence[Path], names: Sequence[str], table: Table) -> None:
        self.name, self.table = names[0], table
        self.paths, self.names = list(paths), list(names)
        self.header: list[str] = []
        self.starts: list[int] = []
        self.is_whole = True
        self._text: list[pl.Expr] = []

    def open_header(self) -> list[Finding]:
        """Read names and types of the columns; files that have others than the first are reported and left out."""
        findings, kept = [], []
        first: dict[str, pl.DataType] | None = None
        for path, name in zip(self.paths, self.names, strict=True):
            types = _types(path)
            if isinstance(types, str):
                findings.append(self._finding("RED-T012", types, "a Parquet file", name))
            elif first is None:
                first, self.name = types, name
                findings += self._columns(types)
                kept.append((path, name))
            elif types != first:
                message = f"the fields or their types are not those of {self.name}"
                findings.append(self._finding("RED-T010", message, "the same fields in all files of a table", name))
            else:
                kept.append((path, name))
        self.is_whole = len(kept) == len(self.paths)
        self.paths, self.names = [path for path, _ in kept], [name for _, name in kept]
        self._count_rows()
        return findings

    def _columns(self, types: dict[str, pl.DataType]) -> Iterator[Finding]:
        fields = {field.name: field for field in self.table.fields}
        for name, type_ in types.items():
            text = _as_text(name, type_, fields.get(name))
            if text is None:
                yield self._finding("RED-T020", f"{name} holds {type_}", "values that have a text", self.name)
            else:
                self.header.append(name)
                self._text.append(text)

    def _count_rows(self) -> None:
        total = 0
        for path in self.paths:
            self.starts.append(total)
            total += int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())

    def _finding(self, code: str, message: str, expected: str, name: str) -> Finding:
        return Finding(code, "error", message, name, table=self.table.name, expected=expected)

    def place(self, row: int) -> str:
        """Return file and number of a row in it, from 1: ``claims/part-0000003.parquet#12``."""
        part = self._part_of(row)
        return f"{self.names[part]}#{row - self.starts[part] + 1}"

    def _part_of(self, row: int) -> int:
        return bisect_right(self.starts, row) - 1

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in blocks; no block holds rows of two files."""
        for part, start in enumerate(self.starts):
            first = 0
            try:
                while (frame := self._slice(part, first)).height:
                    yield Block(frame, start + first, None)
                    first += frame.height
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
                self.is_whole = False
                message = f"not Parquet: {str(error).splitlines()[0][:200]}"
                trouble = self._finding("RED-T012", message, "whole pages", self.names[part])
                yield Block(pl.DataFrame(), start + first, None, findings=[trouble])

    def _slice(self, part: int, first: int) -> pl.DataFrame:
        return pl.scan_parquet(self.paths[part], glob=False).slice(first, _ROWS).select(self._text).collect()

    def rows(self, numbers: Sequence[int]) -> Iterator[FoundRow]:
        """Look rows up by their numbers."""
        frame, first, held = pl.DataFrame(), 0, -1
        for number in numbers:
            part = self._part_of(number)
            inside = number - self.starts[part]
            if part != held or not first <= inside < first + frame.height:
                held, first = part, inside - inside % _ROWS
                frame = self._slice(part, first)
            yield FoundRow(number, None, frame.row(inside - first, named=True))


def _types(path: Path) -> dict[str, pl.DataType] | str:
    """Return the types of the columns of a file, or why they cannot be read."""
    try:
        return dict(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        return f"not Parquet: {str(error).splitlines()[0][:200]}"
