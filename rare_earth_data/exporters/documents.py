"""What the metadata documents of catalogues share: each is one JSON file made of the descriptor and the files so far."""

from __future__ import annotations

from typing import Any, ClassVar

from rare_earth_data.exporters.base import Exporter, Written
from rare_earth_data.releases import ReleaseFile
from rare_earth_data.schema.descriptor import descriptor_bytes


class DocumentExporter(Exporter):
    """Writes one JSON document, ``<name>-<version>.<suffix>``."""

    suffix: ClassVar[str]

    def document(self) -> dict[str, Any]:
        """Return the document."""
        raise NotImplementedError

    def finish(self) -> list[Written]:
        """Write the document."""
        path = self.folder / f"{self.stem}.{self.suffix}"
        path.write_bytes(descriptor_bytes(self.document()))
        return [self.written(path)]

    def said(self, name: str) -> str:
        """Return a text of the descriptor, empty where it says nothing."""
        return str(self.package.descriptor.get(name, ""))

    @property
    def licence(self) -> dict[str, str]:
        """The first licence of the descriptor."""
        licences: list[dict[str, str]] = self.package.descriptor.get("licenses") or [{}]
        return licences[0]

    @property
    def creators(self) -> list[str]:
        """Names of those who made the package."""
        return [contributor["title"] for contributor in self.package.descriptor.get("contributors", [])]

    @property
    def data_files(self) -> list[ReleaseFile]:
        """The files so far that hold data, but for DuckDB's: its bytes, and so its checksum, differ each time it is made."""
        return [file for file in self.facts.files if file.format in ("csv", "parquet", "jsonl", "sqlite", "xlsx")]


def without_empty(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what nothing is known of."""
    return {key: value for key, value in document.items() if value not in ("", None, [], {})}
