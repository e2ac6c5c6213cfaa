"""Read CSV records one by one with the csv module, and say in words what is wrong with one that is not a record.

This is the reader for what the fast one does not take: damaged files, and cells that hold carriage returns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import rare_earth_data.schema.cells  # noqa: F401  (lifts the csv module's limit on the length of a cell)
from rare_earth_data.validation.blocks import LONGEST_RECORD

_LONGEST_LINE = LONGEST_RECORD + 1


@dataclass(frozen=True, slots=True)
class Record:
    """One record and its first line; ``end`` is where it ends in the file. ``trouble`` is (code, message, expected)."""

    cells: list[str]
    line: int
    end: int
    trouble: tuple[tuple[str, str, str], ...] = ()


class _TooLong(Exception):
    pass


class RecordReader:
    """Reads records from a place in a file on. ``stopped`` says that the rest of the file cannot be read."""

    def __init__(self, file: BinaryIO, start: int, line: int) -> None:
        self._file = file
        self._file.seek(start)
        self.position = start
        self.line = line
        self.stopped = False
        self._record_start = start
        self._quotes = 0
        self._troubles: list[tuple[str, str, str]] = []

    def _text_lines(self) -> Iterator[str]:
        while data := self._file.readline(_LONGEST_LINE):
            self.position += len(data)
            self.line += data.endswith(b"\n")
            self._quotes += data.count(b'"')
            if self.position - self._record_start > LONGEST_RECORD:
                raise _TooLong
            yield self._clean(data)

    def _clean(self, data: bytes) -> str:
        if b"\0" in data:
            self._trouble("RED-T012", "a NUL character stands in the row", "text without control characters")
            data = data.replace(b"\0", b"")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            found = f"not UTF-8: byte 0x{data[error.start]:02X}"
            self._trouble("RED-T013", found, "UTF-8 throughout")
            return data.decode("utf-8", "replace")

    def _trouble(self, code: str, message: str, expected: str) -> None:
        self._troubles.append((code, message, expected))

    def _check_quotes(self, cells: list[str]) -> None:
        """Report quotes inside a cell that is not quoted: the csv module takes them, other readers do not."""
        inside = sum(cell.count('"') for cell in cells)
        needed = sum(1 for cell in cells if '"' in cell or "," in cell or "\n" in cell or "\r" in cell)
        if inside and self._quotes - 2 * inside < 2 * needed:
            self._trouble("RED-T012", "a quote inside a cell that is not quoted", "every quote doubled, inside quotes")

    def __iter__(self) -> Iterator[Record]:
        reader = csv.reader(self._text_lines(), strict=True)
        while not self.stopped:
            line, self._record_start, self._troubles = self.line, self.position, []
            self._quotes = 0
            cells: list[str] = []
            try:
                cells = next(reader)
                self._check_quotes(cells)
                if not cells:
                    self._trouble("RED-T011", "an empty line", "one row a line")
            except StopIteration:
                return
            except _TooLong:
                message = f"a record goes on for more than {LONGEST_RECORD:,} bytes: is a quote not closed?"
                self._trouble("RED-T012", message, "every quote closed")
                self.stopped = True
            except csv.Error as error:
                self.stopped = "end of data" in str(error)
                words = "a quote is opened here and never closed" if self.stopped else f"not CSV: {error}"
                self._trouble("RED-T012", words, "every quote closed, and doubled inside quotes")
            yield Record(cells, line, self.position, tuple(self._troubles))
