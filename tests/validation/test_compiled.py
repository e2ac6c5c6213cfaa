"""Every keyword of a Table Schema as it is compiled: which cells break it, with which rule, and what was expected."""

import polars as pl
import pytest

from rare_earth_data.schema.tables import Field, Table
from rare_earth_data.validation.compiled import UncheckableSchemaError, compile_table, field_checks


def field(type_="string", **more):
    constraints = more.pop("constraints", {})
    described = {"name": "f", "type": type_, "title": "", "description": "", "constraints": constraints, **more}
    return Field.from_descriptor(described)


def broken(made, *cells):
    """Return {code: (cells that break it, message, expected)}; wherever a check is broken the gate must be open."""
    frame = pl.DataFrame({"f": list(cells)}, schema={"f": pl.String})
    checks = field_checks(made)
    if checks is None:
        return {}
    open_ = set(frame.select(checks.gate.arg_true()).to_series())
    found = {}
    for check in checks.checks:
        rows = frame.select(check.broken.arg_true()).to_series().to_list()
        assert set(rows) <= open_
        if rows:
            found[check.code] = ([cells[row] for row in rows], check.message, check.expected)
    assert open_ == {row for row, cell in enumerate(cells) if any(cell in told[0] for told in found.values())}
    return found


@pytest.mark.parametrize(
    ("made", "fine", "wrong", "expected"),
    [
        (field("integer"), ["", "1", "-1", "0", "007"], ["1.5", "x", "1e3", " 1", "9" * 19], "a whole number"),
        (field("integer"), ["-9223372036854775808", "9223372036854775807"], ["9223372036854775808"], "a whole number"),
        (field("number"), ["", "1", "-1.5", "1e3"], ["x", "NaN", "inf", "-inf", "1,5"], "a finite number"),
        (field("boolean"), ["", "true", "false"], ["True", "1", "yes"], "true, false"),
        (
            field("date"),
            ["", "2025-10-09"],
            ["2025-13-01", "2025-10-9", "2025", "2025-10-09 10:00"],
            "a date written %Y-%m-%d",
        ),
        (
            field("date", format="default"),
            ["2025-10-09"],
            ["09.10.2025"],
            "a date written %Y-%m-%d",
        ),
        (field("date", format="any"), ["2025-10-09"], ["09.10.2025"], "a date written %Y-%m-%d"),
        (field("date", format="%d.%m.%Y"), ["09.10.2025"], ["2025-10-09"], "a date written %d.%m.%Y"),
        (
            field("datetime", format="%Y-%m-%d %H:%M"),
            ["", "2025-10-09 10:00"],
            ["2025-10-09", "2025-10-09 25:00", "2025-10-09 1:00"],
            "a datetime written %Y-%m-%d %H:%M",
        ),
        (field("datetime"), ["2025-10-09T10:00:00"], ["2025-10-09"], "a datetime written %Y-%m-%dT%H:%M:%S"),
        (
            field("list", itemType="integer"),
            ["", "1", "1,2", "-1,+2"],
            ["1,", ",1", "1,,2", "a", "1;2", "1.5", "9" * 19],
            "whole numbers with commas between",
        ),
    ],
)
def test_types(made, fine, wrong, expected):
    assert broken(made, *fine) == {}
    ((code, (cells, message, said)),) = broken(made, *fine, *wrong).items()
    assert (code, cells, said) == ("RED-T020", wrong, expected)
    assert message.startswith("is not ")


@pytest.mark.parametrize("made", [field(), field("any"), field("list"), field("list", itemType="string")])
def test_text_is_anything(made):
    assert broken(made, "", "x", "1", "a,b") == {}


@pytest.mark.parametrize("made", [field("list"), field("any"), field("string", constraints={"pattern": ".*"})])
def test_only_free_text_may_not_begin_as_a_formula(made):
    assert broken(made, "=1", "@x") == {}
    told = broken(field(), "=1", "@x", "+1", "-1", "a=1", "")
    assert told["RED-T028"][0] == ["=1", "@x"]
    (check,) = field_checks(field()).checks
    assert check.severity == "warning"
    assert "RED-T028" not in broken(field(constraints={"enum": ["=1"]}), "=1")


