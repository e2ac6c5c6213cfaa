"""Corrections of figures: applied, checked against what the rules give, and refused with a line where they do not fit."""

import pytest

from tests.assembly.conftest import run_build

PAGE = """Workflow
稀土
icon
Search documents
新矿投产
Sou Hu Cai Jing· 2025-11-30 10:00
Core Viewpoint - Malawi dug 2,000 tons of rare earths in 2024 [1] - Its output was twice that of Kenya, with 12 stations [2]
"""

ADD = "quote: output was twice that of Kenya, value_text: twice, action: add, reason: missed, "
CORRECT = "quote: 'Malawi dug 2,000 tons', value_text: '2,000 tons', action: correct, reason: wrong, "

OTHER = (
    "quote: with 12 stations, value_text: 12 stations, action: add, reason: other, "
    "set: {country: MWI, indicator: other, unit: count, value: 12, commodity: none}"
)


@pytest.fixture
def repository(scratch):
    """A repository of one small document, without floors and without curation."""
    for path in (scratch / "seeds").glob("*.txt"):
        path.unlink()
    for path in [*(scratch / "seeds" / "curation").glob("*.yaml"), *(scratch / "seeds" / "reference").iterdir()]:
        path.unlink()
    (scratch / "schemas" / "floors.yaml").write_text("documents: {rows: 1}\n")
    (scratch / "seeds" / "page.txt").write_text(PAGE)
    return scratch


def built(repository, *entries):
    text = "metrics:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)
    (repository / "seeds" / "curation" / "metrics.yaml").write_text(text)
    result = run_build(repository)
    path = repository / "rare_earth_data" / "data" / "country_metrics.csv"
    return result, path.read_text() if path.exists() else ""


def test_confirm_correct_add_and_drop(repository):
    result, rows = built(repository)
    assert result.returncode == 0, result.stderr
    assert "2000" in rows and "unreviewed" in rows
    _, rows = built(repository, CORRECT.replace("correct", "confirm") + "expect: {country: MWI}")
    assert "confirmed" in rows
    _, rows = built(repository, CORRECT + "set: {commodity: ndpr}")
    assert "ndpr" in rows and "corrected" in rows
    _, rows = built(repository, CORRECT.replace("correct", "drop"))
    assert ",2000," not in rows
    _, rows = built(repository, ADD + "set: {country: MWI, indicator: production_growth, unit: ratio, value: 2}")
    assert "curated" in rows


def test_what_the_rules_come_to_give_is_said(repository):
    result, rows = built(repository, CORRECT.replace("correct", "confirm") + "expect: {country: KEN}")
    assert "metrics.yaml:2" in result.stderr
    assert "warning: the rules now give country 'MWI', not 'KEN'" in result.stderr
    assert "confirmed" not in rows


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        (CORRECT.replace("Malawi dug", "Zambia dug"), "RED-C005", "stands in no claim"),
        (CORRECT.replace("'Malawi dug 2,000 tons'", "s").replace("'2,000 tons'", "s"), "RED-C006", "times"),
        (CORRECT.replace("value_text: '2,000 tons'", "value_text: 3 tons"), "RED-C007", "0 times"),
        (CORRECT.replace("reason: wrong, ", ""), "RED-C002", "reason"),
        (CORRECT + "set: {country: XXX}", "RED-C002", "XXX"),
        (CORRECT + "set: {indicator: mine_prodution}", "RED-C002", "mine_production"),
        (CORRECT + "set: {value: many}", "RED-C002", "number"),
        (CORRECT + "set: {value: 20000}", "RED-C204", "contradicts the words"),
        (CORRECT + "set: {unit: furlongs}", "RED-C205", "no definition"),
        (ADD.replace("add", "confirm").replace("value_text: twice", "value_text: Kenya"), "RED-C201", "no figure"),
        (ADD + "set: {country: MWI}", "RED-C203", "indicator"),
        ("document: nowhere, " + CORRECT, "RED-C004", "nowhere"),
    ],
)
def test_what_does_not_fit_is_a_finding_with_its_line(repository, entry, code, words):
    result, _ = built(repository, OTHER, entry)
    finding = next(line for line in result.stderr.splitlines() if code in line)
    assert result.returncode == 1
    assert finding.startswith("seeds/curation/metrics.yaml:3:")
    assert words in result.stderr
    assert "nothing was written" in result.stderr
