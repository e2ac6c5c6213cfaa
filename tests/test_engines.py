"""Every engine loads every table alike; renames keep old names for one MAJOR; what is not installed is named."""

import json
import re
import shutil
import subprocess
import sys
from typing import get_args

import pandas as pd
import pytest

import rare_earth_data as red
from rare_earth_data import loading
from rare_earth_data.diffing.renames import check_renames
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.loading import DATA, Engine


def rows(frame):
    """The rows of a frame of any engine, times and missing values alike."""
    if isinstance(frame, pd.DataFrame):
        columns = [[plain(value) for value in frame[name]] for name in frame.columns]
        return list(frame.columns), [list(row) for row in zip(*columns, strict=True)]
    dicts = frame.to_pylist() if hasattr(frame, "to_pylist") else frame.to_dicts()
    names = list(frame.columns) if hasattr(frame, "to_dicts") else frame.column_names
    return names, [[plain(value) for value in row.values()] for row in dicts]


def plain(value):
    if isinstance(value, list):
        return value
    return None if value is None or pd.isna(value) else str(value) if hasattr(value, "year") else value


@pytest.mark.parametrize("name", red.tables())
def test_engines_agree(name):
    first, *others = (rows(red.load(name, engine=engine)) for engine in get_args(Engine))
    for other in others:
        assert other == first
    with red.connect() as connection:
        found = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
    assert [[plain(value) for value in row] for row in found] == first[1]


def test_sql_joins_tables_and_knows_what_columns_mean():
    with red.connect() as connection:
        (count,) = connection.execute("SELECT count(*) FROM claims JOIN articles USING (article_id)").fetchall()[0]
        assert count == len(red.load("claims"))
        query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'claims' AND column_name = 'text'"
        assert connection.execute(query).fetchall()[0][0] == red.describe("claims").fields[5].description


def test_pandera_accepts_the_table_and_refuses_a_broken_one():
    frame = red.load("claims")
    red.pandera("claims").validate(frame, lazy=True)
    frame.loc[0, "ordinal"] = 0
    with pytest.raises(Exception, match="ordinal"):
        red.pandera("claims").validate(frame)
    with pytest.raises(red.UnknownTableError):
        red.pandera("claim")


@pytest.mark.parametrize(
    ("hidden", "call", "words"),
    [
        ("polars", "red.load('claims', engine='polars')", r"engine 'polars' needs polars.*rare-earth-data\[polars\]"),
        ("pyarrow", "red.load('claims', engine='pyarrow')", r"needs pyarrow.*rare-earth-data\[pyarrow\]"),
        ("duckdb", "red.connect()", r"connect\(\) needs duckdb.*rare-earth-data\[sql\]"),
        ("pandera", "red.pandera('claims')", r"needs pandera.*rare-earth-data\[validate\]"),
    ],
)
def test_what_is_not_installed_is_named(hidden, call, words):
    code = (
        f"import sys; sys.modules[{hidden!r}] = None; import rare_earth_data as red\n"
        f"try: {call}\nexcept red.MissingExtraError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert re.search(words, done.stdout), done.stderr


@pytest.fixture
def renamed(tmp_path, monkeypatch):
    """Give the installed package a table and a field with old names; returns a function that sets its version."""

    def give(version):
        folder = tmp_path / version
        shutil.copytree(DATA, folder)
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["version"] = version
        descriptor["renames"] = {
            "tables": [{"old": "statements", "new": "claims", "since": "2.0.0"}],
            "fields": [{"table": "claims", "old": "words", "new": "text", "since": "2.1.0"}],
        }
        source = loading._Source(folder, descriptor)
        monkeypatch.setattr(loading, "_installed", lambda: source)

    return give


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.filterwarnings("ignore:field claims.words:FutureWarning")
def test_an_old_table_name_works_and_warns(renamed, engine):
    renamed("2.3.0")
    with pytest.warns(FutureWarning, match=r"table 'statements' is now called 'claims'.*3\.0\.0") as warned:
        frame = red.load("statements", engine=engine)
    assert warned[0].filename == __file__
    assert len(frame) == len(red.load("claims", engine=engine))


@pytest.mark.parametrize("engine", get_args(Engine))
def test_an_old_field_name_is_there_and_warns(renamed, engine):
    renamed("2.3.0")
    with pytest.warns(FutureWarning, match="field claims.words is now called 'text'"):
        frame = red.load("claims", engine=engine)
    names, found = rows(frame)
    assert [row[names.index("words")] for row in found] == [row[names.index("text")] for row in found]
    assert "words" not in rows(red.load("claims", engine=engine, old_names=False))[0]


def test_old_names_stop_with_the_next_major(renamed):
    renamed("3.0.0")
    with pytest.raises(red.UnknownTableError):
        red.load("statements")
    assert "words" not in red.load("claims").columns


def test_sql_knows_old_table_names(renamed):
    renamed("2.3.0")
    with red.connect() as connection:
        old, new = (connection.execute(f"SELECT count(*) FROM {name}").fetchall() for name in ("statements", "claims"))
    assert old == new


def test_the_renames_that_are_stated_make_sense():
    stated = load_knowledge("renames.yaml")
    fields = {name: [field.name for field in red.describe(name).fields] for name in red.tables()}
    assert check_renames(stated, fields) == []
    wrong = {
        "tables": [{"old": "claims", "new": "nothing", "since": "1.0.0"}],
        "fields": [{"table": "claims", "old": "text", "new": "nothing", "since": "1.0.0"}],
    }
    assert len(check_renames(wrong, fields)) == 4
