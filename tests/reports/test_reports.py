"""Findings in every form: what each must hold, and what no text of a finding may break."""

import json
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from rare_earth_data.findings import Finding, Place
from rare_earth_data.reports import ENDINGS, FORMATS, View, render
from rare_earth_data.validation.report import KEPT, Report

# The schema of OASIS, SARIF 2.1.0 errata 01, unchanged.
SARIF = Draft4Validator(json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8")))

SEVERITY = st.sampled_from(["error", "warning", "note"])
TEXT = st.text(max_size=30)
PLACE = st.builds(Place, TEXT, st.integers(1, 9), st.integers(1, 9), TEXT)
FINDING = st.builds(
    Finding,
    st.sampled_from(["RED-T020", "RED-C002", "RED-P003", "RED-Z999"]),
    SEVERITY,
    TEXT,
    TEXT,
    st.none() | st.integers(1, 10**6),
    st.none() | st.integers(1, 99),
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | PLACE,
)
EXAMPLE = Finding(
    "RED-T001", "error", "the text is not what stands at the span", "data/claims.csv", 7, 1, "claims", "clm-1", "text",
    "'Mines closed'", Place("seeds/page.txt", 5, 17, "Mines closed"),
)  # fmt: skip


def view(*findings, **options):
    report = Report("here")
    report.add(findings)
    return View.of(report, **options)


@given(st.lists(FINDING, max_size=5))
def test_whatever_a_finding_says_every_form_is_well_formed(findings):
    shown = view(*findings)
    assert list(SARIF.iter_errors(json.loads(render("sarif", shown)))) == []
    assert json.loads(render("json", shown))["counts"] == shown.counts
    cases = xml.fromstring(render("junit", shown)).findall("testsuite/testcase")
    assert len(cases) == max(len(shown.findings), 1)
    commands = [line for line in render("github", shown).split("\n") if line.startswith("::")]
    assert len(commands) == len(shown.findings)
    for format_ in FORMATS:
        assert all(c.isprintable() or c == "\n" for c in render(format_, shown))


def test_sarif_points_into_the_document_and_explains_the_rule():
    log = json.loads(render("sarif", view(EXAMPLE)))
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/claims.csv"},
        "region": {"startLine": 7, "startColumn": 1},
    }
    related = result["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "seeds/page.txt"
    assert related["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 17}
    rule = log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "RED-T001" and rule["shortDescription"]["text"].startswith("The words of a row")


def test_sarif_places_count_from_one():
    zero = Finding("RED-T020", "error", "x", "a b#.csv", 0, 0)
    region = json.loads(render("sarif", view(zero)))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert region["region"] == {"startLine": 1, "startColumn": 1}
    assert region["artifactLocation"]["uri"] == "a%20b%23.csv"


def test_a_finding_keeps_its_fingerprint_when_its_line_moves():
    def fingerprint(line):
        log = json.loads(render("sarif", view(Finding("RED-T020", "error", "x", "a.csv", line, 1, "t", "k", "f"))))
        return log["runs"][0]["results"][0]["partialFingerprints"]

    assert fingerprint(3) == fingerprint(300)


def test_github_escapes_what_would_end_a_command():
    finding = Finding("RED-C002", "error", "100% wrong\n::error::injected", "a,b:c.yaml", 3, 4, expected="x\r\ny")
    command = render("github", view(finding)).split("\n")[0]
    assert command == (
        "::error file=a%2Cb%3Ac.yaml,line=3,col=4,title=RED-C002::100%25 wrong\\n::error::injected%0Aexpected: x\\r\\ny"
    )


def test_github_levels():
    findings = [Finding("RED-T020", severity, "x", "a") for severity in ("error", "warning", "note")]
    lines = render("github", view(*findings)).split("\n")
    assert [line.split(" ")[0] for line in lines[:3]] == ["::error", "::warning", "::notice"]


def test_junit_fails_for_errors_only():
    findings = [Finding("RED-T020", severity, severity, "a.csv", 2, row_key="k") for severity in ("error", "warning")]
    root = xml.fromstring(render("junit", view(*findings)))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    assert [case.find("failure") is not None for case in root.iter("testcase")] == [True, False]
    assert xml.fromstring(render("junit", view())).find("testsuite/testcase").get("name") == "no findings"


def test_text_reads_as_a_compiler_writes():
    assert render("text", view(EXAMPLE)) == (
        "data/claims.csv:7:1: error: the text is not what stands at the span [RED-T001]\n"
        "    row: claims clm-1\n"
        "    expected: 'Mines closed'\n"
        "    see: seeds/page.txt:5:17\n"
        "here: 1 error, 0 warnings, 0 notes\n"
    )


def test_the_summary_is_a_table_that_no_cell_breaks():
    finding = Finding("RED-C002", "warning", "a|b <script> `x` *y*\nz", "s.yaml", 3)
    page = render("markdown", view(finding))
    assert "| ⚠️ | s.yaml:3 | a\\|b \\<script\\> \\`x\\` \\*y\\*\\\\nz | RED-C002 |" in page
    assert "Everything fits" in page
    assert "put right" in render("markdown", view(EXAMPLE))


def test_changes_come_into_the_summary():
    report = Report("here")
    assert "### Rows\n\n| t | 1 |" in render("markdown", View.of(report, changes=["| t | 1 |"]))


def test_errors_are_shown_before_the_rest_and_the_rest_is_counted():
    notes = [Finding("RED-E005", "note", f"{n}", "a.txt", n) for n in range(1, 6)]
    late = Finding("RED-T020", "error", "late", "z.csv", 9)
    shown = view(*notes, late, most=2)
    assert [finding.message for finding in shown.findings] == ["1", "late"]
    assert shown.total == "1 error, 0 warnings, 5 notes (4 not shown)"
    assert "4 findings are not shown" in render("sarif", shown)
    assert "4 findings are not shown" in render("junit", shown)
    assert json.loads(render("json", shown))["hidden"] == 4


def test_less_grave_findings_can_be_left_out():
    findings = [Finding("RED-T020", severity, "x", "a") for severity in ("error", "warning", "note")]
    assert len(view(*findings, severity="warning").findings) == 2
    assert view(*findings, severity="error").hidden == 2


def test_beyond_a_limit_findings_of_a_rule_are_only_counted():
    report = Report("here")
    report.add(Finding("RED-T020", "error", "x", "a.csv", line, 1, "t") for line in range(1, KEPT + 51))
    assert len(report.findings) == KEPT and report.count("error") == KEPT + 50
    assert report.room("RED-T020", "t") == 0
    assert View.of(report, most=10).hidden == KEPT + 40


def test_the_order_is_stable_and_nothing_comes_twice():
    findings = [Finding("RED-T020", "error", "x", "b", 2), Finding("RED-T020", "error", "x", "a", 10), EXAMPLE, EXAMPLE]
    assert view(*findings).findings == view(*reversed(findings)).findings
    assert [finding.file for finding in view(*findings).findings] == ["a", "b", "data/claims.csv"]


@pytest.mark.parametrize("form", ENDINGS.values())
def test_every_ending_names_a_form(form):
    assert form in FORMATS
