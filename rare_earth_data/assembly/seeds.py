"""The documents that a repository holds: ``seeds/*.txt``, decoded, in the order of their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rare_earth_data.digest import decode
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding


def read_document(path: Path, root: Path) -> tuple[Document | None, list[Finding]]:
    """Read one file; ``root`` is the folder its path is given relative to. What cannot be read is a finding."""
    name = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Finding("RED-D100", "error", f"cannot be read: {error.strerror or error}", name)]
    return decode(data, path.stem, name)


def seed_documents(root: Path) -> Iterator[tuple[Document | None, list[Finding]]]:
    """Read every seed document of the repository at ``root``."""
    for path in sorted((root / "seeds").glob("*.txt"), key=lambda path: path.name):
        yield read_document(path, root)
