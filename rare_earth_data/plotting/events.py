"""The chart of policy events: a tick or a bar a date or span of dates, a row a type."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

WORDS: Mapping[str, str] = {"date": "date", "title": "event", "type": "type", "status": "status", "parties": "parties"}
_COLOUR = "#1f5fa8"
_MONTHS = 15


def _last_day(date: str) -> str:
    last = date.rpartition("/")[2]
    if len(last) == 4:
        return f"{last}-12-31"
    return f"{last}-{monthrange(int(last[:4]), int(last[5:7]))[1]}" if len(last) == 7 else last


def _first_day(date: str) -> str:
    first = date.partition("/")[0]
    return first + {4: "-01-01", 7: "-01"}.get(len(first), "")


def event_mark(row: Mapping[str, Any], parties: str, href: str = "") -> dict[str, Any]:
    """Return the mark of a policy event; one without a date has neither ``from`` nor ``to``."""
    date = str(row["date"] or "")
    return {
        "id": row["event_id"],
        "from": _first_day(date) if date else None,
        "to": _last_day(date) if date else None,
        "date": date,
        "title": row["title"],
        "type": str(row["event_type"]).replace("_", " "),
        "status": str(row["legal_status"]).replace("_", " "),
        "parties": parties,
        "href": href,
    }


def window_start(marks: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return where the axis starts: at the first event, but not more than some months before the last one began.

    A single event of long ago would squeeze all others to one edge; lists name it, the chart does not.
    """
    days = sorted(str(mark["from"]) for mark in marks if mark["from"])
    year, month = int(days[-1][:4]), int(days[-1][5:7])
    earliest = (year * 12 + month - 1) - _MONTHS
    start = max(earliest, int(days[0][:4]) * 12 + int(days[0][5:7]) - 1)
    return {"year": start // 12, "month": start % 12 + 1}


def event_chart(marks: Sequence[Mapping[str, Any]], words: Mapping[str, str] = WORDS) -> alt.LayerChart:
    """Return the chart of marks made by ``event_mark``."""
    tips = [alt.Tooltip(f"{name}:N", title=words[name]) for name in ("date", "title", "type", "status", "parties")]
    scale = (
        alt.Scale(domainMin=window_start(marks), padding=8) if any(mark["from"] for mark in marks) else alt.Undefined
    )
    x = alt.X("from:T", title=None, scale=scale, axis=alt.Axis(format="%Y-%m", labelOverlap="greedy", tickCount=6))
    y = alt.Y("type:N", title=None, axis=alt.Axis(labelLimit=170, grid=True, gridOpacity=0.4))
    base = alt.Chart(alt.NamedData("events")).transform_filter("isValid(datum.from)").encode(y=y, tooltip=tips)
    span = base.transform_filter("datum.from != datum.to").mark_bar(
        clip=True, height=5, opacity=0.35, color=_COLOUR, cursor="pointer"
    )
    day = base.mark_point(clip=True, filled=True, size=70, opacity=0.75, color=_COLOUR, cursor="pointer")
    chart = alt.LayerChart(layer=[span.encode(x=x, x2="to:T"), day.encode(x=x)])
    chart.datasets = {"events": [dict(mark) for mark in marks]}
    return chart
