"""Group figures so that only those of one country, commodity and unit share axes, and work out where each is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rare_earth_data.wording import figure_text

Row = Mapping[str, Any]

# Relations that say a figure is wrong somewhere, unlike those that say that figures measure different things.
WRONG = frozenset({"contradicts", "scale_error", "entity_error", "chronology"})
DISPUTES = ("contradicted", "another measure or year", "no conflict known")
HEDGES = {
    "eq": "stated", "approx": "about", "gt": "more than", "ge": "more than", "lt": "less than", "le": "less than",
    "range": "range",
}  # fmt: skip
_LOG_RATIO = 30


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures that share axes. ``points`` and ``references`` are the rows of the chart's data."""

    country: str
    indicator: str
    commodity: str
    unit: str
    points: list[dict[str, Any]]
    references: list[dict[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the plot is of, in codes made readable."""
        return f"{self.country}: {self.indicator.replace('_', ' ')}, {self.commodity.replace('_', ' ')} ({self.unit})"

    @property
    def numbers(self) -> list[float]:
        """Every number that must be seen."""
        rows = [*self.points, *self.references]
        return [row[name] for row in rows for name in ("at", "low", "high") if row[name] is not None]

    @property
    def is_log(self) -> bool:
        """Whether the numbers are so far apart that only a logarithmic axis shows them all."""
        numbers = self.numbers
        return min(numbers) > 0 and max(numbers) / min(numbers) > _LOG_RATIO

    @property
    def domain(self) -> tuple[float, float]:
        """Lower and upper end of the axis, with room for open intervals."""
        low, high = min(self.numbers), max(self.numbers)
        if self.is_log:
            return low / 1.6, high * 1.6
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        bottom, top = low - room, high + room
        if self.unit == "%" and low >= 0 and high <= 100:
            return max(0.0, math.floor(bottom)), min(100.0, math.ceil(top)) if high < 100 else 103.0
        return (max(0.0, bottom) if low >= 0 else bottom), top


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row of a data frame with None where a cell is missing."""
    import pandas as pd

    return {str(name): None if not isinstance(cell, list) and pd.isna(cell) else cell for name, cell in row.items()}


def edition(source: Row) -> str:
    """Return the short name of a source: who published it and when."""
    return f"{source['publisher']} {source['year']}" if source["year"] else str(source["publisher"])


def _year(text: object) -> int:
    digits = str(text or "").rpartition("/")[2][:4]
    return int(digits) if digits.isdecimal() else 0


def _position(row: Row) -> float | None:
    if row["value"] is not None:
        return float(row["value"])
    ends = [float(row[name]) for name in ("low", "high") if row[name] is not None]
    return sum(ends) / len(ends) if ends else None


def dispute(relations: Iterable[str]) -> str:
    """Return which of ``DISPUTES`` a figure belongs to, from the relations of the conflicts that it is in."""
    found = set(relations) - {"same_primary"}
    if found & WRONG:
        return DISPUTES[0]
    return DISPUTES[1] if found else DISPUTES[2]


def point(row: Row) -> dict[str, Any]:
    """Return the mark of a claim: a row as ``compare`` gives it, with the ``relations`` of its conflicts."""
    return {
        "id": row["id"],
        "day": str(row["published_at"])[:16].replace(" ", "T") if row["published_at"] else None,
        "at": _position(row),
        "low": row["low"],
        "high": row["high"],
        "hedge": HEDGES[row["qualifier"]],
        "seen": row["status"] == "observed",
        "figure": figure_text(row),
        "quote": row["quote"],
        "sentence": row["sentence"],
        "article": row["title_en"] or row.get("title") or "",
        "publisher": row["publisher"] or "",
        "period": row["period"] or "",
        "status": row["status"],
        "dispute": dispute(row["relations"]),
        "href": row.get("href", ""),
    }


def _reference(row: Row) -> dict[str, Any]:
    at, low, high = _position(row), row["low"], row["high"]
    return {
        "id": row["id"], "at": at, "low": low if row["qualifier"] == "range" else None,
        "high": high if row["qualifier"] == "range" else None, "figure": figure_text(row), "period": row["period"] or "",
        "edition": row["edition"] or row["source"] or "", "note": row["sentence"] or "", "label": "",
    }  # fmt: skip


def _latest(rows: list[Row], until: int) -> list[Row]:
    """Keep of every edition the figures of the last period that had begun when the claims were published."""
    kept: dict[str, list[Row]] = {}
    for row in rows:
        edition = str(row["source"])
        held = kept.setdefault(edition, [row])
        if held[0] is row:
            continue
        mine, theirs = (_year(each["period"]) for each in (row, held[0]))
        past = until == 0 or mine <= until
        if mine == theirs:
            held.append(row)
        elif past and (mine > theirs or theirs > until):
            kept[edition] = [row]
    return [row for rows_ in kept.values() for row in rows_]


def _labelled(references: list[dict[str, Any]], plot: Plot) -> list[dict[str, Any]]:
    """Write the editions beside their lines, one label for lines that lie too close together to tell apart."""
    low, high = plot.domain
    scale = (lambda value: math.log(value)) if plot.is_log else (lambda value: value)
    close = (scale(high) - scale(low)) * 0.055
    clusters: list[list[dict[str, Any]]] = []
    for row in sorted(references, key=lambda row: (row["at"], row["edition"])):
        if clusters and scale(row["at"]) - scale(clusters[-1][0]["at"]) < close:
            clusters[-1].append(row)
        else:
            clusters.append([row])
    for cluster in clusters:
        told = list(dict.fromkeys(f"{row['edition']} ({row['period'] or '?'})" for row in cluster))
        cluster[-1]["label"] = ", ".join(told[:2]) + (f" and {len(told) - 2} more" if len(told) > 2 else "")
    return references


def plots(rows: Sequence[Row]) -> list[Plot]:
    """Return the plots of figures as ``compare`` gives them: those with most claims first, none without a claim.

    A row needs what ``compare`` returns, and the ``relations`` of its conflicts; ``edition`` (short name of a reference's
    source) and ``href`` are used where they are there.
    """
    groups: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = {}
    for row in rows:
        if _position(row) is not None:
            key = tuple(str(row[name]) for name in ("country", "indicator", "commodity", "unit"))
            groups.setdefault(key, ([], []))[row["side"] == "reference"].append(row)
    made = [_plot(key, *sides) for key, sides in groups.items() if sides[0] or len(groups) == 1]
    return sorted(made, key=lambda plot: (-len(plot.points), plot.country, plot.commodity, plot.unit))


def _plot(key: tuple[str, ...], claims: list[Row], references: list[Row]) -> Plot:
    until = max((_year(str(row["published_at"] or "")) for row in claims), default=0)
    drawn = [_reference({"edition": None, **row}) for row in _latest(references, until)]
    country, indicator, commodity, unit = key
    plot = Plot(country, indicator, commodity, unit, points=[point(row) for row in claims], references=drawn)
    low, high = plot.domain
    for mark in plot.points:
        # An open interval is drawn to the end of the axis.
        mark["from"] = mark["low"] if mark["hedge"] != "less than" else low
        mark["to"] = mark["high"] if mark["hedge"] != "more than" else high
        if mark["from"] is None or mark["to"] is None:
            mark["from"] = mark["to"] = None
    _labelled(plot.references, plot)
    return plot
