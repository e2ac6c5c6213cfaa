"""Pages of articles: the text with every name, figure, event and contested word marked, and where each leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from rare_earth_data.site.content import Content, Row, page_name
from rare_earth_data.site.figures import Figures
from rare_earth_data.site.marks import Mark, pieces
from rare_earth_data.site.names import Name, Names, code_name, label
from rare_earth_data.site.pages import Page
from rare_earth_data.wording import figure_text


@dataclass(frozen=True)
class Articles:
    """The pages of articles. The dictionaries say on which page each conflict and event stands."""

    content: Content
    figures: Figures
    conflict_pages: dict[str, str]
    event_pages: dict[str, str]

    @cached_property
    def _names(self) -> Names:
        return Names(self.content)

    def pages(self) -> Iterator[Page]:
        """Make the pages, the list of all first."""
        yield self._index()
        for article in self.content.articles.values():
            path = f"articles/{page_name(article['article_id'])}.html"
            yield Page(path, "article.html", self._names.article(article), "articles", self._view(article))

    def _index(self) -> Page:
        keys = ("published", "title", "publisher", "claims", "figures", "events", "conflicts")
        rows = [self._index_row(article) for article in self.content.articles.values()]
        columns = [{"title": label(key), "number": key in keys[3:]} for key in keys]
        view = {"columns": columns, "rows": rows, "intro": label("machine"), "empty": "", "order": [[0, "desc"]]}
        return Page("articles.html", "list.html", label("articles"), "articles", view, ("table",))

    def _index_row(self, article: Row) -> list[Any]:
        content, identifier = self.content, article["article_id"]
        claims = content.claims_of.get(identifier, [])
        of_claims = [claim["claim_id"] for claim in claims]
        reports = [*content.title_reports_of.get(identifier, ()), *_all(content.reports_of, of_claims)]
        contested = [*content.title_words_of.get(identifier, ()), *_all(content.words_of, of_claims)]
        return [
            f"articles/{page_name(identifier)}.html",
            article["published_at"] or "",
            self._names.article(article),
            self._names.publisher(article["publisher_id"]),
            len(claims),
            len(_all(content.metrics_of, of_claims)),
            len({row["event_id"] for row in reports}),
            len({row["conflict_id"] for row in contested}),
        ]

    def _view(self, article: Row) -> dict[str, Any]:
        content, identifier = self.content, article["article_id"]
        document = content.documents.get(article["document_id"], {})
        title_marks = [
            *self._event_marks(content.title_reports_of.get(identifier, [])),
            *self._conflict_marks(content.title_words_of.get(identifier, [])),
        ]
        title = article["title"] or ""
        return {
            "article": article,
            "title_pieces": pieces(title, article["title_start"] or 0, title_marks) if title else [],
            "publisher": self._names.publisher(article["publisher_id"]),
            "kind": code_name("body_kind", article["body_kind"]),
            "document": document,
            "topic": Name.of(document.get("topic_en"), document.get("topic")),
            "sections": list(self._sections(content.claims_of.get(identifier, []))),
        }

    def _sections(self, claims: list[Row]) -> Iterator[dict[str, Any]]:
        for (group, heading), rows in groupby(claims, key=lambda claim: (claim["group_number"], claim["section"])):
            yield {"group": group, "heading": heading, "claims": [self._claim(claim) for claim in rows]}

    def _claim(self, claim: Row) -> dict[str, Any]:
        content, identifier = self.content, claim["claim_id"]
        metrics = content.metrics_of.get(identifier, [])
        reports, words = content.reports_of.get(identifier, []), content.words_of.get(identifier, [])
        marks = [
            *map(self._figure_mark, metrics),
            *self._event_marks(reports),
            *self._conflict_marks(words),
            *map(self._name_mark, content.mentions_of.get(identifier, [])),
        ]
        return {
            "claim": claim,
            "pieces": pieces(claim["text"], claim["start"], marks),
            "modality": code_name("modality", claim["modality"]) if claim["modality"] != "asserted" else "",
            "figures": [self._figure(metric) for metric in metrics],
            "events": [content.events[event] for event in dict.fromkeys(row["event_id"] for row in reports)],
            "conflicts": [
                (self.conflict_pages[conflict], content.conflicts[conflict])
                for conflict in dict.fromkeys(row["conflict_id"] for row in words)
            ],
        }

    def _figure(self, metric: Row) -> dict[str, Any]:
        names = self._names
        return {
            "href": self.figures.href(metric["metric_id"]), "figure": figure_text(metric),
            "area": names.area(metric["country"]), "indicator": names.indicator(metric["indicator"]),
        }  # fmt: skip

    def _figure_mark(self, metric: Row) -> Mark:
        names, identifier = self._names, metric["metric_id"]
        told = f"{names.area(metric['country']).en}, {names.indicator(metric['indicator']).en}: {figure_text(metric)}"
        return Mark(metric["start"], metric["end"], "figure", told, self.figures.href(identifier), identifier)

    def _name_mark(self, mention: Row) -> Mark:
        area = mention["area"] is not None
        name = self._names.area(mention["area"]) if area else self._names.entity(mention["entity_id"])
        told = name.en if name.is_same else f"{name.en} {name.zh}"
        return Mark(mention["start"], mention["end"], "area" if area else "entity", told)

    def _event_marks(self, reports: list[Row]) -> Iterator[Mark]:
        for row in reports:
            event, anchor = self.content.events[row["event_id"]], _anchor("event", row["event_id"], row["start"])
            href = f"{self.event_pages[row['event_id']]}#{row['event_id']}"
            yield Mark(row["start"], row["end"], "event", event["title"], href, anchor)

    def _conflict_marks(self, words: list[Row]) -> Iterator[Mark]:
        for row in words:
            if row["start"] is None or row["end"] is None:
                continue
            conflict = self.content.conflicts[row["conflict_id"]]
            told = f"{code_name('conflict_relation', conflict['relation']).en}: {conflict['explanation']}"
            href = f"{self.conflict_pages[row['conflict_id']]}#{row['conflict_id']}"
            anchor = _anchor("conflict", row["conflict_id"], row["member"])
            yield Mark(row["start"], row["end"], "conflict", told, href, anchor)


def _anchor(kind: str, identifier: str, number: int) -> str:
    return f"{kind}-{identifier}-{number}"


def event_words_href(content: Content, mention: Row) -> str:
    """Return where the words that report an event are marked."""
    article = content.article_of(mention)["article_id"]
    return f"articles/{page_name(article)}.html#{_anchor('event', mention['event_id'], mention['start'])}"


def conflict_words_href(content: Content, member: Row) -> str:
    """Return where the words of a member of a conflict are marked."""
    article = content.article_of(member)["article_id"]
    anchor = _anchor("conflict", member["conflict_id"], member["member"])
    if member["start"] is None:
        anchor = member["metric_id"] or member["claim_id"] or "title"
    return f"articles/{page_name(article)}.html#{anchor}"


def _all(groups: dict[str, list[Row]], keys: list[str]) -> list[Row]:
    return [row for key in keys for row in groups.get(key, ())]
