"""A curation file against its JSON Schema: every keyword, with its place and with what was expected."""

import json
import re

import pytest

from rare_earth_data.curation.files import read_curation, read_curation_file

EVENT = {
    "id": "cn-ban",
    "title": "A ban",
    "type": "export_prohibition",
    "legal_status": "announced",
    "date_precision": "unknown",
    "summary": "A ban.",
    "parties": [{"area": "CHN", "role": "issuer"}],
    "mentions": [{"quote": "a ban"}],
}


def read(tmp_path, name, text):
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    curation, findings = read_curation_file(name, tmp_path / f"{name}.yaml", tmp_path)
    return curation, [(finding.code, finding.message, finding.expected) for finding in findings]


def read_event(tmp_path, **changes):
    entry = {name: value for name, value in (EVENT | changes).items() if value is not None}
    curation, findings = read(tmp_path, "events", f"events:\n  - {json.dumps(entry)}\n")
    assert bool(curation.entries("events")) == (not findings)
    return findings


def test_a_sound_entry(tmp_path):
    assert read_event(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": None}, "the keys id, title, type, legal_status, date_precision, summary, parties, mentions"),
        ({"title": ""}, "minLength 1"),
        ({"title": 12}, "type string"),
        ({"id": "CN Ban"}, "pattern ^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$"),
        ({"date": "soon"}, "pattern ^[0-9]{4}(?:-(?:[0-9]{2}(?:-[0-9]{2})?|Q[1-4]|H[12]))?$"),
        ({"date_precision": "dayly"}, "perhaps 'day'; day, month, quarter, half, year, unknown"),
        ({"date_precision": "xxxxx"}, "day, month, quarter, half, year, unknown"),
        ({"parties": []}, "minItems 1"),
        ({"parties": "CHN"}, "type array"),
        ({"parties": [{"area": "CHN"}]}, "the keys area, role"),
        ({"parties": [{"area": "CHN", "role": "issuer", "part": "x"}]}, "only the keys area, role"),
        ({"mentions": [{"quote": "x", "claim": "y"}]}, "only the keys quote, document"),
    ],
)
def test_what_is_expected_is_said(tmp_path, changes, expected):
    ((code, _, said),) = read_event(tmp_path, **changes)
    assert code == "RED-C002"
    assert said == expected


@pytest.mark.parametrize(
    ("area", "expected"), [("CNN", r"perhaps '[A-Z]{3}'; one of [0-9]+ codes"), ("123", r"one of [0-9]+ codes")]
)
def test_of_many_codes_only_the_nearest_and_their_number_are_said(tmp_path, area, expected):
    ((_, _, said),) = read_event(tmp_path, parties=[{"area": area, "role": "issuer"}])
    assert re.fullmatch(expected, said)


def test_an_unknown_list_is_refused(tmp_path):
    _, ((code, _, said),) = read(tmp_path, "titles", "headlines: []\n")
    assert (code, said) == ("RED-C002", "only the keys titles, topics")


def test_null_empties_a_field_where_it_may(tmp_path):
    entry = "{quote: q, value_text: v, action: correct, reason: r, set: {%s: null}}"
    assert read(tmp_path, "metrics", f"metrics:\n  - {entry % 'partner'}\n")[1] == []
    assert [code for code, _, _ in read(tmp_path, "metrics", f"metrics:\n  - {entry % 'unit'}\n")[1]] == ["RED-C002"]


def test_an_id_that_comes_again_is_told_where_it_does(tmp_path):
    entries = "\n".join(f"  - {{title: {title}, en: x}}" for title in ("a", "b", "a"))
    curation, findings = read(tmp_path, "titles", f"titles:\n{entries}\n")
    assert findings == [("RED-C003", "title 'a' is given twice", None)]
    assert len(curation.entries("titles")) == 3


def test_entries_of_a_list_without_a_key_may_be_alike(tmp_path):
    entry = "  - {quote: q, reason: r}\n"
    assert read(tmp_path, "events", f"not_events:\n{entry}{entry}")[1] == []


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "titles:\n", "titles: []\n"])
def test_a_file_without_entries(tmp_path, text):
    curation, findings = read(tmp_path, "titles", text)
    assert (curation.entries("titles"), curation.entries("topics"), findings) == ([], [], [])


def test_a_file_that_is_not_there_has_no_entries(tmp_path):
    curation, findings = read_curation("titles", tmp_path)
    assert (curation.lists, findings) == ({}, [])
