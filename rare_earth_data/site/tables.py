"""Pages of tables: every row of the package, to search, sort, filter and download."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rare_earth_data.schema.cells import format_cell
from rare_earth_data.schema.tables import Table
from rare_earth_data.site.articles import conflict_words_href, event_words_href
from rare_earth_data.site.content import Content, Row, page_name
from rare_earth_data.site.figures import Figures
from rare_earth_data.site.names import Name, label
from rare_earth_data.site.pages import Page, part_name

_BYTES_A_PART = 2_000_000
_CHOICES = 40


def script_text(value: Any) -> str:
    """Return JSON that is safe inside a script, wherever it stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@dataclass(frozen=True)
class Tables:
    """The pages of tables."""

    content: Content
    figures: Figures
    conflict_pages: dict[str, str]
    event_pages: dict[str, str]

    def pages(self) -> Iterator[Page]:
        """Make the pages: the list of tables, and each table in as many parts as its size asks for."""
        counts = [(table, len(self.content.table(table.name))) for table in self.content.package.tables.values()]
        yield Page("tables.html", "tables.html", label("tables"), "tables", {"tables": counts})
        for table, _ in counts:
            yield from self._table(table)

    def _table(self, table: Table) -> Iterator[Page]:
        chunks = list(self._chunks(table))
        name = page_name(table.name)
        siblings = [(n, f"tables/{part_name(name, n)}.html") for n in range(1, len(chunks) + 1)]
        columns = [self._column(table, number) for number in range(len(table.fields))]
        start = 0
        for number, lines in enumerate(chunks, 1):
            view = {
                "table": table, "columns": columns, "data": f"tables/{part_name(name, number)}.js",
                "script": f"red.table={{columns:{script_text(columns)},rows:[\n" + ",\n".join(lines) + "\n]};\n",
                "csv": f"tables/{name}.csv", "part": number, "siblings": siblings if len(chunks) > 1 else [],
                "first": start + 1, "last": start + len(lines), "count": len(self.content.table(table.name)),
            }  # fmt: skip
            start += len(lines)
            yield Page(
                f"tables/{part_name(name, number)}.html", "table.html", Name.of(table.title), "tables", view, ("table",)
            )

    def _column(self, table: Table, number: int) -> dict[str, Any]:
        field = table.fields[number]
        values = {row[field.name] for row in self.content.table(table.name)} if field.type == "string" else set()
        few = sorted(values - {None}) if field.enum and len(values) <= _CHOICES else []
        return {"name": field.name, "number": field.type in ("integer", "number"), "choices": few}

    def _chunks(self, table: Table) -> Iterator[list[str]]:
        lines: list[str] = []
        size = 0
        for row in self.content.table(table.name):
            line = script_text([self.href(table.name, row), *(_cell(field, row) for field in table.fields)])
            size += len(line)
            if size > _BYTES_A_PART and lines:
                yield lines
                lines, size = [], len(line)
            lines.append(line)
        yield lines

    def href(self, table: str, row: Row) -> str:
        """Return where a row is shown in its surroundings; empty where that is nowhere."""
        if table == "country_metrics":
            return self.figures.sentence_href(row)
        if table == "reference_metrics":
            return self.figures.href(row["reference_id"])
        if table in ("policy_events", "event_parties"):
            return f"{self.event_pages[row['event_id']]}#{row['event_id']}"
        if table == "event_mentions":
            return event_words_href(self.content, row)
        if table == "conflicts":
            return f"{self.conflict_pages[row['conflict_id']]}#{row['conflict_id']}"
        if table == "conflict_members" and row["reference_id"] is None:
            return conflict_words_href(self.content, row)
        if table in ("articles", "appearances"):
            return f"articles/{page_name(row['article_id'])}.html"
        if table in ("claims", "mentions"):
            return f"articles/{page_name(self.content.article_of(row)['article_id'])}.html#{row['claim_id']}"
        return ""


def _cell(field: Any, row: Row) -> Any:
    value = row[field.name]
    if field.type in ("integer", "number"):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return format_cell(field, value)
