"""Make Hypothesis strategies of the table schemas: random rows and tables that satisfy every constraint.

Foreign keys are drawn from rows of the table they point to, so that a generated package is consistent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rare_earth_data.schema.tables import Field, Table

Row = dict[str, Any]

# CSV holds no NUL, and UTF-8 no lone surrogates; everything else may occur in a text.
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40)
_ITEM = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def _datetime(field: Field) -> SearchStrategy[Any]:
    format_ = field.format or "%Y-%m-%dT%H:%M:%S"
    return st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.strftime(format_))


def _number(field: Field) -> SearchStrategy[Any]:
    return st.floats(field.minimum, field.maximum, allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)


def _integer(field: Field) -> SearchStrategy[Any]:
    low = -(2**53) if field.minimum is None else int(field.minimum)
    return st.integers(low, 2**53 if field.maximum is None else int(field.maximum))


def values(field: Field) -> SearchStrategy[Any]:
    """Return a strategy of the present values of a field."""
    if field.enum:
        return st.sampled_from(field.enum)
    if field.pattern:
        return st.from_regex(field.pattern, fullmatch=True).filter(lambda text: "\0" not in text)
    if field.type == "list":
        return st.lists(st.integers(0, 999) if field.item_type == "integer" else _ITEM, max_size=5)
    makers = {"integer": _integer, "number": _number, "datetime": _datetime}
    if maker := makers.get(field.type):
        return maker(field)
    return st.booleans() if field.type == "boolean" else _TEXT


def cells(field: Field) -> SearchStrategy[Any]:
    """Return a strategy of the values of a field; None where it may be missing."""
    optional = not field.required and field.type != "list"
    return st.none() | values(field) if optional else values(field)


@st.composite
def tables(
    draw: st.DrawFn,
    table: Table,
    others: Mapping[str, list[Row]] | None = None,
    min_rows: int = 0,
    max_rows: int = 5,
) -> list[Row]:
    """Draw the rows of a table; ``others`` holds the rows of tables that foreign keys may point to."""
    pointers = {
        key.fields[0]: [row[key.references[0]] for row in (others or {}).get(key.table, [])]
        for key in table.foreign_keys
        if key.table != table.name
    }
    row: dict[str, SearchStrategy[Any]] = {}
    for field in table.fields:
        targets = pointers.get(field.name)
        if targets is None:
            row[field.name] = st.none() if _points_to_itself(table, field) else cells(field)
        elif field.required:
            if not targets:
                return []
            row[field.name] = st.sampled_from(targets)
        else:
            row[field.name] = st.none() | st.sampled_from(targets) if targets else st.none()
    keys = [itemgetter(*table.primary_key), *(itemgetter(field.name) for field in table.fields if field.unique)]
    return draw(st.lists(st.fixed_dictionaries(row), min_size=min_rows, max_size=max_rows, unique_by=tuple(keys)))


def _points_to_itself(table: Table, field: Field) -> bool:
    return any(key.table == table.name and field.name in key.fields for key in table.foreign_keys)


@st.composite
def packages(
    draw: st.DrawFn, described: Mapping[str, Table], min_rows: int = 0, max_rows: int = 5
) -> dict[str, list[Row]]:
    """Draw a whole consistent package, table by table, each after the tables it points to."""
    drawn: dict[str, list[Row]] = {}
    waiting = dict(described)
    while waiting:
        ready = [
            name
            for name, table in waiting.items()
            if all(key.table in drawn or key.table == name for key in table.foreign_keys)
        ]
        for name in ready:
            drawn[name] = draw(tables(waiting.pop(name), drawn, min_rows, max_rows))
    return {name: drawn[name] for name in described}
