"""Write the installed package, or another one, in a format that other tools read.

--format may be given several times; without it, every format is written. PACKAGE is a folder, a package zip, a released
version or a git revision; without it, it is the installed package.

examples:
  rare-earth-data export --format parquet --out tables
  rare-earth-data export 0.2.0 --format sqlite --format xlsx
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rare_earth_data.loading import DATA


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("package", nargs="?", default=str(DATA), metavar="PACKAGE", help="which package")
    parser.add_argument(
        "--format", action="append", metavar="NAME", help="csv, parquet, sqlite, duckdb, xlsx, jsonl ..."
    )
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the files go (default: here)")
    parser.add_argument("--index", metavar="URL", help="release index that versions are downloaded from")


def run(options: argparse.Namespace) -> int:
    """Export, and print the paths of the files written."""
    from rare_earth_data.exporters import FORMATS, exporter
    from rare_earth_data.places import open_package
    from rare_earth_data.release.files import licence_texts, write_formats

    formats = options.format or FORMATS
    try:
        for name in formats:
            exporter(name)
        with open_package(options.package, index=options.index) as package:
            for file in write_formats(package, options.out, formats, "", licence_texts()):
                print(options.out / file.path)
    except (ValueError, ImportError) as error:
        print(f"rare-earth-data export: {error}", file=sys.stderr)
        return 2
    return 0
