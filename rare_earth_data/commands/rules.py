"""List the rules, or explain one: what holds when all is well, with an example that breaks it and one that does not.

examples:
  rare-earth-data rules
  rare-earth-data rules RED-T020
"""

from __future__ import annotations

import argparse

from rare_earth_data.commands.printing import add_format, print_rows
from rare_earth_data.rules import rule, rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="the code of one rule, as findings give it")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Print the list, or one rule."""
    if options.code:
        print(rule(options.code))
        return 0
    rows = [
        {"code": entry.code, "severity": entry.severity, "name": entry.name, "holds": entry.sentence}
        for entry in rules().values()
    ]
    print_rows(rows, options.format)
    return 0
