"""Group by group the detectors find what they find in all rows at once."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from rare_earth_data.conflicts.evidence import Evidence
from rare_earth_data.conflicts.find import OF_ARTICLES, OF_GROUPS, detect, find_hits
from rare_earth_data.conflicts.groups import SETS, group_hits, keyed_rows
from rare_earth_data.conflicts.hits import Hit, rules
from rare_earth_data.loading import DATA
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import read_csv
from tests.conflicts.samples import Row, Tables, tables_of
from tests.scaling.corpus import disagreeing


def of_seeds() -> Tables:
    tables = {}
    for name in ("articles", "claims", "country_metrics", "mentions", "areas", "sources", "reference_metrics"):
        with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
            tables[name] = list(read_csv(all_tables()[name], file))
    return tables


def of_examples() -> Tables:
    references: dict[str, Any] = {r["id"]: r for rule in rules().values() for r in rule.get("references", [])}
    return tables_of(*(text for _, text in disagreeing()), references=references.values())


def by_group(tables: Tables) -> list[Hit]:
    """What is found article by article, and in each group; all groups of sets are taken for one."""
    evidence = Evidence(tables)
    groups: dict[str, list[Row]] = defaultdict(list)
    for group, row in keyed_rows(evidence, tables["country_metrics"]):
        groups[json.dumps([SETS]) if json.loads(group)[0] == SETS else group].append(row)
    hits = [hit for group, rows in groups.items() for hit in group_hits(group, rows, evidence.known)]
    for article in evidence.articles.values():
        ids = {claim["claim_id"] for claim in evidence.claims.values() if claim["article_id"] == article["article_id"]}
        own = {name: [row for row in tables[name] if row["claim_id"] in ids] for name in ("claims", "country_metrics")}
        hits += detect(Evidence({"articles": [article], "mentions": [], **own}, evidence.known), OF_ARTICLES)
    return sorted(hits, key=lambda hit: hit.conflict_id)


@pytest.mark.parametrize("tables", [of_seeds(), of_examples()], ids=["seeds", "examples"])
def test_groups_find_what_is_found_in_all_rows(tables: Tables) -> None:
    whole = find_hits(tables)
    assert by_group(tables) == whole
    assert len(whole) > 20


def test_the_examples_show_every_detector() -> None:
    evidence = Evidence(of_examples())
    silent = {
        detector.__name__
        for detectors in (OF_ARTICLES, *OF_GROUPS.values())
        for detector in detectors
        if not detect(evidence, [detector])
    }
    assert silent == set()
