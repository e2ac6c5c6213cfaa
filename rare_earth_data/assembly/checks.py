"""Checks on assembled tables before anything is written: evidence, keys and floors.

Types and constraints are checked on the written files by frictionless; what it cannot know is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rare_earth_data.assembly.assemble import Assembly
from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema import Table, all_tables

Row = dict[str, Any]


def row_key(table: Table, row: Row) -> str:
    """Return the primary key of a row as text for people."""
    return ", ".join(str(row.get(name)) for name in table.primary_key)


def _evidence(assembly: Assembly) -> Iterator[Finding]:
    articles = {row["article_id"]: row for row in assembly.tables["articles"]}
    for row in assembly.tables["claims"]:
        document = assembly.documents[articles[row["article_id"]]["document_id"]]
        if document.text[row["start"] : row["end"]] != row["text"]:
            line, column = document.position(row["start"])
            yield Finding(
                "RED-T001", "error", "the text is not what stands at the span", document.path, line, column,
                "claims", row["claim_id"], "text", repr(document.text[row["start"] : row["end"]][:80]),
            )  # fmt: skip


def _keys(table: Table, rows: list[Row]) -> Iterator[Finding]:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(row.get(name) for name in table.primary_key)
        if key in seen:
            yield Finding(
                "RED-T002", "error", f"the key ({row_key(table, row)}) occurs twice", f"{table.name}.csv",
                table=table.name, row_key=row_key(table, row), field=", ".join(table.primary_key),
            )  # fmt: skip
        seen.add(key)


def _floors(name: str, rows: list[Row]) -> Iterator[Finding]:
    floors = load_knowledge("floors.yaml").get(name, {})
    least = floors.get("rows", 0)
    if len(rows) < least:
        yield Finding(
            "RED-T003", "error", f"{name} has {len(rows)} rows: rows were lost", "schemas/floors.yaml",
            table=name, expected=f"at least {least}",
        )  # fmt: skip
    for field, share in floors.get("fill", {}).items():
        filled = sum(1 for row in rows if row.get(field) not in (None, "", []))
        if rows and filled / len(rows) < share:
            yield Finding(
                "RED-T004", "error", f"{name}.{field} is filled in {filled} of {len(rows)} rows", "schemas/floors.yaml",
                table=name, field=field, expected=f"at least {share:.0%}",
            )  # fmt: skip


def check_assembly(assembly: Assembly) -> list[Finding]:
    """Return what is wrong with the assembled tables."""
    findings = list(_evidence(assembly))
    for name, table in all_tables().items():
        findings += _keys(table, assembly.tables[name])
        findings += _floors(name, assembly.tables[name])
    return findings
