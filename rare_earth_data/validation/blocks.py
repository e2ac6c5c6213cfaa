"""Read a CSV file as blocks of whole records, fast, and know when that cannot be trusted.

A block ends at a line feed outside quotes: quotes before it come in pairs. Polars reads it; then every byte is accounted
for (cells, quotes, separators). Where the sum does not come out, or Polars refuses, ``records`` reads the block instead,
slowly, with the csv module, and says what is wrong in which line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

BLOCK = 1 << 23
"""Bytes of a block: big enough that Polars is busy, small enough that memory stays flat."""
LONGEST_RECORD = 1 << 24
"""A record of more bytes than this is taken for a quote that was never closed."""
_TAIL = 1 << 16


class UnreadableBlockError(Exception):
    """Raised where a block must be read by the slow reader."""


@dataclass(slots=True)
class Block:
    """Some rows of a table, all cells as text, "" where missing, and where they stand.

    ``lines`` holds the line of every row, or is None while each row has a line of its own from ``first_line`` on.
    ``ragged`` rows have too many or too few cells; they were reported and are not checked further.
    """

    frame: pl.DataFrame
    first_row: int
    first_line: int | None
    lines: Sequence[int] | None = None
    ragged: set[int] = field(default_factory=set)

    def line(self, index: int) -> int | None:
        """Return the line on which row ``index`` of the block starts; a file without lines has none."""
        if self.first_line is None:
            return None
        return self.first_line + index if self.lines is None else self.lines[index]


def count_byte(data: bytes, byte: bytes) -> int:
    """Count a byte that is frequent: several times faster than ``bytes.count``, which is made for rare ones."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == byte[0]))


def line_ends(data: bytes) -> NDArray[np.uint32]:
    """Return where the lines of a block end: the offsets of its line feeds."""
    return np.flatnonzero(np.frombuffer(data, np.uint8) == 10).astype(np.uint32)


def _read_at(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _likely_end(file: BinaryIO, start: int, size: int, total: int) -> int:
    """Return an end of about ``size`` bytes behind ``start``: after a line feed, wherever quotes stand."""
    end = min(start + size, total)
    while end < total:
        tail_start = max(start, end - _TAIL)
        found = _read_at(file, tail_start, end - tail_start).rfind(b"\n")
        if found >= 0:
            return tail_start + found + 1
        end = min(end + _TAIL, total)
        if end - start > LONGEST_RECORD:
            raise UnreadableBlockError
    return end


def read_block(file: BinaryIO, start: int, total: int) -> tuple[bytes, int]:
    """Return the bytes of whole records from ``start`` on, and the number of quotes in them.

    Raises UnreadableBlockError where no record ends within ``LONGEST_RECORD``, or the file ends inside quotes.
    """
    size = BLOCK
    while size <= LONGEST_RECORD:
        data = _read_at(file, start, _likely_end(file, start, size, total) - start)
        quotes, end = count_byte(data, b'"'), len(data)
        while quotes % 2 and end > 0:
            cut = data.rfind(b"\n", 0, end - 1) + 1
            quotes -= data.count(b'"', cut, end)
            end = cut
        if end > 0:
            return (data if end == len(data) else data[:end]), quotes
        if start + len(data) >= total:
            break
        size *= 2
    raise UnreadableBlockError


def _accounted(frame: pl.DataFrame, data: bytes, quotes: int, texts: Sequence[str]) -> bool:
    """Whether the cells, their quotes and one separator a cell are all that the bytes hold, and none is lacking.

    Quotes inside cells are only looked for in the fields that are ``texts``; elsewhere they are rare enough for the slow
    reader, to which a block goes that does not come out even.
    """
    sums = frame.select(
        pl.all().str.len_bytes().sum().name.prefix("bytes "),
        pl.col(texts).str.count_matches('"', literal=True).sum().name.prefix("quotes "),
    ).row(0)
    cells, inside = sum(sums[: frame.width]), sum(sums[frame.width :])
    closing = 0 if data.endswith(b"\n") else 1
    separators: int = len(data) + closing - cells - (quotes - inside)
    return separators == frame.height * frame.width


def parse_block(data: bytes, quotes: int, names: Sequence[str], texts: Sequence[str]) -> pl.DataFrame:
    """Parse a block of records with Polars; raises UnreadableBlockError unless every byte is accounted for."""
    if b"\r" in data or b"\0" in data:
        raise UnreadableBlockError
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
            missing_columns="insert",
            extra_columns="raise",
            glob=False,
        )
    except pl.exceptions.PolarsError as error:
        raise UnreadableBlockError from error
    if not _accounted(frame, data, quotes, texts):
        raise UnreadableBlockError
    return frame


def lines_of(frame: pl.DataFrame, line_feeds: int, first_line: int) -> list[int] | None:
    """Return the line of every row of a block with so many line feeds, or None where each row has a line of its own."""
    if line_feeds <= frame.height:
        return None
    inside = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))).to_series()
    before = (inside.cast(pl.Int64) + 1).cum_sum().shift(1, fill_value=0)
    return [first_line + number for number in before.to_list()]
