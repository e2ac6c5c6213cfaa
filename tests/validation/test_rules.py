"""Every rule is run on its own examples, and every code that is in use has a rule."""

import re

import pytest

from rare_earth_data import rules as module
from rare_earth_data.rules import RuleError, UnknownRuleError, example_lines, make_rule, rule, rules, rules_page

OWN_TESTS = ("documents", "conflicts")
TRIED = [entry for entry in rules().values() if entry.group not in OWN_TESTS]


@pytest.mark.parametrize("entry", TRIED, ids=lambda entry: entry.code)
def test_examples(entry, findings_of):
    assert entry.code in findings_of(entry, "bad")
    assert entry.code not in findings_of(entry, "good")


def test_every_code_in_use_has_a_rule(root):
    used = set()
    for path in (root / "rare_earth_data").rglob("*.py"):
        used |= set(re.findall(r"RED-[A-Z][0-9]{3}", path.read_text(encoding="utf-8")))
    assert used - set(rules()) == set()


def test_every_rule_of_these_groups_is_in_use(root):
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "rare_earth_data").rglob("*.py"))
    assert [code for code, entry in rules().items() if entry.group not in OWN_TESTS and code not in text] == []


@pytest.mark.parametrize("lacking", ["bad", "good", "sentence", "code", "severity", "name"])
def test_a_rule_that_lacks_something_is_refused(lacking):
    entry = {"code": "RED-Z001", "name": "x", "severity": "error", "sentence": "x", "bad": "x", "good": "y"}
    assert make_rule(entry, "tables").code == "RED-Z001"
    with pytest.raises(RuleError):
        make_rule({key: value for key, value in entry.items() if key != lacking}, "tables")


def test_a_rule_without_a_failing_example_is_refused():
    entry = {"code": "RED-Z001", "name": "x", "severity": "error", "sentence": "x", "bad": "", "good": "y"}
    with pytest.raises(RuleError, match="no example that breaks it"):
        make_rule(entry, "tables")


def test_an_unknown_severity_is_refused():
    entry = {"code": "RED-Z001", "name": "x", "severity": "bad", "sentence": "x", "bad": "x", "good": "y"}
    with pytest.raises(RuleError, match="severity"):
        make_rule(entry, "tables")


def test_a_code_given_twice_is_refused(monkeypatch):
    first = next(iter(rules().values()))
    entry = {"code": first.code, "name": "x", "severity": "error", "sentence": "x", "bad": "x", "good": "y"}
    monkeypatch.setattr(module, "load_knowledge", lambda name: [entry])
    rules.cache_clear()
    try:
        with pytest.raises(RuleError, match="twice"):
            rules()
    finally:
        rules.cache_clear()


def test_a_rule_is_found_in_any_case_and_a_wrong_one_hints():
    assert rule("red-t002").name == "key-repeated"
    with pytest.raises(UnknownRuleError, match="RED-T"):
        rule("RED-T2")


def test_the_page_names_every_rule_and_holds_no_control_characters():
    page = rules_page()
    assert all(f"### {code} " in page for code in rules())
    assert all(character.isprintable() or character == "\n" for character in page)


def test_bytes_are_shown_escaped():
    assert any("\\xe9" in line for line in example_lines(rule("RED-T013"), rule("RED-T013").bad))
