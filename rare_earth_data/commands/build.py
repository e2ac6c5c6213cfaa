"""Build the data package of a repository: seeds and curation in, validated tables out.

Reads seeds/ and schemas/ under the repository, and writes the tables, the descriptors and the generated pages. Nothing is
written unless every check passes. With --check nothing is written at all; what would change is listed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import use_schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the repository (default: this folder)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if what is there differs from a rebuild"
    )
    parser.add_argument("--quiet", action="store_true", help="only findings and the summary")


def _progress(quiet: bool) -> Callable[[str], None]:
    start = time.monotonic()

    def tell(step: str) -> None:
        if not quiet:
            print(f"[{time.monotonic() - start:6.2f} s] {step}", file=sys.stderr, flush=True)

    return tell


def _print_summary(counts: dict[str, int], findings: list[Finding]) -> None:
    by_severity = {name: sum(f.severity == name for f in findings) for name in ("error", "warning", "note")}
    rows = [*counts.items(), *((f"{name}s", count) for name, count in by_severity.items())]
    width = max(len(name) for name, _ in rows)
    for name, count in rows:
        print(f"{name:<{width}}  {count:>8,}")


def run(options: argparse.Namespace) -> int:
    """Build, or check that a build would change nothing."""
    root = options.root.resolve()
    if not (root / "seeds").is_dir():
        print(f"rare-earth-data build: no seeds/ folder in {root}; give --root", file=sys.stderr)
        return 2
    if (root / "schemas").is_dir():
        use_schemas(root / "schemas")
    from rare_earth_data.assembly.build import build

    result = build(root, write=not options.check, progress=_progress(options.quiet))
    for finding in result.findings:
        print(finding, file=sys.stderr)
    _print_summary(result.counts, result.findings)
    if not result.ok:
        print("nothing was written", file=sys.stderr)
        return 1
    verb = "would change" if options.check else "written"
    for name in result.changed:
        print(f"{verb}: {name}", file=sys.stderr)
    return 1 if options.check and result.changed else 0
