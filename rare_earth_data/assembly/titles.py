"""Join the English titles and topics of ``seeds/curation/titles.yaml`` to articles and documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rare_earth_data.curation.files import read_curation
from rare_earth_data.findings import Finding

Tables = dict[str, list[dict[str, Any]]]


def _is_english(text: str) -> bool:
    return text.isascii()


def _join(rows: list[dict[str, Any]], field: str, english: dict[str, str]) -> set[str]:
    used = set()
    for row in rows:
        original = row.get(field)
        if original in english:
            row[f"{field}_en"] = english[original]
            used.add(original)
        elif original and _is_english(original):
            row[f"{field}_en"] = original
    return used


def join_titles(tables: Tables, root: Path) -> list[Finding]:
    """Fill ``title_en`` and ``topic_en`` in place. An entry that matches nothing, or a title without one, is a finding."""
    curation, findings = read_curation("titles", root)
    for list_name, table, field in (("titles", "articles", "title"), ("topics", "documents", "topic")):
        entries = curation.entries(list_name)
        used = _join(tables[table], field, {entry.data[field]: entry.data["en"] for entry in entries})
        findings += [
            entry.finding("RED-C101", f"no {table[:-1]} has this {field}", field, expected=f"a {field} as printed")
            for entry in entries
            if entry.data[field] not in used
        ]
        findings += [
            Finding(
                "RED-C102",
                "warning",
                f"{table[:-1]} {field} {row[field]!r} has no English wording",
                "seeds/curation/titles.yaml",
                expected=f"an entry under {list_name}: {{{field}: ..., en: ...}}",
            )
            for row in tables[table]
            if row.get(field) and not row.get(f"{field}_en")
        ]
    return findings
