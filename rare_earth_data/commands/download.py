"""Download a released version in one of its formats; without a version, list those there are.

Where releases are is said by --index, the environment variable RARE_EARTH_DATA_INDEX, or a line index = "..." in the config
file. Files are checked, and kept in a cache; a cut transfer goes on where it stopped.

examples:
  rare-earth-data download --index https://example.org/releases
  rare-earth-data download 0.2.0
  rare-earth-data download 0.2.0 --format parquet --out tables
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from rare_earth_data.transfer import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("version", nargs="?", metavar="VERSION", help="which version; without it, list the versions")
    parser.add_argument("--index", metavar="URL", help="address or folder of the release index")
    parser.add_argument("--format", default="csv", help="csv (the data package), parquet, sqlite ... (default: csv)")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the files go (default: here)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _bar(name: str) -> Progress:
    def tell(done: int, total: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r{name}  [{'#' * filled:<30}] {done:,} of {total:,} bytes", end=end, file=sys.stderr, flush=True)

    return tell


def _silent(_: str) -> Progress:
    return lambda *_: None


def _place(cached: Path, folder: Path) -> Path:
    """Copy a file out of the cache in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as file:
        part, place = Path(file.name), folder / cached.name
    try:
        shutil.copyfile(cached, part)
        part.chmod(0o644)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return place


def run(options: argparse.Namespace) -> int:
    """Download, or list what there is."""
    from rare_earth_data.downloading import download, releases
    from rare_earth_data.releases import BadIndexError

    try:
        if options.version is None:
            for release in releases(options.index):
                print(f"{release.version}  {release.date[:10]}  {', '.join(release.formats)}")
            return 0
        bar = _silent if options.quiet or not sys.stderr.isatty() else _bar
        cached = download(options.version, index=options.index, format=options.format, progress=bar)
    except BadIndexError as error:
        print(f"rare-earth-data download: {error}", file=sys.stderr)
        return 2
    for path in cached:
        print(_place(path, options.out))
    return 0
