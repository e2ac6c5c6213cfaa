"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from rare_earth_data import __version__
from rare_earth_data.findings import Finding, Place
from rare_earth_data.reports.view import View, printable
from rare_earth_data.rules import rules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _descriptor(code: str) -> dict[str, Any]:
    rule = rules().get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.sentence},
        "help": {"text": str(rule)},
        "defaultConfiguration": {"level": rule.severity},
    }


def _location(file: str, line: int | None, column: int | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file)}}
    if line is not None:
        physical["region"] = {"startLine": max(line, 1), "startColumn": max(column or 1, 1)}
    return {"physicalLocation": physical}


def _related(place: Place) -> dict[str, Any]:
    location = _location(place.file, place.line, place.column)
    return {"id": 1, **location, "message": {"text": printable(place.message or "the words of the document")}}


def _fingerprint(finding: Finding) -> str:
    """Identify a finding by what it is about, not by its line, which moves."""
    parts = [finding.code, finding.file, finding.table, finding.row_key, finding.field, finding.message]
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    text = finding.message + (f" (expected: {finding.expected})" if finding.expected else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": printable(text)},
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
    }
    if finding.file:
        result["locations"] = [_location(finding.file, finding.line, finding.column)]
    if finding.related:
        result["relatedLocations"] = [_related(finding.related)]
    return result


def render(view: View) -> str:
    """Return a log with one run; what is not shown is told in a notification of the run."""
    codes = sorted({finding.code for finding in view.findings})
    hidden = [{"level": "note", "message": {"text": f"{view.hidden} findings are not shown"}}] if view.hidden else []
    driver = {"name": "rare-earth-data", "version": __version__, "rules": [_descriptor(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": hidden}],
        "results": [_result(finding, codes) for finding in view.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2) + "\n"
