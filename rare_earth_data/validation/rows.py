"""Stream the rows of a table file as text with their lines, for checks that look at rows one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import rare_earth_data.schema.cells  # noqa: F401  (lifts the csv module's limit on the length of a cell)

Cells = dict[str, str]
PlacedRow = tuple[str, int | None, Cells]
"""What findings call the file of a row, its line where it has one, and its cells."""


def text_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """Yield (line, cells) of a CSV file that was found sound; rows of another length are left out."""
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, dict(zip(header, cells, strict=True))
            line = reader.line_num + 1


def placed_rows(path: Path, name: str) -> Iterator[PlacedRow]:
    """Yield the rows of a CSV file that findings call ``name``."""
    for line, cells in text_rows(path):
        yield name, line, cells


def whole(text: str | None) -> int | None:
    """Return the whole number of a cell, or None where it holds none."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def decimal(text: str | None) -> float | None:
    """Return the number of a cell, or None where it holds none."""
    try:
        return float(text or "")
    except ValueError:
        return None
