"""The page of policy events: a timeline to filter, with the words that report each event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rare_earth_data.plotting.events import event_mark, window_start
from rare_earth_data.site.articles import event_words_href
from rare_earth_data.site.content import Content, Row
from rare_earth_data.site.names import Names, code_name, label
from rare_earth_data.site.pages import Page, part_name, parts

_ON_A_PAGE = 400
_REPORTS = 12


@dataclass(frozen=True)
class Events:
    """The pages of events."""

    content: Content

    @cached_property
    def _names(self) -> Names:
        return Names(self.content)

    @cached_property
    def ordered(self) -> list[Row]:
        """The events, the latest first, those without a date last."""
        return sorted(self.content.events.values(), key=lambda row: (row["date"] or "", row["event_id"]), reverse=True)

    @cached_property
    def pages_of(self) -> dict[str, str]:
        """The page that each event stands on."""
        chunks = parts(self.ordered, _ON_A_PAGE)
        return {
            row["event_id"]: f"{part_name('timeline', number)}.html"
            for number, chunk in enumerate(chunks, 1)
            for row in chunk
        }

    def pages(self) -> Iterator[Page]:
        """Make the pages."""
        chunks = parts(self.ordered, _ON_A_PAGE)
        siblings = [(n, f"{part_name('timeline', n)}.html") for n in range(1, len(chunks) + 1)]
        for number, chunk in enumerate(chunks, 1):
            views = [self.view(row) for row in chunk]
            view = {
                "events": views,
                "marks": [self._mark(each) for each in views],
                "start": self._start(views),
                "part": number,
                "siblings": siblings if len(chunks) > 1 else [],
                "types": self._choices((row["event_type"] for row in chunk), self._names.event_type),
                "areas": self._choices((a for each in views for a in each["areas"]), self._names.area),
                "statuses": self._choices(
                    (row["legal_status"] for row in chunk), lambda c: code_name("legal_status", c)
                ),
            }
            path = f"{part_name('timeline', number)}.html"
            yield Page(path, "timeline.html", label("timeline"), "timeline", view, ("chart", "filter"))

    def _choices(self, codes: Iterator[str], name: Any) -> list[tuple[str, Any]]:
        return sorted(((code, name(code)) for code in set(codes)), key=lambda choice: (choice[1].en, choice[0]))

    def _mark(self, view: dict[str, Any]) -> dict[str, Any]:
        parties = ", ".join(f"{name.en} ({role.en.lower()})" for name, role in view["parties"])
        mark = event_mark(view["row"], parties, f"#{view['row']['event_id']}")
        return {**mark, "type": view["type"].en, "status": view["status"].en}

    def _start(self, views: list[dict[str, Any]]) -> dict[str, int] | None:
        """Return where the chart's axis starts; None where no event has a date."""
        marks = [self._mark(each) for each in views]
        return window_start(marks) if any(mark["from"] for mark in marks) else None

    def latest(self, count: int) -> list[dict[str, Any]]:
        """Return the events that happened last, as far as the articles can know: none dated after the last article."""
        last = max((row["published_at"] or "" for row in self.content.articles.values()), default="")[:10]
        dated = [row for row in self.ordered if row["date"] and row["date"][:10] <= last and len(row["date"]) == 10]
        return [self.view(row) for row in dated[:count]]

    def view(self, row: Row) -> dict[str, Any]:
        """Return what a page says of an event."""
        parties = self.content.parties_of.get(row["event_id"], [])
        mentions = self.content.mentions_of_event.get(row["event_id"], [])
        return {
            "row": row,
            "page": self.pages_of[row["event_id"]],
            "type": self._names.event_type(row["event_type"]),
            "status": code_name("legal_status", row["legal_status"]),
            "basis": code_name("date_basis", row["date_basis"]),
            "areas": [party["area"] for party in parties],
            "parties": [(self._names.area(party["area"]), code_name("party_role", party["role"])) for party in parties],
            "source": self._names.source(row["source_id"]) if row["source_id"] else None,
            "reports": [self._report(mention) for mention in mentions[:_REPORTS]],
            "more": max(0, len(mentions) - _REPORTS),
        }

    def _report(self, mention: Row) -> dict[str, Any]:
        article = self.content.article_of(mention)
        return {
            "text": mention["text"],
            "href": event_words_href(self.content, mention),
            "article": self._names.article(article),
            "day": (article["published_at"] or "")[:10],
        }
