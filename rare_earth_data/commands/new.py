"""Print a template of an entry that people add by hand, its fields explained, or put a filled one into its file.

Without --append the entry is printed. With --append it is added to its file under seeds/curation/; give what you know as
FIELD=TEXT (PART.FIELD=TEXT inside a part), and put the rest right in the file. 'rare-earth-data validate' says what is
still missing.

examples:
  rare-earth-data new event
  rare-earth-data new title title=矿山停产 en="Mines close" --append
  rare-earth-data new correction quote="rose to 2,600 tons" value_text="2,600 tons" action=confirm reason="read" --append
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rare_earth_data.templates import TEMPLATES, append_entry, template


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("kind", choices=tuple(TEMPLATES), help="what to make")
    parser.add_argument("given", nargs="*", metavar="FIELD=TEXT", help="what is known already")
    parser.add_argument("--append", action="store_true", help="add it to its file under seeds/curation/")
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the repository (default: this folder)"
    )


def run(options: argparse.Namespace) -> int:
    """Print or append the entry."""
    pairs = [text.partition("=") for text in options.given]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise LookupError(f"{wrong[0]!r} is not of the form FIELD=TEXT")
    given = {name: value for name, _, value in pairs}
    if not options.append:
        print(template(options.kind, given), end="")
        return 0
    print(f"added to {append_entry(options.root, options.kind, given)}")
    return 0
