"""Every rule is run on its own examples, and every code that is in use has a rule."""

import re

import pytest

from rare_earth_data import rules as module
from rare_earth_data.rules import RuleError, UnknownRuleError, example_lines, make_rule, rule, rules, rules_page

ENTRY = {"code": "RED-Z001", "name": "x", "severity": "error", "sentence": "x", "bad": "x", "good": "y"}
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
    entry = ENTRY
    assert make_rule(entry, "tables").code == "RED-Z001"
    with pytest.raises(RuleError):
        make_rule({key: value for key, value in entry.items() if key != lacking}, "tables")


def test_a_rule_without_a_failing_example_is_refused():
    entry = ENTRY | {"bad": ""}
    with pytest.raises(RuleError, match="no example that breaks it"):
        make_rule(entry, "tables")


def test_an_unknown_severity_is_refused():
    entry = ENTRY | {"severity": "bad"}
    with pytest.raises(RuleError, match="severity"):
        make_rule(entry, "tables")


def test_a_code_given_twice_is_refused(monkeypatch):
    first = next(iter(rules().values()))
    entry = ENTRY | {"code": first.code}
    monkeypatch.setattr(module, "load_knowledge", lambda name: [entry])
    rules.cache_clear()
    try:
        with pytest.raises(RuleError, match="twice"):
            rules()
    finally:
        rules.cache_clear()


def test_a_rule_is_found_in_any_case_and_a_wrong_one_hints():
    assert rule("red-t002").name == "key-repeated"
    with pytest.raises(UnknownRuleError, match="Did you mean RED-T"):
        rule("RED-T2")


def test_the_page_names_every_rule_and_holds_no_control_characters():
    page = rules_page()
    assert all(f"### {code} " in page for code in rules())
    assert all(character.isprintable() or character == "\n" for character in page)


def test_bytes_are_shown_escaped():
    assert any("\\xe9" in line for line in example_lines(rule("RED-T013"), rule("RED-T013").bad))


def test_a_code_like_none_gets_no_hint():
    with pytest.raises(UnknownRuleError, match=r"^there is no rule 'nothing'\. 'rare-earth-data rules' lists them\.$"):
        rule("nothing")


def example(bad, **more):
    made = make_rule(ENTRY | {"bad": bad} | more, "tables")
    return example_lines(made, made.bad)


def test_an_example_is_shown_file_by_file():
    assert example("words\nmore\n") == ["page.txt:", "  words", "  more"]
    assert example("words", file="a.csv") == ["a.csv:", "  words"]
    assert example({"a.csv": "x\n\n", "b.csv": b"\xe9\0"}) == ["a.csv:", "  x", "b.csv:", "  \\xe9\\x00"]
    assert example({"a.csv": 7}) == ["a.csv:", "  7"]


def test_a_long_example_is_cut():
    assert example("a" * 700) == ["page.txt:", "  " + "a" * 700]
    assert example("a" * 701) == ["page.txt:", "  " + "a" * 700 + "…"]


def test_groups_come_in_their_order_and_unknown_ones_last(monkeypatch, tmp_path):
    (tmp_path / "rules").mkdir()
    for name in ("zebras", "tables", "documents", "apes"):
        (tmp_path / "rules" / f"{name}.yaml").write_text("")
    monkeypatch.setattr(module, "schemas_dir", lambda: tmp_path)
    monkeypatch.setattr(module, "load_knowledge", lambda name: [{**ENTRY, "code": f"RED-{name}"}])
    rules.cache_clear()
    try:
        assert [entry.group for entry in rules().values()] == ["documents", "tables", "apes", "zebras"]
        assert "## zebras" in rules_page() and "## Documents" in rules_page()
    finally:
        rules.cache_clear()
