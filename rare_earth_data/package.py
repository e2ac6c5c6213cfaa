"""A data package on disk: its descriptor, its tables and the paths of their files.

Everything that exports, compares or loads packages goes by the descriptor of the package at hand, never by the schemas of
this code: packages of other versions have other tables and fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rare_earth_data.schema.tables import Table

PARQUET_SUFFIXES = (".parquet", ".pq")
_ROWS = 4_096


class NotAPackageError(LookupError):
    """Raised when a place holds no data package, or one whose descriptor cannot be read or does not say enough."""


@dataclass(frozen=True)
class DataPackage:
    """A data package: ``folder`` is what the paths in the descriptor are relative to, ``label`` what to call it."""

    folder: Path
    descriptor: dict[str, Any]
    label: str

    @property
    def version(self) -> str:
        """The version that the descriptor states; "0.0.0" where it states none."""
        return str(self.descriptor.get("version", "0.0.0"))

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources by name, in their order."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by name, in their order."""
        return {name: _table(name, resource["schema"]) for name, resource in self.resources.items()}

    def paths(self, name: str) -> list[Path]:
        """Return the paths of a table's files, in order: one, or the parts of a table in Parquet."""
        return [self.folder / path for path in paths_of(self.resources[name])]

    def path(self, name: str) -> Path:
        """Return the path of a table's CSV file. Raises NotAPackageError where the table is in Parquet."""
        first = self.paths(name)[0]
        if is_parquet(first):
            raise NotAPackageError(f"{self.label}: the table {name} is in Parquet; this needs CSV")
        return first

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Read the rows of a table as values, a few at a time. Raises ValueError for cells of another type."""
        from rare_earth_data.schema.cells import read_csv

        if is_parquet(self.paths(name)[0]):
            yield from _parquet_rows(self.tables[name], self.paths(name))
            return
        with open(self.path(name), encoding="utf-8", newline="") as file:
            yield from read_csv(self.tables[name], file)


def _parquet_rows(table: Table, paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield rows with the values that those of a CSV file have; times are text."""
    from rare_earth_data.extras import require

    parquet = require("pyarrow.parquet", "pyarrow", "reading Parquet")
    times = {field.name: str(field.format) for field in table.fields if field.type == "datetime"}
    for path in paths:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS, columns=table.field_names):
                for row in batch.to_pylist():
                    yield row | {name: row[name].strftime(how) for name, how in times.items() if row[name]}


def _table(name: str, schema: dict[str, Any]) -> Table:
    """Make a table of a schema that need not be ours: titles and descriptions may be left out."""
    fields = [{"title": field["name"], "description": "", **field} for field in schema["fields"]]
    key = schema.get("primaryKey", [])
    defaults = {"title": name, "description": ""}
    full = {**defaults, **schema, "name": name, "fields": fields, "primaryKey": [key] if isinstance(key, str) else key}
    return Table.from_descriptor(full)


def paths_of(resource: Mapping[str, Any]) -> list[str]:
    """Return the paths that a resource of a descriptor names: one, or those of its parts."""
    path = resource["path"]
    return list(path) if isinstance(path, list) else [path]


def is_parquet(path: str | Path) -> bool:
    """Whether a file is Parquet, by its name."""
    return Path(path).suffix.lower() in PARQUET_SUFFIXES


def _is_inside(path: object) -> bool:
    return isinstance(path, str) and not Path(path).is_absolute() and ".." not in Path(path).parts and "://" not in path


def read_package(path: Path, label: str | None = None) -> DataPackage:
    """Read the package at a folder that holds ``datapackage.json``, or at a descriptor. Raises NotAPackageError."""
    file = path / "datapackage.json" if path.is_dir() else path
    label = label or str(path)
    try:
        descriptor = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotAPackageError(f"{label} holds no data package: there is no {file.name}") from None
    except ValueError as error:
        raise NotAPackageError(f"{label}: {file.name} is not JSON: {error}") from None
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(
        isinstance(resource, dict) and {"name", "path", "schema"} <= resource.keys() for resource in resources
    ):
        raise NotAPackageError(f"{label}: {file.name} lists no resources with a name, a path and a schema")
    for resource in resources:
        if trouble := _path_trouble(file.parent, resource):
            raise NotAPackageError(f"{label}: {trouble}")
    return DataPackage(file.parent, descriptor, label)


def _path_trouble(folder: Path, resource: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the paths of a resource, or None."""
    name = resource["name"]
    paths = paths_of(resource)
    if not paths:
        return f"the table {name} has no path"
    for path in paths:
        if not _is_inside(path):
            return f"the path {path!r} of {name} leads out of the package"
        if len(paths) > 1 and not is_parquet(path):
            return f"{path}: only a table in Parquet may have several files"
        if not (folder / path).resolve().is_relative_to(folder.resolve()):
            return f"the path {path!r} of {name} is a link out of the package"
        if not (folder / path).is_file():
            return f"{path}, the file of table {name}, is missing"
    return None
