"""Everything that is derived from an assembly, as bytes by path: tables, descriptors, generated code and pages.

One function gives all of it, so that writing, checking for drift and testing look at the same thing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from rare_earth_data import __version__
from rare_earth_data.assembly.assemble import Assembly
from rare_earth_data.rules import rules_page
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_bytes
from rare_earth_data.schema.descriptor import descriptor_bytes, package_descriptor
from rare_earth_data.schema.dictionary import dictionary_page
from rare_earth_data.schema.editor import curation_names, editor_schema
from rare_earth_data.schema.names import names_module

DATA = "rare_earth_data/data/"
README = "README.md"
_COUNTS = re.compile(r"(?s)(<!-- counts -->\n).*?(<!-- /counts -->)")


def _readme(root: Path, assembly: Assembly) -> bytes:
    lines = ["| table | rows | what it holds |", "|---|--:|---|"]
    for name, table in all_tables().items():
        lines.append(f"| `{name}` | {len(assembly.tables[name]):,} | {table.description} |")
    text = (root / README).read_text(encoding="utf-8")
    return _COUNTS.sub(lambda match: match[1] + "\n".join(lines) + "\n" + match[2], text).encode("utf-8")


def generated_files(root: Path, assembly: Assembly) -> dict[str, bytes]:
    """Return every generated file of the repository by its path relative to ``root``."""
    contents = {name: csv_bytes(table, assembly.tables[name]) for name, table in all_tables().items()}
    files = {f"{DATA}{name}.csv": content for name, content in contents.items()}
    files[f"{DATA}datapackage.json"] = descriptor_bytes(package_descriptor(contents, __version__))
    files["datapackage.json"] = descriptor_bytes(package_descriptor(contents, __version__, DATA))
    files["rare_earth_data/_tables.py"] = names_module().encode("utf-8")
    files["docs/data-dictionary.md"] = dictionary_page().encode("utf-8")
    files["docs/rules.md"] = rules_page().encode("utf-8")
    for name in curation_names():
        text = json.dumps(editor_schema(name), ensure_ascii=False, indent=2) + "\n"
        files[f"schemas/editor/{name}.schema.json"] = text.encode("utf-8")
    if (root / README).exists():
        files[README] = _readme(root, assembly)
    return files
