"""Every rule finds its bad example and leaves its good one alone."""

from __future__ import annotations

from typing import Any

import pytest

from rare_earth_data.conflicts import find_hits
from rare_earth_data.conflicts.hits import rules
from rare_earth_data.schema.tables import codes
from tests.conflicts.samples import figure_rows, tables_of


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule["code"])
def test_examples(rule: dict[str, Any]) -> None:
    references = rule.get("references", [])
    bad = find_hits(tables_of(rule["bad"], references=references))
    good = find_hits(tables_of(rule["good"], references=references))
    assert rule["code"] in {hit.rule for hit in bad}
    assert rule["code"] not in {hit.rule for hit in good}
    for hit in bad:
        assert hit.row()["relation"] in codes("conflict_relation")
        assert hit.row()["kind"] in codes("conflict_kind")
        assert hit.row()["severity"] in codes("severity")


def test_codes_and_names_are_unique() -> None:
    assert len({rule["name"] for rule in rules().values()}) == len(rules())
    assert all(rule["sentence"].endswith(".") for rule in rules().values())


@pytest.mark.parametrize(
    ("partner", "share", "relation"),
    [("CHN", 75, "different_scope"), (None, 40, "contradicts"), (None, 75, None), ("CHN", 40, None)],
)
def test_own_supply_and_imports_are_the_whole(partner: str | None, share: int, relation: str | None) -> None:
    same = {"article": 1, "country": "RUS", "stage": None}
    own = {**same, "indicator": "self_sufficiency", "value": 25}
    imports = {**same, "indicator": "import_dependence", "partner": partner, "value": share}
    told = [hit.row()["relation"] for hit in find_hits(figure_rows(own, imports)) if hit.rule == "RED-X034"]
    assert told == ([relation] if relation else [])


@pytest.mark.parametrize(("number", "told"), [(44_100_000, True), (44_200_000, False)])
def test_the_amount_of_the_world_told_of_a_country(number: int, told: bool) -> None:
    same = {"indicator": "reserves", "stage": None, "unit": "t"}
    world = {**same, "country": "WLD", "value": 44_100_000}
    country = {**same, "country": "VNM", "value": number}
    found = {hit.rule for hit in find_hits(figure_rows(world, country))}
    assert ("RED-X051" in found) == told
