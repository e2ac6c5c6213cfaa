"""Write the data files of a release, one format after the other, and say what each file is."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from rare_earth_data.exporters import Facts, export
from rare_earth_data.knowledge import PACKAGE
from rare_earth_data.package import DataPackage
from rare_earth_data.releases import ReleaseFile
from rare_earth_data.transfer import sha256_of

LICENCES = ("LICENSE", "LICENSE-DATA.md")


def licence_texts(root: Path | None = None) -> dict[str, bytes]:
    """Return the licence texts by file name: of the repository at ``root``, or of the installed package."""
    beside = PACKAGE.parent if root is None else root
    found = {name: (beside / name).read_bytes() for name in LICENCES if (beside / name).is_file()}
    if found or root is not None:
        return found
    try:
        installed = files("rare-earth-data") or []
    except PackageNotFoundError:
        return {}
    return {path.name: Path(str(path.locate())).read_bytes() for path in installed if path.name in LICENCES}


def described(path: Path, folder: Path, format_: str, media_type: str) -> ReleaseFile:
    """Return a file's entry for the release index."""
    return ReleaseFile(path.relative_to(folder).as_posix(), format_, media_type, path.stat().st_size, sha256_of(path))


def write_formats(
    package: DataPackage, folder: Path, formats: Iterable[str], date: str, licences: dict[str, bytes]
) -> list[ReleaseFile]:
    """Write a package in these formats, in their order; metadata tells of the files written before it."""
    facts = Facts(date, licences, [])
    for format_ in formats:
        written = export(package, format_, folder, facts)
        facts.files.extend(described(file.path, folder, file.format, file.media_type) for file in written)
    return facts.files
