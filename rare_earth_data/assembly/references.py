"""Fill ``reference_metrics``: official figures kept by hand, and those read from the tables of surveys.

Hand-kept figures stand in ``seeds/curation/references.yaml``. A survey's own table is dropped into ``seeds/reference/`` as
CSV, beside a YAML of the same name that says what its columns mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rare_earth_data.curation.files import Entry, read_curation
from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import codes
from rare_earth_data.survey import read_survey

Row = dict[str, Any]
Tables = dict[str, list[Row]]

SURVEYS = Path("seeds", "reference")
_BOUNDS = {"gt": "low", "ge": "low", "lt": "high", "le": "high"}


def _row(data: Row) -> Row:
    row = {name: data.get(name) for name in ("partner", "stage", "value", "low", "high", "note")}
    row.update({name: data[name] for name in ("country", "indicator", "commodity", "qualifier", "unit", "period")})
    return {"reference_id": data["id"], "source_id": data["source"], **row}


def _number_findings(entry: Entry) -> Iterator[Finding]:
    data, qualifier = entry.data, entry.data["qualifier"]
    if qualifier == "range" and (data.get("low") is None or data.get("high") is None or data.get("value") is not None):
        yield entry.finding("RED-C302", "a range has a low and a high bound and no value", "qualifier")
    elif qualifier != "range" and data.get("value") is None:
        yield entry.finding("RED-C302", f"{qualifier} needs a value", "qualifier", expected="value: a number")
    elif (bound := _BOUNDS.get(qualifier)) and data.get(bound) != data["value"]:
        yield entry.finding("RED-C302", f"{qualifier} has its value as {bound} too", bound, expected=str(data["value"]))


def _check_survey_row(row: Row, file: str, sources: set[str]) -> Iterator[Finding]:
    for field, known in (
        ("source_id", sources),
        ("indicator", set(codes("indicators"))),
        ("commodity", set(codes("commodities"))),
    ):
        if row[field] not in known:
            message = f"there is no {field.removesuffix('_id')} {row[field]!r}"
            yield Finding(
                "RED-C303", "error", message, file, table="reference_metrics", row_key=row["reference_id"], field=field
            )


def _surveys(root: Path, sources: set[str]) -> Iterator[Row | Finding]:
    for path in sorted((root / SURVEYS).glob("*.csv")):
        mapping, name = path.with_suffix(".yaml"), path.relative_to(root).as_posix()
        if not mapping.exists():
            message = "the survey has no YAML beside it that explains its columns"
            yield Finding("RED-C304", "error", message, name, expected=mapping.name)
            continue
        try:
            figures, findings = read_survey(path, mapping)
        except ValueError as error:
            yield Finding("RED-C304", "error", str(error), name)
            continue
        yield from (replace(finding, file=name) for finding in findings)
        for figure in figures:
            row = asdict(figure)
            yield from _check_survey_row(row, name, sources)
            yield row


def join_references(tables: Tables, root: Path) -> list[Finding]:
    """Fill ``reference_metrics`` in place, sorted by id. Call it when ``sources`` is filled."""
    curation, findings = read_curation("references", root)
    sources = {row["source_id"] for row in tables["sources"]}
    rows: dict[str, Row] = {}
    for entry in curation.entries("references"):
        findings += _number_findings(entry)
        if entry.data["source"] not in sources:
            message = f"there is no source {entry.data['source']!r}"
            findings.append(entry.finding("RED-C301", message, "source", expected="an id of sources.yaml"))
        rows[entry.data["id"]] = _row(entry.data)
    for found in _surveys(root, sources):
        if isinstance(found, Finding):
            findings.append(found)
        elif rows.setdefault(found["reference_id"], found) is not found:
            message = f"the id {found['reference_id']} is also in references.yaml"
            findings.append(Finding("RED-C305", "error", message, SURVEYS.as_posix(), table="reference_metrics"))
    tables["reference_metrics"] += [rows[identifier] for identifier in sorted(rows)]
    return findings
