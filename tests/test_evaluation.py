"""The figures of the README are those that the evaluation gives now; the floors hold."""

import pytest

from rare_earth_data.evaluation import LEVELS, SETS, compare, read_facts, read_gold, table

FLOORS = {"value+unit": 0.92, "+country": 0.85, "+indicator": 0.75}


@pytest.fixture(scope="module")
def results(root):
    return {
        name: compare(read_gold(root / gold), list(read_facts(sorted(root.glob(pages)))))
        for name, (gold, pages) in SETS.items()
    }


def test_the_readme_has_the_last_figures(root, results):
    assert table(results) in (root / "README.md").read_text(encoding="utf-8"), "run: build/evaluate.py --readme"


@pytest.mark.parametrize("name", ["the seeds", "development set", "blind pages"])
@pytest.mark.parametrize("level", FLOORS)
def test_floors(results, name, level):
    assert results[name].levels[level].f1 >= FLOORS[level]
    assert list(results[name].levels) == list(LEVELS)
