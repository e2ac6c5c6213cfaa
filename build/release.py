"""Make a release: the files in dist/, if the version is due, the tree clean and the data without findings.

release.py --prepare     write down what the release changes (seeds/releases/, CHANGELOG.md): then build and commit
release.py               write dist/
release.py --publish DIR write dist/, and add it to a folder of releases with its index
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rare_earth_data.release.gate import refusals
from rare_earth_data.release.make import make_release, publish
from rare_earth_data.release.prepare import prepare


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    parser.add_argument("--out", type=Path, help="where the files go (default: dist/ in the repository)")
    parser.add_argument("--previous", metavar="PLACE", help="what to compare with (default: the last tag v...)")
    parser.add_argument("--prepare", action="store_true", help="only write down what the release changes")
    parser.add_argument("--publish", type=Path, metavar="DIR", help="add the release to this folder of releases")
    return parser.parse_args()


def main() -> int:
    """Prepare, or make and perhaps publish; exit status 1 where something is in the way."""
    options = _arguments()
    if options.prepare:
        reasons, written = prepare(options.root, options.previous)
        for path in written:
            print(f"written: {path}")
    else:
        reasons = refusals(options.root, options.previous)
    if reasons:
        for reason in reasons:
            print(f"not released: {reason}", file=sys.stderr)
        return 1
    if options.prepare:
        return 0
    out = options.out or options.root / "dist"
    release = make_release(options.root, out, progress=lambda step: print(step, file=sys.stderr))
    for file in release.files:
        print(f"{file.bytes:>12,}  {file.path}")
    if options.publish:
        print(publish(out, options.publish))
    return 0


if __name__ == "__main__":
    sys.exit(main())
