"""Say what a table holds: its key, its references, and the meaning of every field."""

from __future__ import annotations

import argparse
from typing import cast

from rare_earth_data._tables import TableName
from rare_earth_data.loading import describe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("table", metavar="TABLE", help="name of a table, see 'rare-earth-data tables'")


def run(options: argparse.Namespace) -> int:
    """Print the description."""
    print(describe(cast(TableName, options.table)))
    return 0
