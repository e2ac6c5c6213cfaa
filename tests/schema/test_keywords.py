"""Every keyword that any schema uses is broken once, and the break must be caught by frictionless or by pandera.

frictionless silently ignores some keywords and pandera cannot know others; a keyword nobody catches may not be used.
"""

import copy
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import HealthCheck, Phase, find, settings

from rare_earth_data.engines.pandas_engine import read_table
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_bytes, csv_line, format_cell
from rare_earth_data.schema.descriptor import descriptor_bytes, package_descriptor
from rare_earth_data.schema.frames import frame_schema
from rare_earth_data.schema.strategies import packages

KNOWN = {
    "name", "title", "description", "type", "format", "itemType", "delimiter", "example", "codelist", "constraints",
}  # fmt: skip
CONSTRAINTS = {"required", "unique", "pattern", "minimum", "maximum", "minLength", "enum"}
TABLE_KEYWORDS = {"$schema", "name", "title", "description", "fields", "primaryKey", "foreignKeys", "missingValues"}


@pytest.fixture(scope="module")
def package():
    """A small random package in which every table has rows."""
    quick = settings(
        database=None,
        max_examples=2000,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    full = packages(all_tables(), min_rows=2, max_rows=3)
    return find(full, lambda drawn: all(len(rows) > 1 for rows in drawn.values()), settings=quick)


def cases():
    """(table, field, keyword) for every keyword in use."""
    for name, table in all_tables().items():
        assert set(table.descriptor) <= TABLE_KEYWORDS
        for field in table.descriptor["fields"]:
            assert set(field) <= KNOWN
            assert set(field.get("constraints", {})) <= CONSTRAINTS
            for keyword in field.get("constraints", {}):
                yield name, field["name"], keyword
            # Any text is a string, and a list of strings.
            if field["type"] != "string" and field.get("itemType") != "string":
                yield name, field["name"], "type"
        yield name, table.primary_key[0], "primaryKey"
        for key in table.foreign_keys:
            yield name, key.fields[0], "foreignKey"


WRONG_TYPE = {"integer": "1.5", "number": "many", "boolean": "maybe", "datetime": "2025-13-45 10:00", "list": "one,two"}


def broken_cell(field, keyword):
    constraints = field.get("constraints", {})
    if keyword == "required":
        return ""
    if keyword == "type":
        return WRONG_TYPE[field["type"]]
    if keyword == "minimum":
        return str(constraints["minimum"] - 1)
    if keyword == "maximum":
        return str(constraints["maximum"] + 1)
    return {"pattern": "axyz|", "enum": "no-such-code", "minLength": "", "foreignKey": "nowhere"}[keyword]


def written(package, folder: Path, change=None):
    """Write the package; ``change`` is (table, field, text) to put into the first row, or (table, 'repeat')."""
    contents = {}
    for name, table in all_tables().items():
        lines = [[format_cell(field, row[field.name]) for field in table.fields] for row in package[name]]
        if change and change[0] == name:
            _, field, text = change
            if text is None:
                index = table.field_names.index(field)
                for key in {field, *(table.primary_key if field in table.primary_key else ())}:
                    index = table.field_names.index(key)
                    lines[1][index] = lines[0][index]
            else:
                lines[0][table.field_names.index(field)] = text
        contents[name] = (csv_line(table.field_names) + "".join(map(csv_line, lines))).encode()
        (folder / f"{name}.csv").write_bytes(contents[name])
    path = folder / "datapackage.json"
    path.write_bytes(descriptor_bytes(package_descriptor(contents, "0")))
    return path


def caught_by(path: Path, name: str):
    """Who objects to the package at ``path``."""
    objectors = []
    if not Package(str(path)).validate().valid:
        objectors.append("frictionless")
    try:
        frame = read_table(path.parent / f"{name}.csv", copy.deepcopy(all_tables()[name].descriptor))
        frame_schema(name).validate(frame, lazy=True)
    except Exception:
        objectors.append("pandera")
    return objectors


def test_the_unbroken_package_is_valid(package, tmp_path):
    path = written(package, tmp_path)
    assert Package(str(path)).validate().flatten(["path", "rowNumber", "fieldName", "note"]) == []
    for name in all_tables():
        assert caught_by(path, name) == []
        assert (tmp_path / f"{name}.csv").read_bytes() == csv_bytes(all_tables()[name], package[name])


@pytest.mark.parametrize(("name", "field_name", "keyword"), list(cases()))
def test_a_break_is_caught(package, tmp_path, name, field_name, keyword):
    field = next(field for field in all_tables()[name].descriptor["fields"] if field["name"] == field_name)
    text = None if keyword in ("unique", "primaryKey") else broken_cell(field, keyword)
    path = written(package, tmp_path, (name, field_name, text))
    assert caught_by(path, name), f"nobody objects to a broken {keyword} of {name}.{field_name}"
