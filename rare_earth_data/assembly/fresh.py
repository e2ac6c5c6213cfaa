"""Conflicts in what was just extracted: the detectors need no curation, only the references that the package ships.

It works on a folder of CSV tables and holds their figures in memory; a larger extraction is left without.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rare_earth_data.assembly.extract import describe_tables
from rare_earth_data.assembly.write import replace_file
from rare_earth_data.conflicts.find import find_conflicts
from rare_earth_data.loading import DATA
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_bytes, read_csv

MOST_BYTES = 200_000_000
_READ = ("articles", "claims", "country_metrics", "mentions", "areas", "publishers")
SHIPPED = ("sources", "reference_metrics")
"""The references that the package ships; figures are held against them."""

Row = dict[str, Any]


def _rows(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(read_csv(all_tables()[path.stem], file))


def shipped_rows(name: str) -> list[Row]:
    """Return the rows of one of the tables ``SHIPPED``."""
    return _rows(DATA / f"{name}.csv")


def add_conflicts(folder: Path) -> dict[str, int] | None:
    """Fill the conflicts of extracted tables, and the references they are compared with.

    Returns the number of rows of each table filled; None, with nothing changed, where the figures are too many for memory.
    """
    if sum((folder / f"{name}.csv").stat().st_size for name in _READ) > MOST_BYTES:
        return None
    tables = {name: _rows(folder / f"{name}.csv") for name in _READ}
    tables |= {name: shipped_rows(name) for name in SHIPPED}
    conflicts, members = find_conflicts(tables)
    filled = {name: tables[name] for name in SHIPPED} | {"conflicts": conflicts, "conflict_members": members}
    for name, rows in filled.items():
        replace_file(folder / f"{name}.csv", csv_bytes(all_tables()[name], rows))
    describe_tables(folder)
    return {name: len(rows) for name, rows in filled.items()}
