"""Compare two packages, by schema and by primary key, and compute the bump that is due."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rare_earth_data.diffing.renames import Renames, renames_of
from rare_earth_data.diffing.rows import Fields, TableRows
from rare_earth_data.diffing.schemas import SchemaChange, package_changes, table_changes
from rare_earth_data.diffing.versions import Bump, bumped
from rare_earth_data.extras import require
from rare_earth_data.package import DataPackage
from rare_earth_data.schema.tables import Table

MEMORY = "512MB"


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table, called by its new name; ``old_name`` is the one it had."""

    name: str
    old_name: str
    status: str  # added, removed, kept
    schema: list[SchemaChange]
    rows: TableRows

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        rows = self.rows
        return not (self.schema or self.status != "kept" or rows.added or rows.removed or rows.changed or rows.moved)


@dataclass(frozen=True)
class Diff:
    """What changed from one package to another. ``tables`` holds every table, changed or not."""

    old: DataPackage
    new: DataPackage
    package: list[SchemaChange]
    tables: dict[str, TableDiff]
    renames: Renames = field(default_factory=Renames)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed but, perhaps, the version number."""
        return not self.package and all(table.is_empty for table in self.tables.values())

    def reasons(self) -> list[tuple[Bump, str]]:
        """Return why a bump is due, the weightiest reasons first."""
        found = [(change.bump, change.reason) for change in self.package]
        for table in self.tables.values():
            found += [(bump, f"{table.name}: {reason}") for bump, reason in _reasons(table)]
        return sorted(found, key=lambda pair: -pair[0])

    @property
    def bump(self) -> Bump:
        """The bump that is due."""
        return max((bump for bump, _ in self.reasons()), default=Bump.NONE)

    @property
    def least_version(self) -> str:
        """The least version that the new package may have."""
        return bumped(self.old.version, self.bump)


def _reasons(table: TableDiff) -> Iterator[tuple[Bump, str]]:
    if table.status == "removed":
        yield Bump.MAJOR, "table removed"
        return
    if table.status == "added":
        yield Bump.MINOR, "table added"
        return
    for change in table.schema:
        yield change.bump, f"{change.field}: {change.reason}" if change.field else change.reason
    rows = table.rows
    if rows.added:
        yield Bump.MINOR, f"rows added: {rows.added:,}"
    if rows.removed:
        yield Bump.MINOR, f"rows removed: {rows.removed:,}"
    if rows.changed:
        added = {change.field for change in table.schema if change.change == "added"}
        corrected = {name: count for name, count in rows.changed_fields.items() if name not in added}
        if corrected:
            named = ", ".join(f"{name} {count:,}" for name, count in corrected.items())
            yield Bump.PATCH, f"values corrected in {rows.changed:,} rows ({named})"
    if rows.moved:
        yield Bump.PATCH, "rows in another order"


def _fields(old: Table, new: Table, renames: Renames) -> Fields:
    """Pair the fields of two tables, and choose the key to compare rows by: the new one, where the old table has it."""
    before = {renames.field(new.name, name): index for index, name in enumerate(old.field_names)}
    compared = tuple((before.get(name), index) for index, name in enumerate(new.field_names))
    key = [new.field_names.index(name) for name in new.primary_key]
    was = tuple(renames.field(new.name, name) for name in old.primary_key)
    if not key or set(was) != set(new.primary_key):
        return Fields(compared, (), ())
    return Fields(compared, tuple(before[name] for name in new.primary_key), tuple(key))


def _own_fields(table: Table) -> Fields:
    key = tuple(table.field_names.index(name) for name in table.primary_key)
    return Fields((), key, key)


@contextmanager
def _database() -> Iterator[Any]:
    duckdb = require("duckdb", "sql", "comparing packages")
    with tempfile.TemporaryDirectory(prefix="rare-earth-data-diff-") as folder:
        connection = duckdb.connect(str(Path(folder) / "diff.duckdb"))
        try:
            connection.execute(f"SET memory_limit='{MEMORY}'; SET enable_progress_bar=false")
            connection.execute("CREATE SEQUENCE tables START 1")
            yield connection
        finally:
            connection.close()


def _compare(connection: Any, old: DataPackage, new: DataPackage, left_out: Collection[str]) -> dict[str, TableDiff]:
    renames = renames_of(new.descriptor)
    before = {renames.table(name): name for name in old.tables}
    tables = {}
    for name in [*new.tables, *(name for name in before if name not in new.tables)]:
        if name in left_out:
            continue
        was, now = old.tables.get(before.get(name, "")), new.tables.get(name)
        sides = [
            (old.path(was.name), was) if was else None,
            (new.path(name), now) if now else None,
        ]
        schema: list[SchemaChange] = []
        if was and now:
            fields = _fields(was, now, renames)
            schema = table_changes(name, was.descriptor, now.descriptor, renames, was.name)
        else:
            fields = _own_fields(was or now)  # type: ignore[arg-type]  # one of them is there
        status = "kept" if was and now else "added" if now else "removed"
        tables[name] = TableDiff(
            name, was.name if was else name, status, schema, TableRows(connection, name, sides, fields)
        )
    return tables


@contextmanager
def diff(old: DataPackage, new: DataPackage, *, leave_out: Collection[str] = ()) -> Iterator[Diff]:
    """Compare two packages, for the time of a ``with`` block; ``leave_out`` names tables that do not count.

    Memory stays bounded whatever the size of the packages: what does not fit goes to a temporary folder. Raises
    KeyNotUniqueError where a key does not identify rows, and MissingExtraError without duckdb.
    """
    with ExitStack() as stack:
        connection = stack.enter_context(_database())
        tables = _compare(connection, old, new, leave_out)
        yield Diff(old, new, package_changes(old.descriptor, new.descriptor), tables, renames_of(new.descriptor))
