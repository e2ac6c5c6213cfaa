"""The load API: names, types, errors, laziness."""

import csv
import subprocess
import sys
from typing import get_args

import pandas as pd
import pytest

import rare_earth_data as red
from rare_earth_data.loading import DATA


def test_tables_are_the_generated_names():
    assert red.tables() == get_args(red.TableName)
    assert "claims" in red.tables()


@pytest.mark.parametrize("name", red.tables())
def test_every_table_loads_whole(name):
    frame = red.load(name)
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert list(frame.columns) == header
    assert len(frame) == len(rows)
    assert len(frame) > 0 or name == "changes"


def test_types_of_columns():
    claims, articles, areas = red.load("claims"), red.load("articles"), red.load("areas")
    assert pd.api.types.is_datetime64_dtype(articles["published_at"].dtype)
    assert str(claims["group_number"].dtype) == "Int64"
    assert isinstance(claims["modality"].dtype, pd.CategoricalDtype)
    assert claims["is_truncated"].dtype == bool
    assert all(isinstance(numbers, list) for numbers in claims["citations"])
    assert all(isinstance(number, int) for numbers in claims["citations"] for number in numbers)
    assert "NAM" in set(areas["area"])
    assert areas["name_en"].notna().all()


def test_a_wrong_table_name_lists_the_right_ones_and_the_nearest():
    with pytest.raises(red.UnknownTableError, match="Did you mean 'claims'") as error:
        red.load("claim")
    for name in red.tables():
        assert name in str(error.value)
    with pytest.raises(red.UnknownTableError):
        red.describe("nonsense")


def test_a_wrong_engine_lists_the_right_ones():
    with pytest.raises(ValueError, match="pandas"):
        red.load("claims", engine="abacus")


def test_a_path_is_no_table_name():
    with pytest.raises(red.UnknownTableError):
        red.load("../data/claims")


def test_describe_says_what_every_field_means():
    text = str(red.describe("claims"))
    for field in red.describe("claims").fields:
        assert field.name in text
        assert field.description in text


def test_importing_imports_neither_pandas_nor_anything_slow():
    code = (
        "import sys; before = set(sys.modules); import rare_earth_data as red; red.tables; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(new & {'pandas', 'numpy', 'yaml', 'frictionless', 'pandera', 'babel', 'pycountry'}))"
    )
    result = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
    assert result.stderr == ""


def test_unknown_attribute():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = red.nonsense
    assert "load" in dir(red)
