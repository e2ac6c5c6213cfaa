"""The pandera schema of a table: a frame that was loaded passes, and one broken cell of each kind does not."""

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

import rare_earth_data as red
from rare_earth_data.schema.frames import frame_schema


def failures(name, frame):
    try:
        frame_schema(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        return {(str(case.column), str(case.check)) for case in error.failure_cases.itertuples()}
    return set()


def loaded(name):
    return red.load(name).head(3).copy()


@pytest.mark.parametrize("name", red.tables())
def test_what_is_loaded_passes(name):
    assert failures(name, red.load(name)) == set()


@pytest.mark.parametrize(
    ("name", "field", "value", "check"),
    [
        ("claims", "claim_id", "x", "matches (?:clm-[0-9a-f]{20})"),
        ("sources", "year", 1899, "greater_than_or_equal_to(1900)"),
        ("sources", "year", 2101, "less_than_or_equal_to(2100)"),
        ("claims", "text", "", "str_length(1, None)"),
        ("claims", "citations", "1,2", "list of integer"),
        ("claims", "citations", ["1"], "list of integer"),
        ("claims", "citations", None, "not_nullable"),
        ("areas", "members", [1], "list of string"),
        ("claims", "text", None, "not_nullable"),
        ("claims", "start", None, "not_nullable"),
    ],
)
def test_one_broken_cell(name, field, value, check):
    frame = loaded(name)
    frame[field] = pd.Series([value, *frame[field].tolist()[1:]], index=frame.index, dtype=frame[field].dtype)
    assert failures(name, frame) == {(field, check)}


@pytest.mark.parametrize(("name", "field", "value"), [("sources", "year", 1900), ("sources", "year", 2100)])
def test_a_bound_is_within(name, field, value):
    frame = loaded(name)
    frame.loc[frame.index[0], field] = value
    assert failures(name, frame) == set()


@pytest.mark.parametrize(
    ("name", "field", "type_"),
    [
        ("articles", "published_at", "str"),
        ("claims", "start", "float64"),
        ("country_metrics", "value", "str"),
        ("claims", "modality", "str"),
        ("claims", "is_truncated", "str"),
    ],
)
def test_a_column_of_another_type(name, field, type_):
    frame = loaded(name)
    frame[field] = frame[field].astype(type_)
    assert {column for column, _ in failures(name, frame)} == {field}


def test_an_optional_field_may_be_empty():
    frame = loaded("claims")
    frame["section"] = None
    frame["group_number"] = pd.Series([None] * len(frame), dtype="Int64")
    assert failures("claims", frame.astype({"section": "str"})) == set()


def test_a_key_comes_once():
    frame = loaded("event_parties")
    twice = pd.concat([frame, frame.head(1)], ignore_index=True)
    assert failures("event_parties", twice)
    frame = loaded("documents")
    frame["path"] = frame["path"].iloc[0]
    assert {column for column, _ in failures("documents", frame)} == {"path"}


def test_other_columns_and_another_order_are_refused():
    frame = loaded("event_parties")
    assert failures("event_parties", frame.assign(more="x"))
    assert failures("event_parties", frame[frame.columns[::-1]])
    assert failures("event_parties", frame[frame.columns[1:]])
