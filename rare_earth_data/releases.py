"""The release index: which versions there are, of which files each consists, and what their checksums are.

``index.json`` lies beside the files or above them; paths in it are relative to it, or whole http(s) addresses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from rare_earth_data.diffing.versions import parts

_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadIndexError(ValueError):
    """Raised for an index that cannot be understood."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release. ``format`` is what to ask for it by: csv (the data package zip), parquet, sqlite ..."""

    path: str
    format: str
    media_type: str
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class Release:
    """One version: ``date`` is that of the commit it was made from (ISO 8601)."""

    version: str
    date: str
    files: tuple[ReleaseFile, ...]

    @property
    def formats(self) -> list[str]:
        """The formats it comes in, in order."""
        return list(dict.fromkeys(file.format for file in self.files))


def _file(entry: Any, origin: str) -> ReleaseFile:
    if not isinstance(entry, dict):
        raise BadIndexError(f"{origin}: a file of a release is not an object")
    texts = [entry.get(name) for name in ("path", "format", "media_type", "sha256")]
    size = entry.get("bytes")
    path, format_, media_type, sha256 = texts
    if not (isinstance(path, str) and isinstance(format_, str) and isinstance(media_type, str)):
        raise BadIndexError(f"{origin}: a file of a release lacks its path, format or media_type")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise BadIndexError(f"{origin}: {path} has no size in bytes")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadIndexError(f"{origin}: {path} has no sha256")
    file = ReleaseFile(path, format_, media_type, size, sha256)
    if file.name in ("", ".", "..") or "\\" in path or ".." in PurePosixPath(path).parts or path.startswith("/"):
        raise BadIndexError(f"{origin}: the path {path!r} leads elsewhere")
    return file


def parse_index(text: str | bytes, origin: str) -> list[Release]:
    """Read an index, newest version first. Raises BadIndexError; ``origin`` says where it came from."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise BadIndexError(f"{origin} is not a release index: {error}") from None
    entries = content.get("releases") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise BadIndexError(f"{origin} is not a release index: it lists no releases")
    releases = []
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("files"), list):
            raise BadIndexError(f"{origin}: a release lists no files")
        version = str(entry.get("version"))
        try:
            parts(version)
        except ValueError as error:
            raise BadIndexError(f"{origin}: {error}") from None
        files = tuple(_file(file, origin) for file in entry["files"])
        releases.append(Release(version, str(entry.get("date", "")), files))
    return newest_first(releases)


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """Return releases from the newest version to the oldest."""
    return sorted(releases, key=lambda release: parts(release.version), reverse=True)


def index_bytes(name: str, releases: Iterable[Release]) -> bytes:
    """Write an index as canonical JSON."""
    content = {"name": name, "releases": [asdict(release) for release in newest_first(releases)]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
