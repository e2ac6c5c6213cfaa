"""Read a curation file and check it against its JSON Schema; every error names line, column and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rare_earth_data.curation.located import Located, Path_, read_yaml
from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.editor import editor_schema

CURATION = Path("seeds", "curation")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list in a curation file, with the way to its place."""

    file: Located
    path: Path_
    data: dict[str, Any]

    def finding(self, code: str, message: str, *keys: str | int, expected: str | None = None) -> Finding:
        """Return an error at a value of this entry (at the entry itself without ``keys``)."""
        return self.file.finding(code, (*self.path, *keys), message, expected)


@dataclass(frozen=True, slots=True)
class CurationFile:
    """A curation file that was read: its lists of entries. An absent file has none."""

    lists: dict[str, list[Entry]]

    def entries(self, name: str) -> list[Entry]:
        """Return the entries of one list of the file."""
        return self.lists.get(name, [])


def _expected(error: Any) -> str:
    keyword, value = error.validator, error.validator_value
    if keyword == "enum":
        from difflib import get_close_matches

        near = get_close_matches(str(error.instance), [str(code) for code in value], n=1, cutoff=0.6)
        shown = ", ".join(map(str, value)) if len(value) <= 40 else f"one of {len(value)} codes"
        return (f"perhaps {near[0]!r}; " if near else "") + shown
    if keyword == "required":
        return f"the keys {', '.join(value)}"
    if keyword == "additionalProperties":
        return f"only the keys {', '.join(error.schema.get('properties', {}))}"
    return f"{keyword} {value}"


def _schema_findings(located: Located, schema: dict[str, Any]) -> list[Finding]:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema)
    return [
        located.finding("RED-C002", tuple(error.absolute_path), error.message[:400], _expected(error))
        for error in validator.iter_errors(located.data)
    ]


def _repeated(name: str, lists: dict[str, list[Entry]]) -> list[Finding]:
    findings = []
    for list_name, spec in load_knowledge("curation.yaml")[name]["lists"].items():
        key, seen = spec.get("key"), set()
        for entry in lists.get(list_name, []) if key else []:
            value = entry.data.get(key)
            if value in seen:
                findings.append(entry.finding("RED-C003", f"{key} {value!r} is given twice", key))
            seen.add(value)
    return findings


def read_curation_file(name: str, path: Path, root: Path) -> tuple[CurationFile, list[Finding]]:
    """Read a file that has the shape of ``<name>.yaml``; ``root`` is the folder that findings name it relative to."""
    located, findings = read_yaml(path, root)
    if located is None or located.data is None:
        return CurationFile({}), findings
    findings = _schema_findings(located, editor_schema(name))
    if findings:
        return CurationFile({}), findings
    lists = {
        key: [Entry(located, (key, index), data) for index, data in enumerate(items or [])]
        for key, items in located.data.items()
    }
    return CurationFile(lists), _repeated(name, lists)


def read_curation(name: str, root: Path) -> tuple[CurationFile, list[Finding]]:
    """Read ``seeds/curation/<name>.yaml`` under ``root``. Entries are returned only if the whole file is sound."""
    path = root / CURATION / f"{name}.yaml"
    return read_curation_file(name, path, root) if path.exists() else (CurationFile({}), [])
