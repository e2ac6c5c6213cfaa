"""How the reader does on the development set: floors for what it finds and for what it finds besides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rare_earth_data.figures import read_quantities
from rare_earth_data.model import Quantity

FOLDER = Path(__file__).parent.parent / "extraction"
# A hedge or unit may reach a little out of the quote an annotator chose.
BEFORE, AFTER = 25, 12


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def page(name: str) -> tuple[str, tuple[Quantity, ...]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text, tuple(read_quantities(text))


def matches(row: dict[str, Any]) -> Iterator[Quantity]:
    """Yield the quantities inside a fact's quote with its value and unit; signs of changes are not compared."""
    text, quantities = page(row["file"])
    for quote in re.finditer(re.escape(row["quote"]), text):
        for quantity in quantities:
            inside = (
                quote.start() - BEFORE <= quantity.start < quote.end()
                and quote.start() < quantity.end <= quote.end() + AFTER
            )
            if inside and quantity.unit == row["unit"] and same_amount(quantity, row):
                yield quantity


def same_amount(quantity: Quantity, row: dict[str, Any]) -> bool:
    if row["qualifier"] == "range":
        return close(quantity.low, row["low"]) and close(quantity.high, row["high"])
    return close(quantity.value, row["value"])


def close(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(abs(first) - abs(second)) <= 1e-3 * max(abs(first), abs(second))


def test_value_and_unit_are_found() -> None:
    facts = rows("metrics.jsonl")
    missed = [(row["quote"], row["value"], row["unit"]) for row in facts if not any(matches(row))]
    assert 1 - len(missed) / len(facts) >= 0.97, missed


def test_qualifiers_are_found() -> None:
    facts = rows("metrics.jsonl")
    wrong = [
        row["quote"] for row in facts if not any(quantity.qualifier == row["qualifier"] for quantity in matches(row))
    ]
    assert 1 - len(wrong) / len(facts) >= 0.96, wrong


def test_little_is_found_besides() -> None:
    found = {(row["file"], quantity.start) for row in rows("metrics.jsonl") for quantity in matches(row)}
    names = ("page_1.txt", "page_3.txt")
    every = [(name, quantity) for name in names for quantity in page(name)[1]]
    besides = [
        page(name)[0][quantity.start : quantity.end] for name, quantity in every if (name, quantity.start) not in found
    ]
    assert 1 - len(besides) / len(every) >= 0.9, besides


def test_dates_names_and_ranks_are_not_quantities() -> None:
    reasons = (
        "date",
        "rank",
        "announcement",
        "product name",
        "phone number",
        "flight number",
        "clause number",
        "name",
        "age",
    )
    for row in rows("nonfacts.jsonl"):
        text, quantities = page(row["file"])
        if not row["reason"].startswith(reasons) or row["reason"].startswith(("age of the mine", "name and")):
            continue
        for place in re.finditer(re.escape(row["quote"]), text):
            inside = [q for q in quantities if place.start() <= q.start and q.end <= place.end()]
            assert not inside, (row["quote"], row["reason"])
