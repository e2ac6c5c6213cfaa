"""The evaluation itself, and how the bare rules do on the pages under tests/extraction that were annotated before reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rare_earth_data.evaluation import compare, read_facts, read_gold, report

PAGES = Path(__file__).parent.parent / "extraction"


def fact(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "file": "page.txt",
        "article": 1,
        "quote": "44 million tonnes",
        "country": "CHN",
        "counterpart": None,
        "indicator": "reserves",
        "commodity": "rare_earths",
        "value": 44e6,
        "low": None,
        "high": None,
        "qualifier": "eq",
        "unit": "t",
        "period": None,
        "status": "observed",
    }
    return base | changes


def test_a_fact_found_counts_on_every_level() -> None:
    evaluation = compare([fact()], [fact()])
    assert {score.f1 for score in evaluation.levels.values()} == {1.0}


def test_a_wrong_country_counts_as_missing_and_spurious() -> None:
    levels = compare([fact()], [fact(country="USA")]).levels
    assert levels["value+unit"].f1 == 1.0
    assert (levels["+country"].missing, levels["+country"].spurious) == (1, 1)


def test_values_may_differ_by_a_thousandth_and_articles_may_not_be_mixed() -> None:
    assert compare([fact()], [fact(value=44.01e6)]).levels["value+unit"].f1 == 1.0
    assert compare([fact()], [fact(value=45e6)]).levels["value+unit"].found == 0
    assert compare([fact()], [fact(article=2)]).levels["value+unit"].found == 0


def test_other_is_optional() -> None:
    gold = [fact(), fact(indicator="other", value=7, unit="%")]
    assert compare(gold, [fact()]).levels["value+unit"].f1 == 1.0
    assert compare(gold, [fact(), fact(indicator="growth_rate", value=7, unit="%")]).levels["value+unit"].f1 == 1.0


def test_of_two_equal_numbers_the_better_one_is_paired() -> None:
    read = [fact(country="USA"), fact()]
    evaluation = compare([fact()], read)
    assert evaluation.levels["+country"].found == 1
    assert len(evaluation.invented) == 1


def test_a_report_names_what_went_wrong() -> None:
    text = report(compare([fact()], [fact(country="USA")]))
    assert "country CHN read as USA" in text


@pytest.mark.parametrize(
    ("gold", "pages"), [("metrics.jsonl", "page_*.txt"), ("extra_metrics.jsonl", "extra_page_*.txt")]
)
def test_floors(gold: str, pages: str) -> None:
    levels = compare(read_gold(PAGES / gold), list(read_facts(sorted(PAGES.glob(pages))))).levels
    assert levels["value+unit"].f1 >= 0.95
    assert levels["+country"].f1 >= 0.86
    assert levels["+indicator"].f1 >= 0.79
