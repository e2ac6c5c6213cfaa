"""Check a data package descriptor against the files that it describes, and hand the tables on.

Nothing outside the descriptor's folder is ever opened, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rare_earth_data import __version__
from rare_earth_data.findings import Finding
from rare_earth_data.package import is_parquet, paths_of
from rare_earth_data.schema.tables import Table, all_tables
from rare_earth_data.validation.jsonfile import JsonError, place_of, read_json

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MOST_PARTS = 200_000
"""How many files a table may have."""
_LONGEST_PATH = 1000
_CHUNK = 1 << 20
_PARTS = ("fields", "primaryKey", "foreignKeys", "missingValues")


@dataclass(slots=True)
class Described:
    """A descriptor that was read: its tables by name, each with its schema and its files."""

    path: Path
    name: str
    text: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, list[Path]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(
        self,
        code: str,
        message: str,
        at: str,
        expected: str | None = None,
        *,
        table: str | None = None,
        severity: str = "error",
    ) -> None:
        """Report something about the place in the descriptor where ``at`` stands."""
        line, column = place_of(self.text, at)
        finding = Finding(code, severity, message, self.name, line, column, table, expected=expected)
        self.findings.append(finding)  # fmt: skip


def path_trouble(folder: Path, path: str) -> str | None:
    """Return why a path is not that of a file inside the folder, or None."""
    if not path.isprintable() or not path or _SCHEME.match(path) or "://" in path:
        return "is no path of a file in the package"
    if len(path.encode("utf-8")) > _LONGEST_PATH or any(len(part.encode("utf-8")) > 255 for part in path.split("/")):
        return "is too long for a file"
    if path.startswith(("/", "\\", "~")) or "\\" in path:
        return "is not a relative path with forward slashes"
    parts = path.split("/")
    if ".." in parts:
        return "leads out of the package"
    place = folder
    for part in parts:
        place = place / part
        if place.is_symlink():
            return "is a symbolic link"
    return None


def _resources(described: Described, data: Any) -> Iterator[dict[str, Any]]:
    """Yield the resources that have a name and a path; what they lack is reported."""
    resources = data.get("resources") if isinstance(data, dict) else None
    if not isinstance(resources, list) or not resources:
        described.report("RED-P002", "the descriptor lists no resources", '"resources"', "resources: a list of tables")
        return
    seen: set[str] = set()
    for resource in resources:
        if not isinstance(resource, dict):
            described.report("RED-P002", "a resource is not an object", '"resources"', "an object with name and path")
            continue
        name = resource.get("name")
        if not isinstance(name, str) or not _are_paths(resource.get("path")):
            message = f"the resource {str(name)[:80]!r} has no name and path of text"
            described.report("RED-P002", message, '"resources"', "name and path: a file, or a list of Parquet files")
        elif name in seen:
            described.report("RED-P002", f"two resources have the name {name[:80]!r}", f'"{name}"', "every table once")
        else:
            seen.add(name)
            yield resource


def _are_paths(path: Any) -> bool:
    """Whether this is a path, or a list of different paths of Parquet files, not too many."""
    if not isinstance(path, list):
        return isinstance(path, str)
    if not 0 < len(path) <= MOST_PARTS or not all(isinstance(part, str) for part in path):
        return False
    return len(set(path)) == len(path) and (len(path) == 1 or all(map(is_parquet, path)))


def _difference(theirs: dict[str, Any], ours: dict[str, Any]) -> str | None:
    """Return in words where a schema is not that of this version; None where only words for people differ."""
    for part in _PARTS:
        if part == "fields":
            known = {field["name"]: field for field in ours["fields"]}
            for entry in theirs["fields"]:
                mine = known.pop(entry.get("name"), None)
                if mine is None:
                    return f"the field {str(entry.get('name'))[:80]!r} is not known"
                for key in ("type", "format", "itemType", "constraints"):
                    if entry.get(key) != mine.get(key):
                        return f"{key} of the field {entry['name']!r}"
            if known:
                return f"the field {next(iter(known))!r} is lacking"
        elif (theirs.get(part) or None) != (ours.get(part) or None):
            return part
    return None


def _schema(described: Described, resource: dict[str, Any], same_version: bool) -> Table | None:
    name, ours = resource["name"], all_tables().get(resource["name"])
    schema = resource.get("schema")
    try:
        theirs = Table.from_descriptor({"title": name, "description": "", **_worded(schema), "name": name})
        difference = _difference(theirs.descriptor, ours.descriptor) if ours else None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"the schema of {name[:80]!r} is not a table schema ({type(error).__name__}: {str(error)[:80]})"
        described.report("RED-P002", message, f'"{name}"', "a Table Schema with fields and primaryKey", table=name)
        return ours
    if ours is None:
        described.report(
            "RED-P008", f"there is no table {name[:80]!r}", f'"{name}"', ", ".join(all_tables()), severity="warning"
        )
    elif difference:
        severity = "error" if same_version else "warning"
        message = f"the schema of {name} is not that of version {__version__}: {difference}"
        described.report("RED-P007", message, f'"{name}"', "the schemas of schemas/", table=name, severity=severity)
    return theirs


def _worded(schema: Any) -> dict[str, Any]:
    """Return a foreign schema with the titles and descriptions that ours always have."""
    fields = [{"title": field["name"], "description": "", **field} for field in schema["fields"]]
    if not all(isinstance(field["name"], str) and isinstance(field["type"], str) for field in fields):
        raise TypeError("name and type of a field must be text")
    key = schema.get("primaryKey", [])
    keys = [{**key, "fields": _listed(key["fields"])} for key in schema.get("foreignKeys", [])]
    return {**schema, "fields": fields, "primaryKey": _listed(key), "foreignKeys": keys}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _check_bytes(described: Described, resource: dict[str, Any], files: list[Path]) -> None:
    """Compare size and hash; those of a table of several files are of all their bytes, in order."""
    name, size = resource["name"], sum(path.stat().st_size for path in files)
    shown = paths_of(resource)[0] if len(files) == 1 else f"{len(files):,} files of {name}"
    at, verb = f'"{paths_of(resource)[0]}"', "has" if len(files) == 1 else "have"
    if "bytes" in resource and resource["bytes"] != size:
        message = f"{shown} {verb} {size:,} bytes"
        described.report("RED-P005", message, at, f"{resource['bytes']} bytes", table=name)
    if "hash" in resource:
        found = f"sha256:{_digest(files)}"
        if resource["hash"] != found:
            message = f"{shown} {verb} the hash {found}"
            described.report("RED-P006", message, at, str(resource["hash"])[:100], table=name)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _files(described: Described, folder: Path, resource: dict[str, Any]) -> list[Path] | None:
    """Return the files of a resource; None, and a finding about the first that is not, where not all are there and inside."""
    for path in paths_of(resource):
        if trouble := path_trouble(folder, path):
            message = f"the path {path[:200]!r} {trouble}"
            described.report("RED-P003", message, f'"{resource["name"]}"', "a file in the folder of the descriptor")
            return None
    missing = [path for path in paths_of(resource) if not (folder / path).is_file()]
    if missing:
        more = f", and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        described.report("RED-P004", f"there is no file {missing[0]}{more}", f'"{missing[0]}"')
        return None
    return [folder / path for path in paths_of(resource)]


def read_descriptor(path: Path, name: str) -> Described:
    """Read and check ``datapackage.json``; ``name`` is what findings call it. Tables that can be opened are handed on."""
    described = Described(path, name)
    try:
        data, described.text = read_json(path)
    except JsonError as error:
        described.findings.append(Finding("RED-P001", "error", str(error), name, error.line, error.column))
        return described
    same_version = isinstance(data, dict) and data.get("version") == __version__
    named = set()
    for resource in _resources(described, data):
        named.add(resource["name"])
        table = _schema(described, resource, same_version)
        files = _files(described, path.parent, resource)
        if files is None:
            continue
        _check_bytes(described, resource, files)
        if table is not None:
            described.tables[resource["name"]] = table
            described.files[resource["name"]] = files
    if described.tables:
        for missing in [name for name in all_tables() if name not in named]:
            described.report("RED-P008", f"the table {missing} is not described", '"resources"', severity="warning")
    return described
