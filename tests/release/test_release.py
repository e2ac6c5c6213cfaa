"""A release from a repository: what it refuses, what it writes, and that it is the same bytes anywhere."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

import rare_earth_data
from rare_earth_data.release.prepare import updated_changelog
from rare_earth_data.releases import parse_index
from tests.diffing.making import files
from tests.release.conftest import Repository

VERSION = rare_earth_data.__version__
MAKE = "from pathlib import Path; from rare_earth_data.release.make import make_release; make_release(Path(), Path({out!r}))"


@pytest.fixture(scope="module")
def dist(prepared, tmp_path_factory):
    """The files of a release that passed the gate."""
    out = tmp_path_factory.mktemp("dist") / "dist"
    done = prepared.release("--out", str(out), "--publish", str(out.parent / "site"))
    assert done.returncode == 0, done.stderr
    return out


def test_a_release_has_every_file_and_its_checksum(dist):
    (release,) = parse_index((dist / "index.json").read_bytes(), "index")
    assert (release.version, release.date) == (VERSION, "2026-01-02T03:04:05Z")
    assert set(release.formats) >= {
        "wheel", "sdist", "csv", "parquet", "jsonl", "sqlite", "duckdb", "xlsx", "csvw", "croissant", "dcat", "schema_org",
        "zenodo", "citation", "datasette",
    }  # fmt: skip
    there = files(dist)
    assert set(there) == {file.path for file in release.files} | {"index.json", "SHA256SUMS"}
    for file in release.files:
        assert (len(there[file.path]), hashlib.sha256(there[file.path]).hexdigest()) == (file.bytes, file.sha256)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=dist, check=True)
    (wheel,) = (file for file in release.files if file.format == "wheel")
    assert wheel.bytes < 2_000_000


def test_what_is_published_is_found_by_its_version(dist):
    (release,) = parse_index((dist.parent / "site" / "index.json").read_bytes(), "index")
    for file in release.files:
        assert (dist.parent / "site" / file.path).stat().st_size == file.bytes
        assert file.path.startswith(f"{VERSION}/")


def test_the_same_bytes_in_another_folder_locale_zone_and_hash_seed(dist, repository, tmp_path):
    elsewhere = {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}
    out = tmp_path / "elsewhere"
    done = repository.python("-c", MAKE.format(out=str(out)), **elsewhere)
    assert done.returncode == 0, done.stderr
    here, there = files(dist), files(out)
    assert set(here) == set(there)
    # A DuckDB file has a random identity: it is compared by content, and its checksum left out of account.
    (database,) = (name for name in here if name.endswith(".duckdb"))
    assert content_of(dist / database) == content_of(out / database)
    for made in (here, there):
        made["SHA256SUMS"] = b"".join(line for line in made["SHA256SUMS"].splitlines(True) if b".duckdb" not in line)
        index = json.loads(made["index.json"])
        index["releases"][0]["files"] = [file for file in index["releases"][0]["files"] if file["format"] != "duckdb"]
        made["index.json"] = json.dumps(index).encode()
    assert [name for name in here if here[name] != there[name] and name != database] == []


def content_of(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in names}


def other_pythons():
    versions = Path.home() / ".pyenv" / "versions"
    own = f"{sys.version_info.major}.{sys.version_info.minor}."
    found = [
        path for path in sorted(versions.glob("3.1[1-9].*/bin/python")) if not path.parents[1].name.startswith(own)
    ]
    return [pytest.param(path, id=path.parents[1].name) for path in found]


@pytest.mark.parametrize("python", other_pythons())
def test_the_same_bytes_under_another_python(dist, prepared, tmp_path, python):
    """The formats that need only Python itself; what other libraries write is their versions' matter, not Python's."""
    formats = ["csv", "jsonl", "sqlite", "csvw", "citation", "zenodo"]
    code = (
        "from pathlib import Path; from rare_earth_data.release.files import write_formats, licence_texts;"
        "from rare_earth_data.package import read_package;"
        f"write_formats(read_package(Path('rare_earth_data/data')), Path({str(tmp_path)!r}), {formats!r},"
        " '2026-01-02T03:04:05Z', licence_texts(Path()))"
    )
    done = subprocess.run(
        [python, "-c", code], cwd=prepared.root, capture_output=True, text=True,
        env={"PYTHONPATH": str(prepared.root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = files(tmp_path)
    assert len(made) > 20
    for name, content in made.items():
        if name.endswith(".sqlite"):
            assert dump(tmp_path / name) == dump(dist / name)
        else:
            assert content == (dist / name).read_bytes(), name


def dump(path):
    connection = sqlite3.connect(path)
    lines = [line for line in connection.iterdump() if "sqlite_stat" not in line]
    connection.close()
    return lines


def test_parquet_is_the_csv(dist, prepared):
    for path in (dist / "parquet").glob("*.parquet"):
        with open(
            prepared.root / "rare_earth_data" / "data" / f"{path.stem}.csv", encoding="utf-8", newline=""
        ) as file:
            assert pq.read_metadata(path).num_rows == sum(1 for _ in csv.reader(file)) - 1


def test_an_unclean_tree_is_refused(repository):
    (repository.root / "stray.txt").write_text("x", encoding="utf-8")
    done = repository.release()
    assert done.returncode == 1
    assert "not released: the tree is not clean: ?? stray.txt" in done.stderr
    assert not (repository.root / "dist").exists()


def tagged(repository: Repository):
    """Tag what is there as released, and correct a value."""
    repository.git("tag", f"v{VERSION}")
    repository.replace("rare_earth_data/data/areas.csv", "Sweden", "Schweden")


def test_a_version_that_is_too_small_findings_and_a_missing_record_are_all_refused(repository):
    tagged(repository)
    repository.commit()
    done = repository.release()
    assert done.returncode == 1
    assert f"version {VERSION} is too small: since {VERSION} a PATCH bump is due" in done.stderr
    assert f"version {VERSION} was released before" in done.stderr
    assert "rare_earth_data/data/areas.csv is not what a build gives" in done.stderr
    assert "does not say what this release changes" in done.stderr


def test_preparing_writes_the_record_and_the_changelog(repository):
    tagged(repository)
    repository.replace("rare_earth_data/__init__.py", f'"{VERSION}"', '"9.0.0"')
    for name in ("datapackage.json", "rare_earth_data/data/datapackage.json"):
        repository.replace(name, f'"version": "{VERSION}"', '"version": "9.0.0"')
    done = repository.release("--prepare")
    assert done.returncode == 0, done.stderr
    with open(repository.root / "seeds" / "releases" / "9.0.0.csv", encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["version"], row["level"], row["table"], row["row_key"]) == ("9.0.0", "row", "areas", "SWE")
    assert (row["change"], row["field"], row["old"], row["new"]) == ("changed", "name_en", "Sweden", "Schweden")
    text = (repository.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.index("## 9.0.0") < text.index(f"## {VERSION}")
    assert "| `areas` | 0 | 0 | 1 | `name_en` (1) |" in text
    again = repository.release("--prepare")
    assert again.returncode == 0
    assert (repository.root / "CHANGELOG.md").read_text(encoding="utf-8") == text


def test_the_first_record_lists_the_tables(prepared):
    with open(prepared.root / "seeds" / "releases" / f"{VERSION}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["level"] for row in rows} == {"table"}
    assert "claims" in {row["table"] for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Changes\n",
        "# Changes\n\n## 1.0.0\n\n- Words.\n",
        "# Changes\n\n## 1.1.0\n\n- Words.\n\n### Data\n\nold\n\n### More\n\nx\n\n## 1.0.0\n",
    ],
)
def test_the_changelog_keeps_what_people_wrote(text):
    new = updated_changelog(text, "1.1.0", "### Data\n\nnew\n")
    assert new.count("## 1.1.0") == new.count("### Data") == 1
    assert "new" in new
    assert "old" not in new
    for line in text.splitlines():
        assert line == "old" or line in new
    assert updated_changelog(new, "1.1.0", "### Data\n\nnew\n") == new
    if "1.0.0" in text:
        assert new.index("## 1.1.0") < new.index("## 1.0.0")
