"""Parquet tables in a DuckDB that works out of core: for what needs all rows of a table, or several tables, at once.

Cells are asked for as text, as other checks have them, and each row with the number under which its source has it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from rare_earth_data.engines.duckdb_csv import literal, one_file, quoted
from rare_earth_data.scaling.database import connect
from rare_earth_data.validation.parquet import ParquetSource

_FETCHED = 4_096


def text(field: str, table: str = "t") -> str:
    """Return the SQL of a cell as text, empty where it is missing."""
    return f"coalesce(CAST({table}.{quoted(field)} AS VARCHAR), '')"


def number(table: str = "t") -> str:
    """Return the SQL of the place of a row: a file and the number of the row in it, which together give its number."""
    return f"{table}.filename AS _file, {table}.file_row_number AS _row"


class ParquetTables:
    """The tables as views by their names."""

    def __init__(self, database: duckdb.DuckDBPyConnection, sources: Mapping[str, ParquetSource]) -> None:
        self.database = database
        self._starts: dict[str, dict[str, int]] = {}
        for name, source in sources.items():
            paths = [path.resolve() for path in source.paths]
            self._starts[name] = {str(path): start for path, start in zip(paths, source.starts, strict=True)}
            files = ", ".join(literal(one_file(path)) for path in paths)
            options = "filename=true, file_row_number=true, hive_partitioning=false"
            # A table that DuckDB cannot read is not there: the questions about it fail, each with a finding.
            with suppress(duckdb.Error):
                database.execute(f"CREATE VIEW {quoted(name)} AS FROM read_parquet([{files}], {options})")

    def rows(self, name: str, question: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Answer a question with ``number`` among its columns: yields the number of each row of the table, and its cells."""
        found = self.database.execute(question)
        columns = [column[0] for column in found.description or ()]
        while some := found.fetchmany(_FETCHED):
            for values in some:
                row = dict(zip(columns, values, strict=True))
                yield self.number(name, row.pop("_file"), row.pop("_row")), row

    def number(self, name: str, file: str, row: int) -> int:
        """Return the number that a row of a file has in its table."""
        return self._starts[name][file] + row


@contextmanager
def parquet_tables(sources: Mapping[str, ParquetSource]) -> Iterator[ParquetTables]:
    """Open tables; what does not fit into little memory is put aside in a folder that goes away again."""
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as database:
        yield ParquetTables(database, sources)


def same(fields: Sequence[str], references: Sequence[str], other: str = "r") -> str:
    """Return the SQL that is true where the cells of a row are those of a row of another table."""
    return " AND ".join(f"{text(one)} = {text(two, other)}" for one, two in zip(fields, references, strict=True))


def filled(fields: Sequence[str]) -> str:
    """Return the SQL that is true where any of the cells is not missing."""
    return "(" + " OR ".join(f"{text(field)} <> ''" for field in fields) + ")"
