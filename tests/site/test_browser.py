"""The pages in a real browser, from a folder: what people do with them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rare_earth_data as red

Look = Callable[..., Any]
FIGURE = "figures/refining_share-CHN.html"
KINDS = (
    "index.html", "figures.html", FIGURE, "figures/investment-USA.html", "conflicts.html", "timeline.html", "articles.html",
    "tables.html", "tables/country_metrics.html", "tables/policy_events.html", "dictionary.html", "codes.html", "rules.html",
    "cite.html",
)  # fmt: skip


def _metric(words: str) -> tuple[str, str]:
    """Return a refining share of China by its words, and its article."""
    metrics = red.load("country_metrics")
    chosen = metrics[
        (metrics.country == "CHN") & (metrics.indicator == "refining_share") & (metrics.value_text == words)
    ]
    claims = red.load("claims").set_index("claim_id")
    row = chosen.iloc[0]
    return str(row.metric_id), str(claims.loc[row.claim_id, "article_id"])


def _article() -> str:
    return f"articles/{_metric('60%')[1]}.html"


def test_every_page_opens_without_an_error_or_a_request(site: Path, look: Look) -> None:
    paths = sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))
    assert len(paths) > 100
    page = look(site, "index.html")
    for path in paths:
        page.goto(f"{site.as_uri()}/{path}")
        assert page.locator("h1").count() == 1, path


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_is_wider_than_the_screen(site: Path, look: Look, width: int) -> None:
    for path in (*KINDS, _article()):
        page = look(site, path, width)
        if "figures/" in path or path == "index.html":
            page.wait_for_selector("figure.chart svg")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_accessibility_has_no_serious_finding(site: Path, look: Look, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for path in (
        (*KINDS, _article()) if language == "en" else ("index.html", "articles.html", "tables/areas.html", _article())
    ):
        page = look(site, f"{path}#lang={language}")
        if page.locator("figure.chart").count():
            page.wait_for_selector("figure.chart svg")
        told = axe.run(page, options={"preload": False}).response
        assert len(told["passes"]) > 10, path
        found = told["violations"]
        bad = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
        assert bad == [], path
        page.close()


def test_a_figure_leads_to_its_marked_sentence_and_back(site: Path, look: Look) -> None:
    metric, article = _metric("60%")
    page = look(site, FIGURE)
    page.locator(f"#{metric} th a").click()
    page.wait_for_url(f"**/articles/{article}.html#{metric}")
    marked = page.locator(".mark.here")
    assert marked.inner_text() == "60%"
    assert "is-figure" in marked.get_attribute("class")
    marked.click()
    page.wait_for_url(f"**/{FIGURE}#{metric}")
    assert page.locator("tr.here mark").inner_text() == "60%"


def test_a_point_of_a_chart_leads_to_its_sentence(site: Path, look: Look) -> None:
    page = look(site, "index.html")
    page.wait_for_selector("figure.chart svg")
    page.locator("figure.chart svg .mark-symbol.role-mark path[aria-label*='60']").first.click()
    page.wait_for_url("**/articles/*.html#met-*")
    assert page.locator(".mark.is-figure.here").count() == 1


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    from html.parser import HTMLParser

    class Page(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.ids: set[str] = set()
            self.links: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if given.get("id"):
                assert given["id"] not in self.ids, given["id"]
                self.ids.add(str(given["id"]))
            if tag == "a" and given.get("href"):
                self.links.append(str(given["href"]))

    pages = {}
    for path in site.rglob("*.html"):
        pages[path] = Page()
        pages[path].feed(path.read_text(encoding="utf-8"))
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http://", "https://")):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path.name, link)
            assert not anchor or anchor in pages[target].ids, (path.name, link)


def test_events_are_filtered_and_the_address_holds_the_choice(site: Path, look: Look) -> None:
    page = look(site, "timeline.html")
    page.select_option("[data-field=type]", "export_licensing")
    page.select_option("[data-field=areas]", "CHN")
    visible = page.locator(".card:visible")
    assert 0 < visible.count() < page.locator(".card").count()
    assert {card.get_attribute("data-type") for card in visible.all()} == {"export_licensing"}
    shared = look(site, "timeline.html#" + page.url.partition("#")[2])
    assert shared.locator(".card:visible").count() == visible.count()
    assert shared.locator("[data-field=areas]").input_value() == "CHN"


def test_a_table_is_searched_filtered_sorted_paged_and_shared(site: Path, look: Look) -> None:
    page = look(site, "tables/country_metrics.html")
    page.wait_for_selector("table.data tbody tr")
    page.locator(".dt-search input").fill("CHN")
    page.locator("[aria-label='Filter: indicator']").fill("refining_share")
    page.locator("th:has-text('value') >> nth=0").click()
    cells = page.locator("table.data tbody tr td:nth-child(6)").all_inner_texts()
    assert set(cells) == {"refining_share"}
    values = [float(text) for text in page.locator("table.data tbody tr td:nth-child(9)").all_inner_texts() if text]
    assert values == sorted(values)
    shared = look(site, "tables/country_metrics.html#" + page.url.partition("#")[2])
    shared.wait_for_selector("table.data tbody tr")
    assert (
        shared.locator("table.data tbody tr").all_inner_texts() == page.locator("table.data tbody tr").all_inner_texts()
    )
    whole = look(site, "tables/claims.html")
    whole.locator(".dt-paging-button:has-text('2')").first.click()
    assert "page=2" in whole.url


def test_tables_download_as_csv(site: Path, look: Look, tmp_path: Path) -> None:
    page = look(site, "tables/areas.html#q=Namibia")
    with page.expect_download() as shown:
        page.locator("button:has-text('CSV')").click()
    shown.value.save_as(tmp_path / "shown.csv")
    rows = list(csv.DictReader((tmp_path / "shown.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["area"] for row in rows] == ["NAM"]
    with page.expect_download() as every:
        page.locator("a[download]").click()
    every.value.save_as(tmp_path / "all.csv")
    assert (tmp_path / "all.csv").read_bytes() == (site / "tables" / "areas.csv").read_bytes()


def test_the_language_is_switched_kept_and_shared(site: Path, look: Look) -> None:
    page = look(site, FIGURE)
    assert "China" in page.locator("h1").inner_text()
    page.locator("#switch-language").click()
    assert "中国" in page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.locator("header nav a[href$='timeline.html']").click()
    page.wait_for_url("**/timeline.html#lang=zh")
    assert "时间线" in page.locator("h1").inner_text()
    page.locator("#switch-language").click()
    assert page.locator("h1").inner_text() == "Timeline"


def test_the_keyboard_reaches_the_content(site: Path, look: Look) -> None:
    page = look(site, "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_scripts_in_documents_stay_text(hostile: Path, look: Look) -> None:
    paths = sorted(str(path.relative_to(hostile)) for path in hostile.rglob("*.html"))
    page = look(hostile, "index.html")
    for path in paths:
        page.goto(f"{hostile.as_uri()}/{path}")
        page.wait_for_timeout(50)
        injected = page.locator("main img, main iframe, main svg[onload], main script:not([type='application/json'])")
        assert injected.count() == 0, path
    page.goto(f"{hostile.as_uri()}/tables/entities.html#q=lynas")
    assert "<script>alert('entity')</script>" in page.locator("table.data tbody").inner_text()
    page.goto(f"{hostile.as_uri()}/figures/refining_share-CHN.html")
    page.wait_for_selector("figure.chart svg")
    page.locator("figure.chart svg .mark-symbol.role-mark path").first.hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert "<img src=x" in page.locator("#vg-tooltip-element").inner_text()
