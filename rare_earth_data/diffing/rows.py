"""What changed in the rows of a table, by primary key: found by a database that keeps what does not fit in memory on disk.

Cells are compared as text: each value has one spelling in canonical CSV. Columns are called c0, c1 ... inside, because SQL
does not tell ``Value`` from ``value``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rare_earth_data.engines.duckdb_csv import read_sql
from rare_earth_data.schema.tables import Table

_BATCH = 2000


class KeyNotUniqueError(ValueError):
    """Raised where a primary key does not identify rows, so that rows cannot be compared."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, removed or changed, cells as text by field name.

    ``key`` are the cells of the primary key. ``old`` holds all cells of a removed row, ``new`` all of an added one; of a
    changed row both hold only the fields that differ. ``position`` is the place of an added row in the new table, from 0.
    """

    change: str
    key: tuple[str, ...]
    old: dict[str, str]
    new: dict[str, str]
    position: int | None = None


class TableRows:
    """The row changes of one table. ``old`` or ``new`` is None where the table is added or removed.

    ``fields`` pairs the fields of old and new: (position in old, position in new), either of them None.
    """

    def __init__(self, connection: Any, name: str, sides: Sequence[tuple[Path, Table] | None], fields: Fields) -> None:
        self.name = name
        self.fields = fields
        self.old_fields = sides[0][1].field_names if sides[0] else []
        self.new_fields = sides[1][1].field_names if sides[1] else []
        self._sql = connection.cursor()
        self._id = f"t{connection.execute('SELECT nextval($$tables$$)').fetchone()[0]}"
        for side, given in zip(("old", "new"), sides, strict=True):
            self._read(side, *given) if given else self._empty(side)
        self._pair()

    def _read(self, side: str, path: Path, table: Table) -> None:
        columns = [f"c{index}" for index in range(len(table.fields))]
        self._check_header(path, table)
        cells = ", ".join(f"coalesce({column}, '') AS {column}" for column in columns)
        self._sql.execute(f"CREATE TABLE {self._id}_{side} AS SELECT {cells} FROM {read_sql(path, columns)}")
        keys = self.fields.keys(side)
        if keys:
            listed = ", ".join(keys)
            query = f"SELECT {listed} FROM {self._id}_{side} GROUP BY {listed} HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
            if twice := self._sql.execute(query).fetchone():
                raise KeyNotUniqueError(f"{path}: the key {', '.join(twice)} of {table.name} is there more than once")

    @staticmethod
    def _check_header(path: Path, table: Table) -> None:
        with open(path, encoding="utf-8", newline="") as file:
            header = file.readline().rstrip("\n")
        if header != ",".join(table.field_names):
            raise ValueError(f"{path}: the header is {header!r}, expected {','.join(table.field_names)!r}")

    def _empty(self, side: str) -> None:
        count = max(len(self.old_fields), len(self.new_fields))
        columns = ", ".join(f"c{index} VARCHAR" for index in range(count))
        self._sql.execute(f"CREATE TABLE {self._id}_{side} ({columns})")

    def _pair(self) -> None:
        """Pair the rows of both sides: their places, and whether they are the same."""
        keys = list(zip(self.fields.keys("old"), self.fields.keys("new"), strict=True))
        matching = " AND ".join(f"o.{old} = n.{new}" for old, new in keys) or "false"
        same = " AND ".join(self.fields.equal(pair) for pair in self.fields.compared) or "true"
        self._sql.execute(
            f"CREATE TABLE {self._id} AS SELECT o.rowid AS o, n.rowid AS n, {same} AS same "
            f"FROM {self._id}_old o FULL OUTER JOIN {self._id}_new n ON {matching}"
        )

    def _count(self, condition: str) -> int:
        count: int = self._sql.execute(f"SELECT count(*) FROM {self._id} WHERE {condition}").fetchone()[0]
        return count

    @cached_property
    def added(self) -> int:
        """Number of rows that only the new package has."""
        return self._count("o IS NULL")

    @cached_property
    def removed(self) -> int:
        """Number of rows that only the old package has."""
        return self._count("n IS NULL")

    @cached_property
    def changed(self) -> int:
        """Number of rows that both have, with other cells."""
        return self._count("NOT same AND o IS NOT NULL AND n IS NOT NULL")

    @cached_property
    def changed_fields(self) -> dict[str, int]:
        """How many rows changed in each field; only fields that changed."""
        sums = ", ".join(f"count(*) FILTER (NOT {self.fields.equal(pair)})" for pair in self.fields.compared)
        if not sums or not self.changed:
            return {}
        counts = self._sql.execute(f"SELECT {sums} {self._joined()} WHERE NOT same").fetchone()
        names = [self.new_fields[new] for _, new in self.fields.compared]
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    @cached_property
    def moved(self) -> int:
        """Number of rows of both packages that stand in another order."""
        if not self.fields.new_key:
            return 0
        count: int = self._sql.execute(f"SELECT count(*) FROM ({self._moved_sql()})").fetchone()[0]
        return count

    def moves(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Give the keys of the moved rows and their places in the new table, from 0."""
        if self.moved:
            cursor = self._sql.cursor()
            keys = ", ".join(f"x.{key}" for key in self.fields.keys("new"))
            query = f"SELECT n, {keys} FROM ({self._moved_sql()}) JOIN {self._id}_new x ON x.rowid = n ORDER BY n"
            cursor.execute(query)
            while batch := cursor.fetchmany(_BATCH):
                yield from ((tuple(row[1:]), row[0]) for row in batch)

    def _moved_sql(self) -> str:
        """A row has moved if a row that now stands before it stood after it."""
        before = "max(o) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        both = f"FROM {self._id} WHERE o IS NOT NULL AND n IS NOT NULL"
        return f"SELECT n FROM (SELECT n, o < {before} AS late {both}) WHERE late"

    def _joined(self) -> str:
        return f"FROM {self._id} p JOIN {self._id}_old o ON o.rowid = p.o JOIN {self._id}_new n ON n.rowid = p.n"

    def changes(self, limit: int | None = None) -> Iterator[RowChange]:
        """Give the changes one by one: removed rows, then changed, then added, each in the order of its table.

        Memory does not grow with their number. ``limit`` counts each kind by itself.
        """
        for kind, query in (
            ("removed", f"SELECT p.o, x.* FROM {self._id} p JOIN {self._id}_old x ON x.rowid = p.o WHERE p.n IS NULL"),
            ("changed", f"SELECT p.n, o.*, n.* {self._joined()} WHERE NOT same"),
            ("added", f"SELECT p.n, x.* FROM {self._id} p JOIN {self._id}_new x ON x.rowid = p.n WHERE p.o IS NULL"),
        ):
            cursor = self._sql.cursor().execute(
                f"{query} ORDER BY 1" + (f" LIMIT {limit}" if limit is not None else "")
            )
            while batch := cursor.fetchmany(_BATCH):
                for place, *cells in batch:
                    yield self._change(kind, place, cells)

    def _change(self, kind: str, place: int, cells: list[str]) -> RowChange:
        if kind == "removed":
            key = tuple(cells[index] for index in self.fields.old_key)
            return RowChange(kind, key, dict(zip(self.old_fields, cells, strict=False)), {})
        if kind == "added":
            key = tuple(cells[index] for index in self.fields.new_key)
            return RowChange(kind, key, {}, dict(zip(self.new_fields, cells, strict=False)), place)
        old, new = cells[: len(self.old_fields)], cells[len(self.old_fields) :]
        before, after = {}, {}
        for was, now in self.fields.compared:
            text = old[was] if was is not None else ""
            if text != new[now]:
                before[self.new_fields[now]], after[self.new_fields[now]] = text, new[now]
        return RowChange(kind, tuple(new[index] for index in self.fields.new_key), before, after)


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of two tables belong together.

    ``compared`` holds (place in old, or None where the field is added; place in new); ``old_key`` and ``new_key`` the places
    of the key that rows are compared by, both empty where there is none, so that all rows count as removed and added.
    """

    compared: tuple[tuple[int | None, int], ...]
    old_key: tuple[int, ...]
    new_key: tuple[int, ...]

    def keys(self, side: str) -> list[str]:
        """Return the columns of the key on a side."""
        return [f"c{index}" for index in (self.old_key if side == "old" else self.new_key)]

    @staticmethod
    def equal(pair: tuple[int | None, int]) -> str:
        """Return the SQL that says whether a field is the same on both sides; a field that was not there was empty."""
        old, new = pair
        return f"n.c{new} = ''" if old is None else f"o.c{old} = n.c{new}"
