"""Whom a number is about, where its own part of the sentence does not say so."""

from __future__ import annotations

import pytest

from rare_earth_data.facts.cues import commodity_lexicon, direction_lexicon
from rare_earth_data.facts.lexicon import Lexicons, tokens_of
from tests.facts.test_facts import facts, who


@pytest.mark.parametrize(
    ("claims", "countries"),
    [
        ("Ghana and Mali dig gold; the former mined 30 tonnes, the latter 12 tonnes", ["GHA", "MLI"]),
        ("越南海防与泰国罗勇各有磁材厂,前者年产2000吨,后者年产3000吨", ["VNM", "THA"]),
        ("Peru and Chile mine 40% of the world's copper between them", ["WLD"]),
        ("Refiners outside China turned out 11,000 tonnes of NdPr", ["WLD"]),
        ("A Canadian arm of a Japanese trader paid $8 million", ["JPN"]),
        (
            "A junior from Perth bought an old Namibian copper mine, and the project has reserves of 2 million tonnes",
            ["NAM"],
        ),
        ("该公司控制坦桑尼亚的铜矿项目,该矿储量1850万吨", ["TZA"]),
        ("Tin trades at $33,000 per tonne in London", ["WLD"]),
    ],
)
def test_the_subject_is_found(claims: str, countries: list[str]) -> None:
    assert [country for country, _, _ in who(claims)] == countries


def test_suppliers_and_buyers_are_partners() -> None:
    imports = facts(
        "U.S. imports of magnets came to 8,700 tonnes, of which Japan supplied 5,900 tonnes and Estonia 500 tonnes"
    )
    assert [(metric.country, metric.partner) for metric in imports][1:] == [("USA", "JPN"), ("USA", "EST")]


@pytest.mark.parametrize(
    ("claims", "country", "partner", "indicator"),
    [
        ("Lisbon sold its lithium miner to Norway's Equinor for 2.1 billion dollars", "NOR", "PRT", "investment"),
        ("Oman fills 45% of Korea's helium needs", "KOR", "OMN", "import_dependence"),
        ("Peru, Chile and Mexico mine 40% of the world's copper", "WLD", None, "mine_production_share"),
        ("Exports from the Urals shrank by a fifth", "RUS", None, "export_change"),
        ("The pilot pit in Malaysia has sold China 9,400 tonnes of carbonate", "MYS", "CHN", "trade_volume"),
        ("81% of Norway's imports were Chinese", "NOR", "CHN", "import_dependence"),
        ("China's weight in Japanese rare earth imports came down to 58%", "JPN", "CHN", "import_dependence"),
        ("A Swiss trader wanted 62% of that pit in Peru", "CHE", "PER", "equity_stake"),
        ("Estonia gets 38% of its tungsten from Vietnam", "EST", "VNM", "import_dependence"),
        ("Terbium climbed 17.5% in China", "CHN", None, "price_change"),
    ],
)
def test_who_deals_with_whom(claims: str, country: str, partner: str | None, indicator: str) -> None:
    assert [(m.country, m.partner, m.indicator) for m in facts(claims)] == [(country, partner, indicator)]


def test_a_list_of_suppliers_goes_on() -> None:
    found = facts("德国进口稀土3200吨,其中58%来自中国,挪威占21%,日本占7%")
    assert [(m.country, m.partner) for m in found] == [("DEU", None), ("DEU", "CHN"), ("DEU", "NOR"), ("DEU", "JPN")]


def test_what_stands_in_a_country_is_its_own_whoever_owns_it() -> None:
    claim = "Its British owner plans to produce 41,000 tonnes of concentrate a year"
    assert who(claim, heading="Greenland") == [("GRL", "mine_production", 41000)]


def test_a_cabinet_is_that_of_the_article() -> None:
    claim = "Australia's Lynas runs the smelter, while the cabinet plans an export duty of 15%"
    assert who(claim, heading="Namibia") == [("NAM", "tariff_rate", 15)]


@pytest.mark.parametrize(
    ("claims", "unit"),
    [
        ("The smelter at Toho in Japan sets aside ¥21 billion to grow", "JPY"),
        ("The smelter in China sets aside ¥21 billion to grow", "CNY"),
        ("The kingdom of Morocco grants 9 billion dirhams of aid to the plant", "MAD"),
        ("A British fund invested 30 million pounds in the mine", "GBP"),
        ("The mine in Niger has reserves of 30 million pounds of uranium", "t"),
    ],
)
def test_money_is_local(claims: str, unit: str) -> None:
    assert [metric.unit for metric in facts(claims)] == [unit]


def test_a_heading_with_two_countries_leaves_the_subject_open() -> None:
    assert who("后者的锑产量2.1万吨", heading="秘鲁与智利") == [("CHL", "mine_production", 21000)]


def test_none_at_all_is_weighed() -> None:
    assert [(metric.value, metric.unit) for metric in facts("Korean germanium exports stood at zero")] == [(0, "t")]


def test_a_law_sets_what_a_country_covers_itself() -> None:
    found = who("The EU must mine 10% and process 40% of its needs by 2030")
    assert [indicator for _, indicator, _ in found] == ["self_sufficiency", "self_sufficiency"]


def test_lexicons_find_what_each_finds_alone() -> None:
    text = "Tungsten and rare earth prices rose 5%, but 稀土 exports fell; heavy rare earths were down"
    alone = [lexicon.find(text, tokens_of(text)) for lexicon in (commodity_lexicon(), direction_lexicon())]
    assert Lexicons(commodity_lexicon(), direction_lexicon()).find(text, tokens_of(text)) == alone


def test_an_article_that_names_no_country_has_no_figures() -> None:
    assert who("Output rose to 300 tonnes in 2024") == []
