"""The record of what each release changed: a CSV file a version under ``seeds/releases/``, which the build makes a table of.

A record is written once, when the release is prepared, and not edited after that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rare_earth_data.assembly.ids import stable_id
from rare_earth_data.diffing.diff import Diff, TableDiff
from rare_earth_data.diffing.rows import RowChange
from rare_earth_data.diffing.schemas import SchemaChange
from rare_earth_data.diffing.versions import parts
from rare_earth_data.schema.cells import read_csv
from rare_earth_data.schema.tables import table

RECORDS = "seeds/releases"
# The record does not record itself.
TABLE = "changes"

Row = dict[str, Any]


def _row(version: str, level: str, change: str, **cells: str | None) -> Row:
    row = {"version": version, "level": level, "table": None, "row_key": None, "change": change, "field": None}
    row |= {"property": None, "old": None, "new": None} | {name: text or None for name, text in cells.items()}
    identity = (version, level, row["table"], row["row_key"], change, row["field"], row["property"], row["old"])
    return {"change_id": stable_id("chg", *identity), **row}


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _definition(version: str, change: SchemaChange) -> Row:
    level = "field" if change.field else "table" if change.table else "package"
    return _row(
        version,
        level,
        change.change,
        table=change.table,
        field=change.field,
        property=None if change.what in ("field", "table") else change.what,
        old=_json(change.old),
        new=_json(change.new),
    )


def _key(key: tuple[str, ...]) -> str:
    return key[0] if len(key) == 1 else json.dumps(key, ensure_ascii=False)


def _values(version: str, table_name: str, change: RowChange) -> Iterator[Row]:
    key = _key(change.key)
    if change.change != "changed":
        yield _row(version, "row", change.change, table=table_name, row_key=key)
        return
    for name, new in change.new.items():
        yield _row(version, "row", "changed", table=table_name, row_key=key, field=name, old=change.old[name], new=new)


def _table(version: str, difference: TableDiff) -> Iterator[Row]:
    if difference.status != "kept":
        yield _row(version, "table", difference.status, table=difference.name)
        return
    yield from (_definition(version, change) for change in difference.schema)
    for change in difference.rows.changes():
        yield from _values(version, difference.name, change)


def change_rows(difference: Diff, version: str) -> Iterator[Row]:
    """Give the rows of the ``changes`` table that a release of this difference adds."""
    yield from (_definition(version, change) for change in difference.package)
    for changed in difference.tables.values():
        yield from _table(version, changed)


def record_path(root: Path, version: str) -> Path:
    """Return where the record of a version lies."""
    return root / RECORDS / f"{version}.csv"


def recorded_changes(root: Path) -> list[Row]:
    """Return the rows of the ``changes`` table: those of every record, in the order of versions. Raises ValueError."""
    files = sorted((root / RECORDS).glob("*.csv"), key=lambda path: parts(path.stem))
    rows: list[Row] = []
    for path in files:
        with open(path, encoding="utf-8", newline="") as file:
            rows += read_csv(table(TABLE), file)
    return rows
