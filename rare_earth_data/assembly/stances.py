"""Apply ``seeds/curation/stance.yaml``: reviewed corrections of the modality and attribution of claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rare_earth_data.curation.anchors import Anchors
from rare_earth_data.curation.files import read_curation
from rare_earth_data.findings import Finding, as_warning

Tables = dict[str, list[dict[str, Any]]]


def correct_stance(tables: Tables, anchors: Anchors, root: Path) -> list[Finding]:
    """Correct claims in place; what no longer fits is a finding with its line."""
    curation, findings = read_curation("stance", root)
    claims = {row["claim_id"]: row for row in tables["claims"]}
    for entry in curation.entries("stance"):
        found = anchors.resolve(entry, entry.data)
        if isinstance(found, Finding):
            findings.append(found)
            continue
        if found.claim_id is None:
            findings.append(entry.finding("RED-C005", "the quote stands in a title, not in a claim", "quote"))
            continue
        row = claims[found.claim_id]
        if row["modality"] != entry.data["expect"]:
            message = f"the rules now give {row['modality']}, not {entry.data['expect']}"
            findings.append(as_warning(entry.finding("RED-C202", message, "expect", expected="look again")))
        row.update({name: entry.data[name] for name in ("modality", "attribution") if name in entry.data})
    return findings
