"""Open a released zip without trusting it: names, sizes and checksums first, then into a folder that goes away again."""

from __future__ import annotations

import errno
import lzma
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rare_earth_data.findings import Finding
from rare_earth_data.validation.descriptor import path_trouble

MOST_BYTES = 8 << 30
MOST_ENTRIES = 10_000
MOST_RATIO = 200
"""CSV shrinks to a tenth; what unpacks to two hundred times its size is no table."""
_NOT_ITS_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO)
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, RuntimeError,
)  # fmt: skip
_SMALL = 1 << 20
_CHUNK = 1 << 20


def _entry_findings(entry: zipfile.ZipInfo, name: str) -> Iterator[Finding]:
    shown = repr(entry.filename[:200])
    if trouble := path_trouble(Path("/nowhere"), entry.filename.rstrip("/")):
        yield Finding("RED-P011", "error", f"the entry {shown} {trouble}", name, expected="relative paths inside")
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Finding("RED-P011", "error", f"the entry {shown} is a symbolic link", name, expected="plain files")
    if entry.flag_bits & 1:
        yield Finding("RED-P010", "error", f"the entry {shown} is encrypted", name, expected="plain files")
    if entry.file_size > max(_SMALL, entry.compress_size * MOST_RATIO):
        message = f"the entry {shown} unpacks from {entry.compress_size:,} to {entry.file_size:,} bytes"
        yield Finding("RED-P012", "error", message, name, expected=f"at most {MOST_RATIO} times")


def archive_findings(archive: zipfile.ZipFile, name: str) -> list[Finding]:
    """Return what is wrong with the list of entries; nothing is unpacked for it."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        return [Finding("RED-P012", "error", f"{len(entries):,} entries", name, expected=f"at most {MOST_ENTRIES:,}")]
    findings = [finding for entry in entries for finding in _entry_findings(entry, name)]
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        findings.append(
            Finding("RED-P012", "error", f"unpacks to {total:,} bytes", name, expected=f"at most {MOST_BYTES:,}")
        )
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            message = f"two entries have the name {entry.filename[:200]!r}"
            findings.append(Finding("RED-P013", "error", message, name, expected="every name once"))
        seen.add(entry.filename)
    return findings


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write an entry to a file; zipfile reads no more of it than its header says, which has been checked."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, open(target, "xb") as file:
        shutil.copyfileobj(source, file, _CHUNK)


def unpack(path: Path, name: str, folder: Path) -> tuple[Path | None, list[Finding]]:
    """Unpack a zip into an empty folder; returns the descriptor's path and the findings. Any finding means: not unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            findings = archive_findings(archive, name)
            if findings:
                return None, findings
            for entry in archive.infolist():
                if not entry.is_dir():
                    _unpack_entry(archive, entry, folder / entry.filename)
            found = [
                entry.filename
                for entry in archive.infolist()
                if PurePosixPath(entry.filename).name == "datapackage.json"
            ]
    except (*_UNREADABLE, OSError) as error:
        if isinstance(error, OSError) and error.errno in _NOT_ITS_FAULT:
            raise
        return None, [Finding("RED-P010", "error", f"the archive cannot be read: {str(error)[:200]}", name)]
    if not found:
        return None, [Finding("RED-P004", "error", "the archive holds no datapackage.json", name)]
    return folder / min(found, key=lambda entry: (entry.count("/"), entry)), []
