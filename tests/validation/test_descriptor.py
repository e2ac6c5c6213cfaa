"""What a descriptor may say, and what each thing that it says wrongly is called."""

import copy
import hashlib
import json

import pytest

from rare_earth_data import __version__
from rare_earth_data.schema.descriptor import package_descriptor
from rare_earth_data.schema.tables import all_tables
from rare_earth_data.validation.descriptor import path_trouble, read_descriptor
from rare_earth_data.validation.jsonfile import JsonError, place_of, read_json

CONTENTS = {name: (",".join(table.field_names) + "\n").encode() for name, table in all_tables().items()}


@pytest.fixture
def found(tmp_path):
    """Return a function from a change of a sound descriptor to [(code, severity, table, message)]."""
    for name, content in CONTENTS.items():
        (tmp_path / f"{name}.csv").write_bytes(content)

    def findings(change=lambda resources, descriptor: None, version=__version__):
        descriptor = copy.deepcopy(package_descriptor(CONTENTS, version))
        change({resource["name"]: resource for resource in descriptor["resources"]}, descriptor)
        path = tmp_path / "datapackage.json"
        path.write_text(json.dumps(descriptor), encoding="utf-8")
        described = read_descriptor(path, "datapackage.json")
        assert set(described.files) == set(described.tables)
        return [(f.code, f.severity, f.table, f.message) for f in described.findings]

    return findings


def test_a_sound_descriptor(found):
    assert found() == []


def field_of(resources, table, name):
    return next(field for field in resources[table]["schema"]["fields"] if field["name"] == name)


CHANGES = {
    "type of the field 'start'": lambda r, _: field_of(r, "claims", "start").update(type="string"),
    "constraints of the field 'modality'": lambda r, _: field_of(r, "claims", "modality").pop("constraints"),
    "format of the field 'published_at'": lambda r, _: field_of(r, "articles", "published_at").pop("format"),
    "itemType of the field 'citations'": lambda r, _: field_of(r, "claims", "citations").pop("itemType"),
    "the field 'more' is not known": lambda r, _: r["claims"]["schema"]["fields"].append(
        {"name": "more", "type": "string"}
    ),
    "the field 'text' is lacking": lambda r, _: r["claims"]["schema"]["fields"].remove(field_of(r, "claims", "text")),
    "primaryKey": lambda r, _: r["claims"]["schema"].update(primaryKey=["text"]),
    "foreignKeys": lambda r, _: r["claims"]["schema"].pop("foreignKeys"),
    "missingValues": lambda r, _: r["claims"]["schema"].update(missingValues=["NA"]),
}


@pytest.mark.parametrize("difference", CHANGES)
def test_a_schema_of_another_version(found, difference):
    ((code, severity, _, message),) = found(CHANGES[difference])
    assert (code, severity) == ("RED-P007", "error")
    assert message.endswith(f": {difference}")
    ((code, severity, _, _),) = found(CHANGES[difference], version="0.0.1")
    assert (code, severity) == ("RED-P007", "warning")


def test_words_for_people_may_differ(found):
    assert found(lambda r, _: field_of(r, "claims", "text").update(title="Other", description="Words")) == []
    assert found(lambda r, _: field_of(r, "claims", "text").pop("title")) == []
    assert found(lambda r, _: r["claims"]["schema"].update(primaryKey="claim_id")) == []


