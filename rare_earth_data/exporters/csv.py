"""The data package itself, as one zip: descriptor, tables, schemas, CSVW metadata and licences.

The zip is the same bytes everywhere: names are sorted, times fixed, and nothing is compressed, because compressed bytes
differ between builds of zlib. ``datapackage.json`` lies at its root, so that readers of data packages open the zip as it is.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from rare_earth_data.exporters.base import Exporter, Written
from rare_earth_data.exporters.csvw import csvw_metadata
from rare_earth_data.schema.descriptor import descriptor_bytes
from rare_earth_data.schema.tables import Table

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry of a zip that says nothing about when and where it was made."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED
    return entry


class CsvExporter(Exporter):
    """Writes ``<name>-<version>.zip``."""

    format = "csv"
    media_type = "application/zip"

    def set_up(self) -> None:
        """Make the small files of the zip; the tables are copied in at the end, in the order of names."""
        resources = [{**resource, "path": f"{name}.csv"} for name, resource in self.package.resources.items()]
        descriptor = {**self.package.descriptor, "resources": resources}
        self.texts = {"datapackage.json": descriptor_bytes(descriptor), **self.facts.licences}
        metadata = csvw_metadata(self.package, self.facts)
        self.texts["csv-metadata.json"] = descriptor_bytes(metadata)
        self.tables: dict[str, Path] = {}

    def feed(self, table: Table, path: Path) -> None:
        """Note the table's file and write its schema."""
        self.tables[f"{table.name}.csv"] = path
        schema = json.dumps(self.package.resources[table.name]["schema"], ensure_ascii=False, indent=2) + "\n"
        self.texts[f"schemas/{table.name}.schema.json"] = schema.encode("utf-8")

    def finish(self) -> list[Written]:
        """Write the zip."""
        target = self.folder / f"{self.stem}.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for name in sorted({*self.texts, *self.tables}):
                if name in self.texts:
                    archive.writestr(zip_entry(name), self.texts[name])
                    continue
                with open(self.tables[name], "rb") as source, archive.open(zip_entry(name), "w") as entry:
                    while chunk := source.read(_CHUNK):
                        entry.write(chunk)
        return [self.written(target)]


EXPORTER = CsvExporter
