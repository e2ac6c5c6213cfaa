"""The chart of figures: claims as points with their hedges, references as lines and bands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from rare_earth_data.plotting.groups import DISPUTES, HEDGES, Plot

# Told apart by people who see colours differently, and dark enough on white.
_COLOURS = ("#b3261e", "#8a5a00", "#1f5fa8")
_REFERENCE = "#0b6e4f"
_SHAPES = {
    "stated": "circle",
    "about": "diamond",
    "more than": "triangle-up",
    "less than": "triangle-down",
    "range": "square",
}

WORDS: Mapping[str, str] = {
    "published": "day of publication", "hedge": "hedge", "conflict": "conflict", "words": "words", "figure": "figure",
    "article": "article", "publisher": "publisher", "status": "status", "period": "about", "edition": "edition",
    "note": "note", **{name: name for name in (*DISPUTES, *dict.fromkeys(HEDGES.values()))},
}  # fmt: skip
"""What the chart says, by key; another language gives the same keys."""


def figure_chart(plot: Plot, suffix: str = "") -> alt.LayerChart:
    """Return the chart of one plot. ``suffix`` keeps the names of several charts apart."""
    chart = layers(plot.is_log, suffix)
    ends = zip(("bottom", "top"), plot.domain, strict=True)
    return chart.add_params(*(alt.param(name=f"{name}{suffix}", value=value) for name, value in ends))


def data_of(plot: Plot, suffix: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return the data sets of the chart of a plot by name; they belong at the top of what is drawn."""
    return {f"claims{suffix}": plot.points, f"references{suffix}": plot.references}


def layers(is_log: bool, suffix: str = "", words: Mapping[str, str] = WORDS, *, legends: bool = True) -> alt.LayerChart:
    """Return the chart without data: ``claims``, ``references``, ``bottom`` and ``top`` are to be filled in."""
    low, high = alt.ExprRef(f"bottom{suffix}"), alt.ExprRef(f"top{suffix}")
    kind: dict[str, Any] = {"type": "log"} if is_log else {"type": "linear", "zero": False}
    scale = alt.Scale(**kind, domainMin=low, domainMax=high, nice=False)
    y = alt.Y("at:Q", scale=scale, axis=alt.Axis(labelExpr=_NUMBER, title=None, gridOpacity=0.5, tickCount=6))
    return alt.LayerChart(layer=[*_references(y, suffix, words), *_claims(y, suffix, words, legends)])


# Thousands and millions the short way, percentages as they are.
_NUMBER = "abs(datum.value) >= 10000 ? replace(format(datum.value, '~s'), 'G', 'B') : format(datum.value, '~f')"


def _references(y: alt.Y, suffix: str, words: Mapping[str, str]) -> list[alt.Chart]:
    tips = [alt.Tooltip(f"{name}:N", title=words[name]) for name in ("figure", "period", "edition", "note")]
    base = alt.Chart(alt.NamedData(f"references{suffix}")).encode(y=y, tooltip=tips)
    band = base.transform_filter("isValid(datum.low) && isValid(datum.high)").mark_rect(color=_REFERENCE, opacity=0.14)
    line = base.mark_rule(color=_REFERENCE, strokeWidth=1.5, strokeDash=[6, 3], opacity=0.85)
    label = base.transform_filter("datum.label").encode(x=alt.value(0), text="label:N")
    text: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "fontSize": 11}
    text["limit"] = alt.ExprRef("width - 8")
    halo = label.mark_text(**text, stroke="white", strokeWidth=4)
    return [
        band.encode(y=alt.Y("low:Q", scale=y["scale"]), y2="high:Q"),
        line,
        halo,
        label.mark_text(**text, color=_REFERENCE),
    ]


def _claims(y: alt.Y, suffix: str, words: Mapping[str, str], legends: bool) -> list[alt.Chart]:
    named = ("figure", "quote", "status", "period", "article", "publisher", "dispute")
    titles = {"quote": "words", "dispute": "conflict"}
    tips = [alt.Tooltip("day:T", title=words["published"], format="%Y-%m-%d")]
    tips += [alt.Tooltip(f"{name}:N", title=words[titles.get(name, name)]) for name in named]
    x = alt.X(
        "day:T",
        title=words["published"],
        scale=alt.Scale(padding=24),
        axis=alt.Axis(
            format="%Y-%m-%d", labelOverlap="greedy", labelSeparation=10, labelFlush=False, grid=False, tickCount=5
        ),
    )
    colour = alt.Color(
        "dispute:N",
        title=words["conflict"],
        scale=alt.Scale(domain=list(DISPUTES), range=list(_COLOURS)),
        legend=_legend(words, legends),
    )
    shape = alt.Shape(
        "hedge:N",
        title=words["hedge"],
        scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())),
        legend=_legend(words, legends, "#555"),
    )
    base = alt.Chart(alt.NamedData(f"claims{suffix}")).encode(x=x, color=colour, tooltip=tips)
    open_end = base.transform_filter("isValid(datum.from)").mark_rule(strokeWidth=2, opacity=0.4)
    points = base.encode(y=y, shape=shape)
    return [
        open_end.encode(y=alt.Y("from:Q", scale=y["scale"]), y2="to:Q"),
        points.transform_filter("!datum.seen").mark_point(size=110, strokeWidth=2, fill="white", cursor="pointer"),
        points.transform_filter("datum.seen").mark_point(size=110, filled=True, opacity=0.8, cursor="pointer"),
    ]


def _legend(words: Mapping[str, str], shown: bool, fill: str | None = None) -> alt.Legend | None:
    if not shown:
        return None
    cases = "".join(f"datum.label == '{key}' ? '{words[key]}' : " for key in (*DISPUTES, *_SHAPES))
    symbols: dict[str, Any] = {"symbolFillColor": fill, "symbolStrokeColor": fill} if fill else {}
    return alt.Legend(labelExpr=f"{cases}datum.label", labelLimit=260, **symbols)
