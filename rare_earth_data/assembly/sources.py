"""Fill the ``sources`` table from ``seeds/curation/sources.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rare_earth_data.curation.files import read_curation
from rare_earth_data.findings import Finding

Tables = dict[str, list[dict[str, Any]]]


def join_sources(tables: Tables, root: Path) -> list[Finding]:
    """Fill ``sources`` in place, sorted by id."""
    curation, findings = read_curation("sources", root)
    rows = [{"source_id": entry.data["id"], **entry.data} for entry in curation.entries("sources")]
    tables["sources"] += sorted(rows, key=lambda row: str(row["source_id"]))
    return findings
