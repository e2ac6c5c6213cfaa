"""Every rule finds its bad example and leaves its good one alone."""

from __future__ import annotations

from typing import Any

import pytest

from rare_earth_data.conflicts import find_hits
from rare_earth_data.conflicts.hits import rules
from rare_earth_data.schema.tables import codes
from tests.conflicts.samples import tables_of


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
