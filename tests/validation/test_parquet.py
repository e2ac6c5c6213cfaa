"""Columns of a Parquet file are checked as the text that they would be written as; what has none is told."""

import datetime

import polars as pl
import pytest

from rare_earth_data.schema.tables import Field, Table
from rare_earth_data.validation.parquet import ParquetSource

DAY = datetime.datetime(2025, 10, 9, 7, 5)


def opened(tmp_path, values, format_=None):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"f": values, "g": "x"}).write_parquet(path)
    field = Field("f", "string", "", "", format=format_)
    source = ParquetSource([path], ["t.parquet"], Table("t", "", "", (field,), (), (), {}))
    return source, [(finding.code, finding.table) for finding in source.open_header()]


@pytest.mark.parametrize(
    ("values", "format_", "texts"),
    [
        (["a", None], None, ["a", ""]),
        ([1, None], None, ["1", ""]),
        ([True, False], None, ["true", "false"]),
        ([DAY, None], "%Y-%m-%d %H:%M", ["2025-10-09 07:05", ""]),
        ([DAY.date(), None], "%d.%m.%Y", ["09.10.2025", ""]),
        ([DAY.date(), None], None, ["2025-10-09", ""]),
        ([[1, 2], None], None, ["1,2", ""]),
        ([["a"], []], None, ["a", ""]),
    ],
)
def test_texts(tmp_path, values, format_, texts):
    source, findings = opened(tmp_path, values, format_)
    assert findings == []
    (block,) = source.blocks()
    assert block.frame["f"].to_list() == texts
    assert [row.cells["f"] for row in source.rows([0, 1])] == texts
    assert block.line(0) is None


@pytest.mark.parametrize("values", [[{"a": 1}], [b"x"], [[{"a": 1}]], [[[1]]], [[b"x"]]])
def test_what_has_no_text(tmp_path, values):
    source, findings = opened(tmp_path, values)
    assert findings == [("RED-T020", "t")]
    assert source.header == ["g"]


def test_pages_that_are_damaged_are_told_where_they_are_read(tmp_path, monkeypatch):
    source, _ = opened(tmp_path, ["a"])

    def fail(first, rows):
        raise pl.exceptions.ComputeError("broken page")

    monkeypatch.setattr(source, "_slice", fail)
    (block,) = source.blocks()
    assert [(f.code, f.message) for f in block.findings] == [("RED-T012", "not Parquet: broken page")]
