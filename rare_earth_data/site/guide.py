"""Pages that explain: the data dictionary, the rules, the code lists, and how to cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rare_earth_data.exporters.citation import citation
from rare_earth_data.knowledge import schemas_dir
from rare_earth_data.rules import example_lines, rules
from rare_earth_data.schema.tables import Field, Table, codelist_entries
from rare_earth_data.site.content import Content
from rare_earth_data.site.names import label
from rare_earth_data.site.pages import Page

_FEW_CODES = 12


@dataclass(frozen=True)
class Guide:
    """The pages that explain the data."""

    content: Content

    def pages(self) -> Iterator[Page]:
        """Make the pages."""
        tables = self.content.package.tables.values()
        fields = [(table, [(field, _constraints(table, field)) for field in table.fields]) for table in tables]
        yield Page("dictionary.html", "dictionary.html", label("dictionary"), "dictionary", {"tables": fields})
        yield Page("rules.html", "rules.html", label("rules"), "rules", {"groups": _rules()})
        yield Page("codes.html", "codes.html", label("codes"), "codes", {"lists": _codelists()})
        last = max((row["published_at"] or "" for row in self.content.articles.values()), default="")
        package = self.content.package
        view = {"descriptor": package.descriptor, "citation": citation(package, last).decode("utf-8") if last else ""}
        yield Page("cite.html", "cite.html", label("cite"), "cite", view)


def _constraints(table: Table, field: Field) -> list[dict[str, str]]:
    """Return what holds for a field, each as words with, where there is one, the table it leads to."""
    found = []
    if field.name in table.primary_key:
        found.append({"text": "key"})
    elif field.required:
        found.append({"text": "required"})
    found += [{"text": f"in {key.table}", "table": key.table} for key in table.foreign_keys if field.name in key.fields]
    if field.minimum is not None:
        found.append({"text": f"at least {field.minimum:g}"})
    if field.maximum is not None:
        found.append({"text": f"at most {field.maximum:g}"})
    if field.enum:
        few = len(field.enum) <= _FEW_CODES
        found.append({"text": "one of " + (", ".join(field.enum) if few else f"{len(field.enum)} codes")})
    return found


def _rules() -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (
            group,
            [
                {"rule": rule, "bad": example_lines(rule, rule.bad), "good": example_lines(rule, rule.good)}
                for rule in entries
            ],
        )
        for group, entries in groupby(rules().values(), key=lambda rule: rule.group)
    ]


def _codelists() -> list[tuple[str, list[dict[str, str]]]]:
    names = sorted(path.stem for path in (schemas_dir() / "codelists").glob("*.yaml"))
    return [(name, [_code(entry) for entry in codelist_entries(name)]) for name in names]


def _code(entry: dict[str, Any]) -> dict[str, str]:
    code = str(next(iter(entry.values())))
    return {
        "code": code,
        "title": str(entry.get("title", "")),
        "title_zh": str(entry.get("title_zh", "")),
        "definition": str(entry.get("definition", "")),
    }
