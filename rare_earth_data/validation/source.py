"""A table file that is open for checking: its header, its rows in blocks, and any row again by its number."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import Table
from rare_earth_data.validation.blocks import BLOCK, Block, BlockReader, UnreadableBlockError, lines_of, parse_block
from rare_earth_data.validation.records import Record, RecordReader

MOST_FIELDS = 1000
_LONGEST_HEADER = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row looked up by its number: its cells by field, and its line."""

    row: int
    line: int | None
    cells: Mapping[str, str]


class Source(Protocol):
    """What a table is checked from."""

    name: str
    header: list[str]

    def place(self, row: int) -> str:
        """Return what findings call the file of a row; where rows have no lines, with the number of the row, from 1."""

    def blocks(self) -> Iterator[Block]:
        """Yield all rows, in order; what is wrong with the file itself is among the findings of a block."""

    def rows(self, numbers: Sequence[int]) -> Iterator[FoundRow]:
        """Look rows up by their numbers (ascending), after ``blocks`` has passed."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """A block that has passed. ``ends`` are the ends of its rows, where each has a line of its own: four bytes a row."""

    start: int
    end: int
    first_row: int
    rows: int
    first_line: int
    ends: NDArray[np.uint32] | None


class CsvSource:
    """A CSV file. ``name`` is what findings call it, ``table`` describes what it is said to hold."""

    def __init__(self, path: Path, name: str, table: Table) -> None:
        self.path, self.name, self.table = path, name, table.name
        self._typed = {field.name for field in table.fields if field.type != "string" or field.pattern or field.enum}
        self.header: list[str] = []
        self._body = 0
        self._extents: list[_Extent] = []

    def finding(self, code: str, line: int, message: str, expected: str, severity: str = "error") -> Finding:
        """Return a finding about a line of the file."""
        return Finding(code, severity, message, self.name, line, 1, self.table, expected=expected)

    def place(self, row: int) -> str:
        """Return what findings call the file."""
        return self.name

    def open_header(self) -> list[Finding]:
        """Read the header; returns what is wrong with the start of the file. Without a header there is nothing to check."""
        with open(self.path, "rb") as file:
            start = file.readline(_LONGEST_HEADER)
        findings = []
        if start.startswith(_BOM):
            findings.append(
                self.finding("RED-T014", 1, "the file begins with a byte-order mark", "UTF-8 without one", "warning")
            )
        if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
            return [self.finding("RED-T013", 1, "not UTF-8: the file looks like UTF-16 or binary data", "UTF-8 text")]
        if start.endswith(b"\r\n"):
            findings.append(
                self.finding("RED-T015", 1, "lines end in CR LF", "lines that end in a line feed", "warning")
            )
        if not start.removeprefix(_BOM).strip():
            return [*findings, self.finding("RED-T010", 1, "there is no header", "the names of the fields")]
        if not start.endswith(b"\n") and len(start) >= _LONGEST_HEADER:
            return [*findings, self.finding("RED-T010", 1, "the header does not end", "the names of the fields")]
        self._body = len(start)
        return findings + self._parse_header(start.removeprefix(_BOM))

    def _parse_header(self, line: bytes) -> list[Finding]:
        try:
            self.header = next(csv.reader([line.decode("utf-8").rstrip("\r\n")], strict=True))
        except UnicodeDecodeError:
            return [self.finding("RED-T013", 1, "the header is not UTF-8", "UTF-8 throughout")]
        except csv.Error as error:
            return [self.finding("RED-T012", 1, f"the header is not CSV: {error}", "the names of the fields")]
        if len(self.header) > MOST_FIELDS:
            message = f"the header names {len(self.header):,} fields"
            self.header = []
            return [self.finding("RED-T010", 1, message, f"at most {MOST_FIELDS:,}")]
        return []

    @property
    def _texts(self) -> list[str]:
        return [name for name in self.header if name not in self._typed]

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in blocks; malformed records are findings, and left out."""
        position, row, line = self._body, 0, 2
        with open(self.path, "rb") as file, open(self.path, "rb", buffering=0) as raw, ThreadPoolExecutor(1) as pool:
            reader = BlockReader(raw, self.path.stat().st_size, pool)
            while position < reader.total:
                try:
                    block, extent, next_line = self._fast_block(reader, position, row, line)
                except UnreadableBlockError:
                    records = RecordReader(file, position, line)
                    block = self._slow_block(records, row)
                    end = reader.total if records.stopped else records.position
                    extent = _Extent(position, end, row, block.frame.height, line, None)
                    next_line = records.line
                self._extents.append(extent)
                yield block
                position, row, line = extent.end, row + extent.rows, next_line

    def _fast_block(self, reader: BlockReader, start: int, row: int, line: int) -> tuple[Block, _Extent, int]:
        """Read a block with Polars; returns it, where it lies, and the line after it. Raises UnreadableBlockError."""
        raw = reader.at(start)
        frame = parse_block(raw, self.header, self._texts)
        lines = lines_of(frame, raw, line)
        ends = raw.ends if lines is None else None
        extent = _Extent(start, start + len(raw.data), row, frame.height, line, ends)
        return Block(frame, row, line, lines), extent, line + len(raw.ends)

    def _slow_block(self, reader: RecordReader, first_row: int) -> Block:
        cells: list[list[str]] = []
        lines: list[int] = []
        ragged: set[int] = set()
        findings: list[Finding] = []
        start = reader.position
        for record in reader:
            findings += self._troubles(record)
            if record.cells:
                if len(record.cells) != len(self.header):
                    ragged.add(len(cells))
                lines.append(record.line)
                cells.append(self._fitted(record.cells))
            if reader.position - start >= BLOCK:
                break
        frame = pl.DataFrame(cells, schema=dict.fromkeys(self.header, pl.String), orient="row")
        return Block(frame, first_row, lines[0] if lines else reader.line, lines, ragged, findings)

    def _fitted(self, cells: list[str]) -> list[str]:
        missing = len(self.header) - len(cells)
        return cells + [""] * missing if missing > 0 else cells[: len(self.header)]

    def _troubles(self, record: Record) -> Iterable[Finding]:
        for code, message, expected in record.trouble:
            yield self.finding(code, record.line, message, expected)
        if record.cells and len(record.cells) != len(self.header):
            message = f"the row has {len(record.cells)} cells"
            yield self.finding("RED-T011", record.line, message, f"{len(self.header)}, as the header has")

    def rows(self, numbers: Sequence[int]) -> Iterator[FoundRow]:
        """Look rows up by their numbers, ascending; only the blocks that hold them are read again."""
        extents = iter(self._extents)
        extent = next(extents, None)

        def extent_of(number: int) -> _Extent:
            nonlocal extent
            while extent is not None and number >= extent.first_row + extent.rows:
                extent = next(extents, None)
            if extent is None:
                raise LookupError(f"{self.name} has no row {number}")
            return extent

        with open(self.path, "rb") as file:
            for found, members in groupby(numbers, extent_of):
                yield from self._rows_of(file, found, [number - found.first_row for number in members])

    def _rows_of(self, file: BinaryIO, extent: _Extent, indexes: list[int]) -> Iterator[FoundRow]:
        if extent.ends is None:
            block = self._again(file, extent)
            for index in indexes:
                yield FoundRow(extent.first_row + index, block.line(index), block.frame.row(index, named=True))
            return
        for index in indexes:
            start = int(extent.ends[index - 1]) + 1 if index else 0
            stop = int(extent.ends[index]) if index < len(extent.ends) else extent.end - extent.start
            file.seek(extent.start + start)
            cells = next(csv.reader([file.read(stop - start).decode("utf-8")]))
            row = dict(zip(self.header, cells, strict=True))
            yield FoundRow(extent.first_row + index, extent.first_line + index, row)

    def _again(self, file: BinaryIO, extent: _Extent) -> Block:
        """Read a block again whose rows have several lines, or that needed the slow reader: record by record."""
        return self._slow_block(RecordReader(file, extent.start, extent.first_line), extent.first_row)
