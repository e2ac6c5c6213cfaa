"""Findings as JUnit XML: an error is a failed test, a warning or note a passed one with a word to say."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from rare_earth_data.findings import Finding
from rare_earth_data.reports.view import View, printable


def _case(suite: xml.Element, finding: Finding) -> None:
    case = xml.SubElement(suite, "testcase", classname=printable(finding.file or "-"), name=printable(_name(finding)))
    text = printable(f"{finding.where}: {finding.message}")
    if finding.expected:
        text += f"\nexpected: {printable(finding.expected)}"
    if finding.severity == "error":
        xml.SubElement(case, "failure", message=printable(finding.message), type=finding.code).text = text
    else:
        xml.SubElement(case, "system-out").text = f"{finding.severity}: {text}"


def _name(finding: Finding) -> str:
    line = f" line {finding.line}" if finding.line is not None else ""
    return f"{finding.code}{line}" + (f" {finding.row_key}" if finding.row_key else "")


def render(view: View) -> str:
    """Return one suite; without findings it holds one passed test, named after the target."""
    failures = sum(finding.severity == "error" for finding in view.findings)
    tests = str(max(len(view.findings), 1))
    root = xml.Element("testsuites", tests=tests, failures=str(failures))
    suite = xml.SubElement(
        root, "testsuite", name="rare-earth-data validate", tests=tests, failures=str(failures), errors="0", skipped="0"
    )
    for finding in view.findings:
        _case(suite, finding)
    if not view.findings:
        xml.SubElement(suite, "testcase", classname=printable(view.target), name="no findings")
    if view.hidden:
        xml.SubElement(suite, "system-out").text = f"{view.hidden} findings are not shown"
    xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"
