"""A Parquet file as a source of a table: the same blocks of text as a CSV file gives, so that the same checks apply."""

from __future__ import annotations

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
    """A Parquet file. Rows have numbers, but no lines."""

    def __init__(self, path: Path, name: str, table: Table) -> None:
        self.path, self.name, self.table = path, name, table
        self.header: list[str] = []
        self._text: list[pl.Expr] = []

    def open_header(self) -> list[Finding]:
        """Read names and types of the columns; returns what is wrong with them."""
        try:
            types = pl.read_parquet_schema(self.path)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            return [self._finding("RED-T012", f"not Parquet: {str(error).splitlines()[0][:200]}", "a Parquet file")]
        fields = {field.name: field for field in self.table.fields}
        findings = []
        for name, type_ in types.items():
            text = _as_text(name, type_, fields.get(name))
            if text is None:
                findings.append(self._finding("RED-T020", f"{name} holds {type_}", "values that have a text"))
            else:
                self.header.append(name)
                self._text.append(text)
        return findings

    def _finding(self, code: str, message: str, expected: str) -> Finding:
        return Finding(code, "error", message, self.name, table=self.table.name, expected=expected)

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in blocks."""
        first = 0
        try:
            while (frame := self._slice(first, _ROWS)).height:
                yield Block(frame, first, None)
                first += frame.height
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            trouble = self._finding("RED-T012", f"not Parquet: {str(error).splitlines()[0][:200]}", "whole pages")
            yield Block(pl.DataFrame(), first, None, findings=[trouble])

    def _slice(self, first: int, rows: int) -> pl.DataFrame:
        return pl.scan_parquet(self.path, glob=False).slice(first, rows).select(self._text).collect()

    def rows(self, numbers: Sequence[int]) -> Iterator[FoundRow]:
        """Look rows up by their numbers."""
        frame, first = pl.DataFrame(), 0
        for number in numbers:
            if not first <= number < first + frame.height:
                first = number - number % _ROWS
                frame = self._slice(first, _ROWS)
            yield FoundRow(number, None, frame.row(number - first, named=True))
