"""Where the files of a run lie, and which of its steps are done. All state is files: a run that was killed has the same."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """A run: its folder of work, and the format (csv or parquet) of its result. Small, and sent to every worker."""

    folder: str
    format: str

    def stage(self, number: int | str = "*") -> Path:
        """Return the folder of a part as it was read."""
        return Path(self.folder, "stage", number if isinstance(number, str) else f"{number:07}")

    @property
    def decided(self) -> Path:
        """The folder of what the global step has decided."""
        return Path(self.folder, "decided")

    def compared(self, number: int | str = "*") -> Path:
        """Return the folder of a part's rows to compare, and of what single articles of it contradict."""
        return Path(self.folder, "compared", number if isinstance(number, str) else f"{number:07}")

    @property
    def gathered(self) -> Path:
        """The folder of rows to compare, those of a group together."""
        return Path(self.folder, "gathered")

    def bucket_hits(self, bucket: int) -> Path:
        """Return the file of what was found in a bucket of gathered rows."""
        return Path(self.folder, "buckets", f"{bucket:04}.parquet")

    @property
    def grouped(self) -> Path:
        """The folder of what the comparison by groups has found."""
        return Path(self.folder, "grouped")

    def final(self, table: str) -> Path:
        """Return the folder of a table's parts in their final form."""
        return Path(self.folder, "final", table)

    def final_file(self, table: str, number: int) -> Path:
        """Return the file of a table's part in its final form."""
        return self.final(table) / f"part-{number:07}.{self.format}"

    def is_staged(self, number: int) -> bool:
        """Whether a part has been read."""
        return self.stage(number).is_dir()

    def is_compared(self, number: int) -> bool:
        """Whether the articles of a part have been looked at, each by itself."""
        return self.compared(number).is_dir()

    def is_finished(self, number: int) -> bool:
        """Whether a part has its final form."""
        return self._counts(number).is_file()

    def _counts(self, number: int) -> Path:
        return Path(self.folder, "finished", f"{number:07}.json")

    def counts(self, number: int) -> dict[str, int]:
        """Return the numbers of rows of a finished part by table, and of its errors."""
        counts: dict[str, int] = json.loads(self._counts(number).read_text(encoding="ascii"))
        return counts

    def mark_finished(self, number: int, counts: dict[str, Any]) -> None:
        """Note that all files of a part are in place."""
        with new_file(self._counts(number)) as temporary:
            temporary.write_text(json.dumps(counts), encoding="ascii")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to fill; it becomes ``target`` in one step. If another worker was first, its own is kept."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield temporary
        try:
            temporary.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give the path of a file to write; it becomes ``target`` in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
