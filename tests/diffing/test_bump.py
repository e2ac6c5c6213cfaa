"""Which bump an edit asks for: the rules one by one, and random edits of several kinds at once."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rare_earth_data.diffing import Bump, diff
from rare_earth_data.diffing.versions import bumped, covers, parts
from rare_earth_data.release.gate import version_refusals
from tests.diffing.making import schemas, write_package

BASE = {"kind": "red", "size": 1, "weight": 1.5, "tags": ["a"], "counts": [], "at": None, "known": True}
ROWS = {
    "things": [{"id": key, "name": key.upper(), **BASE} for key in "abcd"],
    "parts": [{"thing": "a", "number": 1, "note": None}, {"thing": "b", "number": 2, "note": "x"}],
}


def fields(described, table="things"):
    return {field["name"]: field for field in described[table]["fields"]}


def constraint(name, keyword, value, table="things"):
    def edit(described, rows):
        fields(described, table)[name].setdefault("constraints", {})[keyword] = value
        if value is None:
            del fields(described, table)[name]["constraints"][keyword]

    return edit


def schema(change):
    return lambda described, rows: change(described)


def data(change):
    return lambda described, rows: change(rows)


def drop(table, name):
    def edit(described, rows):
        described[table]["fields"] = [field for field in described[table]["fields"] if field["name"] != name]

    return edit


def set_keyword(name, keyword, value):
    return schema(lambda described: fields(described)[name].__setitem__(keyword, value))


MORE = {"name": "more", "type": "string", "title": "More", "description": "More."}
RULES = {
    "table removed": (Bump.MAJOR, schema(lambda s: s.pop("parts"))),
    "table renamed": (Bump.MAJOR, schema(lambda s: s.__setitem__("pieces", s.pop("parts")))),
    "table added": (Bump.MINOR, schema(lambda s: s.__setitem__("more", {**s["things"], "name": "more"}))),
    "field removed": (Bump.MAJOR, drop("things", "name")),
    "field renamed": (Bump.MAJOR, set_keyword("name", "name", "label")),
    "field added": (Bump.MINOR, schema(lambda s: s["things"]["fields"].append(MORE))),
    "field added in between": (Bump.MINOR, schema(lambda s: s["things"]["fields"].insert(1, MORE))),
    "fields in another order": (Bump.MAJOR, schema(lambda s: s["things"]["fields"].reverse())),
    "type changed": (Bump.MAJOR, set_keyword("name", "type", "any")),
    "format changed": (Bump.MAJOR, set_keyword("at", "format", "%d.%m.%Y %H:%M")),
    "item type changed": (Bump.MAJOR, set_keyword("counts", "itemType", "string")),
    "key changed": (Bump.MAJOR, schema(lambda s: s["parts"].__setitem__("primaryKey", ["thing", "number", "note"]))),
    "reference added": (
        Bump.MAJOR,
        schema(lambda s: s["things"].__setitem__("foreignKeys", [
            {"fields": ["name"], "reference": {"resource": "parts", "fields": ["note"]}}
        ])),
    ),
    "reference removed": (Bump.MINOR, schema(lambda s: s["parts"].pop("foreignKeys"))),
    "missing values changed": (Bump.MAJOR, schema(lambda s: s["things"].__setitem__("missingValues", ["", "-"]))),
    "required": (Bump.MAJOR, constraint("name", "required", True)),
    "required no more": (Bump.MINOR, constraint("id", "required", None)),
    "unique": (Bump.MAJOR, constraint("name", "unique", True)),
    "pattern": (Bump.MAJOR, constraint("name", "pattern", "(?:[A-Z])")),
    "minimum raised": (Bump.MAJOR, constraint("size", "minimum", 0)),
    "minimum lowered": (Bump.MINOR, constraint("size", "minimum", -(2**60))),
    "minimum gone": (Bump.MINOR, constraint("size", "minimum", None)),
    "maximum lowered": (Bump.MAJOR, constraint("size", "maximum", 5)),
    "maximum raised": (Bump.MINOR, constraint("size", "maximum", 2**60)),
    "maximum added": (Bump.MAJOR, constraint("weight", "maximum", 5)),
    "least length added": (Bump.MAJOR, constraint("name", "minLength", 1)),
    "code removed": (Bump.MAJOR, constraint("kind", "enum", ["red", "green"])),
    "code added": (Bump.MINOR, constraint("kind", "enum", ["red", "green", "blue", "pink"])),
    "code renamed": (Bump.MAJOR, constraint("kind", "enum", ["red", "green", "navy"])),
    "codes reordered": (Bump.PATCH, constraint("kind", "enum", ["blue", "green", "red"])),
    "codes on a free field": (Bump.MAJOR, constraint("name", "enum", ["A", "B", "C", "D"])),
    "codes no more": (Bump.MINOR, constraint("kind", "enum", None)),
    "field reworded": (Bump.PATCH, set_keyword("name", "description", "Other words.")),
    "table reworded": (Bump.PATCH, schema(lambda s: s["things"].__setitem__("title", "Others"))),
    "row added": (Bump.MINOR, data(lambda rows: rows["things"].append({"id": "e", "name": "E", **BASE}))),
    "row removed": (Bump.MINOR, data(lambda rows: rows["things"].pop())),
    "value corrected": (Bump.PATCH, data(lambda rows: rows["things"][0].__setitem__("name", "other"))),
    "value filled in": (Bump.PATCH, data(lambda rows: rows["parts"][0].__setitem__("note", "n"))),
    "value taken out": (Bump.PATCH, data(lambda rows: rows["parts"][1].__setitem__("note", None))),
    "list corrected": (Bump.PATCH, data(lambda rows: rows["things"][1].__setitem__("tags", ["a", "b"]))),
    "key corrected": (Bump.MINOR, data(lambda rows: rows["things"][3].__setitem__("id", "z"))),
    "rows reordered": (Bump.PATCH, data(lambda rows: rows["things"].reverse())),
    "nothing": (Bump.NONE, data(lambda rows: None)),
}  # fmt: skip


def edited(names):
    """The package after the edits of these names."""
    described, rows = schemas(), {name: [dict(row) for row in table] for name, table in ROWS.items()}
    for name in names:
        RULES[name][1](described, rows)
    rows["pieces"] = rows["parts"]
    return rows, described


def bump_of(names, **said):
    rows, described = edited(names)
    with tempfile.TemporaryDirectory() as scratch:
        old = write_package(Path(scratch) / "old", ROWS)
        new = write_package(Path(scratch) / "new", rows, described, **said)
        with diff(old, new) as found:
            reasons = found.reasons()
            assert bool(reasons) == (found.bump is not Bump.NONE)
            return found.bump


@pytest.mark.parametrize("name", RULES)
def test_each_rule(name):
    assert bump_of([name]) is RULES[name][0]


# Edits that do not touch what another one touches, so that any set of them can be made together.
APART = [
    ["table added"],
    ["field added", "field added in between"],
    ["reference removed"],
    ["required"],
    ["minimum raised", "minimum lowered", "minimum gone"],
    ["code added", "code removed", "codes reordered", "codes no more"],
    ["field reworded"],
    ["table reworded"],
    ["row added"],
    ["row removed"],
    ["value corrected"],
    ["value filled in"],
    ["list corrected"],
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(APART), unique_by=tuple).flatmap(lambda sets: st.tuples(*map(st.sampled_from, sets))))
def test_the_weightiest_of_several_edits_decides(names):
    assert bump_of(names) is max((RULES[name][0] for name in names), default=Bump.NONE)


def test_licence_and_package():
    assert bump_of([], licenses=[{"name": "CC0-1.0"}]) is Bump.MAJOR
    assert bump_of([], name="another") is Bump.MAJOR
    assert bump_of([], title="Another") is Bump.PATCH
    assert bump_of([], version="9.9.9") is Bump.NONE


@given(st.tuples(*[st.integers(0, 50)] * 3), st.sampled_from(list(Bump)))
def test_bumped_is_the_least_version_that_covers(numbers, bump):
    version = ".".join(map(str, numbers))
    least = bumped(version, bump)
    assert covers(least, version, bump)
    if bump is not Bump.NONE:
        assert parts(least) > parts(version)
        assert not covers(version, version, bump)
        assert not covers(bumped(version, Bump(bump - 1)), version, bump) or bump is Bump.PATCH


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0rc1", "01.0.0", "latest", "", "1.0.0\n", "1.0.-1"])
def test_other_spellings_are_no_versions(text):
    with pytest.raises(ValueError, match="not a version"):
        parts(text)


@pytest.mark.parametrize(
    ("names", "version", "refused"),
    [
        (["row added"], "1.0.1", "MINOR bump is due, at least 1.1.0"),
        (["row added"], "1.0.0", "MINOR bump is due"),
        (["row added"], "0.9.0", "MINOR bump is due"),
        (["row added"], "1.1.0", None),
        (["row added"], "2.0.0", None),
        (["field removed", "row added"], "1.1.0", "MAJOR bump is due, at least 2.0.0 (things: name: field removed)"),
        (["value corrected"], "1.0.1", None),
        (["value corrected"], "1.0.0", "PATCH bump is due"),
        (["nothing"], "1.0.0", "nothing to release"),
        (["nothing"], "1.0.1", None),
    ],
)
def test_a_version_smaller_than_the_bump_is_refused(tmp_path, names, version, refused):
    rows, described = edited(names)
    old = write_package(tmp_path / "old", ROWS)
    with diff(old, write_package(tmp_path / "new", rows, described, version=version)) as found:
        reasons = version_refusals(found)
    assert bool(reasons) == (refused is not None)
    assert refused is None or refused in reasons[0]
