"""Folders, patterns, JSON Lines, Parquet and archives: the same documents, the same rows; and what is damaged is listed."""

import json
import random
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rare_earth_data.commands import main
from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.plan import Plan, make_plan
from rare_earth_data.scaling.records import records
from rare_earth_data.scaling.run import extract_corpus
from tests.scaling.corpus import LONG, rows_of, texts

COUNT = 120
HUGE = (50 if LONG else 1) << 20


def by_key(folder, table):
    return sorted(tuple((name, cell) for name, cell in row.items() if name != "path") for row in rows_of(folder, table))


@pytest.fixture(scope="module")
def made():
    return texts(COUNT)


def as_jsonl(folder, made):
    for half in range(2):
        with open(folder / f"half{half}.jsonl", "w", encoding="utf-8") as file:
            for identifier, text in made[half::2]:
                file.write(json.dumps({"document_id": identifier, "text": text}, ensure_ascii=half == 0) + "\n")
    return folder / "*.jsonl"


def as_parquet(folder, made):
    table = pa.table({"text": [text for _, text in made], "document_id": [identifier for identifier, _ in made]})
    pq.write_table(table, folder / "all.parquet", row_group_size=50)
    return folder / "all.parquet"


def as_zip(folder, made):
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for identifier, text in made:
            archive.writestr(f"some/where/{identifier}.txt", text)
        archive.writestr("readme.md", "no document")
    return folder / "all.zip"


def as_pattern(folder, made):
    for index, (identifier, text) in enumerate(made):
        (folder / "in" / str(index % 4)).mkdir(parents=True, exist_ok=True)
        (folder / "in" / str(index % 4) / f"{identifier}.txt").write_text(text, encoding="utf-8")
    return folder / "in" / "[0-9]" / "*.txt"


@pytest.mark.parametrize("form", [as_jsonl, as_parquet, as_zip])
def test_containers_give_what_files_give(made, tmp_path, form):
    (tmp_path / "files").mkdir()
    files, container = as_pattern(tmp_path / "files", made), form(tmp_path, made)
    for source, out in ((files, "a"), (container, "b")):
        assert main(["extract", str(source), "--out", str(tmp_path / out), "--quiet", "--workers", "1"]) == 1
    for table in ("documents", "articles", "appearances", "claims", "mentions", "country_metrics", "publishers"):
        assert by_key(tmp_path / "a", table) == by_key(tmp_path / "b", table) != []
    paths = [row["path"] for row in rows_of(tmp_path / "b", "documents")]
    assert len(set(paths)) == len(paths) == COUNT


