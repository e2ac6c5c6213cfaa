"""The golden table: what the reader makes of phrases from general business and mining news, in English and Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rare_earth_data.figures import parse_value_text, read_periods, read_quantities, units
from rare_earth_data.model import Quantity

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8")
)
PUBLISHED = "2025-10-20 08:00"


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def shown(quantity: Quantity) -> str:
    """Write a quantity the way the table does."""
    if quantity.qualifier == "range":
        return f"{number(quantity.low)}..{number(quantity.high)} {quantity.unit}"
    qualifier = "" if quantity.qualifier == "eq" else f"{quantity.qualifier} "
    return f"{qualifier}{number(quantity.value)} {quantity.unit}"


def rounded(reading: str) -> str:
    """Round the numbers of an expected reading to six digits."""
    return " ".join("..".join(rounded_number(part) for part in word.split("..")) for word in reading.split(" "))


def rounded_number(word: str) -> str:
    try:
        return f"{float(word):.6g}"
    except ValueError:
        return word


@pytest.mark.parametrize("row", TABLE["quantities"], ids=lambda row: row["text"][:60])
def test_quantities_of_a_phrase(row: dict[str, Any]) -> None:
    text = row["text"]
    expected = [(words, rounded(reading)) for words, reading in (item.split(" => ") for item in row["reads"])]
    assert [(text[quantity.start : quantity.end], shown(quantity)) for quantity in read_quantities(text)] == expected


@pytest.mark.parametrize("row", TABLE["values"], ids=lambda row: row["text"] or "empty")
def test_value_text_read_alone(row: dict[str, Any]) -> None:
    quantity = parse_value_text(row["text"])
    assert (quantity and shown(quantity)) == (row["reads"] and rounded(row["reads"]))


@pytest.mark.parametrize("row", TABLE["periods"], ids=lambda row: row["text"][:60])
def test_periods_of_a_phrase(row: dict[str, Any]) -> None:
    text = row["text"]
    found = read_periods(text, row.get("published", PUBLISHED))
    shown_periods = [
        f"{text[p.start : p.end]} => {'' if p.relation == 'in' else p.relation + ' '}{p.iso}" for p in found
    ]
    assert shown_periods == row["reads"]


def test_every_unit_of_the_table_is_defined() -> None:
    read = {quantity.unit for row in TABLE["quantities"] for quantity in read_quantities(row["text"])}
    assert read <= units().keys()
