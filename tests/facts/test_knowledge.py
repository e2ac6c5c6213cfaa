"""The knowledge files agree with the code lists and with each other."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pycountry
import pytest

from rare_earth_data.facts.cues import rules
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import codelist_entries

AREAS = load_knowledge("reading/areas.yaml")
COMMODITIES = {entry["commodity"] for entry in codelist_entries("commodities")}
STAGES = {entry["stage"] for entry in codelist_entries("stages")}
INDICATORS = {entry["indicator"]: entry for entry in codelist_entries("indicators")}
CODES = {country.alpha_3 for country in pycountry.countries} | set(AREAS["blocs"])
READING = load_knowledge("reading/indicators.yaml")


def phrases(groups: dict[str, dict[str, list[str]]]) -> list[Any]:
    return [phrase for words in groups.values() for language in words for phrase in words[language] or ()]


def test_areas_have_codes() -> None:
    assert set(AREAS["areas"]) <= CODES
    assert set(AREAS["pairs"].values()) <= CODES
    assert {member for bloc in AREAS["blocs"].values() for member in bloc.get("members", ())} <= CODES


def test_entities_are_whole_and_unique() -> None:
    entities = load_knowledge("reading/entities.yaml")["entities"]
    assert [i for i, n in Counter(entry["entity_id"] for entry in entities).items() if n > 1] == []
    for entry in entities:
        assert entry["kind"] in {"organization", "facility", "product", "instrument", "person"}, entry
        assert entry.get("country") is None or entry["country"] in CODES, entry
        assert all(isinstance(alias, str) and alias for alias in entry["aliases"]), entry


@pytest.mark.parametrize("indicator", sorted(rules()))
def test_rules_use_what_is_defined(indicator: str) -> None:
    rule = rules()[indicator]
    assert indicator in INDICATORS
    groups = set(rule.words) | rule.needs | {group for needs in rule.also_needs.values() for group in needs}
    assert groups <= set(READING["words"]), groups - set(READING["words"])
    assert {*rule.share.values(), *rule.growth.values(), *rule.for_commodity.values()} <= set(rules())
    assert rule.stage is None or rule.stage in STAGES
    assert rule.commodity is None or rule.commodity in COMMODITIES
    assert rule.status in (None, "observed", "plan", "target", "forecast", "threat")


def test_no_group_of_words_is_idle() -> None:
    used = {group for rule in rules().values() for group in [*rule.words, *rule.needs, rule.counterparty]}
    assert set(READING["words"]) <= used


def test_indicators_are_defined() -> None:
    for entry in INDICATORS.values():
        assert entry["definition"].endswith(".")
        assert entry["dimension"] in {
            "share",
            "change",
            "ratio",
            "mass",
            "money",
            "price",
            "duration",
            "count",
            "other",
        }
        assert entry.get("stage") is None or entry["stage"] in STAGES


def test_commodities_have_words() -> None:
    reading = load_knowledge("reading/commodities.yaml")
    assert set(reading["commodities"]) <= COMMODITIES
    assert set(reading["weak"]) | set(reading["not_mined"]) <= COMMODITIES


def test_cue_words_are_text() -> None:
    status = load_knowledge("reading/status.yaml")
    cues = phrases(READING["words"]) + phrases(READING["direction"]) + phrases(status["status"])
    cues += phrases({name: status[name] for name in ("denied", "negated", "not_negated")})
    assert [cue for cue in cues if not isinstance(cue, str) or not cue.strip()] == []
