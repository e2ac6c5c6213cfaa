"""Make ``rare_earth_data/_tables.py``: the names of the tables for type checkers and editors."""

from __future__ import annotations

from rare_earth_data.schema.tables import all_tables


def names_module() -> str:
    """Return the source of the module."""
    names = "\n".join(f'    "{name}",' for name in all_tables())
    return (
        '"""Names of the tables, for type checkers and editors. Generated from ``schemas/package.yaml``; do not edit."""\n\n'
        f"from typing import Literal\n\nTableName = Literal[\n{names}\n]\n"
    )
