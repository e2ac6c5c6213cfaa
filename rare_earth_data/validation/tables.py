"""Check one table: header, cells, keys and references, each defect with its row and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import polars as pl

from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import ForeignKey, Table
from rare_earth_data.validation.blocks import Block, ahead
from rare_earth_data.validation.compiled import Check, FieldChecks, compile_table
from rare_earth_data.validation.keys import KeyColumn, References, hashes_of
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.parquet_keys import check_keys
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.source import FoundRow, Source

Reference = tuple["TableChecker", ForeignKey, "TableChecker"]
"""A table, a foreign key of it, and the table that it points to."""
_SHOWN = 80


def shown(text: str) -> str:
    """Return the text of a cell as a message can show it."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def header_findings(table: Table, header: Sequence[str], file: str) -> list[Finding]:
    """Return what is wrong with the names of the fields."""

    def finding(message: str, expected: str | None = None, field: str | None = None) -> Finding:
        return Finding("RED-T010", "error", message, file, 1, 1, table.name, field=field, expected=expected)

    names = table.field_names
    if len(header) == 1 and len(names) > 1 and (other := next((c for c in ";\t|" if c in header[0]), None)):
        return [finding(f"the fields are separated by {other!r}", "commas")]
    findings = []
    for name in sorted({name for name in header if header.count(name) > 1}):
        findings.append(finding(f"the field {shown(name)} is named more than once", "every field once", name))
    for name in [name for name in header if name not in names][:20]:
        near = get_close_matches(name[:100], names, n=1, cutoff=0.75)
        findings.append(finding(f"there is no field {shown(name)}", f"perhaps {near[0]}" if near else None, name[:100]))
    for name in [name for name in names if name not in header]:
        findings.append(finding(f"the field {name} is not there", ",".join(names), name))
    if not findings and list(header) != names:
        findings.append(finding("the fields stand in another order", ",".join(names)))
    return findings


class TableChecker:
    """Checks the rows of one table as they come by, and keeps the hashes of its keys for those who point to them."""

    def __init__(self, table: Table, source: Source, report: Report, *, keys: bool = True) -> None:
        """Check ``source`` as ``table``; without ``keys``, those are left to another (see ``parquet_keys``)."""
        self.table, self.source, self.report = table, source, report
        self.fields = set(source.header)
        self.columns: dict[tuple[str, ...], KeyColumn] = {}
        self.references: list[tuple[ForeignKey, References, bool]] = []
        self.compiled: list[FieldChecks] = compile_table(table, self.fields)
        self.unique: dict[tuple[str, ...], str] = {}
        for field in table.fields:
            if field.unique:
                self._watch((field.name,), "RED-T026")
        self._watch(table.primary_key, "RED-T002")
        for fields in self.unique if keys else ():
            self.column(fields)

    def _watch(self, fields: tuple[str, ...], code: str) -> None:
        if fields and set(fields) <= self.fields:
            self.unique[fields] = code

    def column(self, fields: tuple[str, ...]) -> KeyColumn:
        """Return the hashes of these fields; ask for it before ``run``."""
        return self.columns.setdefault(fields, KeyColumn(fields))

    def refer(self, key: ForeignKey, target: KeyColumn) -> None:
        """Check a foreign key against the hashes of the table that it points to."""
        if set(key.fields) <= self.fields:
            self.references.append((key, References(key.fields, target), key.table == self.table.name))

    def run(self) -> int:
        """Check every row; returns their number."""
        rows = 0
        for block in ahead(self.source.blocks()):
            self.report.add(block.findings)
            rows += block.frame.height
            if block.frame.height:
                self._cells(block)
                self._keys(block)
        if self.columns:
            self._repeated()
        self._own_references()
        return rows

    def _cells(self, block: Block) -> None:
        """Try all gates at once; then all checks behind those that are open, on the rows that opened them."""
        gates = block.frame.select(
            checks.gate.arg_true().implode().alias(str(number)) for number, checks in enumerate(self.compiled)
        )
        caught = gates.row(0) if gates.width else ()
        rows = sorted({row for rows in caught for row in rows} - block.ragged)
        opened = [
            (checks.field, check)
            for checks, rows_caught in zip(self.compiled, caught, strict=True)
            for check in (checks.checks if rows_caught else ())
        ]
        if rows:
            suspects = block.frame[rows]
            broken = suspects.select(
                check.broken.arg_true().implode().alias(str(number)) for number, (_, check) in enumerate(opened)
            )
            for (field, check), indexes in zip(opened, broken.row(0), strict=True):
                self._broken(block, suspects, rows, field, check, indexes)

    def _broken(
        self, block: Block, suspects: pl.DataFrame, rows: list[int], field: str, check: Check, indexes: list[int]
    ) -> None:
        room = max(self.report.room(check.code, self.table.name), 0)
        self.report.add_uncounted(check.code, len(indexes) - room, check.severity)
        for index, cells in self._rows_at(suspects, indexes[:room], field):
            message = f"{field} {shown(cells[field])} {check.message}" if cells[field] else f"{field} {check.message}"
            found = FoundRow(block.first_row + rows[index], block.line(rows[index]), cells)
            self.report.add(self._finding(check.code, found, field, message, check.expected, check.severity))

    def _rows_at(self, frame: pl.DataFrame, indexes: list[int], *fields: str) -> list[tuple[int, dict[str, str]]]:
        if not indexes:
            return []
        wanted = [name for name in self.source.header if name in fields or name in self.table.primary_key]
        return list(zip(indexes, frame.select(wanted)[indexes].to_dicts(), strict=True))

    def _finding(
        self, code: str, row: FoundRow, field: str, message: str, expected: str | None, severity: str = "error"
    ) -> Finding:
        key = ", ".join(str(row.cells.get(name, ""))[:200] for name in self.table.primary_key)
        return Finding(
            code, severity, message, self.source.place(row.row), row.line, None if row.line is None else 1, self.table.name,
            key, field, expected,
        )  # fmt: skip

    def _keys(self, block: Block) -> None:
        for fields, column in self.columns.items():
            if set(fields) <= self.fields:
                column.add(hashes_of(block.frame, fields))
        for key, references, own in self.references:
            if own:
                references.wait(block.frame, block.first_row)
                continue
            lost = [index for index in references.lost(block.frame) if index not in block.ragged]
            room = max(self.report.room("RED-T027", self.table.name), 0)
            self.report.add_uncounted("RED-T027", len(lost) - room)
            for index, cells in self._rows_at(block.frame, lost[:room], *key.fields):
                self.lost(key, FoundRow(block.first_row + index, block.line(index), cells))

    def lost(self, key: ForeignKey, row: FoundRow) -> None:
        """Report a row that points nowhere."""
        value = ", ".join(shown(str(row.cells[name])) for name in key.fields)
        target = f"{key.table}.{', '.join(key.references)}"
        message = f"{', '.join(key.fields)} {value} is not in {target}"
        self.report.add(self._finding("RED-T027", row, key.fields[0], message, f"a value of {target}"))

    def _own_references(self) -> None:
        for key, references, own in self.references:
            if own:
                lost = references.lost_at_last()
                room = max(self.report.room("RED-T027", self.table.name), 0)
                self.report.add_uncounted("RED-T027", len(lost) - room)
                for row in self.source.rows(lost[:room]):
                    self.lost(key, row)

    def _repeated(self) -> None:
        for fields, code in self.unique.items():
            groups = self.columns[fields].repeated()
            room = max(self.report.room(code, self.table.name), 0)
            self.report.add_uncounted(code, sum(len(group) - 1 for group in groups[room:]))
            numbers = sorted({int(number) for group in groups[:room] for number in group})
            found = {row.row: row for row in self.source.rows(numbers)}
            for group in groups[:room]:
                self._repetitions(fields, code, [found[int(number)] for number in group])

    def _repetitions(self, fields: tuple[str, ...], code: str, rows: list[FoundRow]) -> None:
        first: dict[tuple[str, ...], FoundRow] = {}
        for row in rows:
            value = tuple(str(row.cells[name]) for name in fields)
            if not any(value):
                continue
            before = first.setdefault(value, row)
            if before is not row:
                self.repeats(fields, code, row, before)

    def repeats(self, fields: tuple[str, ...], code: str, row: FoundRow, before: FoundRow) -> None:
        """Report a row that has the key of one before it."""
        what = "the key" if code == "RED-T002" else f"{fields[0]}"
        place = f"line {before.line}" if before.line is not None else self.source.place(before.row)
        value = ", ".join(str(row.cells[name]) for name in fields)
        message = f"{what} ({value[:200]}) stands already in {place}"
        self.report.add(self._finding(code, row, ", ".join(fields), message, "every row once"))


