"""Zenodo deposit metadata, as its API and ``.zenodo.json`` take it."""

from __future__ import annotations

from html import escape
from typing import Any

from rare_earth_data.exporters.documents import DocumentExporter, without_empty


class ZenodoExporter(DocumentExporter):
    """Writes ``<name>-<version>.zenodo.json``."""

    format = "zenodo"
    media_type = "application/json"
    suffix = "zenodo.json"

    def document(self) -> dict[str, Any]:
        """Return the metadata of a deposit."""
        return without_empty(
            {
                "upload_type": "dataset",
                "title": self.said("title"),
                "description": f"<p>{escape(self.said('description'))}</p>",
                "version": self.package.version,
                "publication_date": self.facts.date[:10],
                "creators": [{"name": name} for name in self.creators],
                "license": self.licence.get("name", "").lower(),
                "access_right": "open",
                "keywords": self.package.descriptor.get("keywords", []),
                "language": "eng",
            }
        )


EXPORTER = ZenodoExporter
