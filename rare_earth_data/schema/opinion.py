"""The second opinion: what frictionless says of a package, as findings."""

from __future__ import annotations

from pathlib import Path

from rare_earth_data.findings import Finding


def frictionless_findings(descriptor: Path) -> list[Finding]:
    """Validate the package at a ``datapackage.json`` with frictionless and return its errors."""
    from frictionless import Package

    report = Package(str(descriptor)).validate()
    findings = []
    for place, type_, message, row, field in report.flatten(["path", "type", "note", "rowNumber", "fieldName"]):
        findings.append(
            Finding(
                "RED-T100", "error", f"frictionless {type_}: {message}", str(place or descriptor.name), row, field=field
            )
        )
    return findings
