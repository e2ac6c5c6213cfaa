"""Read digest documents of any number, not only the seeds, into the same tables.

PATH is a document, a folder (searched for *.txt), a pattern in quotes, or a container of documents: JSON Lines (.jsonl) or
Parquet with the fields document_id and text, or a .zip of *.txt. DIR gets the tables, datapackage.json, and findings: what
could not be read or understood, with file, line and column. The tables also get the conflicts among the figures, and with
the references that the package ships. One bad document never stops the run. A run that was stopped goes on where it was when
the same command is given again.

examples:
  rare-earth-data extract page.txt --out tables
  rare-earth-data extract archive/ 'more/*.jsonl' pages.zip --out tables --format parquet
  rare-earth-data extract archive/ --out tables --format parquet --engine dask --scheduler tcp://10.0.0.1:8786
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rare_earth_data.assembly.extract import Summary

# Fewer documents than this are read sooner by one process than others are started.
FEW = 50
_SCALING = ("pyarrow", "duckdb")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a document, a folder, a pattern or a container of documents",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the tables go; made if need be")
    parser.add_argument(
        "--format",
        choices=("csv", "parquet"),
        default="csv",
        help="one CSV a table (default), or a folder of Parquet files",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="what shares the work (default: processes of this machine)",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster; without it one is started here")
    parser.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--quiet", action="store_true", help="no progress, only the summary")


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def run(options: argparse.Namespace) -> int:
    """Extract and print a summary; findings of severity error make the exit status 1."""
    from rare_earth_data.scaling.sources import find_files, missing_inputs

    missing = missing_inputs(options.paths)
    for path in missing:
        print(f"rare-earth-data extract: there is no {path}", file=sys.stderr)
    if options.scheduler and options.engine != "dask":
        print("rare-earth-data extract: --scheduler is for --engine dask", file=sys.stderr)
        return 2
    if missing or next(find_files(options.paths), None) is None:
        print("rare-earth-data extract: no documents to read", file=sys.stderr)
        return 2
    summary = _extract(options)
    if summary is None:
        print("rare-earth-data extract: no documents to read", file=sys.stderr)
        return 2
    for line in summary.shown_findings:
        print(line, file=sys.stderr)
    width = max(map(len, summary.counts))
    for name, count in summary.counts.items():
        print(f"{name:<{width}}  {count:>10,}")
    return 1 if summary.errors else 0


def _extract(options: argparse.Namespace) -> Summary | None:
    """Extract; return nothing where the inputs hold no document."""
    progress = not options.quiet and sys.stderr.isatty()
    if _is_simple(options):
        from rare_earth_data.assembly.extract import extract, find_documents
        from rare_earth_data.assembly.fresh import add_conflicts

        summary = extract(find_documents(options.paths)[0], options.out, progress=progress)
        summary.counts |= add_conflicts(options.out) or {}
        return summary
    from rare_earth_data.extras import require

    for module in _SCALING:
        require(module, "scale", "reading containers, many documents or into Parquet")
    from rare_earth_data.scaling.run import NoDocumentsError, extract_corpus, make_engine

    engine = make_engine(options.engine, options.scheduler, options.workers)
    try:
        return extract_corpus(options.paths, options.out, engine, format=options.format, progress=progress)
    except NoDocumentsError:
        return None
    finally:
        engine.close()


def _is_simple(options: argparse.Namespace) -> bool:
    """Whether one process does: both ways give the same bytes."""
    from rare_earth_data.scaling.sources import find_files

    if options.format != "csv" or options.engine != "local":
        return False
    files = list(islice(find_files(options.paths), FEW))
    if any(file.kind != "text" for file in files):
        return False
    if len(files) < FEW:
        return True
    if all(find_spec(module) for module in _SCALING):
        return False
    print("note: with 'rare-earth-data[scale]' every core is used, and a stopped run goes on", file=sys.stderr)
    return all(file.kind == "text" for file in find_files(options.paths))