def test_a_table_that_is_not_known_or_not_described(found):
    ((code, severity, table, _),) = found(lambda r, d: d["resources"].remove(r["sources"]))
    assert (code, severity, table) == ("RED-P008", "warning", None)
    ((code, severity, _, message),) = found(
        lambda r, d: d["resources"].append({**r["sources"], "name": "notes", "schema": r["sources"]["schema"]})
    )
    assert (code, severity) == ("RED-P008", "warning") and "'notes'" in message


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda r, d: d.pop("resources"), ["RED-P002"]),
        (lambda r, d: d.update(resources=[]), ["RED-P002"]),
        (lambda r, d: d.update(resources={"claims": {}}), ["RED-P002"]),
        (lambda r, d: d["resources"].append("claims"), ["RED-P002"]),
        (lambda r, d: d["resources"].append({"name": "notes"}), ["RED-P002"]),
        (lambda r, d: d["resources"].append({"path": "notes.csv"}), ["RED-P002"]),
        (lambda r, d: d["resources"].append(r["claims"]), ["RED-P002"]),
        (lambda r, d: r["claims"].pop("schema"), ["RED-P002"]),
        (lambda r, d: field_of(r, "claims", "text").update(name=7), ["RED-P002"]),
        (lambda r, d: field_of(r, "claims", "text").update(type=7), ["RED-P002"]),
        (lambda r, d: field_of(r, "claims", "text").pop("type"), ["RED-P002"]),
        (lambda r, d: r["claims"].update(path="../claims.csv"), ["RED-P003"]),
        (lambda r, d: r["claims"].update(path="nowhere.csv"), ["RED-P004"]),
        (lambda r, d: r["claims"].update(bytes=3), ["RED-P005"]),
        (lambda r, d: r["claims"].update(bytes=None), ["RED-P005"]),
        (lambda r, d: r["claims"].pop("bytes"), []),
        (lambda r, d: r["claims"].update(hash="sha256:0"), ["RED-P006"]),
        (lambda r, d: r["claims"].update(hash=hashlib.sha256(CONTENTS["claims"]).hexdigest()), ["RED-P006"]),
        (lambda r, d: r["claims"].pop("hash"), []),
    ],
)
def test_what_a_descriptor_says_wrongly(found, change, codes):
    assert [code for code, severity, _, _ in found(change) if severity == "error"] == codes


def test_a_table_of_a_broken_schema_is_checked_by_ours(found, tmp_path):
    found(lambda r, d: r["claims"].pop("schema"))
    assert "claims" in read_descriptor(tmp_path / "datapackage.json", "d").tables


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("claims.csv", None),
        ("data/claims.csv", None),
        ("data/..claims.csv", None),
        ("", "no path"),
        ("a\nb", "no path"),
        ("https://example.org/a.csv", "no path"),
        ("data:text", "no path"),
        ("C:a.csv", "no path"),
        ("1://a", "no path"),
        ("/a.csv", "not a relative path"),
        ("\\a.csv", "not a relative path"),
        ("~a.csv", "not a relative path"),
        ("a\\b.csv", "not a relative path"),
        ("../a.csv", "leads out"),
        ("a/../b.csv", "leads out"),
        ("a/..", "leads out"),
        ("link/a.csv", "symbolic link"),
        ("稀" * 86, "too long"),
        ("稀" * 85, None),
    ],
)
def test_paths(tmp_path, path, words):
    (tmp_path / "link").symlink_to(tmp_path)
    trouble = path_trouble(tmp_path, path)
    assert (trouble is None) if words is None else (words in trouble)


@pytest.mark.parametrize(
    ("data", "words", "place"),
    [
        (b"{", "not JSON", (1, 2)),
        (b'{\n"a": 1,\n"a": 2}', "stands twice", (1, 1)),
        (b"[NaN]", "NaN is not JSON", (1, 1)),
        (b"[Infinity]", "Infinity is not JSON", (1, 1)),
        (b"[\n\n\xe9]", "not UTF-8: byte 4", (3, 1)),
        (b"[" * 100_000, "nested too deep", (1, 1)),
        (b"[" + b"7" * 5000 + b"]", "not JSON that can be read", (1, 1)),
    ],
)
def test_json_that_is_none(tmp_path, data, words, place):
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(JsonError, match=words) as raised:
        read_json(tmp_path / "a.json")
    assert (raised.value.line, raised.value.column) == place


def test_a_place_is_counted_from_one():
    assert place_of('{\n  "a": 1}', '"a"') == (2, 3)
    assert place_of('{"a": 1}', '"b"') == (1, 1)


def test_size_and_hash_are_those_of_a_named_file(found):
    messages = [told[3] for told in found(lambda r, d: r["claims"].update(bytes=3, hash="sha256:0"))]
    size = len(CONTENTS["claims"])
    assert messages[0] == f"claims.csv has {size:,} bytes"
    assert messages[1].startswith("claims.csv has the hash sha256:")