def check_tables(
    tables: Mapping[str, Table],
    sources: Mapping[str, Source],
    report: Report,
    neighbours: Mapping[str, Source] | None = None,
) -> dict[str, int]:
    """Check tables against their schemas and each other; returns their numbers of rows.

    ``neighbours`` are only pointed to: what is wrong with them is not reported. A foreign key is checked where the table
    that it points to is there; where it is not, the report says so.
    """
    beside = neighbours or {}
    on_disk = all(isinstance(source, ParquetSource) for source in (*sources.values(), *beside.values()))
    checkers = {name: TableChecker(tables[name], source, Report(), keys=not on_disk) for name, source in beside.items()}
    checkers |= {name: TableChecker(tables[name], source, report, keys=not on_disk) for name, source in sources.items()}
    references: list[Reference] = []
    for name in sources:
        for key in tables[name].foreign_keys:
            if target := checkers.get(key.table):
                if set(key.references) <= target.fields and set(key.fields) <= checkers[name].fields:
                    references.append((checkers[name], key, target))
            else:
                report.note(f"{name}.{', '.join(key.fields)}: not checked, {key.table} is not here")
    for checker, key, target in () if on_disk else references:
        checker.refer(key, target.column(key.references))
    counts = {name: checkers[name].run() for name in _order(tables, list(checkers))}
    if on_disk:
        check_keys([checkers[name] for name in sources], references)
    return {name: counts[name] for name in sources}


def _order(tables: Mapping[str, Table], names: list[str]) -> list[str]:
    """Return the tables so that each comes after those it points to, as far as that can be."""
    waiting, ordered = list(names), []  # type: list[str], list[str]
    while waiting:
        ready = [
            name
            for name in waiting
            if all(key.table == name or key.table not in waiting for key in tables[name].foreign_keys)
        ]
        for name in ready or waiting[:1]:
            ordered.append(name)
            waiting.remove(name)
    return ordered
