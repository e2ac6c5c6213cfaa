"""What a difference is: nothing between equals, and enough to make the new package of the old."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rare_earth_data.diffing import Bump, apply, diff
from rare_earth_data.diffing.render import markdown_lines, text_lines, write_json
from rare_earth_data.diffing.rows import KeyNotUniqueError
from rare_earth_data.loading import DATA
from rare_earth_data.package import read_package
from tests.diffing.making import contents, files, schemas, write_package

PART = {"thing": "a", "number": 1, "note": None}
THING = {
    "id": "a",
    "name": "A",
    "kind": "red",
    "size": 1,
    "weight": None,
    "tags": [],
    "counts": [],
    "at": None,
    "known": True,
}


def both(folder, old, new, old_schemas=None, new_schemas=None, **said):
    return write_package(folder / "old", old, old_schemas), write_package(folder / "new", new, new_schemas, **said)


def test_a_package_does_not_differ_from_itself():
    package = read_package(DATA)
    with diff(package, package) as found:
        assert found.is_empty
        assert found.bump is Bump.NONE
        assert found.least_version == package.version
        assert [line for line in text_lines(found) if "no difference" in line]


@settings(max_examples=15)
@given(rows=contents())
def test_no_package_differs_from_itself(rows):
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(Path(folder), rows)
        with diff(package, package) as found:
            assert found.is_empty


@st.composite
def edited_schemas(draw):
    """The schemas after some edits that move columns about."""
    described = schemas()
    things = described["things"]["fields"]
    if draw(st.booleans()):
        del things[draw(st.integers(1, len(things) - 1))]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(things)))
        things.insert(place, {"name": "more", "type": "string", "title": "More", "description": "New."})
    if draw(st.booleans()):
        described["things"]["fields"] = draw(st.permutations(things))
    if draw(st.integers(0, 4)) == 0:
        described["parts"]["primaryKey"] = ["thing", "number", "note"]
    if draw(st.integers(0, 4)) == 0:
        del described["parts"]
    elif draw(st.integers(0, 4)) == 0:
        described["pieces"] = described.pop("parts")
    return described


@st.composite
def edited_rows(draw, rows):
    """Some rows of before, some changed, some new, in some order."""
    new = draw(contents())
    kept = (
        {row["id"]: row for row in draw(st.lists(st.sampled_from(rows["things"]), unique_by=lambda row: row["id"]))}
        if (rows["things"])
        else {}
    )
    things = {row["id"]: row for row in new["things"]} | kept
    order = draw(st.permutations(list(things.values())))
    return {"things": [{**row, "more": draw(st.none() | st.just("x"))} for row in order], "parts": new["parts"]}


@settings(max_examples=50)
@given(data=st.data())
def test_a_difference_makes_the_new_package_of_the_old(data):
    rows = data.draw(contents())
    described = data.draw(edited_schemas())
    new_rows = data.draw(edited_rows(rows))
    new_rows["pieces"] = new_rows["parts"]
    renames = {"tables": [{"old": "parts", "new": "pieces", "since": "1.0.0"}]} if data.draw(st.booleans()) else {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        old, new = both(folder, rows, new_rows, None, described, version="2.0.0", renames=renames)
        with diff(old, new) as found:
            made = apply(found, old, folder / "made")
            list(text_lines(found))
            list(markdown_lines(found))
        assert files(made.folder) == files(new.folder)


def test_rows_are_told_by_key_with_the_fields_that_changed(tmp_path):
    other = {**THING, "id": "b"}
    old, new = both(
        tmp_path,
        {"things": [THING, other], "parts": [PART]},
        {"things": [{**THING, "name": "B", "size": 2}, {**THING, "id": "c"}], "parts": [PART]},
    )
    with diff(old, new) as found:
        rows = found.tables["things"].rows
        assert (rows.added, rows.removed, rows.changed, rows.moved) == (1, 1, 1, 0)
        assert rows.changed_fields == {"name": 1, "size": 1}
        changes = {change.change: change for change in rows.changes()}
        assert changes["changed"].key == ("a",)
        assert changes["changed"].old == {"name": "A", "size": "1"}
        assert changes["changed"].new == {"name": "B", "size": "2"}
        assert changes["added"].key == ("c",)
        assert changes["removed"].old["id"] == "b"
        assert found.tables["parts"].is_empty
        assert found.bump is Bump.MINOR
        text = "\n".join(text_lines(found))
    assert "~ a  name: A -> B; size: 1 -> 2" in text
    assert "MINOR is due: 1.0.0 -> at least 1.1.0" in text


def test_json_holds_everything(tmp_path):
    rows = {"things": [{**THING, "id": f"t{number}", "name": "é\n|"} for number in range(30)], "parts": []}
    old, new = both(tmp_path, {}, rows)
    path = tmp_path / "diff.json"
    with diff(old, new) as found, open(path, "w", encoding="utf-8") as file:
        write_json(found, file)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["bump"] == "MINOR"
    assert [row["key"] for row in told["tables"][0]["rows"]] == [[f"t{number}"] for number in range(30)]
    assert told["tables"][0]["rows"][0]["new"]["name"] == "é\n|"


def test_text_is_short_and_says_what_it_leaves_out(tmp_path):
    rows = {"things": [{**THING, "id": f"t{number}", "name": "long " * 100} for number in range(30)], "parts": []}
    old, new = both(tmp_path, {}, rows)
    with diff(old, new) as found:
        lines = list(text_lines(found, limit=10))
    assert "  … and 20 more" in lines
    assert max(map(len, lines[1:])) < 120


def test_markdown_cannot_be_broken_by_cells(tmp_path):
    old, new = both(tmp_path, {"things": [THING]}, {"things": [{**THING, "name": "a|b <script> *c* `d`\n# e"}]})
    with diff(old, new) as found:
        text = "\n".join(markdown_lines(found))
    assert "<script>" not in text
    assert "\n# e" not in text


def test_a_key_that_is_there_twice_is_refused(tmp_path):
    old, new = both(tmp_path, {"things": [THING, THING]}, {"things": [THING]})
    with pytest.raises(KeyNotUniqueError, match="a of things is there more than once"), diff(old, new):
        pass


def test_a_declared_rename_is_told_as_one_and_values_are_compared_across_it(tmp_path):
    described = schemas()
    described["things"]["fields"][1]["name"] = "label"
    renames = {"fields": [{"table": "things", "old": "name", "new": "label", "since": "2.0.0"}]}
    row = {**THING, "label": "A"}
    old, new = both(tmp_path, {"things": [THING]}, {"things": [row]}, None, described, version="2.0.0", renames=renames)
    with diff(old, new) as found:
        assert [(change.change, change.field, change.old) for change in found.tables["things"].schema] == [
            ("renamed", "label", "name")
        ]
        assert found.tables["things"].rows.changed == 0
        assert found.bump is Bump.MAJOR


def test_a_table_with_a_wrong_header_is_refused(tmp_path):
    old, new = both(tmp_path, {}, {})
    (new.folder / "things.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the header is 'a,b'"), diff(old, new):
        pass
