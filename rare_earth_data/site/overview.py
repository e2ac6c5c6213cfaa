"""The first page: how much there is, what disagrees most, and what happened last."""

from __future__ import annotations

from rare_earth_data.plotting.groups import plots
from rare_earth_data.site.conflicts import Conflicts
from rare_earth_data.site.content import Content
from rare_earth_data.site.events import Events
from rare_earth_data.site.figures import Figures
from rare_earth_data.site.names import Name, Names, code_name, label
from rare_earth_data.site.pages import Page

_COUNTED = {
    "articles": ("articles", "articles.html"), "claims": ("claims", "tables/claims.html"),
    "figures": ("country_metrics", "figures.html"), "references": ("reference_metrics", "tables/reference_metrics.html"),
    "conflicts": ("conflicts", "conflicts.html"), "events": ("policy_events", "timeline.html"),
}  # fmt: skip
_CONFLICTS, _EVENTS, _GROUPS, _POINTS = 6, 8, 8, 200


def overview(content: Content, figures: Figures, conflicts: Conflicts, events: Events) -> Page:
    """Make the page."""
    days = sorted(row["published_at"][:10] for row in content.articles.values() if row["published_at"])
    view = {
        "counts": [(label(key), len(content.table(table)), href) for key, (table, href) in _COUNTED.items()],
        "days": (days[0], days[-1]) if days else None,
        "hero": _hero(figures),
        "groups": _most_claimed(content, figures),
        "conflicts": conflicts.strongest(_CONFLICTS),
        "events": events.latest(_EVENTS),
    }
    return Page("index.html", "overview.html", label("overview"), "overview", view, ("chart",))


def _hero(figures: Figures) -> dict[str, object] | None:
    """Return the plot with most claims: where the articles compete most."""
    if not figures.groups:
        return None
    key, rows = next(iter(figures.groups.items()))
    references = [figures.reference_row(row) for row in figures.references_of(key)]
    found = plots([figures.claim_row(row) for row in rows[:_POINTS]] + references)
    if not found:
        return None
    plot = found[0]
    names = Names(figures.content)
    area, indicator = names.area(plot.country), names.indicator(plot.indicator)
    commodity = code_name("commodities", plot.commodity)
    title = Name(
        f"{indicator.en}, {commodity.en}: {area.en} ({plot.unit})",
        f"{area.zh}：{indicator.zh}，{commodity.zh}（{plot.unit}）",
    )
    return {"title": title, "chart": figures.chart(plot), "href": f"figures/{key[0]}-{key[1]}.html"}


def _most_claimed(content: Content, figures: Figures) -> list[tuple[str, Name, Name, int]]:
    names = Names(content)
    groups = list(figures.groups.items())[:_GROUPS]
    return [
        (f"figures/{key[0]}-{key[1]}.html", names.indicator(key[0]), names.area(key[1]), len(rows))
        for key, rows in groups
    ]
