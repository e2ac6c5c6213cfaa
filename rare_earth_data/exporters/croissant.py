"""Croissant 1.0 (MLCommons): what machine-learning tools read. The files are those inside the data package zip."""

from __future__ import annotations

from typing import Any

from rare_earth_data.exporters.base import ExportError
from rare_earth_data.exporters.documents import DocumentExporter, without_empty
from rare_earth_data.releases import ReleaseFile
from rare_earth_data.schema.tables import Field, Table
from rare_earth_data.transfer import sha256_of

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}


def _field(table: Table, field: Field) -> dict[str, Any]:
    targets = [key for key in table.foreign_keys if key.fields == (field.name,)]
    # The readers that follow this standard do not know missing whole numbers or truth values of a column as such.
    type_ = _TYPES.get(field.type, "sc:Text") if field.required or field.type == "number" else "sc:Text"
    return without_empty(
        {
            "@type": "cr:Field",
            "@id": f"{table.name}/{field.name}",
            "name": field.name,
            "description": field.description,
            "dataType": type_,
            "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": field.name}},
            "references": {"field": {"@id": f"{targets[0].table}/{targets[0].references[0]}"}} if targets else None,
        }
    )


class CroissantExporter(DocumentExporter):
    """Writes ``<name>-<version>.croissant.json``."""

    format = "croissant"
    media_type = "application/ld+json"
    suffix = "croissant.json"

    def _archive(self) -> ReleaseFile:
        for file in self.facts.files:
            if file.format == "csv":
                return file
        raise ExportError("Croissant tells of the data package zip: write the format csv first")

    def _files(self) -> list[dict[str, Any]]:
        archive = self._archive()
        whole = {
            "@type": "cr:FileObject",
            "@id": archive.name,
            "name": archive.name,
            "contentUrl": archive.path,
            "contentSize": f"{archive.bytes} B",
            "encodingFormat": archive.media_type,
            "sha256": archive.sha256,
        }
        return [whole, *(self._inner(name, archive.name) for name in self.package.tables)]

    def _inner(self, name: str, archive: str) -> dict[str, Any]:
        content = self.package.path(name)
        return {
            "@type": "cr:FileObject",
            "@id": f"{name}.csv",
            "name": f"{name}.csv",
            "contentUrl": f"{name}.csv",
            "containedIn": {"@id": archive},
            "contentSize": f"{content.stat().st_size} B",
            "encodingFormat": "text/csv",
            "sha256": sha256_of(content),
        }

    def document(self) -> dict[str, Any]:
        """Return the Croissant Dataset."""
        title = self.said("title")
        year = self.facts.date[:4]
        return without_empty(
            {
                "@context": _CONTEXT,
                "@type": "sc:Dataset",
                "name": self.said("name"),
                "alternateName": title,
                "description": self.said("description"),
                "conformsTo": "http://mlcommons.org/croissant/1.0",
                "citeAs": f"{', '.join(self.creators)}: {title}, version {self.package.version}{', ' + year if year else ''}",
                "license": self.licence.get("path", ""),
                "url": self.said("homepage") or self._archive().path,
                "version": self.package.version,
                "datePublished": self.facts.date[:10],
                "keywords": self.package.descriptor.get("keywords", []),
                "creator": [{"@type": "sc:Organization", "name": name} for name in self.creators],
                "distribution": self._files(),
                "recordSet": [
                    {
                        "@type": "cr:RecordSet",
                        "@id": name,
                        "name": name,
                        "description": table.description,
                        "key": [{"@id": f"{name}/{part}"} for part in table.primary_key],
                        "field": [_field(table, field) for field in table.fields],
                    }
                    for name, table in self.package.tables.items()
                ],
            }
        )


EXPORTER = CroissantExporter
