"""Tell a difference: as text for a terminal, as Markdown for a pull request or release notes, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, TextIO

from rare_earth_data.diffing.diff import Diff, TableDiff
from rare_earth_data.diffing.rows import RowChange
from rare_earth_data.diffing.schemas import SchemaChange
from rare_earth_data.diffing.versions import Bump

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}
_LONGEST = 60


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _said(change: SchemaChange) -> str:
    name = f"field {change.field}" if change.field else change.what
    if change.change == "renamed":
        return f"{name}: was called {change.old}"
    if change.change in ("added", "removed"):
        detail = "" if change.field else f" {change.new or change.old}"
        return f"{name}{detail} {change.change}"
    keyword = f" {change.what}" if change.field else ""
    return f"{name}{keyword}: {_short(change.old)} -> {_short(change.new)}"


def _row(change: RowChange) -> str:
    key = ", ".join(change.key)
    if change.change == "changed":
        fields = "; ".join(f"{name}: {_short(change.old[name])} -> {_short(change.new[name])}" for name in change.new)
        return f"{key}  {fields}"
    cells = change.new or change.old
    shown = [text for text in cells.values() if text and text not in change.key][:4]
    return f"{key}  {_short(' | '.join(shown))}".rstrip()


def _counts(table: TableDiff) -> str:
    rows = table.rows
    parts = [
        f"{count:,} {name}"
        for name, count in (("added", rows.added), ("removed", rows.removed), ("changed", rows.changed))
        if count
    ]
    return ", ".join(parts) or "no rows changed"


def _due(difference: Diff) -> str:
    if difference.bump is Bump.NONE:
        return f"no difference: {difference.old.version} stays"
    return f"{difference.bump} is due: {difference.old.version} -> at least {difference.least_version}"


def _changed(difference: Diff) -> list[TableDiff]:
    return [table for table in difference.tables.values() if not table.is_empty]


def text_lines(difference: Diff, limit: int | None = 10) -> Iterator[str]:
    """Give the lines of the text for a terminal; at most ``limit`` rows of each kind and table."""
    yield f"{difference.old.label} ({difference.old.version}) -> {difference.new.label} ({difference.new.version})"
    yield from (f"  ~ {_said(change)}" for change in difference.package)
    for table in _changed(difference):
        status = "" if table.status == "kept" else f" (table {table.status})"
        yield ""
        yield f"{table.name}{status}: {_counts(table)}"
        yield from (f"  {_SIGNS[change.change]} {_said(change)}  [{change.bump}]" for change in table.schema)
        yield from (f"  {_SIGNS[change.change]} {_row(change)}" for change in table.rows.changes(limit))
        if limit is not None:
            rows = table.rows
            left = sum(max(0, count - limit) for count in (rows.added, rows.removed, rows.changed))
            if left:
                yield f"  … and {left:,} more"
        if table.rows.moved:
            yield "  rows stand in another order"
    yield ""
    yield _due(difference)
    yield from (f"  {bump}: {reason}" for bump, reason in difference.reasons())


def _markdown(text: str) -> str:
    for character in "\\|*_`<>[]#":
        text = text.replace(character, f"\\{character}")
    return text


def markdown_lines(difference: Diff, limit: int | None = 10) -> Iterator[str]:
    """Give the lines of the Markdown, for a pull request or release notes."""
    yield f"**{_due(difference)}**"
    changed = _changed(difference)
    yield from (f"- {_markdown(_said(change))}" for change in difference.package)
    if changed:
        yield from ("", "| table | added | removed | changed | fields that changed |", "|---|--:|--:|--:|---|")
    for table in changed:
        rows = table.rows
        fields = ", ".join(f"`{name}` ({count:,})" for name, count in rows.changed_fields.items())
        status = "" if table.status == "kept" else f" ({table.status})"
        yield f"| `{table.name}`{status} | {rows.added:,} | {rows.removed:,} | {rows.changed:,} | {fields} |"
    schema = [change for table in changed for change in table.schema]
    if schema:
        yield from ("", "Schema:", "")
        yield from (f"- `{change.table}`: {_markdown(_said(change))} ({change.bump})" for change in schema)
    for table in changed:
        shown = [] if limit == 0 or table.status != "kept" else list(table.rows.changes(limit))
        if shown:
            yield from ("", f"<details><summary>{table.name}: {_counts(table)}</summary>", "")
            yield from (f"- {change.change} {_markdown(_row(change))}" for change in shown)
            yield from ("", "</details>")


def _schema_json(change: SchemaChange) -> dict[str, Any]:
    return {**asdict(change), "bump": str(change.bump)}


def _row_json(change: RowChange) -> dict[str, Any]:
    whole: dict[str, Any] = {"change": change.change, "key": list(change.key)}
    if change.change != "added":
        whole["old"] = change.old
    if change.change != "removed":
        whole["new"] = change.new
    if change.position is not None:
        whole["position"] = change.position
    return whole


def _table_json(table: TableDiff) -> dict[str, Any]:
    rows = table.rows
    return {
        "name": table.name,
        "old_name": table.old_name,
        "status": table.status,
        "schema": [_schema_json(change) for change in table.schema],
        "added": rows.added,
        "removed": rows.removed,
        "changed": rows.changed,
        "changed_fields": rows.changed_fields,
    }


def write_json(difference: Diff, file: TextIO, limit: int | None = None) -> None:
    """Write the whole difference as one JSON object, row by row: memory does not grow with the number of changes."""
    head = {
        "old": {"label": difference.old.label, "version": difference.old.version},
        "new": {"label": difference.new.label, "version": difference.new.version},
        "bump": str(difference.bump),
        "least_version": difference.least_version,
        "reasons": [{"bump": str(bump), "reason": reason} for bump, reason in difference.reasons()],
        "package": [_schema_json(change) for change in difference.package],
    }
    file.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "tables": [')
    for index, table in enumerate(_changed(difference)):
        file.write(
            ("," if index else "") + "\n" + json.dumps(_table_json(table), ensure_ascii=False)[:-1] + ', "rows": ['
        )
        for number, change in enumerate(table.rows.changes(limit)):
            file.write(("," if number else "") + "\n  " + json.dumps(_row_json(change), ensure_ascii=False))
        file.write('], "moved": [')
        for number, (key, position) in enumerate(table.rows.moves()):
            file.write(
                ("," if number else "") + "\n  " + json.dumps({"key": key, "position": position}, ensure_ascii=False)
            )
        file.write("]}")
    file.write("]\n}\n")
