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
