"""Every rule about documents shows itself: its bad example gives the finding, its good example does not."""

from dataclasses import replace

import pytest

from rare_earth_data.digest import decode, decoding, read_page
from rare_earth_data.digest.words import words
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
