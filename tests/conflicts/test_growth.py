"""Ten times the figures take about ten times as long, not a hundred times."""

from __future__ import annotations

import random
import time

from rare_earth_data.conflicts import find_conflicts
from tests.conflicts.samples import Row, Tables

INDICATORS = ("refining_share", "mine_production_share", "reserves", "mine_production", "lead_time")


def many(count: int) -> Tables:
    chance = random.Random(count)
    articles, claims, figures = [], [], []
    for number in range(count // 10):
        article = f"art-{number:06}"
        printed = f"{2020 + number % 6}-10-01 08:00"
        articles.append({"article_id": article, "title": None, "title_start": None, "published_at": printed})
        claims.append(
            {"claim_id": f"clm-{number}", "article_id": article, "text": "a claim", "start": 0, "language": "en"}
        )
    for number in range(count):
        indicator = chance.choice(INDICATORS)
        figure: Row = {
            "metric_id": f"met-{number:06}", "claim_id": f"clm-{number % (count // 10)}", "partner": None, "entity": None,
            "country": chance.choice(["CHN", "RUS", "USA", "WLD", "BRA"]), "indicator": indicator, "stage": None,
            "commodity": chance.choice(["rare_earths", "yttrium", "gallium"]), "value": float(chance.randrange(1, 100)),
            "low": None, "high": None, "qualifier": chance.choice(["eq", "approx"]), "period": None, "status": "observed",
            "unit": "%" if indicator.endswith("share") else "t", "value_text": "a number", "start": number, "end": number + 8,
        }  # fmt: skip
        figures.append(figure)
    return {"articles": articles, "claims": claims, "country_metrics": figures}


def seconds(count: int) -> float:
    tables = many(count)
    start = time.perf_counter()
    find_conflicts(tables)
    return time.perf_counter() - start


def test_time_grows_with_the_number_of_figures() -> None:
    seconds(500)
    small = min(seconds(1_000) for _ in range(3))
    assert seconds(10_000) < 40 * small
