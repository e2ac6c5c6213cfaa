"""Cells: every value has one spelling, and reads back as itself."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.engines.pandas_engine import read_table
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_bytes, csv_line, format_number, read_csv
from rare_earth_data.schema.strategies import tables
from rare_earth_data.schema.tables import table

NAMES = [*all_tables(), "country_metrics"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_without_exponents(value):
    text = format_number(value)
    assert float(text) == value
    assert "e" not in text.lower()


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_reading_what_was_written_gives_the_table(name, data):
    described = table(name)
    rows = data.draw(tables(described, {key.table: [{key.references[0]: "x"}] for key in described.foreign_keys}))
    content = csv_bytes(described, rows)
    assert list(read_csv(described, io.StringIO(content.decode(), newline=""))) == rows


@pytest.mark.parametrize("name", ["claims", "articles", "areas"])
@given(data=st.data())
def test_pandas_loads_what_was_written(name, data, tmp_path_factory):
    described = table(name)
    rows = data.draw(tables(described, {key.table: [{key.references[0]: "x"}] for key in described.foreign_keys}))
    path = tmp_path_factory.mktemp("csv") / f"{name}.csv"
    path.write_bytes(csv_bytes(described, rows))
    frame = read_table(path, described.descriptor)
    assert len(frame) == len(rows)
    for field in described.fields:
        for loaded, value in zip(frame[field.name], (row[field.name] for row in rows), strict=True):
            if field.type == "datetime" and value is not None:
                assert loaded.strftime("%Y-%m-%d %H:%M") == value
            elif value is None:
                assert pd.isna(loaded)
            else:
                assert loaded == value


def test_a_cell_with_any_line_end_is_quoted():
    assert csv_line(["a\rb", "c\nd", 'e"f', "g,h", "i"]) == '"a\rb","c\nd","e""f","g,h",i\n'


def test_a_nul_is_refused():
    described = table("publishers")
    with pytest.raises(ValueError, match="NUL"):
        csv_bytes(described, [{"publisher_id": "x", "name": "a\0b", "kind": "news"}])


def test_a_wrong_header_is_refused():
    with pytest.raises(ValueError, match="expected 'publisher_id"):
        list(read_csv(table("publishers"), io.StringIO("a,b\n1,2\n")))
