"""Every rule about documents shows itself: its bad example gives the finding, its good example does not."""

from dataclasses import replace

import pytest

from rare_earth_data.digest import decode, decoding, read_page
from rare_earth_data.digest.words import words
from rare_earth_data.documents import Document
from rare_earth_data.knowledge import load_knowledge

RULES = load_knowledge("rules/documents.yaml")


def findings_of(example):
    data = example if isinstance(example, bytes) else example.encode("utf-8")
    document, findings = decode(data, "example", "example.txt")
    return findings + (read_page(document)[1] if document else [])


@pytest.fixture
def lowered(monkeypatch):
    def lower(limits):
        fixed = replace(words(), limits=replace(words().limits, **limits))
        monkeypatch.setattr(decoding, "words", lambda: fixed)

    return lower


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_rule(rule, lowered):
    lowered(rule.get("limits", {}))
    found = [finding for finding in findings_of(rule["bad"]) if finding.code == rule["code"]]
    assert found, f"the bad example of {rule['name']} is not found out"
    for finding in found:
        assert finding.severity == rule["severity"]
        assert finding.file == "example.txt" and finding.line >= 1 and finding.column >= 1
    assert rule["code"] not in [finding.code for finding in findings_of(rule["good"])]


def test_rules_are_well_formed():
    assert [rule["code"] for rule in RULES] == sorted({rule["code"] for rule in RULES})
    assert len({rule["name"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["severity"] in ("error", "warning", "note")
        assert rule["sentence"].endswith(".") and "\n" not in rule["sentence"]
        assert rule["bad"] != rule["good"]


PAGE = "矿山停产\n搜狐财经·2025-10-27 03:26\n多家矿山宣布停产。 市场供应趋紧。\n"
DIGEST = "矿山停产\nSou Hu Cai Jing· 2025-10-27 03:26\nCore Viewpoint - Mines closed [1] - Ore is short "


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (f"{PAGE}别的标题{words().footers[0]}\n", "is the site's, not the article's"),
        (f"{DIGEST}[12", "The page ends inside a citation."),
        (f"{DIGEST}[", "The page ends inside a citation."),
    ],
)
def test_what_a_rule_finds_besides_its_example(page, message):
    assert any(message in finding.message for finding in findings_of(page))


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}矿山停产{words().footers[0]}\n", f"{DIGEST}[2]\n"])
def test_what_it_leaves_alone(page):
    assert findings_of(page) == []


@pytest.mark.parametrize("page", ["", " \n", "\ufeff", "\ufeff\n \u200b\n"])
def test_a_document_without_text_is_empty(page):
    codes = [finding.code for finding in findings_of(page)]
    assert codes.count("RED-D001") == 1 and "RED-D002" not in codes
    assert [finding.code for finding in read_page(Document.from_text(page))[1]].count("RED-D001") == 1
