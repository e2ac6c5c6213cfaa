"""The tables of a package in memory, indexed the ways that pages need them. A table that is not there is empty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rare_earth_data.package import DataPackage, read_package

Row = dict[str, Any]

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class UnsafeNameError(LookupError):
    """Raised for an identifier that cannot be the name of a page; no package that is valid has one."""


def page_name(*parts: str) -> str:
    """Return the name of a page without its ending, made of identifiers. Raises UnsafeNameError."""
    for part in parts:
        if not _SAFE.fullmatch(part):
            raise UnsafeNameError(
                f"{part!r} cannot be the name of a page: run 'rare-earth-data validate' on the tables"
            )
    return "-".join(parts)


def _grouped(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[field] is not None:
            groups[row[field]].append(row)
    return groups


@dataclass(frozen=True)
class Content:
    """A package's rows by table, and what belongs to what."""

    package: DataPackage
    rows: dict[str, list[Row]]

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table; none where the package has no such table."""
        return self.rows.get(name, [])

    def _by_key(self, table: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in self.table(table)}

    @cached_property
    def articles(self) -> dict[str, Row]:
        """The articles by id, newest first."""
        ordered = sorted(self.table("articles"), key=lambda row: (row["published_at"] or "", row["article_id"]))
        return {row["article_id"]: row for row in reversed(ordered)}

    @cached_property
    def claims(self) -> dict[str, Row]:
        """The claims by id."""
        return self._by_key("claims", "claim_id")

    @cached_property
    def metrics(self) -> dict[str, Row]:
        """The figures of claims by id."""
        return self._by_key("country_metrics", "metric_id")

    @cached_property
    def references(self) -> dict[str, Row]:
        """The figures of references by id."""
        return self._by_key("reference_metrics", "reference_id")

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by id."""
        return self._by_key("sources", "source_id")

    @cached_property
    def events(self) -> dict[str, Row]:
        """The policy events by id."""
        return self._by_key("policy_events", "event_id")

    @cached_property
    def conflicts(self) -> dict[str, Row]:
        """The conflicts by id, the most severe first."""
        order = ("high", "medium", "low")
        ordered = sorted(self.table("conflicts"), key=lambda row: order.index(row["severity"]))
        return {row["conflict_id"]: row for row in ordered}

    @cached_property
    def publishers(self) -> dict[str, Row]:
        """The publishers by id."""
        return self._by_key("publishers", "publisher_id")

    @cached_property
    def documents(self) -> dict[str, Row]:
        """The documents by id."""
        return self._by_key("documents", "document_id")

    @cached_property
    def areas(self) -> dict[str, Row]:
        """The areas by code."""
        return self._by_key("areas", "area")

    @cached_property
    def entities(self) -> dict[str, Row]:
        """The entities by id."""
        return self._by_key("entities", "entity_id")

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """The indicators by code."""
        return self._by_key("indicators", "indicator")

    @cached_property
    def event_types(self) -> dict[str, Row]:
        """The types of events by code."""
        return self._by_key("event_types", "event_type")

    @cached_property
    def claims_of(self) -> dict[str, list[Row]]:
        """The claims of each article, in their order."""
        return _grouped(sorted(self.table("claims"), key=lambda row: row["ordinal"]), "article_id")

    @cached_property
    def metrics_of(self) -> dict[str, list[Row]]:
        """The figures of each claim."""
        return _grouped(self.table("country_metrics"), "claim_id")

    @cached_property
    def mentions_of(self) -> dict[str, list[Row]]:
        """The names in each claim."""
        return _grouped(self.table("mentions"), "claim_id")

    @cached_property
    def reports_of(self) -> dict[str, list[Row]]:
        """The words that report an event, of each claim."""
        return _grouped(self.table("event_mentions"), "claim_id")

    @cached_property
    def title_reports_of(self) -> dict[str, list[Row]]:
        """The words that report an event, of each article's title."""
        return _grouped((row for row in self.table("event_mentions") if row["claim_id"] is None), "article_id")

    @cached_property
    def words_of(self) -> dict[str, list[Row]]:
        """The words that are in conflict, of each claim."""
        return _grouped(self.table("conflict_members"), "claim_id")

    @cached_property
    def title_words_of(self) -> dict[str, list[Row]]:
        """The words that are in conflict, of each article's title."""
        return _grouped((row for row in self.table("conflict_members") if row["claim_id"] is None), "article_id")

    @cached_property
    def members_of(self) -> dict[str, list[Row]]:
        """The members of each conflict."""
        return _grouped(self.table("conflict_members"), "conflict_id")

    @cached_property
    def mentions_of_event(self) -> dict[str, list[Row]]:
        """The words that report each event."""
        return _grouped(self.table("event_mentions"), "event_id")

    @cached_property
    def parties_of(self) -> dict[str, list[Row]]:
        """The parties of each event."""
        return _grouped(self.table("event_parties"), "event_id")

    @cached_property
    def conflicts_of(self) -> dict[str, list[Row]]:
        """The conflicts that each figure, of a claim or a reference, is in."""
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for member in self.table("conflict_members"):
            for field in ("metric_id", "reference_id"):
                if member[field] is not None:
                    found[member[field]][member["conflict_id"]] = self.conflicts[member["conflict_id"]]
        return {figure: list(conflicts.values()) for figure, conflicts in found.items()}

    def article_of(self, row: Row) -> Row:
        """Return the article that a row speaks of: its own, or that of its claim."""
        article: str = row.get("article_id") or self.claims[row["claim_id"]]["article_id"]
        return self.articles[article]


def read_content(folder: Path) -> Content:
    """Read every table of the package at a folder. Raises NotAPackageError, and ValueError for cells of a wrong type."""
    package = read_package(folder)
    return Content(package, {name: list(package.rows(name)) for name in package.tables})
