"""Templates of entries that people add by hand, made from the shapes in ``schemas/curation.yaml``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rare_earth_data.assembly.write import replace_file
from rare_earth_data.curation.files import CURATION
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.editor import editor_schema

TEMPLATES = {"event": ("events", "events"), "correction": ("metrics", "metrics"), "title": ("titles", "titles")}
"""What can be made, and the file and list that it belongs into."""
_FEW_CODES = 12


def _values(schema: Mapping[str, Any]) -> list[str]:
    return [str(code) for code in schema.get("enum", ()) if code is not None]


def _comment(schema: Mapping[str, Any], required: bool) -> str:
    codes = _values(schema)
    parts = ["" if required else "Optional.", str(schema.get("description", ""))]
    if 0 < len(codes) <= _FEW_CODES:
        parts.append(f"One of: {', '.join(codes)}.")
    elif codes:
        parts.append(f"One of {len(codes)} codes, such as {', '.join(codes[:4])}.")
    return " ".join(part for part in parts if part)


def _scalar(name: str, schema: Mapping[str, Any], given: Mapping[str, str]) -> str:
    codes, types = _values(schema), schema.get("type")
    if name in given and {"number", "integer", "boolean"} & {*([types] if isinstance(types, str) else types or ())}:
        return given[name]
    return json.dumps(given.get(name, codes[0] if codes else ""), ensure_ascii=False)


def _inside(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what is given for the fields of a part: ``parties.area`` is ``area`` of ``parties``."""
    start = f"{name}."
    return {key.removeprefix(start): value for key, value in given.items() if key.startswith(start)}


def _with_given(schema: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return an object's schema in which all that is given is required. Raises LookupError for a field it does not have."""
    names = [key.partition(".")[0] for key in given]
    if unknown := [name for name in names if name not in schema["properties"]]:
        raise LookupError(f"there is no field {unknown[0]!r}; there are: {', '.join(schema['properties'])}")
    return {**schema, "required": [*schema.get("required", []), *names]}


def _fields(schema: Mapping[str, Any], indent: str, given: Mapping[str, str]) -> Iterator[str]:
    schema = _with_given(schema, given)
    for name, field in schema["properties"].items():
        needed = name in schema["required"]
        yield f"{indent}# {_comment(field, needed)}"
        start, inner = f"{indent}{'' if needed else '# '}{name}:", _inside(name, given)
        if field.get("type") == "array":
            yield start
            yield from _listed(_fields(field["items"], "", inner), f"{indent}  ")
        elif "properties" in field:
            known = _with_given(field, inner)["properties"]
            yield f"{start} {{{', '.join(f'{key}: {_scalar(key, known[key], inner)}' for key in inner)}}}"
        else:
            yield f"{start} {_scalar(name, field, given)}"


def _listed(lines: Iterator[str], indent: str) -> list[str]:
    """Return the lines of an entry as an item of a list: a dash before the first that is no comment."""
    entry = list(lines)
    first = next(index for index, line in enumerate(entry) if not line.startswith("#"))
    return [f"{indent}{'- ' if index == first else '  '}{line}".rstrip() for index, line in enumerate(entry)]


def _items(kind: str) -> tuple[str, str, dict[str, Any]]:
    """Return file, list and item schema of a kind. Raises LookupError."""
    if kind not in TEMPLATES:
        raise LookupError(f"there is no template of {kind!r}; there are: {', '.join(TEMPLATES)}")
    file, name = TEMPLATES[kind]
    return file, name, editor_schema(file)["properties"][name]["items"]


def template(kind: str, given: Mapping[str, str] | None = None) -> str:
    """Return an entry as YAML, its fields explained. ``given`` fills in values by name. Raises LookupError."""
    file, name, items = _items(kind)
    purpose = load_knowledge("curation.yaml")[file]["lists"][name]["description"]
    head = f"# For seeds/curation/{file}.yaml, under {name}: {purpose}"
    return "\n".join([head, f"{name}:", *_listed(_fields(items, "", given or {}), "  ")]) + "\n"


def append_entry(root: Path, kind: str, given: Mapping[str, str]) -> str:
    """Put an entry with what is given at the end of its list; returns the path of the file. Raises LookupError, OSError."""
    file, name, items = _items(kind)
    path = root / CURATION / f"{file}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not any(re.match(rf"{name}:\s*(#.*)?$", line) for line in lines):
        lines.append(f"{name}:")
    start = next(index for index, line in enumerate(lines) if re.match(rf"{name}:\s*(#.*)?$", line)) + 1
    end = next((index for index in range(start, len(lines)) if re.match(r"[^\s#-]", lines[index])), len(lines))
    while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    indents = [match[1] for line in lines[start:end] if (match := re.match(r"(\s*)- ", line))]
    listed = _listed(_fields(items, "", given), indents[0] if indents else "  ")
    entry = [line for line in listed if not line.lstrip().startswith("#")]
    replace_file(path, ("\n".join(lines[:end] + entry + lines[end:]) + "\n").encode("utf-8"))
    return path.relative_to(root).as_posix()