def test_parquet_tables_hold_what_csv_tables_hold(made, tmp_path):
    source = as_jsonl(tmp_path, made)
    extract_corpus([source], tmp_path / "csv", LocalEngine(1))
    extract_corpus([source], tmp_path / "parquet", LocalEngine(1), format="parquet")
    descriptor = json.loads((tmp_path / "parquet" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        count = sum(pq.read_metadata(tmp_path / "parquet" / path).num_rows for path in paths)
        assert count == len(rows_of(tmp_path / "csv", resource["name"]))
    for name, field in (("claims", "text"), ("conflicts", "explanation"), ("conflict_members", "text")):
        found = pq.read_table(tmp_path / "parquet" / name).to_pylist()
        assert [row[field] or "" for row in found] == [row[field] for row in rows_of(tmp_path / "csv", name)] != []
    assert not list(tmp_path.glob("*/.*"))


@pytest.mark.parametrize("limit", [1, 700, 5_000, 1 << 30])
@pytest.mark.parametrize("form", [as_jsonl, as_parquet, as_zip, as_pattern])
def test_however_it_is_cut_each_document_comes_once(made, tmp_path, monkeypatch, form, limit):
    monkeypatch.setattr("rare_earth_data.scaling.plan.LARGEST", limit)
    monkeypatch.setattr("rare_earth_data.scaling.plan.SMALLEST", limit)
    source, work = form(tmp_path, made), tmp_path / "work"
    work.mkdir()
    make_plan([source], work)
    plan = Plan(work / "parts.jsonl")
    found = [record for number in range(len(plan)) for record in records(plan.spec(number))]
    assert sorted(record.document.document_id for record in found) == sorted(identifier for identifier, _ in made)
    assert {record.document.document_id: record.document.text for record in found} == dict(made)
    assert len({record.origin for record in found}) == COUNT == plan.documents


def damaged(text, source):
    data = text.encode("utf-8")
    kinds = {
        "cut": data[: data.index("稀土".encode()) + 1],
        "encoding": ("稀土" * 40 + text).encode("gb18030"),
        "utf16": text.encode("utf-16"),
        "binary": source.randbytes(3000),
        "empty": b"",
        "blank": b" \n\n",
        "huge": b"x" * HUGE,
        "brackets": b"[1]" * 3000 + b"[" * 3000,
        "numbers": text.encode() + b" - Over " + b"9" * 30 + b" tons [99999999999999999999][1]",
    }
    return kinds.items()


def test_all_kinds_of_damage(made, tmp_path):
    source, folder = random.Random(3), tmp_path / "in"
    (tmp_path / "good").mkdir()
    as_pattern(tmp_path / "good", made)
    folder.mkdir()
    as_pattern(folder, made)
    bad = dict(damaged(made[1][1], source))
    for kind, data in bad.items():
        (folder / "in" / "0" / f"zz_{kind}.txt").write_bytes(data)
    (folder / "in" / "1" / "zz_gone.txt").symlink_to(tmp_path / "nowhere")
    extract_corpus([tmp_path / "good"], tmp_path / "a", LocalEngine(1))
    extract_corpus([folder], tmp_path / "b", LocalEngine(2))
    for table in ("documents", "claims", "country_metrics"):
        assert set(by_key(tmp_path / "a", table)) <= set(by_key(tmp_path / "b", table))
    listed = {row["file"].rpartition("/")[2] for row in rows_of(tmp_path / "b", "findings")}
    assert {f"zz_{kind}.txt" for kind in (*bad, "gone")} - listed <= {"zz_numbers.txt"}


def test_damaged_records(made, tmp_path):
    identifier, text = made[0]
    lines = [
        json.dumps({"document_id": identifier, "text": text}).encode(),
        b"{not json",
        b"[1, 2]",
        b"",
        b'{"document_id": "no_text"}',
        b'{"document_id": "number", "text": 7}',
        b'{"text": "no id"}',
        b'{"document_id": "a/b", "text": "slash"}',
        b'{"document_id": "\\ud800", "text": "surrogate"}',
        b'{"document_id": "nul", "text": "a\\u0000b"}',
        b'{"document_id": "bytes", "text": "\xff"}',
        b"[" * 100_000,
        json.dumps({"document_id": "last", "text": made[1][1]}).encode(),
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing else")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing else")
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "other.parquet")
    paths = [tmp_path / name for name in ("in.jsonl", "broken.zip", "broken.parquet", "other.parquet")]
    extract_corpus(paths, tmp_path / "out", LocalEngine(1))
    assert [row["document_id"] for row in rows_of(tmp_path / "out", "documents")] == [identifier, "last"]
    listed = [row["file"] for row in rows_of(tmp_path / "out", "findings")]
    bad = [2, 3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert [name for name in listed if name.startswith("in.")] == [f"in.jsonl#{number}" for number in bad]
    assert {"broken.zip", "broken.parquet", "other.parquet#1"} <= set(listed)


def test_inputs_that_are_not_there(tmp_path, capsys):
    assert main(["extract", str(tmp_path / "*.jsonl"), "--out", str(tmp_path / "out")]) == 2
    assert "there is no" in capsys.readouterr().err
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    assert main(["extract", str(tmp_path), "--out", str(tmp_path / "out"), "--scheduler", "tcp://x:1"]) == 2


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("form", ["empty.jsonl", "empty.zip"])
def test_inputs_without_a_document(tmp_path, capsys, form, format):
    path = tmp_path / form
    if form.endswith("zip"):
        zipfile.ZipFile(path, "w").close()
    else:
        path.touch()
    assert main(["extract", str(path), "--out", str(tmp_path / "tables"), "--format", format, "--quiet"]) == 2
    assert "no documents to read" in capsys.readouterr().err
    assert not [*tmp_path.glob("tables/**/*.csv"), *tmp_path.glob("tables/**/*.parquet")]
