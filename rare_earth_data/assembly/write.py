"""Put generated files in place so that a build killed at any moment leaves the old ones whole.

Single files are written beside their place and renamed. The data folder is written whole beside its place and exchanged
for the old one in one step where the platform can (Linux), in two renames elsewhere.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _exchange(first: Path, second: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    status: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return status == 0


def _two_renames(new: Path, folder: Path) -> None:
    aside = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    new.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Clear away what a killed build left beside ``folder``, and put the folder back if it was caught between renames."""
    aside = folder.with_name(f".{folder.name}.old")
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)
    for left in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with exactly these files (name -> content) in the place of ``folder``."""
    remove_leftovers(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        new.chmod(0o755)
        for name, content in files.items():
            (new / name).write_bytes(content)
        if not folder.exists():
            new.rename(folder)
        elif not _exchange(new, folder):
            _two_renames(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def differing(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths whose content under ``root`` is not the one given."""
    return [
        name for name, content in files.items() if not (root / name).is_file() or (root / name).read_bytes() != content
    ]


def write_generated(root: Path, files: Mapping[str, bytes], folder: str) -> list[str]:
    """Write the generated files that differ from what is there; returns their paths. ``folder`` is exchanged whole."""
    changed = differing(root, files)
    inside = {name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)}
    stray = {path.name for path in (root / folder).glob("*")} - set(inside)
    if stray or any(name.startswith(folder) for name in changed):
        replace_folder(root / folder.rstrip("/"), inside)
    for name in changed:
        if not name.startswith(folder):
            replace_file(root / name, files[name])
    return changed
