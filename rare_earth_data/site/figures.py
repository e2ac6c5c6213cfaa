"""Pages of figures: for each indicator and country what is claimed, with its words, and what references say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rare_earth_data.plotting.groups import Plot, dispute, edition, plots
from rare_earth_data.site.content import Content, Row, page_name
from rare_earth_data.site.names import Name, Names, code_name, label
from rare_earth_data.site.pages import Page, part_name, parts
from rare_earth_data.wording import figure_text, number_text

_ROWS_A_PAGE = 1000
_SENTENCE = 600
Key = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """Where every figure is shown, and the pages that show them."""

    content: Content

    @cached_property
    def _names(self) -> Names:
        return Names(self.content)

    @cached_property
    def groups(self) -> dict[Key, list[Row]]:
        """The figures of claims by indicator and country, newest first; those with most figures come first."""
        found: dict[Key, list[Row]] = defaultdict(list)
        for metric in self.content.metrics.values():
            found[metric["indicator"], metric["country"]].append(metric)
        for rows in found.values():
            rows.sort(
                key=lambda row: (self.content.article_of(row)["published_at"] or "", row["metric_id"]), reverse=True
            )
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))

    @cached_property
    def pages_of(self) -> dict[str, str]:
        """The page that shows each figure of a claim, by its id."""
        found = {}
        for key, rows in self.groups.items():
            for number, part in enumerate(parts(rows, _ROWS_A_PAGE), 1):
                path = f"figures/{part_name(page_name(*key), number)}.html"
                found.update({row["metric_id"]: path for row in part})
        return found

    @cached_property
    def _references(self) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = defaultdict(list)
        for row in self.content.table("reference_metrics"):
            found[row["indicator"], row["country"]].append(row)
        return found

    def references_of(self, key: Key) -> list[Row]:
        """Return the figures of references for an indicator and a country."""
        return self._references.get(key, [])

    def href(self, figure_id: str) -> str:
        """Return where a figure of a claim or of a reference is shown; empty for a reference that no page shows."""
        if figure_id in self.pages_of:
            return f"{self.pages_of[figure_id]}#{figure_id}"
        row = self.content.references.get(figure_id)
        if row is None or (row["indicator"], row["country"]) not in self.groups:
            return ""
        return f"figures/{page_name(row['indicator'], row['country'])}.html#{figure_id}"

    def sentence_href(self, metric: Row) -> str:
        """Return where the words of a figure are marked."""
        return f"articles/{page_name(self.content.article_of(metric)['article_id'])}.html#{metric['metric_id']}"

    def pages(self) -> Iterator[Page]:
        """Make the pages, the list of all first."""
        yield self._index()
        for key, rows in self.groups.items():
            chunks = parts(rows, _ROWS_A_PAGE)
            for number, part in enumerate(chunks, 1):
                yield self._page(key, list(part), number, len(chunks))

    def _index(self) -> Page:
        keys = ("indicator", "country", "claims_n", "lowest", "highest", "conflicts_n")
        rows = [self._index_row(key, rows) for key, rows in self.groups.items()]
        columns = [{"title": label(key), "number": key in ("claims_n", "conflicts_n")} for key in keys]
        return Page("figures.html", "list.html", label("figures"), "figures", {
            "columns": columns, "rows": rows, "intro": label("reading_note"), "empty": label("no_figures"),
            "order": [[2, "desc"]],
        }, ("table",))  # fmt: skip

    def _index_row(self, key: Key, rows: list[Row]) -> list[Any]:
        names = self._names
        conflicts = {
            conflict["conflict_id"] for row in rows for conflict in self.content.conflicts_of.get(row["metric_id"], ())
        }
        ends = self._ends(rows)
        page = f"figures/{page_name(*key)}.html"
        return [page, names.indicator(key[0]), names.area(key[1]), len(rows), *ends, len(conflicts)]

    def _ends(self, rows: list[Row]) -> tuple[str, str]:
        """Return the lowest and the highest figure, where all are of one unit and one commodity."""
        units = {(row["unit"], row["commodity"]) for row in rows}
        numbers = [row[name] for row in rows for name in ("value", "low", "high") if row[name] is not None]
        if len(units) != 1 or not numbers:
            return "", ""
        unit = rows[0]["unit"]
        return f"{number_text(min(numbers))} {unit}", f"{number_text(max(numbers))} {unit}"

    def _page(self, key: Key, rows: list[Row], number: int, count: int) -> Page:
        names, name = self._names, page_name(*key)
        indicator, area = names.indicator(key[0]), names.area(key[1])
        comparable = [self.claim_row(row) for row in rows] + [
            self.reference_row(row) for row in self.references_of(key)
        ]
        drawn = [plot for plot in plots(comparable) if plot.points]
        shown = {(plot.commodity, plot.unit) for plot in drawn}
        others = [row for row in self.references_of(key) if (row["commodity"], row["unit"]) not in shown]
        siblings = [(n, f"figures/{part_name(name, n)}.html") for n in range(1, count + 1)] if count > 1 else []
        view = {
            "sections": [self._section(plot) for plot in drawn],
            "others": [self._reference_view(row) for row in others],
            "definition": (self.content.indicators.get(key[0]) or {}).get("definition", ""),
            "part": number,
            "siblings": siblings,
        }
        title = Name(f"{indicator.en}: {area.en}", f"{area.zh}：{indicator.zh}")
        return Page(f"figures/{part_name(name, number)}.html", "figure.html", title, "figures", view, ("chart",))

    def claim_row(self, metric: Row) -> Row:
        """Return a figure of a claim as plots want it."""
        article = self.content.article_of(metric)
        conflicts = self.content.conflicts_of.get(metric["metric_id"], [])
        return {
            **metric, "side": "claim", "id": metric["metric_id"], "published_at": article["published_at"],
            "quote": metric["value_text"], "sentence": None, "title": article["title"], "title_en": article["title_en"],
            "publisher": self._names.publisher(article["publisher_id"]).en, "href": self.sentence_href(metric),
            "relations": [conflict["relation"] for conflict in conflicts],
        }  # fmt: skip

    def reference_row(self, reference: Row) -> Row:
        """Return a figure of a reference as plots want it."""
        source = self.content.sources.get(reference["source_id"], {"publisher": reference["source_id"], "year": ""})
        return {
            **reference, "side": "reference", "id": reference["reference_id"], "sentence": reference["note"],
            "source": reference["source_id"], "edition": edition(source), "published_at": None,
        }  # fmt: skip

    def _section(self, plot: Plot) -> dict[str, Any]:
        references = [
            row
            for row in self.references_of((plot.indicator, plot.country))
            if (row["commodity"], row["unit"]) == (plot.commodity, plot.unit)
        ]
        return {
            "commodity": code_name("commodities", plot.commodity),
            "unit": plot.unit,
            "anchor": f"{plot.commodity}-{plot.unit}",
            "chart": self.chart(plot) if len(plot.points) + len(plot.references) > 1 else None,
            "claims": [self.claim_view(self.content.metrics[mark["id"]]) for mark in plot.points],
            "references": [self._reference_view(row) for row in references],
        }

    def chart(self, plot: Plot) -> dict[str, Any]:
        """Return what a page's script needs to draw a plot."""
        dropped = ("sentence", "low", "high")
        points = [{name: cell for name, cell in mark.items() if name not in dropped} for mark in plot.points]
        return {"log": plot.is_log, "domain": plot.domain, "claims": points, "references": plot.references}

    def claim_view(self, metric: Row) -> dict[str, Any]:
        """Return what a page says of a figure of a claim."""
        claim, article = self.content.claims[metric["claim_id"]], self.content.article_of(metric)
        start, end = metric["start"] - claim["start"], metric["end"] - claim["start"]
        conflicts = self.content.conflicts_of.get(metric["metric_id"], [])
        return {
            "row": metric,
            "figure": figure_text(metric),
            "href": self.sentence_href(metric),
            "page": self.href(metric["metric_id"]),
            "before": claim["text"][max(0, start - _SENTENCE) : start],
            "quote": claim["text"][start:end],
            "after": claim["text"][end : end + _SENTENCE],
            "day": (article["published_at"] or "")[:10],
            "publisher": self._names.publisher(article["publisher_id"]),
            "article": self._names.article(article),
            "partner": self._names.area(metric["partner"]) if metric["partner"] else "",
            "entity": self._names.entity(metric["entity"]) if metric["entity"] else "",
            "status": code_name("status", metric["status"]),
            "hedge": code_name("qualifier", metric["qualifier"]),
            "review": code_name("review", metric["review"]),
            "dispute": dispute(conflict["relation"] for conflict in conflicts),
            "conflicts": conflicts,
        }

    def _reference_view(self, row: Row) -> dict[str, Any]:
        conflicts = self.content.conflicts_of.get(row["reference_id"], [])
        source = self._names.source(row["source_id"])
        commodity = code_name("commodities", row["commodity"])
        return {
            "row": row,
            "figure": figure_text(row),
            "commodity": commodity,
            "source": source,
            "conflicts": conflicts,
        }
