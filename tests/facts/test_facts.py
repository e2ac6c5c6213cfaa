"""What single wordings are read as. The sentences are invented; each shows one rule at work."""

from __future__ import annotations

import pytest

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.facts import read_metrics
from rare_earth_data.model import Metric


def facts(claims: str, title: str = "关键矿产周报", heading: str = "Core Insights") -> list[Metric]:
    """Read the metrics of a page with one article that makes these claims."""
    text = f"Workflow\n稀土\nicon\nSearch documents\n{title}\nSou Hu Cai Jing· 2025-06-18 05:32\n{heading} - {claims} [1]\n"
    document = Document.from_text(text)
    page, _ = read_page(document)
    return [metric for article in page.articles for _, metric in read_metrics(article, text)]


def who(claims: str, **kwargs: str) -> list[tuple[str, str, float | None]]:
    return [(metric.country, metric.indicator, metric.value) for metric in facts(claims, **kwargs)]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            "Peru holds 44% of world reserves, Chile 21% and Mexico 7%",
            [("PER", "reserves_share", 44), ("CHL", "reserves_share", 21), ("MEX", "reserves_share", 7)],
        ),
        (
            "Russia has a recovery rate of 65%, compared with Norway's 92%",
            [("RUS", "recovery_rate", 65), ("NOR", "recovery_rate", 92)],
        ),
        (
            "Japan accounts for 60% of rare earth mining, 85% of processing and 90% of magnet production",
            [
                ("JPN", "mine_production_share", 60),
                ("JPN", "refining_share", 85),
                ("JPN", "magnet_production_share", 90),
            ],
        ),
        ("Estonia works with Kenya, which controls 60% of refining capacity", [("KEN", "refining_share", 60)]),
        ("India exported 500 tonnes of rare earths in 2024", [("IND", "trade_volume", 500)]),
        ("Lynas mined 1,000 tonnes of rare earths", [("AUS", "mine_production", 1000)]),
        ("The Kremlin will invest 3 billion rubles in magnets", [("RUS", "investment", 3e9)]),
        ("Rare earth exports of Vietnam fell by 9.3% in 2024", [("VNM", "export_change", -9.3)]),
    ],
)
def test_country_and_indicator(claims: str, expected: list[tuple[str, str, float]]) -> None:
    assert who(claims) == expected


@pytest.mark.parametrize(
    "claims",
    [
        "Vietnam denied that 40% of its reserves were sold",
        "Hanoi rejected the claim that 60% of the ore had been promised to Washington",
        "Vietnam is no longer the source of 90% of rare earth imports",
        "The minister of Vietnam, 61, opened the mine",
        "Vietnam named four mines and signed Announcement No. 61 on 9 October 2025",
    ],
)
def test_what_is_no_metric(claims: str) -> None:
    assert who(claims) == []


def test_pronouns_and_nouns_carry_the_subject_on() -> None:
    claims = (
        "Vietnam sits on 3.5 million tonnes of reserves [1] - The country produced 300 tonnes of rare earths in 2024"
    )
    assert who(claims) == [("VNM", "reserves", 3.5e6), ("VNM", "mine_production", 300)]


def test_a_heading_names_the_subject() -> None:
    assert who("Output was 300 tonnes of rare earths", heading="Group 1: Vietnam's Mines")[0][0] == "VNM"


@pytest.mark.parametrize(
    ("claims", "country", "partner"),
    [
        ("Japan imports 63% of its rare earths from China", "JPN", "CHN"),
        ("The European Union cut its 98% dependence on China for magnets", "EUU", "CHN"),
        ("Over 90% of U.S. yttrium imports come from China", "USA", "CHN"),
        ("The United States put a tariff of 50% on Brazilian goods", "USA", "BRA"),
        ("South Korea will invest $30 million in a mine in Vietnam", "KOR", "VNM"),
    ],
)
def test_partners(claims: str, country: str, partner: str) -> None:
    metric = facts(claims)[0]
    assert (metric.country, metric.partner) == (country, partner)


@pytest.mark.parametrize(
    ("claims", "status", "period"),
    [
        ("Kenya plans to mine 500 tonnes of rare earths a year by 2030", "plan", "2030"),
        ("Kenya mined 500 tonnes of rare earths in 2024", "observed", "2024"),
        ("Kenya aims for a 40% recycling rate by 2030", "target", "2030"),
        ("Kenya is expected to mine 500 tonnes of rare earths in 2027", "forecast", "2027"),
        ("Kenya threatened a tariff of 100% on Russian goods", "threat", None),
    ],
)
def test_status_and_period(claims: str, status: str, period: str | None) -> None:
    metric = facts(claims)[0]
    assert (metric.status, metric.period) == (status, period)


def test_chinese() -> None:
    claims = "越南稀土储量350万吨,2024年产量仅300吨,同比减少75% [1] - 日本九成的稀土依赖中国"
    found = [(m.country, m.partner, m.indicator, m.value) for m in facts(claims)]
    assert found == [
        ("VNM", None, "reserves", 3.5e6),
        ("VNM", None, "mine_production", 300),
        ("VNM", None, "production_growth", -75),
        ("JPN", "CHN", "import_dependence", 90),
    ]
