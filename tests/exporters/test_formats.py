"""The files of the real package: what other tools make of them, and that they agree with the descriptor."""

import csv
import json
import re
import sqlite3
import subprocess
import sys
import zipfile

import duckdb
import mlcroissant
import openpyxl
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml
from csvw import CSVW
from frictionless import Package

from rare_earth_data.exporters import FORMATS, UnknownFormatError, export
from rare_earth_data.loading import DATA
from rare_earth_data.package import read_package
from rare_earth_data.release.files import licence_texts, write_formats
from rare_earth_data.transfer import sha256_of
from tests.diffing.making import write_package

DATE = "2026-01-02T03:04:05Z"
PACKAGE = read_package(DATA)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every format, once."""
    target = tmp_path_factory.mktemp("formats")
    files = write_formats(PACKAGE, target, FORMATS, DATE, licence_texts())
    (target / "files.json").write_text(
        json.dumps([[file.path, file.sha256, file.bytes] for file in files]), encoding="utf-8"
    )
    return target


def one(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def document(folder, pattern):
    return json.loads(one(folder, pattern).read_text(encoding="utf-8"))


def test_the_zip_is_a_valid_package_with_licences_and_schemas(folder):
    path = one(folder, "*.zip")
    assert Package(str(path)).validate().valid
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {"LICENSE", "LICENSE-DATA.md", "csv-metadata.json", "schemas/claims.schema.json"} <= set(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in PACKAGE.tables:
            assert archive.read(f"{name}.csv") == PACKAGE.path(name).read_bytes()
        assert json.loads(archive.read("datapackage.json")) == PACKAGE.descriptor


def test_csvw_reads_and_agrees(folder, tmp_path):
    with zipfile.ZipFile(one(folder, "*.zip")) as archive:
        archive.extractall(tmp_path)
    group = CSVW(str(tmp_path / "csv-metadata.json"))
    # An empty cell refers to nothing, as in our schemas; the reader's strict mode would have none of it.
    assert group.tablegroup.check_referential_integrity()
    tables = {str(table.url).removesuffix(".csv"): table for table in group.tables}
    assert set(tables) == set(PACKAGE.tables)
    for name in ("claims", "articles"):
        ours = list(PACKAGE.rows(name))
        theirs = list(tables[name])
        assert len(theirs) == len(ours)
        assert list(theirs[0]) == PACKAGE.tables[name].field_names
    assert next(iter(tables["claims"]))["citations"] == next(PACKAGE.rows("claims"))["citations"]


def test_parquet_is_typed_and_says_what_it_is(folder):
    for name, table in PACKAGE.tables.items():
        file = pq.ParquetFile(folder / "parquet" / f"{name}.parquet")
        assert file.schema_arrow.names == table.field_names
        metadata = file.schema_arrow.metadata
        assert json.loads(metadata[b"table_schema"]) == PACKAGE.resources[name]["schema"]
        assert metadata[b"version"].decode() == PACKAGE.version
        first = file.schema_arrow.field(0).metadata
        assert first[b"description"].decode() == table.fields[0].description
    claims = pq.read_schema(folder / "parquet" / "claims.parquet")
    assert str(claims.field("start").type) == "int64"
    assert str(claims.field("citations").type) == "list<element: int64>"


def test_sqlite_has_keys_references_indexes_and_comments(folder):
    with sqlite3.connect(one(folder, "*.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, table in PACKAGE.tables.items():
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            assert [column[1] for column in columns] == table.field_names
            key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
            assert key == list(table.primary_key)
            found = {(row[3], row[2]) for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
            assert found == {(field, key.table) for key in table.foreign_keys for field in key.fields}
            (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [name]).fetchone()
            for field in table.fields:
                assert " ".join(field.description.split()) in sql
            (count,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert count == sum(1 for _ in PACKAGE.rows(name))
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM mentions WHERE area = 'CHN'").fetchall()
        assert "INDEX" in plan[0][3]
    connection.close()
    datasette = document(folder, "*.datasette.json")
    tables = datasette["databases"][one(folder, "*.sqlite").stem]["tables"]
    assert set(tables) == set(PACKAGE.tables)
    assert set(tables["claims"]["columns"]) == set(PACKAGE.tables["claims"].field_names)


def test_xlsx_has_a_dictionary_and_no_formulas(folder, tmp_path):
    book = openpyxl.load_workbook(one(folder, "*.xlsx"))
    assert book.sheetnames == ["dictionary", *PACKAGE.tables]
    words = {(row[0], row[1]) for row in book["dictionary"].iter_rows(values_only=True)}
    assert all((name, field.name) in words for name, table in PACKAGE.tables.items() for field in table.fields)
    row = {"kind": None, "size": None, "weight": None, "tags": [], "counts": [], "at": None, "known": None}
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.org", "0012", '=HYPERLINK("x")']
    rows = {"things": [{"id": str(number), "name": text, **row} for number, text in enumerate(texts)]}
    (written,) = export(write_package(tmp_path / "package", rows), "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(written.path)["things"]
    for cell, text in zip(sheet["B"][1:], texts, strict=True):
        assert cell.data_type == "s"
        assert cell.value == text
        assert cell.hyperlink is None
        assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))
    with zipfile.ZipFile(written.path) as archive:
        assert not re.search(rb"<f[ >]", b"".join(archive.read(name) for name in archive.namelist()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_croissant_is_valid_and_reads(folder, caplog):
    path = one(folder, "*.croissant.json")
    dataset = mlcroissant.Dataset(jsonld=str(path))
    assert list(dataset.metadata.ctx.issues.errors) == []
    assert list(dataset.metadata.ctx.issues.warnings) == []
    assert caplog.records == []
    assert {record_set.id for record_set in dataset.metadata.record_sets} == set(PACKAGE.tables)
    records = list(dataset.records("areas"))
    ours = list(PACKAGE.rows("areas"))
    assert len(records) == len(ours)
    assert records[0]["areas/area"].decode() == ours[0]["area"]
    said = document(folder, "*.croissant.json")
    assert said["version"] == PACKAGE.version
    assert said["distribution"][0]["sha256"] == sha256_of(one(folder, "*.zip"))
    assert {file["name"]: file["sha256"] for file in said["distribution"][1:]} == {
        f"{name}.csv": resource["hash"].removeprefix("sha256:") for name, resource in PACKAGE.resources.items()
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_dcat_is_linked_data_that_agrees(folder):
    graph = rdflib.Graph().parse(one(folder, "*.dcat.jsonld"), format="json-ld")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    dct = rdflib.Namespace("http://purl.org/dc/terms/")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    assert str(graph.value(dataset, dcat.version)) == PACKAGE.version
    assert str(graph.value(dataset, dct.title)) == PACKAGE.descriptor["title"]
    assert str(graph.value(dataset, dct.license)) == PACKAGE.descriptor["licenses"][0]["path"]
    sizes = {
        str(graph.value(node, dct.title)): int(graph.value(node, dcat.byteSize))
        for node in graph.objects(dataset, dcat.distribution)
    }
    assert sizes[one(folder, "*.zip").name] == one(folder, "*.zip").stat().st_size
    assert "claims.parquet" in sizes


def test_schema_org_zenodo_and_citation_agree_with_the_descriptor(folder):
    descriptor = PACKAGE.descriptor
    dataset = document(folder, "*.schema-org.jsonld")
    zenodo = document(folder, "*.zenodo.json")
    citation = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert dataset["name"] == zenodo["title"] == citation["title"] == descriptor["title"]
    assert dataset["description"] == citation["abstract"] == descriptor["description"]
    assert dataset["version"] == zenodo["version"] == citation["version"] == descriptor["version"]
    assert dataset["datePublished"] == zenodo["publication_date"] == citation["date-released"] == "2026-01-02"
    assert citation["license"] == descriptor["licenses"][0]["name"]
    assert zenodo["license"] == descriptor["licenses"][0]["name"].lower()
    assert dataset["license"] == descriptor["licenses"][0]["path"]
    people = [contributor["title"] for contributor in descriptor["contributors"]]
    assert [creator["name"] for creator in dataset["creator"]] == people
    assert [creator["name"] for creator in zenodo["creators"]] == people
    assert [author["name"] for author in citation["authors"]] == people
    assert 50 <= len(dataset["description"]) <= 5000
    for file in dataset["distribution"]:
        path = folder / file["contentUrl"]
        assert (file["sha256"], file["contentSize"]) == (sha256_of(path), f"{path.stat().st_size} B")


def test_jsonl_is_a_row_a_line(folder):
    lines = (folder / "jsonl" / "claims.jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    with open(PACKAGE.path("claims"), encoding="utf-8", newline="") as file:
        assert len(lines) == sum(1 for _ in csv.reader(file)) - 1
    assert list(json.loads(lines[0])) == PACKAGE.tables["claims"].field_names


def test_duckdb_has_comments_and_is_small(folder):
    path = one(folder, "*.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        comments = dict(
            connection.execute("SELECT table_name || '.' || column_name, comment FROM duckdb_columns()").fetchall()
        )
    for name, table in PACKAGE.tables.items():
        for field in table.fields:
            assert comments[f"{name}.{field.name}"] == field.description
    assert path.stat().st_size < 20 * one(folder, "*.zip").stat().st_size


def test_an_unknown_format_is_told(tmp_path):
    with pytest.raises(UnknownFormatError, match="The formats are: csv, parquet"):
        export(PACKAGE, "abacus", tmp_path)


def test_the_command(tmp_path):
    code = (
        "import argparse, sys; from rare_earth_data.commands import export; parser = argparse.ArgumentParser();"
        "export.add_arguments(parser); sys.exit(export.run(parser.parse_args()))"
    )
    command = [sys.executable, "-c", code, "--format", "jsonl", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "jsonl" / "claims.jsonl").is_file()
    wrong = subprocess.run([*command, "--format", "abacus"], capture_output=True, text=True)
    assert wrong.returncode != 0
    assert "The formats are" in wrong.stderr
