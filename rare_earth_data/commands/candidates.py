"""List claims that look like a policy event nobody has recorded: the to-do list that a new document leaves.

Reads the repository in this folder (or --root), or the documents given. A claim that some event of
seeds/curation/events.yaml already quotes is left out; --all lists those too. --figures counts how the list compares with the
recorded events: how many of their claims it finds, and how much of it is noise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rare_earth_data.commands.printing import add_format, print_rows
from rare_earth_data.knowledge import use_schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents or folders (default: the seeds)")
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the repository (default: this folder)"
    )
    parser.add_argument("--all", action="store_true", help="also claims that an event already quotes")
    parser.add_argument("--figures", action="store_true", help="how the list compares with the recorded events")
    add_format(parser)


def _documents(paths: list[Path], root: Path) -> list[tuple[Path, Path]]:
    from rare_earth_data.assembly.extract import find_documents

    found, missing = find_documents(paths or [root / "seeds"])
    if missing:
        raise FileNotFoundError(f"there is no {missing[0]}")
    return [(path, root) for path, _ in found] if not paths else found


def run(options: argparse.Namespace) -> int:
    """Print the list, or the figures."""
    root = options.root.resolve()
    if (root / "schemas").is_dir():
        use_schemas(root / "schemas")
    from rare_earth_data.assembly.unrecorded import figures, unrecorded_events

    documents = _documents(options.paths, root)
    if options.figures:
        print_rows([{"figure": name, "value": value} for name, value in figures(documents, root)], options.format)
        return 0
    rows = unrecorded_events(documents, root, everything=options.all)
    print_rows(rows, options.format, ["place", "score", "cue", "actor", "date", "text"])
    print(f"{len(rows):,} claims look like an event", file=sys.stderr)
    return 0
