"""Read a CSV file as blocks of whole records, fast, and know when that cannot be trusted.

A block ends at a line feed outside quotes: quotes before it come in pairs. Polars reads it; then every byte is accounted
for (cells, quotes, separators). Where the sum does not come out, or Polars refuses, ``records`` reads the block instead,
slowly, with the csv module, and says what is wrong in which line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rare_earth_data.findings import Finding

BLOCK = 1 << 24
"""Bytes of a block: big enough that Polars is busy, small enough that memory stays flat."""
LONGEST_RECORD = 1 << 24
"""A record of more bytes than this is taken for a quote that was never closed."""
_TAIL = 1 << 16
_IN_CACHE = 1 << 17


class UnreadableBlockError(Exception):
    """Raised where a block must be read by the slow reader."""


@dataclass(slots=True)
class Block:
    """Some rows of a table, all cells as text, "" where missing, and where they stand.

    ``lines`` holds the line of every row, or is None while each row has a line of its own from ``first_line`` on.
    ``ragged`` rows have too many or too few cells; they are among the ``findings`` and are not checked further.
    """

    frame: pl.DataFrame
    first_row: int
    first_line: int | None
    lines: Sequence[int] | None = None
    ragged: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def line(self, index: int) -> int | None:
        """Return the line on which row ``index`` of the block starts; a file without lines has none."""
        if self.first_line is None:
            return None
        return self.first_line + index if self.lines is None else self.lines[index]


def count_byte(data: bytes, byte: bytes) -> int:
    """Count a byte that is frequent: several times faster than ``bytes.count``, which is made for rare ones."""
    codes = np.frombuffer(data, np.uint8)
    return sum(
        int(np.count_nonzero(codes[start : start + _IN_CACHE] == byte[0])) for start in range(0, len(codes), _IN_CACHE)
    )


def line_ends(data: bytes) -> NDArray[np.uint32]:
    """Return where the lines of a block end: the offsets of its line feeds."""
    codes = np.frombuffer(data, np.uint8)
    parts = [
        (np.flatnonzero(codes[start : start + _IN_CACHE] == 10) + start).astype(np.uint32)
        for start in range(0, len(codes), _IN_CACHE)
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.uint32)


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


@dataclass(frozen=True, slots=True)
class RawBlock:
    """The bytes of whole records, the number of quotes in them, and where their lines end."""

    data: bytes
    quotes: int
    ends: NDArray[np.uint32]


def _read_block(file: BinaryIO, start: int, total: int) -> RawBlock:
    """Read whole records from ``start`` on.

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
            data = data if end == len(data) else data[:end]
            return RawBlock(data, quotes, line_ends(data))
        if start + len(data) >= total:
            break
        size *= 2
    raise UnreadableBlockError


class BlockReader:
    """Reads the blocks of a file, always one ahead in a thread, as long as they are asked for in their order."""

    def __init__(self, file: BinaryIO, total: int, pool: ThreadPoolExecutor) -> None:
        self.total = total
        self._file = file
        self._pool = pool
        self._next: tuple[int, Future[RawBlock]] | None = None

    def at(self, start: int) -> RawBlock:
        """Return the block from ``start`` on. Raises UnreadableBlockError."""
        if self._next is None or self._next[0] != start:
            self._wait()
            self._submit(start)
        waiting = self._next[1] if self._next else None
        assert waiting is not None
        raw = waiting.result()
        self._next = None
        if (end := start + len(raw.data)) < self.total:
            self._submit(end)
        return raw

    def _submit(self, start: int) -> None:
        self._next = start, self._pool.submit(_read_block, self._file, start, self.total)

    def _wait(self) -> None:
        if self._next is not None:
            wait([self._next[1]])


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


def parse_block(raw: RawBlock, names: Sequence[str], texts: Sequence[str]) -> pl.DataFrame:
    """Parse a block of records with Polars; raises UnreadableBlockError unless every byte is accounted for."""
    data = raw.data
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
    if not _accounted(frame, data, raw.quotes, texts):
        raise UnreadableBlockError
    return frame


def lines_of(frame: pl.DataFrame, raw: RawBlock, first_line: int) -> list[int] | None:
    """Return the line of every row of a block, or None where each row has a line of its own."""
    if len(raw.ends) <= frame.height:
        return None
    inside = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))).to_series()
    before = (inside.cast(pl.Int64) + 1).cum_sum().shift(1, fill_value=0)
    return [first_line + number for number in before.to_list()]


def ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the same blocks, reading the next one in a thread while one is being checked."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, blocks, None)
        while (block := waiting.result()) is not None:
            waiting = pool.submit(next, blocks, None)
            yield block
