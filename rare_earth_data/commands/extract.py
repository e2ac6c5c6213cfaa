"""Read digest documents, not only the seeds, into the same tables as CSV.

PATH is a document or a folder; folders are searched for *.txt. DIR gets one CSV a table, datapackage.json, and
findings.csv: what was not understood, with file, line and column. One bad document never stops the run.

examples:
  rare-earth-data extract page.txt --out tables
  rare-earth-data extract archive/ more/page.txt --out tables
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a document, or a folder of *.txt documents"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the tables go; made if need be")
    parser.add_argument("--quiet", action="store_true", help="no progress, only the summary")


def run(options: argparse.Namespace) -> int:
    """Extract and print a summary; findings of severity error make the exit status 1."""
    from rare_earth_data.assembly.extract import extract, find_documents

    paths, missing = find_documents(options.paths)
    for path in missing:
        print(f"rare-earth-data extract: there is no {path}", file=sys.stderr)
    if missing or not paths:
        print("rare-earth-data extract: no documents to read", file=sys.stderr)
        return 2
    summary = extract(paths, options.out, progress=not options.quiet and sys.stderr.isatty())
    for line in summary.shown_findings:
        print(line, file=sys.stderr)
    width = max(map(len, summary.counts))
    for name, count in summary.counts.items():
        print(f"{name:<{width}}  {count:>10,}")
    return 1 if summary.errors else 0
