"""Where a package can be: a folder, a descriptor, a zip, a git revision of the repository, or a released version."""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rare_earth_data.package import DataPackage, NotAPackageError, read_package
from rare_earth_data.validation.archive import archive_findings

_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
# Where packages have stood in the repository: the descriptor, then the folder of its tables.
_IN_REPOSITORY = ("datapackage.json", "rare_earth_data/data")


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a package zip into a folder. Raises NotAPackageError for one that is broken, unsafe or far too large."""
    try:
        with zipfile.ZipFile(archive) as file:
            for finding in archive_findings(file, archive.name):
                is_path = finding.code == "RED-P011"
                reason = "a path in the zip leads out of it" if is_path else "the zip is not safe to unpack"
                raise NotAPackageError(f"{archive}: {reason}: {finding.message}")
            file.extractall(folder)
    except zipfile.BadZipFile as error:
        raise NotAPackageError(f"{archive} is not a readable zip: {error}") from None


def _from_zip(path: Path, folder: Path) -> DataPackage:
    unpack(path, folder)
    inner = [file.parent for file in sorted(folder.glob("*/datapackage.json"))]
    return read_package(inner[0] if inner and not (folder / "datapackage.json").exists() else folder, str(path))


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False)


def _from_git(repository: Path, revision: str, folder: Path) -> DataPackage | None:
    """Return the package as it was at a revision; None if there is no such revision."""
    try:
        found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError:
        return None
    if found.returncode:
        return None
    commit = found.stdout.decode().strip()
    archive = folder / "revision.zip"
    made = _git(repository, "archive", "--format=zip", f"--output={archive}", commit, "--", *_IN_REPOSITORY)
    if made.returncode:
        raise NotAPackageError(f"revision {revision} holds no data package: {made.stderr.decode().strip()}")
    unpack(archive, folder)
    return read_package(folder, revision)


def _released(version: str, index: str | None) -> DataPackage:
    from rare_earth_data.downloading import released_package

    return released_package(version, index)


@contextmanager
def open_package(place: str | Path, *, repository: Path = Path(), index: str | None = None) -> Iterator[DataPackage]:
    """Open the package at a place, for the time of a ``with`` block.

    A path that exists is a folder, a ``datapackage.json`` or a zip; anything else a revision or tag of the git repository
    (``HEAD~1``, ``v0.1.0``); and a version (``0.1.0``) its tag, or else the release in the index (see ``downloading``).
    Raises NotAPackageError.
    """
    path = Path(place)
    with tempfile.TemporaryDirectory(prefix="rare-earth-data-") as scratch:
        folder = Path(scratch)
        if path.is_file() and path.suffix == ".zip":
            yield _from_zip(path, folder)
            return
        if path.exists():
            yield read_package(path)
            return
        text = str(place)
        is_version = bool(_VERSION.fullmatch(text))
        package = _from_git(repository, f"v{text}" if is_version else text, folder)
        if package is None and is_version:
            package = _released(text, index)
        if package is None:
            raise NotAPackageError(
                f"{text} is no folder, datapackage.json or zip, and no revision of a git repository here"
            )
        yield package
