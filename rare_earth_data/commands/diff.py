"""Say what changed between two data packages, and which version number is due for it.

OLD and NEW are folders, datapackage.json files, package zips, released versions, or revisions of the git repository here.
Rows are compared by primary key. The exit status is 0 whether or not there are differences; --exit-code makes it 1 if so.

examples:
  rare-earth-data diff 0.1.0 0.2.0
  rare-earth-data diff HEAD~1 .
  rare-earth-data diff v0.1.0 . --format markdown > changes.md
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("old", metavar="OLD", help="the package before")
    parser.add_argument("new", metavar="NEW", help="the package after")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: text")
    parser.add_argument(
        "--rows",
        type=int,
        metavar="N",
        help="at most N rows of each kind and table; 0 for all (default 10; all in JSON)",
    )
    parser.add_argument("--repository", type=Path, default=Path(), metavar="DIR", help="where revisions are looked up")
    parser.add_argument("--index", metavar="URL", help="release index that versions are downloaded from")
    parser.add_argument("--exit-code", action="store_true", help="exit status 1 if there are differences")


def run(options: argparse.Namespace) -> int:
    """Compare and print."""
    from rare_earth_data.diffing import diff
    from rare_earth_data.diffing.render import markdown_lines, text_lines, write_json
    from rare_earth_data.places import open_package

    limit = (None if options.format == "json" else 10) if options.rows is None else options.rows or None
    places = {"repository": options.repository, "index": options.index}
    try:
        with (
            open_package(options.old, **places) as old,
            open_package(options.new, **places) as new,
            diff(old, new) as found,
        ):
            if options.format == "json":
                write_json(found, sys.stdout, limit)
            else:
                lines = text_lines if options.format == "text" else markdown_lines
                for line in lines(found, limit):
                    print(line)
            return 1 if options.exit_code and not found.is_empty else 0
    except (ValueError, ImportError) as error:
        print(f"rare-earth-data diff: {error}", file=sys.stderr)
        return 2
