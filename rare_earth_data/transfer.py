"""Bring one file here, whole and right, or not at all.

A transfer that is cut is taken up where it stopped (where the server can) and started anew where it cannot; what has arrived
is kept beside its place under another name, and gets its own only when its SHA-256 is the one expected. So two processes may
bring the same file at once, and a process killed at any moment leaves nothing half done in place.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import re
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ATTEMPTS = 4
TIMEOUT = 30.0
_CHUNK = 1 << 16
_STALE = 24 * 3600
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RANGE = re.compile(r"bytes ([0-9]+)-[0-9]+/(?:[0-9]+|\*)")

# Told the number of bytes that are here, and the number there will be.
Progress = Callable[[int, int], None]


class DownloadError(OSError):
    """Raised when a file could not be brought here; nothing was put in its place."""


class ChecksumError(DownloadError):
    """Raised when what arrived is not what was announced."""


class _CutError(Exception):
    """A transfer stopped before its end, for a reason that may pass."""


def address_is_remote(address: str) -> bool:
    """Whether an address is an http(s) address rather than a path."""
    return address.startswith(("http://", "https://"))


@contextmanager
def _network(url: str) -> Iterator[None]:
    """Tell failures that may pass from those that will not."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _PASSING:
            raise _CutError(f"the server answered {error.code} {error.reason}") from None
        raise DownloadError(f"{url}: the server answered {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise _CutError(str(error.reason)) from None
    except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _CutError(str(error) or type(error).__name__) from None


def _open(url: str, start: int) -> Any:
    headers = {"User-Agent": "rare-earth-data", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT)


def _resumes(answer: Any, start: int) -> bool:
    """Whether an answer goes on where the last one stopped."""
    match = _RANGE.match(answer.headers.get("Content-Range", ""))
    return answer.status == 206 and match is not None and int(match[1]) == start


def _receive(url: str, file: IO[bytes], size: int, progress: Progress) -> None:
    """Receive the rest of a file of which a part may be here. Raises _CutError when it stops early."""
    start = file.tell()
    with _network(url):
        try:
            answer = _open(url, start)
        except urllib.error.HTTPError as error:
            if error.code != 416:
                raise
            error.close()
            answer, start = _open(url, 0), 0
        with answer:
            if not (start and _resumes(answer, start)):
                start = 0
            file.seek(start)
            file.truncate()
            # One byte too many is enough to know that it is not the file.
            while start <= size and (chunk := answer.read(min(_CHUNK, size + 1 - start))):
                with _disk(Path(file.name).parent):
                    file.write(chunk)
                start += len(chunk)
                progress(start, size)
    if start < size:
        raise _CutError(f"the connection was cut after {start:,} of {size:,} bytes")


def _with_patience(url: str, job: Callable[[], None]) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return job()
        except _CutError as error:
            if attempt == ATTEMPTS:
                raise DownloadError(f"{url}: {error} (tried {ATTEMPTS} times)") from None
            time.sleep(0.25 * 2**attempt)
    return None


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """Say in words what is wrong with the place that files are written to."""
    try:
        yield
    except (DownloadError, ConnectionError, TimeoutError, urllib.error.URLError):
        raise
    except OSError as error:
        what = "there is no space left in" if error.errno in _FULL else "cannot write to"
        raise DownloadError(f"{what} {folder}: {error.strerror or error}") from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sweep(folder: Path) -> None:
    """Remove what killed processes left behind."""
    for left in folder.glob(".part-*"):
        try:
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
        except OSError:
            continue


def _check(url: str, part: Path, size: int, sha256: str) -> str | None:
    """Return what is wrong with a file that has arrived."""
    if (arrived := part.stat().st_size) != size:
        return f"{url}: {arrived:,} bytes or more arrived where {size:,} were expected"
    if (found := sha256_of(part)) != sha256:
        return f"{url}: wrong checksum: expected sha256 {sha256}, got {found}"
    return None


def bring(address: str, target: Path, size: int, sha256: str, progress: Progress = lambda *_: None) -> None:
    """Bring the file at an http(s) address or path to ``target``, if its size and SHA-256 are as expected.

    Raises ChecksumError if they are not, and DownloadError where the server or the disk does not let it.
    """
    with _disk(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    part = Path(name)
    try:
        os.close(descriptor)
        with open(part, "w+b", buffering=0) as file:
            for last in (False, True):
                file.seek(0)
                if address_is_remote(address):
                    _with_patience(address, lambda: _receive(address, file, size, progress))
                else:
                    _copy(Path(address), file)
                wrong = _check(address, part, size, sha256)
                # Pieces of two answers may not fit together: once more, from the start.
                if wrong is None or last:
                    break
            with _disk(target.parent):
                os.fsync(file.fileno())
        if wrong:
            raise ChecksumError(wrong)
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, file: IO[bytes]) -> None:
    file.truncate()
    try:
        with open(source, "rb") as original, _disk(Path(file.name).parent):
            shutil.copyfileobj(original, file)
    except DownloadError:
        raise
    except OSError as error:
        raise DownloadError(f"{source}: {error.strerror}") from None


def fetch_text(address: str, limit: int = 1 << 24) -> bytes:
    """Return the content at an http(s) address or path, of at most ``limit`` bytes. Raises DownloadError."""
    if not address_is_remote(address):
        try:
            return Path(address).read_bytes()
        except OSError as error:
            raise DownloadError(f"{address}: {error.strerror}") from None
    content = bytearray()

    def receive() -> None:
        content.clear()
        with _network(address), _open(address, 0) as answer:
            while len(content) <= limit and (chunk := answer.read(_CHUNK)):
                content.extend(chunk)
            announced = answer.headers.get("Content-Length")
        if announced is not None and len(content) < int(announced):
            raise _CutError(f"the connection was cut after {len(content):,} of {announced} bytes")

    _with_patience(address, receive)
    if len(content) > limit:
        raise DownloadError(f"{address} is longer than {limit:,} bytes")
    return bytes(content)
