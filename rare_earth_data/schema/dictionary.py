"""Make the data dictionary: every table and field in words, as one Markdown page."""

from __future__ import annotations

from rare_earth_data.schema.tables import Field, Table, all_tables


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _constraints(table: Table, field: Field) -> str:
    parts = []
    if field.name in table.primary_key:
        parts.append("key")
    elif field.required:
        parts.append("required")
    for key in table.foreign_keys:
        if field.name in key.fields:
            parts.append(f"in [`{key.table}`](#{key.table})")
    if field.minimum is not None:
        parts.append(f"at least {field.minimum:g}")
    if field.maximum is not None:
        parts.append(f"at most {field.maximum:g}")
    if field.pattern:
        parts.append(f"matches `{field.pattern}`")
    if field.enum and len(field.enum) <= 40:
        parts.append("one of " + ", ".join(f"`{code}`" for code in field.enum))
    elif field.enum:
        parts.append(f"one of {len(field.enum)} codes")
    return "; ".join(parts)


def _section(table: Table) -> list[str]:
    lines = [
        "",
        f"## {table.name}",
        "",
        table.description,
        "",
        "| field | type | meaning | constraints |",
        "|---|---|---|---|",
    ]
    for field in table.fields:
        type_ = f"list of {field.item_type}" if field.type == "list" else field.type
        lines.append(f"| `{field.name}` | {type_} | {_cell(field.description)} | {_cell(_constraints(table, field))} |")
    return lines


def dictionary_page() -> str:
    """Return the page, generated from the table schemas and code lists."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `schemas/`; do not edit. The empty cell is the only missing value.",
    ]
    for table in all_tables().values():
        lines += _section(table)
    return "\n".join(lines) + "\n"
