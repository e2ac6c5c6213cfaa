"""Findings as workflow commands of GitHub Actions, which become annotations on the lines of a pull request."""

from __future__ import annotations

from rare_earth_data.findings import Finding
from rare_earth_data.reports.view import View, printable

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _command(finding: Finding) -> str:
    places = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    properties = ",".join(f"{key}={_property(printable(str(value)))}" for key, value in places.items() if value)
    message = [printable(finding.message)]
    if finding.expected:
        message.append(f"expected: {printable(finding.expected)}")
    if place := finding.related:
        message.append(printable(f"see: {place.file}:{place.line}:{place.column}"))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(chr(10).join(message))}"


def render(view: View) -> str:
    """Return one workflow command a finding, and the numbers as a line of the log."""
    return "\n".join([*map(_command, view.findings), _data(printable(f"{view.target}: {view.total}"))]) + "\n"
