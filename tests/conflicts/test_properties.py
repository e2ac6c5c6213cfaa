"""What holds for any figures: symmetry, hedges, order, and independence of what is unrelated."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from rare_earth_data.conflicts import find_conflicts
from rare_earth_data.conflicts.claims import disagreeing
from rare_earth_data.conflicts.comparable import relation
from rare_earth_data.conflicts.evidence import Evidence, Figure
from rare_earth_data.conflicts.intervals import read_interval
from tests.conflicts.samples import Row, figure_rows, page, tables_of

values = st.sampled_from([0.5, 7, 33.33, 44.0, 60, 69, 69.2, 70, 85, 90, 92, 97.5, 2600, 270000, 3.5e6, 7e11])
units = st.sampled_from(["%", "t", "USD", "years"])
qualifiers = st.sampled_from(["eq", "approx", "gt", "ge", "lt", "le"])


def _row(value: float, unit: str, qualifier: str, **more: Any) -> Row:
    bound = {"gt": "low", "ge": "low", "lt": "high", "le": "high"}.get(qualifier)
    return {"value": value, "unit": unit, "qualifier": qualifier, **({bound: value} if bound else {}), **more}


rows = st.builds(
    _row,
    values,
    units,
    qualifiers,
    country=st.sampled_from(["CHN", "RUS"]),
    partner=st.sampled_from([None, "USA"]),
    indicator=st.sampled_from(["refining_share", "reserves", "lead_time", "price"]),
    commodity=st.sampled_from(["rare_earths", "yttrium"]),
    status=st.sampled_from(["observed", "forecast"]),
    period=st.sampled_from([None, "2019", "2024", "2000/2025"]),
    year=st.sampled_from([2024, 2025]),
)


def _figures(*given_rows: Row) -> list[Figure]:
    return Evidence(figure_rows(*given_rows)).figures


@given(rows, rows)
def test_comparing_is_symmetric(first: Row, second: Row) -> None:
    one, other = _figures(first, second)
    assert relation(one, other) == relation(other, one)


@given(rows)
def test_nothing_contradicts_itself(row: Row) -> None:
    (figure,) = _figures(row)
    assert relation(figure, figure) is None
    assert find_conflicts(figure_rows(row, row))[0] == [] or all(
        conflict["relation"] not in ("contradicts", "opinion_spread")
        for conflict in find_conflicts(figure_rows(row, row))[0]
    )


@given(rows, rows, qualifiers)
def test_a_wider_hedge_makes_no_contradiction(first: Row, second: Row, qualifier: str) -> None:
    first = {**first, "qualifier": "eq", "low": None, "high": None}
    wider = {**first, **_row(first["value"], first["unit"], qualifier)}
    before, other = _figures(first, second)
    after, _ = _figures(wider, second)
    assert after.interval.low <= before.interval.low
    assert after.interval.high >= before.interval.high
    assume(relation(before, other) is None)
    assert relation(after, other) is None


@given(st.floats(-1e15, 1e15), units, qualifiers)
def test_an_interval_holds_its_number(value: float, unit: str, qualifier: str) -> None:
    interval = read_interval(_row(value, unit, qualifier))
    assert interval is not None
    assert interval.low <= value <= interval.high
    assert not math.isnan(interval.low) and not math.isnan(interval.high)


@given(st.lists(rows, min_size=2, max_size=8))
def test_groups_say_what_pairs_say(many: list[Row]) -> None:
    figures = _figures(*many)
    by_pair = {a.id for a in figures for b in figures if a.interval.apart(b.interval)}
    assert {figure.id for figure in disagreeing(figures)} == by_pair


BASE = page(
    ("2025-10-20", "China controls 60% of global rare earth refining", "Russia plans to invest 730 billion rubles"),
    ("2025-11-03", "China controls 92% of global rare earth refining"),
)
SECOND = page(
    (
        "2025-10-25",
        "China controls 75% of global rare earth refining",
        "Vietnam has 3.5 million tons of rare earth reserves",
    ),
)
UNRELATED = page(
    ("2025-10-28", "Chile's lithium production rose by 12% in 2024", "Chile has 9.3 million tons of lithium")
)


def _as_sets(tables: dict[str, list[Row]]) -> tuple[list[Row], list[Row]]:
    return find_conflicts(tables)


def test_an_unrelated_article_changes_nothing() -> None:
    assert _as_sets(tables_of(BASE, SECOND)) == _as_sets(tables_of(BASE, SECOND, UNRELATED))


def test_order_changes_nothing() -> None:
    there, back = tables_of(BASE, SECOND, UNRELATED), tables_of(BASE, SECOND, UNRELATED)
    for name in ("articles", "claims", "mentions", "country_metrics"):
        back[name].reverse()
    assert _as_sets(there) == _as_sets(back)


@given(st.permutations(range(6)))
def test_order_of_figures_changes_nothing(order: list[int]) -> None:
    told = [_row(value, "%", "eq", article=number) for number, value in enumerate((60, 92, 75, 90, 60, 33.3))]
    there = figure_rows(*told)
    back = {name: [rows_[index] for index in order] if len(rows_) == 6 else rows_ for name, rows_ in there.items()}
    assert find_conflicts(there) == find_conflicts(back)
