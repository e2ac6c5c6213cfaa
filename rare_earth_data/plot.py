"""Charts of figures that compete and of policy events, for notebooks, pages and files.

>>> import rare_earth_data as red
>>> red.plot.figures("refining_share", country="CHN")
>>> red.plot.events(country="CHN").save("events.html")

What is drawn is decided in ``plotting``; this module is what people call.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rare_earth_data.extras import require

if TYPE_CHECKING:
    import altair as alt

FORMATS = ("png", "svg", "html")
_WIDTH, _HEIGHT = 640, 320


class ChartFormatError(LookupError):
    """Raised for a file whose ending names no format that charts can be written in."""


def figures(
    indicator: str | None = None,
    country: str | None = None,
    *,
    partner: str | None = None,
    commodity: str | None = None,
    stage: str | None = None,
    references: bool = True,
) -> alt.LayerChart | alt.VConcatChart:
    """Return a chart of every claim about one thing, by day of publication, with what references say behind them.

    A point stands at the number; its shape is the hedge ("over" points up, "less than" points down, a range is a bar), its
    colour whether the figure is in a conflict; hollow points have not been observed but planned, aimed at or expected.
    Figures of different countries, commodities or units never share axes: where the choice holds several, they are
    stacked, those with most claims first. Hovering shows the words.

    Raises UnknownCodeError for a code that no figure has, and MissingExtraError without Altair.
    """
    alt = require("altair", "plot", "plot.figures()")
    from rare_earth_data.plotting.figures import data_of, figure_chart
    from rare_earth_data.plotting.groups import plots

    found = plots(_rows({"country": country, "indicator": indicator, "partner": partner, "commodity": commodity,
                         "stage": stage}, references))  # fmt: skip
    suffixes = [f"_{number}" if number else "" for number in range(len(found))]
    charts = [
        figure_chart(plot, suffix).properties(width=_WIDTH, height=_HEIGHT, title=plot.title)
        for plot, suffix in zip(found, suffixes, strict=True)
    ]
    chart = charts[0] if len(charts) == 1 else alt.vconcat(*charts)
    chart.datasets = {
        name: rows for plot, suffix in zip(found, suffixes, strict=True) for name, rows in data_of(plot, suffix).items()
    }
    return chart


def _rows(wanted: dict[str, str | None], references: bool) -> list[dict[str, Any]]:
    """Return the figures wanted, with the relations of their conflicts and the editions of their sources."""
    from rare_earth_data.comparison import compare
    from rare_earth_data.loading import load
    from rare_earth_data.plotting.groups import edition, plain

    conflicts, sources = load("conflicts"), load("sources")
    editions = {row["title"]: edition(plain(row)) for row in sources.to_dict("records")}
    relations = dict(zip(conflicts["conflict_id"], conflicts["relation"].astype(str), strict=True))
    rows = [plain(row) for row in compare(**wanted, references=references).to_dict("records")]
    for row in rows:
        row["relations"] = [relations[conflict] for conflict in row["conflicts"]]
        row["edition"] = editions.get(row["source"])
    return rows


def events(
    country: str | None = None, since: str | None = None, until: str | None = None, event_type: str | None = None
) -> alt.LayerChart:
    """Return a chart of policy events by date and type; the arguments are those of ``timeline``.

    Raises LookupError for an unknown area, and MissingExtraError without Altair.
    """
    require("altair", "plot", "plot.events()")
    from rare_earth_data.chronology import timeline
    from rare_earth_data.plotting.events import event_chart, event_mark
    from rare_earth_data.plotting.groups import plain

    rows = [plain(row) for row in timeline(country, since, until, event_type).to_dict("records")]
    return event_chart([event_mark(row, str(row["parties"] or "")) for row in rows]).properties(width=_WIDTH)


def save(chart: Any, path: Path) -> None:
    """Write a chart as PNG, SVG or HTML that needs no network, by the ending of ``path``.

    Raises ChartFormatError for another ending, and MissingExtraError where vl-convert is not installed.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise ChartFormatError(f"{path.name}: a chart is written as one of .{', .'.join(FORMATS)}")
    require("vl_convert", "plot", "writing charts")
    if ending == "html":
        chart.save(path, inline=True)
    else:
        chart.save(path, **({"scale_factor": 2} if ending == "png" else {}))
