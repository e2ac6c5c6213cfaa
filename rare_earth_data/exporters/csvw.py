"""CSV on the Web (W3C): what the columns of the CSV files are, for readers that know this standard."""

from __future__ import annotations

from typing import Any

from rare_earth_data.exporters.base import Exporter, Facts, Written
from rare_earth_data.package import DataPackage
from rare_earth_data.schema.descriptor import descriptor_bytes
from rare_earth_data.schema.tables import Field, Table

_TYPES = {"integer": "integer", "number": "double", "string": "string"}


def _unicode_format(format_: str) -> str:
    """Turn a strptime pattern into one of Unicode TR35, which CSVW uses."""
    for code, letters in (("%Y", "yyyy"), ("%m", "MM"), ("%d", "dd"), ("%H", "HH"), ("%M", "mm"), ("%S", "ss")):
        format_ = format_.replace(code, letters)
    return format_


def _datatype(field: Field) -> Any:
    if field.type == "boolean":
        return {"base": "boolean", "format": "true|false"}
    if field.type == "datetime":
        return {"base": "dateTime", "format": _unicode_format(field.format or "%Y-%m-%dT%H:%M:%S")}
    base = _TYPES["string" if field.type == "list" and field.item_type != "integer" else "integer"]
    if field.type in _TYPES:
        base = _TYPES[field.type]
    limits: dict[str, Any] = {}
    if field.minimum is not None:
        limits["minimum"] = field.minimum
    if field.maximum is not None:
        limits["maximum"] = field.maximum
    if field.min_length is not None:
        limits["minLength"] = field.min_length
    if field.enum:
        limits["format"] = "|".join(_plain(code) for code in field.enum)
    elif field.pattern and field.type == "string":
        limits["format"] = field.pattern
    return {"base": base, **limits} if limits else base


def _plain(code: str) -> str:
    """Write a code as the regular expression that matches only it."""
    return "".join(f"\\{character}" if character in "\\^$.|?*+()[]{}" else character for character in code)


def _column(field: Field) -> dict[str, Any]:
    column = {
        "name": field.name,
        "titles": field.name,
        "dc:title": field.title,
        "dc:description": field.description,
        "datatype": _datatype(field),
        "required": field.required,
        "null": "",
    }
    return column | ({"separator": ","} if field.type == "list" else {})


def _schema(table: Table) -> dict[str, Any]:
    return {
        "columns": [_column(field) for field in table.fields],
        "primaryKey": list(table.primary_key),
        "foreignKeys": [
            {
                "columnReference": list(key.fields),
                "reference": {"resource": f"{key.table}.csv", "columnReference": list(key.references)},
            }
            for key in table.foreign_keys
        ],
    }


def csvw_metadata(package: DataPackage, facts: Facts) -> dict[str, Any]:
    """Return the metadata of all tables, for ``csv-metadata.json`` beside the CSV files."""
    descriptor = package.descriptor
    whole = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": descriptor.get("title", descriptor.get("name", "")),
        "dc:description": descriptor.get("description", ""),
        "dc:license": {"@id": descriptor["licenses"][0]["path"]} if descriptor.get("licenses") else None,
        "dc:issued": facts.date[:10] or None,
        "schema:version": package.version,
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\n"],
            "delimiter": ",",
            "doubleQuote": True,
            "header": True,
        },
        "tables": [
            {
                "url": f"{name}.csv",
                "dc:title": table.title,
                "dc:description": table.description,
                "tableSchema": _schema(table),
            }
            for name, table in package.tables.items()
        ],
    }
    return {key: value for key, value in whole.items() if value is not None}


class CsvwExporter(Exporter):
    """Writes ``<name>-<version>.csv-metadata.json``; the same lies in the data package zip as ``csv-metadata.json``."""

    format = "csvw"
    media_type = "application/csvm+json"

    def finish(self) -> list[Written]:
        """Write the metadata."""
        path = self.folder / f"{self.stem}.csv-metadata.json"
        path.write_bytes(descriptor_bytes(csvw_metadata(self.package, self.facts)))
        return [self.written(path)]


EXPORTER = CsvwExporter
