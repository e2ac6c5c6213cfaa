"""Build static pages to look at the data: they work from a folder, without a server and without a network.

DIR gets index.html and all that belongs to it; an older site there is replaced. FOLDER holds tables and their
datapackage.json, such as `extract` writes; without it the tables of the package are shown.

examples:
  rare-earth-data site --out site
  rare-earth-data extract page.txt --out tables && rare-earth-data site --data tables --out site
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rare_earth_data.loading import DATA


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pages go; made if need be")
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="FOLDER", help="tables (default: those of the package)"
    )


def run(options: argparse.Namespace) -> int:
    """Build the site and say where it is."""
    from rare_earth_data.site.build import build_site

    count = build_site(options.data, options.out)
    print(f"{count:,} pages; open {options.out / 'index.html'}")
    return 0
