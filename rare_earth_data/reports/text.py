"""Findings for a terminal: ``file:line:column: severity: message [code]``, as compilers write them."""

from __future__ import annotations

from collections.abc import Iterator

from rare_earth_data.findings import Finding
from rare_earth_data.reports.view import View, printable


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.where}: {finding.severity}: {finding.message} [{finding.code}]"
    if finding.row_key:
        yield f"    row: {finding.table} {finding.row_key}"
    if finding.expected:
        yield f"    expected: {finding.expected}"
    if place := finding.related:
        yield f"    see: {place.file}:{place.line}:{place.column}"


def render(view: View) -> str:
    """Return the findings, what could not be checked, and their numbers."""
    lines = [printable(line) for finding in view.findings for line in _lines(finding)]
    lines += [printable(f"note: {text}") for text in view.checked if "not checked" in text]
    return "\n".join([*lines, f"{printable(view.target)}: {view.total}"]) + "\n"
