"""CITATION.cff: how to cite this version."""

from __future__ import annotations

import json

from rare_earth_data.exporters.base import Exporter, Written
from rare_earth_data.exporters.documents import without_empty
from rare_earth_data.package import DataPackage


def citation(package: DataPackage, date: str) -> bytes:
    """Return the citation file; every value is JSON, which is YAML too."""
    descriptor = package.descriptor
    licences = descriptor.get("licenses") or [{}]
    content = without_empty(
        {
            "cff-version": "1.2.0",
            "message": "If you use this data package, please cite it as below, with the version you used.",
            "type": "dataset",
            "title": descriptor.get("title", descriptor.get("name", "")),
            "abstract": descriptor.get("description", ""),
            "authors": [{"name": contributor["title"]} for contributor in descriptor.get("contributors", [])],
            "version": package.version,
            "date-released": date[:10],
            "license": licences[0].get("name", ""),
            "url": descriptor.get("homepage", ""),
            "keywords": descriptor.get("keywords", []),
        }
    )
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in content.items()).encode(
        "utf-8"
    )


class CitationExporter(Exporter):
    """Writes ``CITATION.cff``."""

    format = "citation"
    media_type = "application/yaml"

    def finish(self) -> list[Written]:
        """Write the file."""
        path = self.folder / "CITATION.cff"
        path.write_bytes(citation(self.package, self.facts.date))
        return [self.written(path)]


EXPORTER = CitationExporter
