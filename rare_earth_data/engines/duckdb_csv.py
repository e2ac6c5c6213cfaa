"""The SQL by which DuckDB reads canonical CSV: everything stated, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

# No line of a table is longer than this, or than its file.
_LONGEST_LINE = 1 << 27


def literal(text: str) -> str:
    """Return text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return the name of a table or column as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def one_file(path: Path) -> str:
    """Write a path so that it is not taken for a pattern of several files."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))


def read_sql(path: Path, columns: Sequence[str]) -> str:
    """Return the SQL that reads a canonical CSV file as text in columns of these names, empty cells as NULL."""
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    longest = max(1 << 21, min(path.stat().st_size + 1, _LONGEST_LINE))
    return (
        f"read_csv({literal(one_file(path))}, auto_detect=false, header=true, columns={{{types}}}, delim=',', "
        f"quote='\"', escape='\"', nullstr='', new_line='\\n', max_line_size={longest}, strict_mode=true)"
    )
