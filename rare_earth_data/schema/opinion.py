"""The second opinion: what frictionless says of a package, as findings."""

from __future__ import annotations

from pathlib import Path

from rare_earth_data.findings import Finding


def frictionless_findings(descriptor: Path) -> list[Finding]:
    """Validate the package at a ``datapackage.json`` with frictionless and return its errors."""
    from frictionless import Package

    report = Package(str(descriptor)).validate()
    findings = [
        Finding("RED-T100", "error", f"frictionless {error.type}: {error.message}", descriptor.name)
        for error in report.errors
    ]
    for task in report.tasks:
        for error in task.errors:
            findings.append(
                Finding(
                    "RED-T100",
                    "error",
                    f"frictionless {error.type}: {error.message}",
                    str(task.place),
                    getattr(error, "row_number", None),
                    table=task.name,
                    field=getattr(error, "field_name", None),
                )
            )
    return findings
