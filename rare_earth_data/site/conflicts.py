"""Pages of conflicts: every disagreement with all its sides in their own words, and what was judged of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rare_earth_data.site.articles import conflict_words_href
from rare_earth_data.site.content import Content, Row
from rare_earth_data.site.figures import Figures
from rare_earth_data.site.names import Names, code_name, label
from rare_earth_data.site.pages import Page, part_name, parts
from rare_earth_data.wording import figure_text

_ON_A_PAGE = 300
_SIDES = 40
_STRONG = ("contradicts", "scale_error", "entity_error", "chronology", "opinion_spread")


@dataclass(frozen=True)
class Conflicts:
    """The pages of conflicts."""

    content: Content
    figures: Figures

    @cached_property
    def _names(self) -> Names:
        return Names(self.content)

    @cached_property
    def pages_of(self) -> dict[str, str]:
        """The page that each conflict stands on."""
        chunks = parts(list(self.content.conflicts), _ON_A_PAGE)
        return {
            identifier: f"{part_name('conflicts', number)}.html"
            for number, chunk in enumerate(chunks, 1)
            for identifier in chunk
        }

    def pages(self) -> Iterator[Page]:
        """Make the pages."""
        chunks = parts(list(self.content.conflicts.values()), _ON_A_PAGE)
        siblings = [(n, f"{part_name('conflicts', n)}.html") for n in range(1, len(chunks) + 1)]
        for number, chunk in enumerate(chunks, 1):
            view = {
                "conflicts": [self.view(row) for row in chunk],
                "part": number,
                "siblings": siblings if len(chunks) > 1 else [],
                "relations": sorted({row["relation"] for row in chunk}),
                "severities": [
                    code for code in ("high", "medium", "low") if any(row["severity"] == code for row in chunk)
                ],
            }
            path = f"{part_name('conflicts', number)}.html"
            yield Page(path, "conflicts.html", label("conflicts"), "conflicts", view, ("filter",))

    def strongest(self, count: int) -> list[dict[str, Any]]:
        """Return the disagreements that would mislead most: severe, and about what is so rather than what is meant."""
        order = {relation: place for place, relation in enumerate(_STRONG)}
        rows = [row for row in self.content.conflicts.values() if row["relation"] in order]
        weight = ("high", "medium", "low")
        rows.sort(key=lambda row: (weight.index(row["severity"]), order[row["relation"]]))
        return [self.view(row) for row in rows[:count]]

    def view(self, row: Row) -> dict[str, Any]:
        """Return what a page says of a conflict."""
        members = self.content.members_of.get(row["conflict_id"], [])
        return {
            "row": row,
            "page": self.pages_of[row["conflict_id"]],
            "relation": code_name("conflict_relation", row["relation"]),
            "kind": code_name("conflict_kind", row["kind"]),
            "severity": code_name("severity", row["severity"]),
            "adjudication": code_name("adjudication", row["adjudication"]),
            "source": self._names.source(row["source_id"]) if row["source_id"] else None,
            "sides": [self._side(member) for member in members[:_SIDES]],
            "more": max(0, len(members) - _SIDES),
        }

    def _side(self, member: Row) -> dict[str, Any]:
        if member["reference_id"] is not None:
            row = self.content.references[member["reference_id"]]
            told = ", ".join(filter(None, (figure_text(row), self._names.area(row["country"]).en, row["period"])))
            source = self._names.source(row["source_id"])
            return {
                "text": told,
                "from": source["text"],
                "href": self.figures.href(member["reference_id"]),
                "day": "",
                "page": "",
            }
        article = self.content.article_of(member)
        text = member["text"] or (
            self.content.claims[member["claim_id"]]["text"] if member["claim_id"] else article["title"]
        )
        return {
            "text": f"“{text}”",
            "from": self._names.article(article),
            "day": (article["published_at"] or "")[:10],
            "href": conflict_words_href(self.content, member),
            "page": self.figures.href(member["metric_id"]) if member["metric_id"] else "",
        }
