"""Check what people contribute, and what is released: every rule, every finding, with file, line and what was expected.

PATH is a repository (with seeds/), a package folder, a datapackage.json, a released zip, a digest document (.txt), a file
of seeds/curation/ (.yaml), or a table (.csv, .parquet). Nothing is written but the files given with --output.

A package may have tables of many Parquet files, as 'extract --format parquet' writes them: they are checked out of core, and
findings name the file and the row (claims/part-0000003.parquet#12).

--output names a file a form, by its ending: .sarif, .xml (JUnit), .json, .md (a summary), .txt; a name without such an
ending is given its form as FORM=FILE.

examples:
  rare-earth-data validate
  rare-earth-data validate seeds/curation/titles.yaml
  rare-earth-data validate . --format github --output findings.sarif --output summary.md --against origin/main
  rare-earth-data validate rare-earth-data-0.1.0.zip --documents .
  rare-earth-data validate tables --documents archive
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from rare_earth_data.reports import ENDINGS, FORMATS, View, render

FAILING = {"error": ("error",), "warning": ("error", "warning"), "note": ("error", "warning", "note")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="PATH", help="default: this folder")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="what is printed (default: text)")
    parser.add_argument(
        "--output", action="append", default=[], metavar="FILE", help="write findings to a file as well"
    )
    parser.add_argument("--max", type=_count, default=100, metavar="N", help="show at most N findings (default 100)")
    parser.add_argument(
        "--severity",
        choices=tuple(FAILING),
        default="warning",
        help="show findings this grave and graver (default: warning)",
    )
    parser.add_argument(
        "--fail-on",
        choices=tuple(FAILING),
        default="error",
        help="exit status 1 from this severity on (default: error)",
    )
    parser.add_argument(
        "--documents", type=Path, metavar="DIR", help="where a package's documents lie, for its evidence"
    )
    parser.add_argument("--against", metavar="PLACE", help="a package or git revision to list changed rows against")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return number


def _outputs(given: list[str]) -> Iterator[tuple[str, Path]]:
    for text in given:
        form, equals, name = text.partition("=")
        if equals and form in FORMATS:
            yield form, Path(name)
        elif known := ENDINGS.get(Path(text).suffix.lower()):
            yield known, Path(text)
        else:
            raise LookupError(
                f"--output {text}: give it one of the endings {', '.join(ENDINGS)}, or a form as FORM=FILE"
            )


def _changes(options: argparse.Namespace) -> list[str]:
    if options.against is None:
        return []
    from rare_earth_data.reports.changes import change_lines

    repository = options.path if options.path.is_dir() else Path()
    try:
        return change_lines(options.against, options.path, repository)
    except (LookupError, ValueError) as error:
        return [f"What changed in the rows is not known: {error}"]


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), end="")


def run(options: argparse.Namespace) -> int:
    """Check, print, and write the files asked for."""
    from rare_earth_data.validation.targets import validate

    outputs = list(_outputs(options.output))
    report = validate(options.path, options.documents)
    view = View.of(report, options.severity, options.max, _changes(options))
    for form, path in outputs:
        path.write_text(render(form, view), encoding="utf-8", errors="backslashreplace")
    _print(render(options.format, view))
    return 1 if any(report.count(severity) for severity in FAILING[options.fail_on]) else 0
