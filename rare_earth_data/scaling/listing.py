"""All files of the inputs, each once and in order, kept on disk: a list of a hundred million paths fits no memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from rare_earth_data.scaling.database import connect
from rare_earth_data.scaling.sources import Found, find_files

_ROWS = 20_000
# Names of files are bytes; sorted as bytes they stand in the order of their code points.
_SCHEMA = pa.schema(
    {"kind": pa.string(), "stem": pa.binary(), "path": pa.binary(), "root": pa.binary()}
    | {"size": pa.int64(), "changed": pa.int64()}
)
_IN_ORDER = """
    COPY (
        SELECT kind, path, min(root) AS root, any_value(size) AS size, any_value(changed) AS changed
        FROM read_parquet($found) GROUP BY kind, stem, path ORDER BY kind <> 'text', stem, path
    ) TO '{target}' (FORMAT parquet)
"""


class Listed(NamedTuple):
    """A file of the inputs, its size in bytes and when it was last changed (nanoseconds)."""

    found: Found
    size: int
    changed: int


class Listing:
    """The files of the inputs: documents by their ids first, then containers by their paths."""

    def __init__(self, paths: Iterable[Path], folder: Path) -> None:
        """Find the files and keep them in ``folder``."""
        self._file = folder / "files.parquet"
        unordered = folder / "found.parquet"
        with pq.ParquetWriter(unordered, _SCHEMA) as writer:
            rows = map(_row, find_files(paths))
            while batch := list(islice(rows, _ROWS)):
                writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=_SCHEMA))
        with connect(folder) as database:
            database.execute(
                _IN_ORDER.format(target=self._file.as_posix().replace("'", "''")), {"found": str(unordered)}
            )
            total = database.execute("SELECT sum(size) FROM read_parquet($1)", [str(self._file)]).fetchone()
        unordered.unlink()
        self.bytes = int(total[0] or 0) if total else 0

    def __iter__(self) -> Iterator[Listed]:
        with pq.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_ROWS):
                for row in batch.to_pylist():
                    found = Found(os.fsdecode(row["path"]), os.fsdecode(row["root"]))
                    yield Listed(found, row["size"], row["changed"])


def _row(found: Found) -> dict[str, Any]:
    try:
        status = os.stat(found.path)  # noqa: PTH116 - millions of them
        size, changed = status.st_size, status.st_mtime_ns
    except OSError:
        size, changed = 0, 0
    row = {"kind": found.kind, "stem": os.fsencode(found.stem), "path": os.fsencode(Path(found.path).as_posix())}
    return row | {"root": os.fsencode(found.root), "size": size, "changed": changed}
