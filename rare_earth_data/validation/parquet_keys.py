"""Unique keys and references of Parquet tables of any size: asked of DuckDB, by group and by join, out of core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import duckdb

from rare_earth_data.engines.duckdb_csv import quoted
from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import ForeignKey
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.parquet_tables import ParquetTables, filled, number, parquet_tables, same, text
from rare_earth_data.validation.source import FoundRow

if TYPE_CHECKING:
    from rare_earth_data.validation.tables import Reference, TableChecker

Cells = dict[str, Any]


def check_keys(checkers: Sequence[TableChecker], references: Sequence[Reference]) -> None:
    """Report the rows of tables that have a key of another row, or point nowhere. All tables are Parquet."""
    involved = {checker.table.name: checker for checker in (*checkers, *(target for _, _, target in references))}
    sources = {name: cast(ParquetSource, checker.source) for name, checker in involved.items()}
    with parquet_tables(sources) as tables:
        for checker in checkers:
            for fields, code in checker.unique.items():
                with _reading(checker):
                    _repeated(tables, checker, fields, code)
        for checker, key, target in references:
            if sources[target.table.name].is_whole:
                with _reading(checker):
                    _lost(tables, checker, key)
            else:
                said = f"{checker.table.name}.{', '.join(key.fields)}"
                checker.report.note(f"{said}: not checked, {target.table.name} is not whole")


@contextmanager
def _reading(checker: TableChecker) -> Iterator[None]:
    """Make a finding of files that DuckDB cannot read."""
    try:
        yield
    except duckdb.Error as error:
        message = f"keys cannot be checked: {str(error).splitlines()[0][:200]}"
        checker.report.add(Finding("RED-T012", "error", message, checker.source.name, table=checker.table.name))


def _repeated(tables: ParquetTables, checker: TableChecker, fields: tuple[str, ...], code: str) -> None:
    name = checker.table.name
    tables.database.execute(f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT {", ".join(f"{text(field)} AS {quoted(field)}" for field in fields)}
        FROM {quoted(name)} AS t WHERE {filled(fields)} GROUP BY ALL HAVING count(*) > 1
    """)
    question = f"""
        SELECT * FROM (
            SELECT {_cells(checker, fields)}, row_number() OVER same AS _nth,
                first_value(t.filename) OVER same AS _first, first_value(t.file_row_number) OVER same AS _first_row
            FROM {quoted(name)} AS t SEMI JOIN repeated AS r ON {same(fields, fields)}
            WINDOW same AS (PARTITION BY {", ".join(map(text, fields))} ORDER BY t.filename, t.file_row_number)
        ) WHERE _nth > 1
    """

    def report(row: FoundRow, cells: Cells) -> None:
        before = FoundRow(tables.number(name, cells["_first"], cells["_first_row"]), None, row.cells)
        checker.repeats(fields, code, row, before)

    _report(tables, checker, code, question, report)


def _lost(tables: ParquetTables, checker: TableChecker, key: ForeignKey) -> None:
    question = f"""
        SELECT {_cells(checker, key.fields)} FROM {quoted(checker.table.name)} AS t
        ANTI JOIN {quoted(key.table)} AS r ON {same(key.fields, key.references)} WHERE {filled(key.fields)}
    """
    _report(tables, checker, "RED-T027", question, lambda row, _: checker.lost(key, row))


def _cells(checker: TableChecker, fields: Sequence[str]) -> str:
    """Return the SQL of what a finding tells of a row: its place, and the cells of these fields and of its key."""
    wanted = [name for name in checker.source.header if name in fields or name in checker.table.primary_key]
    return ", ".join([number(), *(f"{text(name)} AS {quoted(name)}" for name in wanted)])


def _report(
    tables: ParquetTables,
    checker: TableChecker,
    code: str,
    question: str,
    report: Callable[[FoundRow, Cells], None],
) -> None:
    """Report the rows that a question asks for, as many as are kept; the others are counted."""
    name = checker.table.name
    tables.database.execute(f"CREATE OR REPLACE TEMP TABLE found AS {question}")
    (count,) = tables.database.execute("SELECT count(*) FROM found").fetchone() or (0,)
    room = max(checker.report.room(code, name), 0)
    checker.report.add_uncounted(code, count - room)
    for at, cells in tables.rows(name, f"FROM found ORDER BY _file, _row LIMIT {room}"):
        report(FoundRow(at, None, cells), cells)
