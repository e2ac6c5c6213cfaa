"""DCAT 3 (W3C), as JSON-LD: what catalogues of open data read."""

from __future__ import annotations

from typing import Any

from rare_earth_data.exporters.documents import DocumentExporter, without_empty
from rare_earth_data.releases import ReleaseFile

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def _distribution(file: ReleaseFile, licence: str) -> dict[str, Any]:
    return without_empty(
        {
            "@id": file.path,
            "@type": "dcat:Distribution",
            "dct:title": file.name,
            "dcat:downloadURL": {"@id": file.path},
            "dcat:mediaType": {"@id": _MEDIA_TYPES + file.media_type},
            "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
            "dct:license": {"@id": licence} if licence else None,
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
            },
        }
    )


class DcatExporter(DocumentExporter):
    """Writes ``<name>-<version>.dcat.jsonld``."""

    format = "dcat"
    media_type = "application/ld+json"
    suffix = "dcat.jsonld"

    def document(self) -> dict[str, Any]:
        """Return the Dataset with its distributions; addresses are relative to the document."""
        licence = self.licence.get("path", "")
        date = {"@value": self.facts.date[:10], "@type": "xsd:date"} if self.facts.date else None
        return without_empty(
            {
                "@context": _CONTEXT,
                "@id": f"#{self.said('name')}",
                "@type": "dcat:Dataset",
                "dct:identifier": f"{self.said('name')}-{self.package.version}",
                "dct:title": {"@value": self.said("title"), "@language": "en"},
                "dct:description": {"@value": self.said("description"), "@language": "en"},
                "dcat:version": self.package.version,
                "dct:issued": date,
                "dct:license": {"@id": licence} if licence else None,
                "dcat:keyword": [
                    {"@value": word, "@language": "en"} for word in self.package.descriptor.get("keywords", [])
                ],
                "dct:creator": [{"@type": "foaf:Agent", "foaf:name": name} for name in self.creators],
                "dcat:distribution": [_distribution(file, licence) for file in self.data_files],
            }
        )


EXPORTER = DcatExporter
