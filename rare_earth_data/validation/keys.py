"""Unique keys and references, by 64-bit hashes: eight bytes a row, whatever the keys are.

Equal hashes only point at rows; that the texts are equal too is looked up before anything is said. A reference is taken
for found when its hash is among those of the table pointed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]

_LOW_BITS = np.uint64(0xFFFF)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def hashes_of(frame: pl.DataFrame, fields: Sequence[str]) -> Hashes:
    """Return one hash a row of the cells of ``fields`` together."""
    combined: Hashes = frame[fields[0]].hash(0).to_numpy()
    for field in fields[1:]:
        combined = combined * _SPREAD ^ frame[field].hash(0).to_numpy()
    return combined


def filled(frame: pl.DataFrame, fields: Sequence[str]) -> NDArray[np.bool_]:
    """Return in which rows any of the cells of ``fields`` is not missing."""
    return frame.select(pl.any_horizontal(pl.col(field) != "" for field in fields)).to_series().to_numpy()


class KeyColumn:
    """The hashes of a key, block by block. ``among`` answers once all blocks are in."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        self._parts: list[Hashes] = []
        self._sorted: Hashes | None = None

    def add(self, hashes: Hashes) -> None:
        """Take the next block in."""
        self._parts.append(hashes)

    @property
    def in_order(self) -> Hashes:
        """All hashes, sorted."""
        if self._sorted is None:
            self._sorted = np.sort(self._all())
        return self._sorted

    def _all(self) -> Hashes:
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0] if self._parts else np.empty(0, np.uint64)

    def among(self, wanted: Hashes) -> NDArray[np.bool_]:
        """Return which of the hashes occur in this key."""
        known = self.in_order
        if not len(known):
            return np.zeros(len(wanted), bool)
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found: NDArray[np.bool_] = known[at] == wanted
        return found

    def repeated(self) -> list[Rows]:
        """Return the numbers of the rows that share a hash with another, a group a hash, in the order of the rows."""
        known = self.in_order
        double = np.unique(known[1:][known[1:] == known[:-1]])
        if not len(double):
            return []
        hashes = self._all()
        likely = np.zeros(1 << 16, bool)
        likely[double & _LOW_BITS] = True
        rows = np.flatnonzero(likely[hashes & _LOW_BITS])
        at = np.minimum(np.searchsorted(double, hashes[rows]), len(double) - 1)
        rows, at = rows[double[at] == hashes[rows]], at[double[at] == hashes[rows]]
        order = np.argsort(at, kind="stable")
        groups = np.split(rows[order], np.flatnonzero(np.diff(at[order])) + 1)
        return sorted(groups, key=lambda group: int(group[1]))


class References:
    """One foreign key of a table: finds the rows of a block that point nowhere, at once or, to itself, at the end."""

    def __init__(self, fields: Sequence[str], target: KeyColumn) -> None:
        self.fields, self.target = tuple(fields), target
        self._waiting: list[tuple[Rows, Hashes]] = []

    def lost(self, frame: pl.DataFrame) -> list[int]:
        """Return the indexes of the rows of a block that point nowhere."""
        hashes = hashes_of(frame, self.fields)
        # Rows that point to one place stand together as a rule: dropping repetitions first leaves little to sort.
        changes = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
        different = np.unique(hashes[np.concatenate(([0], changes))])
        unknown = different[~self.target.among(different)]
        if not len(unknown):
            return []
        rows: list[int] = np.flatnonzero(np.isin(hashes, unknown) & filled(frame, self.fields)).tolist()
        return rows

    def wait(self, frame: pl.DataFrame, first_row: int) -> None:
        """Keep a block's references until all of the table, to which they point, is in."""
        present = filled(frame, self.fields)
        self._waiting.append((np.flatnonzero(present) + first_row, hashes_of(frame, self.fields)[present]))

    def lost_at_last(self) -> list[int]:
        """Return the numbers of the waiting rows that point nowhere."""
        lost: list[Any] = []
        for rows, hashes in self._waiting:
            lost += rows[~self.target.among(hashes)].tolist()
        return lost
