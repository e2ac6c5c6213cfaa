"""Pages that disagree only in scope, period or hedge give no contradiction; members carry exact spans."""

from __future__ import annotations

import pytest

from rare_earth_data.conflicts import find_conflicts
from tests.conflicts.samples import Sample, page, tables_of

HARMLESS: dict[str, tuple[Sample, ...]] = {
    "over": (
        ("2025-10-20", "China controls over 60% of global rare earth refining"),
        ("2025-11-03", "China controls 92% of global rare earth refining"),
    ),
    "about": (
        ("2025-10-20", "China accounts for about 70% of global rare earth production"),
        ("2025-11-03", "China accounts for 69% of global rare earth production"),
    ),
    "range": (
        ("2025-10-20", "China accounts for 60% to 70% of global rare earth production"),
        ("2025-11-03", "China accounts for 69% of global rare earth production"),
    ),
    "up to": (
        ("2025-10-20", "Vietnam has up to 22 million tons of rare earth reserves"),
        ("2025-11-03", "Vietnam has 3.5 million tons of rare earth reserves"),
    ),
    "stated years": (
        ("2025-10-20", "China's rare earth production was 210,000 tons in 2022"),
        ("2025-11-03", "China's rare earth production was 270,000 tons in 2024"),
    ),
    "years apart": (
        ("2015-10-20", "China controls 97% of global rare earth production"),
        ("2025-11-03", "China controls 69% of global rare earth production"),
    ),
    "stage": (
        ("2025-10-20", "China accounts for 69% of global rare earth mining"),
        ("2025-11-03", "China accounts for 91% of global rare earth refining"),
    ),
    "commodity": (
        ("2025-10-20", "China accounts for 91% of global rare earth refining"),
        ("2025-11-03", "China accounts for 99% of global dysprosium refining"),
    ),
    "country": (
        ("2025-10-20", "China has 44 million tons of rare earth reserves"),
        ("2025-11-03", "Brazil has 21 million tons of rare earth reserves"),
    ),
    "status": (
        ("2025-10-20", "Russia's rare earth production is 2,600 tons a year"),
        ("2025-11-03", "Russia aims for a rare earth production of 15,000 tons by 2030"),
    ),
    "partner": (
        ("2025-10-20", "The United States imports 70% of its rare earths from China"),
        ("2025-11-03", "The United States imports 13% of its rare earths from Malaysia"),
    ),
    "rounding": (
        ("2025-10-20", "China has 44 million tons of rare earth reserves"),
        ("2025-11-03", "China has 43.9 million tons of rare earth reserves"),
    ),
}


@pytest.mark.parametrize("articles", HARMLESS.values(), ids=HARMLESS.keys())
def test_no_contradiction(articles: tuple[Sample, ...]) -> None:
    conflicts, _ = find_conflicts(tables_of(page(*articles)))
    assert [row["explanation"] for row in conflicts if row["relation"] == "contradicts"] == []


def test_members_are_exact_spans() -> None:
    text = page(
        ("2025-10-20", "China controls 60% of global rare earth refining"),
        ("2025-11-03", "China controls 92% of global rare earth refining"),
    )
    conflicts, members = find_conflicts(tables_of(text))
    assert [row["relation"] for row in conflicts] == ["contradicts"]
    assert [text[row["start"] : row["end"]] for row in members] == [row["text"] for row in members]
    assert sorted(row["text"] for row in members) == ["60%", "92%"]
    assert all(row["metric_id"] and row["claim_id"] for row in members)


def test_many_articles_make_one_conflict() -> None:
    days = [f"2025-10-{day:02}" for day in range(1, 21)]
    articles = [
        (day, f"China controls {60 + 30 * (n % 2)}% of global rare earth refining") for n, day in enumerate(days)
    ]
    conflicts, members = find_conflicts(tables_of(page(*articles)))
    assert len(conflicts) == 1
    assert len(members) == len(articles)
