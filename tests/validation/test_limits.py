"""Every limit of what is read: what just keeps within it passes, and one more is a finding."""

import errno
import json
import zipfile

import polars as pl
import pytest

from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import all_tables
from rare_earth_data.validation import archive, blocks, derived, descriptor, jsonfile, records, report, source
from rare_earth_data.validation.descriptor import path_trouble
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.rows import placed_rows
from rare_earth_data.validation.targets import validate

PARTIES = "event_id,area,role\n"


def codes(path):
    return [finding.code for finding in validate(path).ordered]


def zipped(path, method=zipfile.ZIP_STORED, **files):
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return zipfile.ZipFile(path)


def archive_codes(file):
    with file:
        return [finding.code for finding in archive.archive_findings(file, "p.zip")]


@pytest.mark.parametrize(("most", "expected"), [(2, []), (1, ["RED-P012"])])
def test_entries_of_an_archive(tmp_path, monkeypatch, most, expected):
    monkeypatch.setattr(archive, "MOST_ENTRIES", most)
    assert archive_codes(zipped(tmp_path / "p.zip", a="x", b="y")) == expected


@pytest.mark.parametrize(("most", "expected"), [(6, []), (5, ["RED-P012"])])
def test_bytes_of_an_archive(tmp_path, monkeypatch, most, expected):
    monkeypatch.setattr(archive, "MOST_BYTES", most)
    assert archive_codes(zipped(tmp_path / "p.zip", a="abc", b="def")) == expected


@pytest.mark.parametrize(("size", "expected"), [(20, []), (21, ["RED-P012"])])
def test_what_an_entry_unpacks_to(tmp_path, monkeypatch, size, expected):
    monkeypatch.setattr(archive, "MOST_RATIO", 2)
    monkeypatch.setattr(archive, "_SMALL", 0)
    file = zipped(tmp_path / "p.zip", a="")
    entry = file.infolist()[0]
    entry.compress_size, entry.file_size = 10, size
    assert archive_codes(file) == expected