@pytest.mark.parametrize(
    ("constraints", "fine", "wrong", "expected"),
    [
        ({"minimum": 3}, ["", "3", "4"], ["2", "-5"], "at least 3"),
        ({"maximum": 3}, ["", "3", "-4", "-9223372036854775808"], ["4"], "at most 3"),
        ({"minimum": 3, "maximum": 5}, ["", "3", "5"], ["2", "6"], "from 3 to 5"),
        ({"minimum": 0, "maximum": 0}, ["", "0"], ["-1", "1"], "from 0 to 0"),
    ],
)
@pytest.mark.parametrize("type_", ["integer", "number"])
def test_bounds(type_, constraints, fine, wrong, expected):
    made = field(type_, constraints=constraints)
    assert broken(made, *fine) == {}
    assert broken(made, *fine, *wrong) == {"RED-T024": (wrong, "is out of range", expected)}
    assert list(broken(made, "x")) == ["RED-T020"]


@pytest.mark.parametrize(
    ("constraints", "fine", "wrong", "told"),
    [
        ({"pattern": "ab|c"}, ["", "ab", "c"], ["a", "abc", "xc", "c\n"], ("RED-T022", "ab|c")),
        ({"enum": ["a", "b"]}, ["", "a", "b"], ["A", "ab", " a"], ("RED-T023", "a, b")),
        ({"minLength": 2}, ["", "ab", "稀土"], ["a", "稀"], ("RED-T025", "at least 2 characters")),
        ({"required": True}, ["a", " "], [""], ("RED-T021", "a value")),
    ],
)
def test_constraints(constraints, fine, wrong, told):
    made = field(constraints=constraints)
    assert broken(made, *fine) == {}
    ((code, (cells, _, expected)),) = broken(made, *fine, *wrong).items()
    assert (code, cells, expected) == (told[0], wrong, told[1])


def test_codes_that_are_numbers_and_many():
    assert broken(field("integer", constraints={"enum": [1, 2]}), "1", "2") == {}
    many = [f"c{number:02}" for number in range(21)]
    assert broken(field(constraints={"enum": many[:20]}), "x")["RED-T023"][2] == ", ".join(many[:20])
    assert broken(field(constraints={"enum": many}), "x")["RED-T023"][2] == "one of 21 codes"
    assert broken(field(constraints={"enum": []}), "x")["RED-T023"][0] == ["x"]


def test_a_missing_cell_breaks_only_required():
    every = {"required": True, "pattern": "x", "enum": ["x"], "minLength": 2}
    assert list(broken(field(constraints=every), "")) == ["RED-T021"]
    assert broken(field("list", constraints={"required": True}), "") == {}
    assert list(broken(field("integer", constraints={"required": True, "minimum": 1}), "")) == ["RED-T021"]


def test_a_length_of_one_is_that_of_any_cell():
    assert [check.code for check in field_checks(field(constraints={"minLength": 1})).checks] == ["RED-T028"]
    assert [check.code for check in field_checks(field(constraints={"minLength": 2})).checks] == [
        "RED-T025",
        "RED-T028",
    ]


def table(*fields, name="t"):
    return Table(name, "", "", fields, (), (), {})


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (field("geopoint"), "the type 'geopoint' cannot be checked"),
        (field("list", itemType="date"), "lists of date cannot be checked"),
        (field(constraints={"pattern": "(?=a)b"}), "the pattern cannot be checked in linear time"),
        (field("date", format="%Q"), "."),
        (field("integer", constraints={"minimum": "low"}), "."),
        (field("integer", constraints={"maximum": "high"}), "."),
    ],
)
def test_what_cannot_be_checked_is_said(made, words):
    with pytest.raises(UncheckableSchemaError, match=words):
        compile_table(table(made), {"f"})
    assert compile_table(table(made), {"g"}) == []


SPAN = {"text": "Ore", "start": "5", "end": "8"}


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"end": "9"}, 1),
        ({"text": "Or"}, 1),
        ({"text": "稀土矿"}, 0),
        ({"start": ""}, 0),
        ({"end": "x"}, 0),
    ],
)
def test_a_span_is_as_long_as_its_words(changes, count):
    row = SPAN | changes
    (checks,) = compile_table(table(name="claims"), set(row))
    frame = pl.DataFrame({name: [cell] for name, cell in row.items()})
    (check,) = checks.checks
    assert (checks.field, check.code) == ("text", "RED-T032")
    assert frame.select(check.broken.sum()).item() == count


def test_spans_are_checked_where_all_three_fields_are_there():
    assert compile_table(table(name="claims"), {"text", "start"}) == []
    assert compile_table(table(name="publishers"), {"text", "start", "end"}) == []
