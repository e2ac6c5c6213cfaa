"""The life-cycle that all exporters share: set up, be fed each table, finish; or abort, where one of these failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from rare_earth_data.package import DataPackage
from rare_earth_data.releases import ReleaseFile
from rare_earth_data.schema.tables import Table


class ExportError(ValueError):
    """Raised for content that a format cannot hold."""


@dataclass(frozen=True)
class Facts:
    """What a release knows beyond its package: its date (ISO 8601), licence texts by file name, and the files so far."""

    date: str = ""
    licences: dict[str, bytes] = field(default_factory=dict)
    files: list[ReleaseFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an exporter wrote, and what it is."""

    path: Path
    format: str
    media_type: str


class Exporter:
    """Writes one format. ``feed`` is called for each table in the order of the package."""

    format: ClassVar[str]
    media_type: ClassVar[str]

    def __init__(self, package: DataPackage, folder: Path, facts: Facts) -> None:
        self.package = package
        self.folder = folder
        self.facts = facts

    @property
    def stem(self) -> str:
        """How the files of the package are called: name and version."""
        return f"{self.package.descriptor.get('name', 'package')}-{self.package.version}"

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Read the rows of a table as values."""
        return self.package.rows(name)

    def set_up(self) -> None:
        """Prepare; nothing has been fed yet."""

    def feed(self, table: Table, path: Path) -> None:
        """Take one table, whose canonical CSV is at ``path``."""

    def finish(self) -> list[Written]:
        """Complete the files and return them."""
        raise NotImplementedError

    def abort(self) -> None:
        """Let go of what is open, after an error; half a file does not stay."""

    def written(self, path: Path) -> Written:
        """Describe a file of this format."""
        return Written(path, self.format, self.media_type)
