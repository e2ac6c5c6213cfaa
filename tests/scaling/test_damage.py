"""One document in a hundred damaged: every row of the others is there as without it, and every damaged file is named."""

import random

import pyarrow.parquet as pq
import pytest

from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.run import extract_corpus
from rare_earth_data.schema import all_tables
from rare_earth_data.validation.targets import validate
from tests.scaling.corpus import disagreeing, page, texts, write_texts

GOOD = 594
LINE = 50 << 20


def damaged():
    """What six files hold: one cut in a character, of another encoding, UTF-16, binary, empty, and of one long line."""
    text = page(1_000_000, random.Random(1))
    cut = text.encode()[: text.encode().index("稀土新闻".encode()) + 4]
    return {
        "cut": cut,
        "encoding": text.replace("Supply", "稀土供应").encode("gb18030"),
        "utf16": text.encode("utf-16"),
        "binary": random.Random(2).randbytes(4_000),
        "empty": b"",
        "line": b"China mined 70% of it. " * (LINE // 23),
    }


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The tables of the good documents alone, and those of all."""
    folder = tmp_path_factory.mktemp("damage")
    made = texts(GOOD - 60) + disagreeing(24)
    for name in ("clean", "all"):
        write_texts(folder / name, made)
    for name, data in damaged().items():
        (folder / "all" / f"zz_{name}.txt").write_bytes(data)
    assert len(damaged()) / len(list((folder / "all").rglob("*.txt"))) == pytest.approx(0.01, abs=0.002)
    for name in ("clean", "all"):
        extract_corpus([folder / name], folder / f"{name}_tables", LocalEngine(2), format="parquet")
    return folder


def rows(folder, table):
    return pq.read_table(folder / table).to_pylist()


@pytest.mark.parametrize("table", all_tables())
def test_good_rows_are_the_same(runs, table):
    clean, found = rows(runs / "clean_tables", table), rows(runs / "all_tables", table)
    # Of the page that is cut there is an article with half a title.
    found = [row for row in found if not row.get("document_id", "").startswith("zz_")]
    assert found == clean
    assert clean or table in ("policy_events", "event_parties", "event_mentions", "changes")


def test_every_damaged_file_is_named(runs):
    named = {row["file"] for row in rows(runs / "all_tables", "findings") if row["severity"] != "note"}
    assert {f"zz_{name}.txt" for name in damaged()} <= named
    before = {row["file"] for row in rows(runs / "clean_tables", "findings")}
    assert not any(name.startswith("zz_") for name in before)


def test_the_tables_are_sound(runs):
    assert validate(runs / "all_tables", runs / "all").findings == []