def test_a_small_entry_may_unpack_to_any_size(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_SMALL", 1000)
    assert archive_codes(zipped(tmp_path / "p.zip", zipfile.ZIP_DEFLATED, a="a" * 1000)) == []


def test_an_encrypted_entry_is_told_before_it_is_opened(tmp_path):
    file = zipped(tmp_path / "p.zip", a="x")
    file.infolist()[0].flag_bits |= 1
    assert archive_codes(file) == ["RED-P010"]


@pytest.mark.parametrize(("number", "raised"), [(errno.ENOSPC, True), (errno.EACCES, True), (errno.EISDIR, False)])
def test_a_full_disk_is_no_fault_of_the_archive(tmp_path, monkeypatch, number, raised):
    def fail(*_):
        raise OSError(number, "no")

    zipped(tmp_path / "p.zip", a="x").close()
    monkeypatch.setattr(archive, "_unpack_entry", fail)
    if raised:
        with pytest.raises(OSError, match="no"):
            archive.unpack(tmp_path / "p.zip", "p.zip", tmp_path)
    else:
        descriptor_, (found,) = archive.unpack(tmp_path / "p.zip", "p.zip", tmp_path)
        assert (descriptor_, found.code) == (None, "RED-P010")


def test_an_entry_is_never_larger_than_its_header_says(tmp_path):
    """What ``unpack`` relies on: the library stops where the header does, and then misses the checksum."""
    path = tmp_path / "p.zip"
    zipped(path, a="a" * 1000).close()
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02") + 24
    path.write_bytes(data[:at] + (10).to_bytes(4, "little") + data[at + 4 :])
    (tmp_path / "out").mkdir()
    _, (found,) = archive.unpack(path, "p.zip", tmp_path / "out")
    assert found.code == "RED-P010"
    assert (tmp_path / "out" / "a").stat().st_size <= 10


def test_bytes_of_a_descriptor(tmp_path, monkeypatch):
    path = tmp_path / "datapackage.json"
    path.write_text("[]")
    monkeypatch.setattr(jsonfile, "MAX_BYTES", 2)
    assert jsonfile.read_json(path) == ([], "[]")
    monkeypatch.setattr(jsonfile, "MAX_BYTES", 1)
    with pytest.raises(jsonfile.JsonError, match="larger than"):
        jsonfile.read_json(path)


def test_a_path_in_a_package(tmp_path, monkeypatch):
    assert path_trouble(tmp_path, "a" * 255) is None
    assert path_trouble(tmp_path, "a" * 256) == "is too long for a file"
    monkeypatch.setattr(descriptor, "_LONGEST_PATH", 4)
    assert path_trouble(tmp_path, "a/bc") is None
    assert path_trouble(tmp_path, "a/bcd") == "is too long for a file"


def header_codes(tmp_path, header):
    path = tmp_path / "event_parties.csv"
    path.write_text(header)
    return codes(path)


def test_fields_of_a_header(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MOST_FIELDS", 3)
    assert header_codes(tmp_path, PARTIES) == []
    (found,) = validate_text(tmp_path, PARTIES.strip() + ",more\n")
    assert (found.code, found.expected) == ("RED-T010", "at most 3")


def validate_text(tmp_path, text):
    path = tmp_path / "event_parties.csv"
    path.write_text(text)
    return validate(path).ordered


def test_bytes_of_a_header(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "_LONGEST_HEADER", len(PARTIES))
    assert header_codes(tmp_path, PARTIES) == []
    monkeypatch.setattr(source, "_LONGEST_HEADER", len(PARTIES) - 1)
    (found,) = validate_text(tmp_path, PARTIES)
    assert found.message == "the header does not end"
    assert header_codes(tmp_path, PARTIES[:-2]) != []


def test_bytes_of_a_record(tmp_path, monkeypatch):
    row = '"a\rb",CHN,issuer\n'
    monkeypatch.setattr(records, "LONGEST_RECORD", len(row))
    monkeypatch.setattr(records, "_LONGEST_LINE", len(row) + 1)
    assert header_codes(tmp_path, PARTIES + row) == []
    monkeypatch.setattr(records, "LONGEST_RECORD", len(row) - 1)
    (found,) = validate_text(tmp_path, PARTIES + row + row)
    assert found.code == "RED-T012" and "goes on for more than" in found.message


def test_letters_of_what_a_figure_is_said_in(tmp_path, monkeypatch):
    table = all_tables()["country_metrics"]
    row = dict.fromkeys(table.field_names, "") | {"value_text": "12 tons", "value": "13", "review": "unreviewed"}
    path = tmp_path / "country_metrics.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")

    def found():
        return [finding.code for finding in derived.value_findings(placed_rows(path, "m.csv"))]

    monkeypatch.setattr(derived, "_LONGEST_VALUE_TEXT", 7)
    assert found() == ["RED-T030"]
    monkeypatch.setattr(derived, "_LONGEST_VALUE_TEXT", 6)
    assert found() == []


def test_findings_that_are_kept(monkeypatch):
    monkeypatch.setattr(report, "KEPT", 2)
    made = Report()
    assert made.room("RED-T020", None) == 2
    made.add([Finding("RED-T020", "error", str(number)) for number in range(3)])
    made.add(Finding("RED-T020", "error", "of another table", table="claims"))
    assert len(made.findings) == 3 and made.count("error") == 4
    assert made.room("RED-T020", None) == 0
    made.add_uncounted("RED-T020", 0)
    made.add_uncounted("RED-T020", -3)
    assert made.count("error") == 4
    made.add_uncounted("RED-T028", 5, "warning")
    assert (made.count("error"), made.count("warning"), made.count("note")) == (4, 5, 0)


def test_findings_that_are_shown():
    made = Report()
    for number, severity in enumerate(("note", "warning", "error")):
        made.add(Finding("RED-T020", severity, "x", "f", number + 1))
    assert [len(shown) for shown, _ in (made.limited(None), made.limited(3), made.limited(2))] == [3, 3, 2]
    assert [hidden for _, hidden in (made.limited(None), made.limited(3), made.limited(2))] == [0, 0, 1]
    assert [finding.severity for finding in made.limited(2)[0]] == ["warning", "error"]
    made.add_uncounted("RED-T020", 7)
    assert made.limited(None)[1] == 7 and made.limited(1)[1] == 9


def test_blocks_are_cut_between_records(tmp_path, monkeypatch):
    rows = "".join(f'"a{number}\n,""x",CHN,issuer\nb{number},CHN,author\n' for number in range(40))
    path = tmp_path / "event_parties.csv"
    path.write_text(PARTIES + rows)
    whole = [(finding.line, finding.row_key, finding.code) for finding in validate(path).ordered]
    assert len(whole) == 40 and {code for _, _, code in whole} == {"RED-T023"}
    for size in (40, 64, 100, 1000):
        monkeypatch.setattr(blocks, "BLOCK", size)
        monkeypatch.setattr(source, "BLOCK", size)
        monkeypatch.setattr(blocks, "_TAIL", 8)
        assert [(finding.line, finding.row_key, finding.code) for finding in validate(path).ordered] == whole


def test_a_record_beyond_the_longest_is_read_slowly_and_told(tmp_path, monkeypatch):
    for module in (blocks, records):
        monkeypatch.setattr(module, "LONGEST_RECORD", 64)
    monkeypatch.setattr(records, "_LONGEST_LINE", 65)
    monkeypatch.setattr(blocks, "BLOCK", 32)
    monkeypatch.setattr(blocks, "_TAIL", 8)
    found = validate_text(tmp_path, PARTIES + "a,CHN,issuer\n" + "b" * 80 + ",CHN,issuer\nc,CHN,issuer\n")
    assert [(finding.code, finding.line) for finding in found] == [("RED-T012", 3)]


def test_rows_of_a_parquet_file_come_in_blocks(tmp_path, monkeypatch):
    from rare_earth_data.validation import parquet

    rows = [{"event_id": f"e-{number % 6}", "area": "CHN", "role": "issuer"} for number in range(8)]
    pl.DataFrame(rows).write_parquet(tmp_path / "event_parties.parquet")
    whole = [(finding.code, finding.file) for finding in validate(tmp_path / "event_parties.parquet").ordered]
    assert [code for code, _ in whole] == ["RED-T002", "RED-T002"]
    assert all(f.line is None and f.column is None for f in validate(tmp_path / "event_parties.parquet").ordered)
    monkeypatch.setattr(parquet, "_ROWS", 3)
    assert [(f.code, f.file) for f in validate(tmp_path / "event_parties.parquet").ordered] == whole


def test_a_descriptor_names_a_line(tmp_path):
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"resources": [{"name": "claims", "path": "/x", "schema": {}}]}, indent=1))
    assert {finding.line for finding in validate(path).ordered if finding.code == "RED-P003"} == {4}


def test_what_is_not_kept_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "KEPT", 1)
    rows = "".join(f"{name},CHN,{role}\n" for role in ("issuer", "author") for name in "aabbcc")
    (tmp_path / "event_parties.csv").write_text(PARTIES + rows)
    (tmp_path / "areas.csv").write_text(",".join(all_tables()["areas"].field_names) + "\n")
    made = validate(tmp_path / "event_parties.csv")
    assert {code: number for (code, _), number in made.beyond.items()} == {
        "RED-T023": 5,
        "RED-T027": 11,
        "RED-T002": 5,
    }


def test_a_cell_is_shown_unless_it_is_missing(tmp_path):
    (found,) = validate_text(tmp_path, PARTIES + "a,CHN,author\n")
    assert found.message == "role 'author' is no code of this field"
    (found,) = validate_text(tmp_path, PARTIES + "a,,issuer\n")
    assert found.message == "area is missing"
