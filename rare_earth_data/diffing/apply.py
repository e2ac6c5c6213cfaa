"""Apply a difference to the old package: what comes out is the new one, to the byte."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from rare_earth_data.diffing.diff import Diff, TableDiff
from rare_earth_data.diffing.rows import RowChange
from rare_earth_data.package import DataPackage, read_package
from rare_earth_data.schema.cells import csv_line
from rare_earth_data.schema.tables import Table

Cells = list[str]


class _Edits:
    """The changes of one table, ready to be looked up while the old rows stream by."""

    def __init__(self, table: TableDiff) -> None:
        self.by_key: dict[tuple[str, ...], RowChange] = {}
        self.placed: dict[int, Cells] = {}
        self.moved = dict(table.rows.moves())
        self.all_removed = not table.rows.fields.old_key
        for change in table.rows.changes():
            if change.change == "added":
                self.placed[change.position or 0] = list(change.new.values())
            elif not self.all_removed:
                self.by_key[change.key] = change


def _kept(old: DataPackage, table: TableDiff, fields: list[str], edits: _Edits) -> Iterator[Cells]:
    """Give the old rows that stay, with their corrections, in the columns of the new table; moved ones are put aside."""
    if table.status == "added" or edits.all_removed:
        return
    pairing = table.rows.fields
    with open(old.path(table.old_name), encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for cells in reader:
            key = tuple(cells[index] for index in pairing.old_key)
            change = edits.by_key.get(key)
            if change and change.change == "removed":
                continue
            corrections = change.new if change else {}
            row = [corrections.get(fields[now], cells[was] if was is not None else "") for was, now in pairing.compared]
            if key in edits.moved:
                edits.placed[edits.moved[key]] = row
            else:
                yield row


def _rows(old: DataPackage, table: TableDiff, described: Table) -> Iterator[Cells]:
    edits = _Edits(table)
    kept = list(_kept(old, table, described.field_names, edits)) if edits.moved else None
    position = 0
    for row in kept if kept is not None else _kept(old, table, described.field_names, edits):
        while position in edits.placed:
            yield edits.placed[position]
            position += 1
        yield row
        position += 1
    for place in sorted(place for place in edits.placed if place >= position):
        yield edits.placed[place]


def apply(difference: Diff, old: DataPackage, folder: Path) -> DataPackage:
    """Write to ``folder`` what the difference makes of ``old``: only ``old`` and the difference are read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in difference.tables.items():
        if table.status == "removed":
            continue
        described = difference.new.tables[name]
        path = folder / str(difference.new.resources[name]["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(csv_line(described.field_names))
            for row in _rows(old, table, described):
                file.write(csv_line(row))
    text = json.dumps(difference.new.descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return read_package(folder)
