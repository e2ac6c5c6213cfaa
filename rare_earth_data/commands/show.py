"""Print rows of a table, readable in a terminal.

examples:
  rare-earth-data show claims
  rare-earth-data show articles --columns title_en,published_at --rows 40
  rare-earth-data show areas --where area=NAM --format json
"""

from __future__ import annotations

import argparse
import csv
from itertools import islice
from typing import cast

from rare_earth_data._tables import TableName
from rare_earth_data.commands.printing import add_format, print_rows
from rare_earth_data.loading import DATA, describe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("table", metavar="TABLE", help="name of a table, see 'rare-earth-data tables'")
    parser.add_argument("--rows", type=int, default=10, metavar="N", help="how many rows (default 10; 0 for all)")
    parser.add_argument("--columns", metavar="A,B", help="only these columns, in this order")
    parser.add_argument("--where", metavar="FIELD=TEXT", action="append", default=[], help="only rows with this value")
    add_format(parser)


def _columns(names: list[str], wanted: str | None) -> list[str]:
    columns = wanted.split(",") if wanted else names
    for column in columns:
        if column not in names:
            raise LookupError(f"there is no field {column!r}. The fields are: {', '.join(names)}.")
    return columns


def run(options: argparse.Namespace) -> int:
    """Print the rows asked for."""
    names = [field.name for field in describe(cast(TableName, options.table)).fields]
    columns = _columns(names, options.columns)
    conditions = [condition.partition("=")[::2] for condition in options.where]
    _columns(names, ",".join(field for field, _ in conditions) or None)
    with open(DATA / f"{options.table}.csv", encoding="utf-8", newline="") as file:
        matching = (row for row in csv.DictReader(file) if all(row[field] == value for field, value in conditions))
        rows = [{column: row[column] for column in columns} for row in islice(matching, options.rows or None)]
    print_rows(rows, options.format, columns)
    return 0
