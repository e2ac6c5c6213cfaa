"""``extract``: any documents, the same tables, and everything that was not understood."""

import csv
import subprocess
import sys

import pytest
from frictionless import Package

from rare_earth_data.commands import main
from rare_earth_data.schema import all_tables


def rows(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_seeds_give_the_tables_of_the_package(root, tmp_path):
    assert main(["extract", str(root / "seeds"), "--out", str(tmp_path), "--quiet"]) == 0
    committed = root / "rare_earth_data" / "data"
    ours = {row["claim_id"]: row["text"] for row in rows(tmp_path, "claims")}
    assert ours == {row["claim_id"]: row["text"] for row in rows(committed, "claims")}
    assert len(rows(tmp_path, "mentions")) == len(rows(committed, "mentions"))
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.csv" for name in all_tables()} | {
        "findings.csv",
        "datapackage.json",
    }


def test_the_result_is_a_valid_data_package(root, tmp_path):
    main(["extract", str(root / "tests" / "extraction" / "page_1.txt"), "--out", str(tmp_path), "--quiet"])
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["path", "rowNumber", "fieldName", "note"]) == []
    assert len(rows(tmp_path, "articles")) == 10
    assert rows(tmp_path, "country_metrics")


def test_one_bad_document_never_stops_the_run(root, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a_empty.txt").write_bytes(b"")
    (folder / "b_binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "c_good.txt").write_bytes((root / "seeds" / "004_c1f42b3a4af5787f.txt").read_bytes())
    (folder / "d_prose.txt").write_text("Just a letter to a friend.\n\nNothing in it.\n")
    out = tmp_path / "out"
    assert main(["extract", str(folder), "--out", str(out), "--quiet"]) == 1
    assert len(rows(out, "articles")) >= 3
    files = {row["file"] for row in rows(out, "findings")}
    assert {"a_empty.txt", "b_binary.txt"} <= files
    assert all(row["code"].startswith("RED-") and int(row["line"] or 1) >= 1 for row in rows(out, "findings"))


def test_two_documents_of_one_name(root, tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_bytes((root / "seeds" / "004_c1f42b3a4af5787f.txt").read_bytes())
    out = tmp_path / "out"
    assert main(["extract", str(tmp_path / "x"), str(tmp_path / "y"), "--out", str(out), "--quiet"]) == 1
    assert [row["code"] for row in rows(out, "findings")] == ["RED-D102"]


def test_the_order_of_arguments_does_not_matter(root, tmp_path):
    first, second = root / "seeds" / "001_948baba2ab69d766.txt", root / "seeds" / "004_c1f42b3a4af5787f.txt"
    main(["extract", str(first), str(second), "--out", str(tmp_path / "a"), "--quiet"])
    main(["extract", str(second), str(first), "--out", str(tmp_path / "b"), "--quiet"])
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a killable process")
def test_a_killed_run_leaves_no_half_table(root, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "rare_earth_data", "extract", str(root / "seeds"), "--out", str(out), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (out / ".claims.csv.part").exists():
        pass
    process.kill()
    process.wait()
    assert not list(out.glob("*.csv")) or len(list(out.glob("*.csv"))) == len(all_tables()) + 1
    assert main(command[3:]) == 0


def test_conflicts_of_fresh_documents_need_no_curation(tmp_path):
    header = "稀土\nSearch documents\n"
    for number, share in enumerate(("60%", "92%"), start=1):
        body = f"Core Viewpoint - China controls {share} of global rare earth refining capacity [1]"
        page = f"{header}标题{number}\nSou Hu Cai Jing· 2025-10-0{number} 10:00\n{body}\n"
        (tmp_path / f"page_{number}.txt").write_text(page, encoding="utf-8")
    out = tmp_path / "out"
    assert (
        main(["extract", str(tmp_path / "page_1.txt"), str(tmp_path / "page_2.txt"), "--out", str(out), "--quiet"]) == 0
    )
    found = rows(out, "conflicts")
    assert {row["adjudication"] for row in found} == {"unreviewed"}
    assert any("60" in row["explanation"] and "92" in row["explanation"] for row in found)
    assert Package(str(out / "datapackage.json")).validate().valid
