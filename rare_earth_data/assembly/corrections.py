"""Apply ``seeds/curation/metrics.yaml``: what people confirmed, corrected, added or dropped of the figures.

An entry is anchored by its quote and holds what the rules gave when it was written (``expect``). When the rules come to
give something else the build says so; when an entry no longer matches anything it fails, with its line.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rare_earth_data.assembly.ids import metric_id
from rare_earth_data.curation.anchors import Anchor, Anchors
from rare_earth_data.curation.files import Entry, read_curation
from rare_earth_data.figures import units
from rare_earth_data.figures.agreement import contradiction
from rare_earth_data.findings import Finding, as_warning

Row = dict[str, Any]

FACT_FIELDS = (
    "country", "partner", "entity", "indicator", "stage", "commodity", "value", "low", "high", "qualifier", "unit",
    "period", "status",
)  # fmt: skip
_DEFAULTS = {"commodity": "rare_earths", "qualifier": "eq", "status": "observed"}


def differences(row: Row, expected: Row) -> list[str]:
    """Return in words where a row differs from the fields that ``expected`` names."""
    return [f"{name} {row.get(name)!r}, not {value!r}" for name, value in expected.items() if row.get(name) != value]


class Corrections:
    """The rows of ``country_metrics`` by claim, and the entries applied to them one after the other."""

    def __init__(self, rows: list[Row], claims: list[Row], anchors: Anchors) -> None:
        self.anchors = anchors
        self.claim_starts = {row["claim_id"]: row["start"] for row in claims}
        self.findings: list[Finding] = []
        self.by_claim: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.by_claim[row["claim_id"]].append(row)

    def _span(self, entry: Entry) -> tuple[Anchor, int, int] | None:
        anchor = self.anchors.resolve(entry, entry.data)
        if isinstance(anchor, Finding):
            self.findings.append(anchor)
            return None
        quote, value_text = entry.data["quote"], entry.data["value_text"]
        if anchor.claim_id is None:
            self.findings.append(entry.finding("RED-C005", "the quote stands in a title, not in a claim", "quote"))
            return None
        if quote.count(value_text) != 1:
            message = f"{value_text!r} stands {quote.count(value_text)} times in the quote"
            self.findings.append(entry.finding("RED-C007", message, "value_text", expected="once"))
            return None
        start = anchor.start + quote.index(value_text)
        return anchor, start, start + len(value_text)

    def _match(self, entry: Entry, claim: str, start: int, end: int) -> Row | None:
        near = [row for row in self.by_claim[claim] if row["start"] < end and start < row["end"]]
        expected = entry.data.get("expect", {})
        near.sort(key=lambda row: (len(differences(row, expected)), row["start"] != start, row["start"]))
        if not near:
            message = f"the rules read no figure at {entry.data['value_text']!r}"
            self.findings.append(entry.finding("RED-C201", message, "value_text", expected="action: add, or no entry"))
            return None
        return near[0]

    def apply(self, entry: Entry) -> None:
        """Apply one entry; what does not fit becomes a finding."""
        place = self._span(entry)
        if place is None:
            return
        anchor, start, end = place
        claim = str(anchor.claim_id)
        if entry.data["action"] == "add":
            self._add(entry, claim, start, end)
            return
        row = self._match(entry, claim, start, end)
        if row is None:
            return
        changed = differences(row, entry.data.get("expect", {}))
        if changed:
            message = f"the rules now give {'; '.join(changed)} for {entry.data['value_text']!r}"
            finding = entry.finding("RED-C202", message, "expect", expected="look again, and write what they give now")
            self.findings.append(as_warning(finding))
        if entry.data["action"] == "drop":
            self.by_claim[claim].remove(row)
        elif entry.data["action"] == "correct":
            self._correct(entry, row, start, end)
        elif not changed:
            row["review"] = "confirmed"

    def _correct(self, entry: Entry, row: Row, start: int, end: int) -> None:
        row.update(entry.data.get("set", {}))
        row.update(start=start, end=end, value_text=entry.data["value_text"], review="corrected")
        self._identify(row)
        self._check(entry, row)

    def _add(self, entry: Entry, claim: str, start: int, end: int) -> None:
        row: Row = {**dict.fromkeys(FACT_FIELDS), **_DEFAULTS, **entry.data.get("set", {})}
        missing = [name for name in ("country", "indicator", "unit") if row.get(name) is None]
        if missing:
            self.findings.append(entry.finding("RED-C203", f"an added figure needs {', '.join(missing)}", "set"))
            return
        row.update(claim_id=claim, value_text=entry.data["value_text"], start=start, end=end)
        row.update(method="curated", review="confirmed")
        self._identify(row)
        self._check(entry, row)
        self.by_claim[claim].append(row)

    def _check(self, entry: Entry, row: Row) -> None:
        if row["unit"] not in units():
            message = f"the unit {row['unit']!r} has no definition"
            expected = "a unit of schemas/reading/quantities.yaml"
            self.findings.append(entry.finding("RED-C205", message, "set", "unit", expected=expected))
        elif found := contradiction(row):
            field, words = found
            message = f"{field} {row[field]!r} contradicts the words {row['value_text']!r}"
            self.findings.append(entry.finding("RED-C204", message, "set", field, expected=words))

    def _identify(self, row: Row) -> None:
        offset = self.claim_starts[row["claim_id"]]
        row["metric_id"] = metric_id(row["claim_id"], row["start"] - offset, row["end"] - offset, row["indicator"])

    def rows(self) -> list[Row]:
        """Return all rows, in the order of claims and of spans inside them."""
        return [
            row
            for claim in self.claim_starts
            for row in sorted(self.by_claim.get(claim, []), key=lambda row: (row["start"], row["indicator"]))
        ]


def correct_metrics(tables: dict[str, list[Row]], anchors: Anchors, root: Path) -> list[Finding]:
    """Apply the repository's corrections to ``country_metrics`` in place and return what does not fit."""
    curation, findings = read_curation("metrics", root)
    corrections = Corrections(tables["country_metrics"], tables["claims"], anchors)
    for entry in curation.entries("metrics"):
        corrections.apply(entry)
    tables["country_metrics"] = corrections.rows()
    return findings + corrections.findings
