"""A summary in Markdown, for a pull request: the findings, and what changed in the rows."""

from __future__ import annotations

from rare_earth_data.findings import Finding
from rare_earth_data.reports.view import View, printable

_SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
_LONGEST = 300


def _escaped(text: str) -> str:
    text = printable(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
    for character in "\\|*_`<>[]#":
        text = text.replace(character, f"\\{character}")
    return text


def _row(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}" if finding.line is not None else finding.file
    expected = f"; expected: {finding.expected}" if finding.expected else ""
    message = _escaped(finding.message + expected)
    return f"| {_SIGNS[finding.severity]} | {_escaped(place)} | {message} | {finding.code} |"


def render(view: View) -> str:
    """Return the page: a verdict, the changes of rows where they are known, and a table of the findings."""
    verdict = "Everything fits." if not view.counts.get("error") else "Something has to be put right."
    lines = ["## rare-earth-data", "", f"**{verdict}** {view.total}."]
    if view.changes:
        lines += ["", "### Rows", "", *view.changes]
    if view.findings:
        lines += ["", "### Findings", "", "| | where | what | rule |", "|---|---|---|---|", *map(_row, view.findings)]
    return "\n".join(lines) + "\n"
