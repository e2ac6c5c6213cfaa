"""Make the files of a release: the same bytes from the same commit, anywhere.

They are written beside their folder, which is put in place when all are there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rare_earth_data.assembly.files import DATA
from rare_earth_data.exporters import FORMATS
from rare_earth_data.package import read_package
from rare_earth_data.release import git
from rare_earth_data.release.files import described, licence_texts, write_formats
from rare_earth_data.releases import Release, ReleaseFile, index_bytes, newest_first, parse_index

INDEX = "index.json"
CHECKSUMS = "SHA256SUMS"
_WHEEL = ("wheel", "application/zip")
_SDIST = ("sdist", "application/gzip")


def _python_packages(root: Path, folder: Path, epoch: str) -> list[ReleaseFile]:
    """Build wheel and sdist; every time in them is that of the commit."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"wheel and sdist could not be built:\n{done.stdout}{done.stderr}")
    files = [described(path, folder, *_WHEEL) for path in sorted(folder.glob("*.whl"))]
    return files + [described(path, folder, *_SDIST) for path in sorted(folder.glob("*.tar.gz"))]


def _checksums(files: list[ReleaseFile]) -> bytes:
    """Return the checksums as ``sha256sum --check`` reads them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda file: file.path)).encode()


def write_release(
    root: Path, folder: Path, *, python_packages: bool = True, progress: Callable[[str], None] = lambda _: None
) -> Release:
    """Write all files of the release of the repository at ``root`` into ``folder``; the gate is asked before."""
    package = read_package(root / DATA, "this")
    date, epoch = git.commit_date(root), git.commit_epoch(root)
    files: list[ReleaseFile] = []
    if python_packages:
        progress("wheel and sdist")
        files += _python_packages(root, folder, epoch)
    progress("data files and metadata")
    files += write_formats(package, folder, FORMATS, date, licence_texts(root))
    release = Release(package.version, date, tuple(files))
    (folder / CHECKSUMS).write_bytes(_checksums(files))
    (folder / INDEX).write_bytes(index_bytes(str(package.descriptor["name"]), [release]))
    return release


def make_release(root: Path, out: Path, *, progress: Callable[[str], None] = lambda _: None) -> Release:
    """Write a release and put it in the place of ``out`` when it is complete."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        release = write_release(root, new, progress=progress)
        if out.exists():
            out.rename(Path(scratch) / "old")
        new.rename(out)
    return release


def publish(dist: Path, site: Path) -> Path:
    """Add the release in ``dist`` to a folder of releases that a web server can serve, and return the index there.

    Files go into ``<version>/``; the index is renewed last, and in one step. Raises FileExistsError for a version that is
    there with other content: what has been published does not change.
    """
    (release,) = parse_index((dist / INDEX).read_bytes(), str(dist / INDEX))
    index = site / INDEX
    known = parse_index(index.read_bytes(), str(index)) if index.is_file() else []
    moved = tuple(
        ReleaseFile(f"{release.version}/{file.path}", file.format, file.media_type, file.bytes, file.sha256)
        for file in release.files
    )
    new = Release(release.version, release.date, moved)
    if any(old.version == new.version and old != new for old in known):
        raise FileExistsError(f"{index} has a version {new.version} with other content: raise the version")
    shutil.copytree(dist, site / release.version, dirs_exist_ok=True, ignore=shutil.ignore_patterns(INDEX))
    others = [old for old in known if old.version != new.version]
    name = "rare-earth-data"
    part = site / f".{INDEX}.part"
    part.write_bytes(index_bytes(name, newest_first([*others, new])))
    part.replace(index)
    return index
