"""The command line ``rare-earth-data``: one module a subcommand, each with ``add_arguments`` and ``run``.

Exit status: 0 done and clean, 1 findings, 2 could not run.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from rare_earth_data import __version__
from rare_earth_data.extras import MissingExtraError, explain_missing

COMMANDS = {
    "tables": "list the tables",
    "show": "print the first rows of a table",
    "describe": "say what a table and its fields mean",
    "compare": "set all figures and references of one kind side by side",
    "conflicts": "list where figures and statements disagree",
    "provenance": "lead a figure back to its words",
    "timeline": "print policy events in order",
    "candidates": "list claims that look like an unrecorded policy event",
    "extract": "read digest documents into tables",
    "new": "print a template for an event, a correction or a title",
    "validate": "check a repository, package, table, document or curation file",
    "rules": "explain what is checked, rule by rule",
    "diff": "compare two packages and say which version is due",
    "export": "write the tables in another format",
    "download": "fetch a released data package",
    "site": "build static pages to look at the data",
    "build": "build the data package of a repository from its seeds",
}


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rare-earth-data",
        description="Claims, figures and policy events about rare earths, with the exact words that state them.",
        epilog="'rare-earth-data COMMAND --help' explains a command. Exit status: 0 clean, 1 findings, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"rare-earth-data {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        if name == chosen:
            module = importlib.import_module(f"rare_earth_data.commands.{name}")
            subparser.description = module.__doc__
            subparser.formatter_class = argparse.RawDescriptionHelpFormatter
            module.add_arguments(subparser)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status. Only the module of the chosen subcommand is imported."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in words if word in COMMANDS), None)
    options = _parser(chosen).parse_args(words)
    module = importlib.import_module(f"rare_earth_data.commands.{options.command}")
    try:
        status: int = module.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing more can be said to it
        return 0
    except ModuleNotFoundError as error:
        print(f"rare-earth-data {options.command}: {explain_missing(error)}", file=sys.stderr)
        return 2
    except (OSError, LookupError, MissingExtraError) as error:
        print(f"rare-earth-data {options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    return status
