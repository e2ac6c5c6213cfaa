"""schema.org Dataset, as JSON-LD: what dataset search engines read."""

from __future__ import annotations

from typing import Any

from rare_earth_data.exporters.documents import DocumentExporter, without_empty


class SchemaOrgExporter(DocumentExporter):
    """Writes ``<name>-<version>.schema-org.jsonld``."""

    format = "schema_org"
    media_type = "application/ld+json"
    suffix = "schema-org.jsonld"

    def document(self) -> dict[str, Any]:
        """Return the Dataset."""
        return without_empty(
            {
                "@context": "https://schema.org/",
                "@type": "Dataset",
                "name": self.said("title"),
                "alternateName": self.said("name"),
                "description": self.said("description"),
                "version": self.package.version,
                "license": self.licence.get("path", ""),
                "datePublished": self.facts.date[:10],
                "keywords": self.package.descriptor.get("keywords", []),
                "url": self.said("homepage"),
                "isAccessibleForFree": True,
                "creator": [{"@type": "Organization", "name": name} for name in self.creators],
                "variableMeasured": [
                    {"@type": "PropertyValue", "name": f"{table.name}.{field.name}", "description": field.description}
                    for table in self.package.tables.values()
                    for field in table.fields
                ],
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "name": file.name,
                        "contentUrl": file.path,
                        "encodingFormat": file.media_type,
                        "contentSize": f"{file.bytes} B",
                        "sha256": file.sha256,
                    }
                    for file in self.data_files
                ],
            }
        )


EXPORTER = SchemaOrgExporter
