"""List the tables: name, number of rows and what each holds."""

from __future__ import annotations

import argparse

from rare_earth_data.commands.printing import add_format, print_rows
from rare_earth_data.loading import DATA, describe, tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_format(parser)


def _count(name: str) -> int:
    import csv

    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def run(options: argparse.Namespace) -> int:
    """Print one line a table."""
    rows = [{"table": name, "rows": str(_count(name)), "holds": describe(name).description} for name in tables()]
    print_rows(rows, options.format)
    return 0
