"""Small packages for tests: two tables with every type and constraint, as descriptors that a test may edit."""

import copy
import hashlib
from datetime import datetime
from pathlib import Path

from hypothesis import strategies as st

from rare_earth_data.package import DataPackage, _table, read_package
from rare_earth_data.schema.cells import csv_bytes
from rare_earth_data.schema.descriptor import descriptor_bytes

THINGS = {
    "name": "things",
    "title": "Things",
    "description": "Things of every kind.",
    "fields": [
        {"name": "id", "type": "string", "title": "Id", "description": "Key.", "constraints": {"required": True}},
        {"name": "name", "type": "string", "title": "Name", "description": "Any text."},
        {
            "name": "kind",
            "type": "string",
            "title": "Kind",
            "description": "A code.",
            "constraints": {"enum": ["red", "green", "blue"]},
        },
        {
            "name": "size",
            "type": "integer",
            "title": "Size",
            "description": "Whole.",
            "constraints": {"minimum": -(2**53), "maximum": 2**53},
        },
        {"name": "weight", "type": "number", "title": "Weight", "description": "Real."},
        {
            "name": "tags",
            "type": "list",
            "title": "Tags",
            "description": "Words.",
            "itemType": "string",
            "delimiter": ",",
        },
        {
            "name": "counts",
            "type": "list",
            "title": "Counts",
            "description": "Numbers.",
            "itemType": "integer",
            "delimiter": ",",
        },
        {"name": "at", "type": "datetime", "title": "At", "description": "When.", "format": "%Y-%m-%d %H:%M"},
        {"name": "known", "type": "boolean", "title": "Known", "description": "Whether."},
    ],
    "primaryKey": ["id"],
    "missingValues": [""],
}
PARTS = {
    "name": "parts",
    "title": "Parts",
    "description": "Parts of things.",
    "fields": [
        {
            "name": "thing",
            "type": "string",
            "title": "Thing",
            "description": "Whole.",
            "constraints": {"required": True},
        },
        {
            "name": "number",
            "type": "integer",
            "title": "Number",
            "description": "Which.",
            "constraints": {"required": True, "minimum": 1},
        },
        {"name": "note", "type": "string", "title": "Note", "description": "Words."},
    ],
    "primaryKey": ["thing", "number"],
    "missingValues": [""],
    "foreignKeys": [{"fields": ["thing"], "reference": {"resource": "things", "fields": ["id"]}}],
}
LICENCES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]

# Every character that a table may hold, and those that trip readers up more often than chance would bring them.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20) | st.sampled_from(
    ['"', '""', ",", "\n", "\r", "\r\n", "a\nb", " lead", "trail ", "=1+1", "+1", "-1", "@A1", "'", "NA", "NULL", "nan",
     "null",      "0012", "1e5", "true", "稀土", "😀", "\u2028", "\x85", "\ufeff", "\\N", "#", "_x0041_", "x" * 3000]
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(
    lambda moment: moment.strftime("%Y-%m-%d %H:%M")
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)
VALUES = {
    "name": st.none() | TEXTS,
    "kind": st.none() | st.sampled_from(["red", "green", "blue"]),
    "size": st.none() | st.integers(-(2**53), 2**53),
    "weight": st.none() | NUMBERS,
    "tags": st.lists(st.sampled_from(["a", "稀土", "long word", '"']), max_size=3),
    "counts": st.lists(st.integers(0, 2**40), max_size=3),
    "at": st.none() | MOMENTS,
    "known": st.none() | st.booleans(),
}


@st.composite
def contents(draw, max_rows=5):
    """Rows of both tables, by name."""
    keys = draw(st.lists(TEXTS, max_size=max_rows, unique=True))
    things = [{"id": key, **draw(st.fixed_dictionaries(VALUES))} for key in keys]
    pairs = st.tuples(st.sampled_from(keys), st.integers(1, 5)) if keys else st.nothing()
    parts = draw(st.lists(pairs, max_size=max_rows, unique=True)) if keys else []
    return {
        "things": things,
        "parts": [{"thing": thing, "number": number, "note": draw(st.none() | TEXTS)} for thing, number in parts],
    }


def schemas():
    """Fresh descriptors of the tables, to be edited."""
    return {"things": copy.deepcopy(THINGS), "parts": copy.deepcopy(PARTS)}


def write_package(folder: Path, rows, described=None, version="1.0.0", **said) -> DataPackage:
    """Write a package with these rows and schemas."""
    described = schemas() if described is None else described
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, schema in described.items():
        content = csv_bytes(_table(name, schema), rows.get(name, []))
        (folder / f"{name}.csv").write_bytes(content)
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": {**schema, "name": name},
            }
        )
    head = {
        "name": "test-package",
        "title": "A test",
        "description": "Of packages.",
        "licenses": LICENCES,
        "contributors": [{"title": "Someone", "roles": ["creator"]}],
        "keywords": ["tests"],
        **said,
    }
    descriptor = {**head, "version": version, "resources": resources}
    (folder / "datapackage.json").write_bytes(descriptor_bytes(descriptor))
    return read_package(folder)


def files(folder: Path) -> dict[str, bytes]:
    """The content of every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
