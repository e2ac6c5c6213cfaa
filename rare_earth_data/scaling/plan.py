"""Cut the inputs into parts: each is read by one process at a time, and is done or not done.

How parts are cut depends on the inputs alone, never on the engine or the number of workers, so that a run can be resumed
with others. A part is a line of JSON that says where its documents stand.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rare_earth_data.scaling.listing import Listed, Listing

Spec = dict[str, Any]

# A part is a thousand pages of the catalogue; of a small corpus it is less, so that every core gets some.
LARGEST, SMALLEST = 8 << 20, 1 << 16
MOST_DOCUMENTS = 10_000
_PARTS_WANTED = 64
_CHUNK = 1 << 20


class Plan:
    """The parts of a run, in order, kept on disk; only where each begins is in memory."""

    def __init__(self, file: Path) -> None:
        """Open a plan that ``make_plan`` has written."""
        self.file = file
        self.documents = 0
        self._offsets, self._counts = array("Q"), array("L")
        offset = 0
        with open(file, "rb") as lines:
            for line in lines:
                self._offsets.append(offset)
                self._counts.append(json.loads(line)["documents"])
                offset += len(line)
        self.documents = sum(self._counts)

    def __len__(self) -> int:
        return len(self._offsets)

    def spec(self, number: int) -> Spec:
        """Return what a part consists of."""
        with open(self.file, "rb") as lines:
            lines.seek(self._offsets[number])
            spec: Spec = json.loads(lines.readline())
        return spec

    def count(self, number: int) -> int:
        """Return how many documents a part holds, as far as can be known without reading them."""
        return self._counts[number]


def make_plan(paths: Iterable[Path], folder: Path) -> str:
    """Write ``folder/parts.jsonl`` and return its SHA-256: it changes when any input does."""
    listing = Listing(paths, folder)
    limit = min(LARGEST, max(SMALLEST, listing.bytes // _PARTS_WANTED))
    labels = Counter(listed.found.name for listed in listing if listed.found.kind != "text")
    digest = hashlib.sha256()
    with open(folder / "parts.jsonl", "wb") as file:
        for spec in _parts(listing, labels, limit):
            line = json.dumps(spec, separators=(",", ":")).encode("ascii") + b"\n"
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


def _parts(listing: Listing, labels: Counter[str], limit: int) -> Iterator[Spec]:
    files: list[Listed] = []
    size = 0
    for listed in listing:
        if listed.found.kind != "text":
            continue
        files.append(listed)
        size += listed.size
        if size >= limit or len(files) >= MOST_DOCUMENTS:
            yield _files(files)
            files, size = [], 0
    if files:
        yield _files(files)
    for listed in listing:
        if cut := _CUTTERS.get(listed.found.kind):
            # Two containers of one name are told apart by the whole path.
            label = listed.found.name if labels[listed.found.name] == 1 else Path(listed.found.path).as_posix()
            base = {"kind": listed.found.kind, "path": listed.found.path, "label": label, "changed": listed.changed}
            try:
                yield from ({**base, **where} for where in cut(listed, limit))
            except (OSError, ValueError, zipfile.BadZipFile) as error:
                yield {**base, "kind": "unreadable", "message": str(error)[:300], "documents": 1}


def _files(files: list[Listed]) -> Spec:
    stamp = hashlib.sha256(json.dumps([(listed.size, listed.changed) for listed in files]).encode("ascii")).hexdigest()
    return {"kind": "text", "files": [list(listed.found) for listed in files], "documents": len(files), "stamp": stamp}


def _cut_lines(listed: Listed, limit: int) -> Iterator[Spec]:
    """Cut a file of lines after the first line end beyond every ``limit`` bytes."""
    start, line, position, lines = 0, 1, 0, 0
    with open(listed.found.path, "rb") as file:
        while chunk := file.read(_CHUNK):
            taken = 0
            while (end := chunk.find(b"\n", max(taken, start + limit - position - 1))) >= 0:
                lines += chunk.count(b"\n", taken, end + 1)
                taken = end + 1
                yield {"start": start, "end": position + taken, "line": line, "documents": lines}
                start, line, lines = position + taken, line + lines, 0
            lines += chunk.count(b"\n", taken)
            position += len(chunk)
    if position > start:
        yield {"start": start, "end": position, "line": line, "documents": max(lines, 1)}


def _cut_rows(listed: Listed, limit: int) -> Iterator[Spec]:
    """Cut the row groups of a Parquet file into runs of rows of about ``limit`` bytes."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(listed.found.path) as file:
        before = 0
        for group in range(file.metadata.num_row_groups):
            meta = file.metadata.row_group(group)
            rows = meta.num_rows
            step = max(1, min(MOST_DOCUMENTS, rows * limit // max(meta.total_byte_size, 1)))
            for first in range(0, rows, step):
                count = min(step, rows - first)
                yield {"group": group, "first": first, "row": before + first + 1, "documents": count}
            before += rows


def _cut_members(listed: Listed, limit: int) -> Iterator[Spec]:
    """Cut the ``*.txt`` of an archive, in its order, into runs of about ``limit`` bytes."""
    first, count, size = 0, 0, 0
    with zipfile.ZipFile(listed.found.path) as archive:
        for number, member in enumerate(archive.infolist(), start=1):
            size += member.file_size
            count += member.filename.endswith(".txt")
            if size >= limit or number - first >= MOST_DOCUMENTS:
                yield {"first": first, "last": number, "documents": count}
                first, count, size = number, 0, 0
        if first < len(archive.infolist()):
            yield {"first": first, "last": len(archive.infolist()), "documents": count}


_CUTTERS = {"jsonl": _cut_lines, "parquet": _cut_rows, "zip": _cut_members}
