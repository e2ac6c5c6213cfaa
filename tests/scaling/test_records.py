"""Documents out of containers, one by one: what cannot be read is a finding in its place, and what follows is read."""

import json
import os
import zipfile
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from rare_earth_data.scaling import parts, records
from rare_earth_data.scaling.records import Record, read_rows
from rare_earth_data.scaling.run import _first_findings

PAGE = "稀土产业\nSearch documents\n矿山停产\nSou Hu Cai Jing· 2025-10-20 08:10\nCore Insights - Mines closed [1]\n"


def told(spec):
    """[(origin's last part, whether it was read, messages)]."""
    return [
        (
            record.origin.rpartition("/")[2],
            record.document is not None,
            [f"{finding.code} {finding.file} {finding.message}" for finding in record.findings],
        )
        for record in records.records(spec)
    ]


def lines_spec(tmp_path, *lines):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(lines))
    size = path.stat().st_size
    return {"kind": "jsonl", "path": path.as_posix(), "label": "a.jsonl", "line": 1, "start": 0, "end": size}


def line(**data):
    return json.dumps(data).encode() + b"\n"


GOOD = line(document_id="good", text=PAGE)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"{\n", "the line is no JSON:"),
        (b"\xff\n", "the line is no UTF-8:"),
        (b"[]\n", "the line is no JSON object"),
        (line(text=PAGE), "document_id is 'None'"),
        (line(document_id="a/b", text=PAGE), "document_id is 'a/b'"),
        (line(document_id="a", text=7), "text is missing or is no text"),
        (b"x" * 40_000 + b"\n", "the line is too long"),
    ],
)
def test_a_line_that_cannot_be_read(tmp_path, monkeypatch, bad, message):
    monkeypatch.setattr(records, "words", lambda: SimpleNamespace(limits=SimpleNamespace(document_bytes=5000)))
    first, second, third = told(lines_spec(tmp_path, GOOD, bad, GOOD))
    assert first == ("a.jsonl#1", True, []) and third == ("a.jsonl#3", True, [])
    assert second[:2] == ("a.jsonl#2", False)
    assert len(second[2]) == 1 and second[2][0].startswith(f"RED-D100 a.jsonl#2 cannot be read: {message}")


def test_blank_lines_are_counted_and_passed_over(tmp_path):
    assert [origin for origin, _, _ in told(lines_spec(tmp_path, b"\n", GOOD, b" \n", GOOD))] == [
        "a.jsonl#2",
        "a.jsonl#4",
    ]


def test_the_last_line_needs_no_end(tmp_path):
    assert told(lines_spec(tmp_path, GOOD, GOOD.strip())) == [("a.jsonl#1", True, []), ("a.jsonl#2", True, [])]


def zip_spec(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return {"kind": "zip", "path": path.as_posix(), "label": "a.zip", "first": 0, "last": len(members)}


def test_members_of_a_zip(tmp_path):
    spec = zip_spec(tmp_path / "a.zip", **{"good.txt": PAGE, "notes.md": "x", "a\ud7ff\\b.txt": PAGE, "also.txt": PAGE})
    found = told(spec)
    assert [(origin.partition("#")[2], read) for origin, read, _ in found if read] == [
        ("good.txt", True),
        ("also.txt", True),
    ]
    ((_, _, (message,)),) = [entry for entry in found if not entry[1]]
    assert message.endswith("its name is no name of a document")


def test_a_damaged_member_is_told_and_the_next_is_read(tmp_path):
    spec = zip_spec(tmp_path / "a.zip", **{"bad.txt": PAGE, "good.txt": PAGE})
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"Mines closed", b"Mines opened", 1))
    bad, good = told(spec)
    assert bad[1] is False and bad[2][0].startswith("RED-D100 a.zip#bad.txt cannot be read: Bad CRC-32")
    assert good[1:] == (True, [])


def test_a_container_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no zip")
    spec = {"kind": "zip", "path": (tmp_path / "a.zip").as_posix(), "label": "a.zip", "first": 0, "last": 1}
    ((_, read, messages),) = told(spec)
    assert not read and messages == ["RED-D100 a.zip cannot be read: File is not a zip file"]
    ((_, _, messages),) = told({"kind": "unreadable", "path": "/x/b.zip", "label": "b.zip", "message": "no"})
    assert messages == ["RED-D100 b.zip cannot be read: no"]


@pytest.mark.skipif(os.name == "nt", reason="names of files are bytes elsewhere")
def test_a_file_whose_name_is_no_text(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    with open(path, "w") as file:
        file.write(PAGE)
    ((_, read, (message,)),) = told({"kind": "text", "files": [(path, tmp_path.as_posix())]})
    assert not read and message.endswith("its name is no UTF-8")


def record_of(text):
    from rare_earth_data.documents import Document

    return Record("a", "a", Document.from_text(text, "a", "a.txt"))


def test_a_failure_of_the_reader_is_a_finding(monkeypatch):
    def fail(document):
        raise RuntimeError("no\nmore")

    record = record_of(PAGE)
    assert read_rows(record) is not None and record.findings == []
    monkeypatch.setattr(records, "document_rows", fail)
    assert read_rows(record) is None
    (finding,) = record.findings
    assert (finding.code, finding.file) == ("RED-D100", "a.txt")
    assert finding.message == "cannot be read: the reader failed: RuntimeError: no\\nmore"


@pytest.mark.parametrize(("trouble", "rows", "codes"), [(None, 1, []), ("too much", 0, ["RED-D100"])])
def test_rows_that_do_not_fit_are_a_finding(tmp_path, monkeypatch, trouble, rows, codes):
    monkeypatch.setattr(parts, "_trouble", lambda _: trouble)
    with ExitStack() as stack:
        writer = parts._Writer(tmp_path, 0, stack)
        writer.add(0, record_of(PAGE))
        writer.add(1, Record("b", None, findings=[]))
        assert len(writer.rows["articles"]) == rows
        assert [row["code"] for row in writer.rows["findings"]] == codes
        assert len(writer.rows["document_keys"]) == 2


def test_first_findings_of_a_result(tmp_path):
    header = "code,severity,file,line,column,message,expected\n"
    (tmp_path / "findings.csv").write_text(header + "RED-D100,error,a.txt,,,no,\nRED-D001,error,b.txt,2,3,x,y\n")
    first, second = _first_findings(tmp_path, "csv")
    assert (first.where, first.expected, second.where, second.expected) == ("a.txt", None, "b.txt:2:3", "y")
