"""What a user can name as input - files, folders, globs - and what kind of container each file found is."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".zip": "zip"}


class Found(NamedTuple):
    """A file, and the folder that its path is told relative to."""

    path: str
    root: str

    @property
    def kind(self) -> str:
        """``text`` for a document, else the kind of container of documents."""
        return KINDS.get(os.path.splitext(self.path)[1].lower(), "text")  # noqa: PTH122 - millions of them

    @property
    def name(self) -> str:
        """The path relative to the root, with forward slashes."""
        return Path(self.path).relative_to(self.root).as_posix()

    @property
    def stem(self) -> str:
        """The name without folders and suffix: the id of a document."""
        return Path(self.path).stem


def missing_inputs(paths: Iterable[Path]) -> list[Path]:
    """Return the paths that are neither there nor a pattern that something matches."""
    return [path for path in paths if not path.exists() and next(_matches(path), None) is None]


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield the files of the inputs as they are come upon; a file that two inputs name comes twice.

    Folders give their ``*.txt``, at any depth; a folder that cannot be listed is given itself, so that reading it fails.
    """
    for path in paths:
        if path.is_dir():
            yield from _in_folder(str(path), str(path))
        elif path.exists():
            yield Found(str(path), str(path.parent))
        else:
            root = _fixed_part(path)
            for match in _matches(path):
                if Path(match).is_dir():
                    yield from _in_folder(match, root)
                else:
                    yield Found(str(Path(match)), root)


def _in_folder(folder: str, root: str) -> Iterator[Found]:
    closed: list[str] = []
    for here, _, names in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        yield from (Found(str(Path(here, name)), root) for name in names if name.endswith(".txt"))
    yield from (Found(path, root) for path in closed)


def _matches(path: Path) -> Iterator[str]:
    if not glob.has_magic(str(path)):
        return iter(())
    return glob.iglob(str(path), recursive=True)  # noqa: PTH207 - a pattern may be absolute


def _fixed_part(path: Path) -> str:
    """Return the folders before the first wildcard of a pattern."""
    fixed = Path()
    for part in path.parts[:-1]:
        if glob.has_magic(part):
            break
        fixed /= part
    return str(fixed)
