"""What a contribution changes in the tables, as the lines of a pull-request summary; new conflicts by name."""

from __future__ import annotations

from pathlib import Path

from rare_earth_data.diffing.diff import Diff, diff
from rare_earth_data.diffing.render import markdown_lines
from rare_earth_data.places import open_package

_CONFLICTS = "conflicts"
_MOST = 20


def _new_conflicts(difference: Diff) -> list[str]:
    table = difference.tables.get(_CONFLICTS)
    if table is None or not table.rows.added:
        return []
    lines = ["", f"New conflicts: {table.rows.added:,}", ""]
    for change in table.rows.changes(_MOST):
        if change.change == "added" and change.new:
            words = str(change.new.get("explanation", "")).replace("|", "\\|").replace("<", "\\<")
            lines.append(f"- `{', '.join(change.key)}` ({change.new.get('relation')}): {words[:300]}")
    return lines


def change_lines(old: str, new: Path, repository: Path) -> list[str]:
    """Compare the package at ``old`` (a path, or a revision of the git repository) with that at ``new``; Markdown lines.

    Raises LookupError where there is no package, MissingExtraError without duckdb.
    """
    with (
        open_package(old, repository=repository) as before,
        open_package(new, repository=repository) as after,
        diff(before, after) as difference,
    ):
        if difference.is_empty:
            return ["No row changed."]
        return [*markdown_lines(difference, limit=0), *_new_conflicts(difference)]
