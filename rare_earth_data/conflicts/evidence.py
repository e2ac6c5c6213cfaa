"""The rows that disagree or agree, read once into a form that the detectors share.

A figure is a row of ``country_metrics`` or of ``reference_metrics``: both are numbers about a country with a hedge, a period
and a place where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from rare_earth_data.conflicts.intervals import Interval, bare, read_interval
from rare_earth_data.conflicts.settings import default_stages, settings

Row = Mapping[str, Any]
Years = tuple[int, int]
Scope = tuple[str | None, ...]
Key = TypeVar("Key")
Item = TypeVar("Item")

_REQUIRED = ("articles", "claims", "country_metrics")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its interval, in the unit that figures of its kind are compared in.

    ``exact`` is the interval without the rounding of a bare number. ``years`` is what it is about, first and last;
    ``stated`` says that the text (or the source) gives the period itself.
    ``edition`` orders the editions of a reference: year and edition of its source.
    """

    id: str
    country: str
    indicator: str
    unit: str
    commodity: str
    qualifier: str
    status: str
    interval: Interval
    exact: Interval
    value: float | None
    value_unit: str
    partner: str | None
    entity: str | None
    stage: str | None
    years: Years | None
    stated: bool
    text: str
    claim_id: str | None = None
    article_id: str | None = None
    article_year: int | None = None
    start: int | None = None
    end: int | None = None
    source_id: str | None = None
    publisher: str | None = None
    edition: tuple[int, str] = (0, "")
    verified: bool = True

    @property
    def scope(self) -> Scope:
        """What has to be equal for two figures to be about one thing, their time apart."""
        return (
            self.country, self.indicator, self.unit, self.commodity, self.stage, self.partner, self.entity,
        )  # fmt: skip

    @property
    def is_reference(self) -> bool:
        """Whether the figure is of a reference, not of a claim."""
        return self.claim_id is None

    @property
    def is_future(self) -> bool:
        """Whether the figure is an aim, a plan, a forecast or a threat."""
        return self.status != "observed"


def read_years(period: str | None) -> Years | None:
    """Return first and last year of an ISO 8601 period."""
    if not period or not period[:4].isdigit():
        return None
    last = period.partition("/")[2] or period
    return int(period[:4]), int(last[:4])


def overlap(first: Years | None, second: Years | None) -> bool:
    """Whether two spans of years share one; spans that are not known share none."""
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]


def is_era(years: Years | None) -> bool:
    """Whether a span is too long to be held against a single year."""
    return years is not None and years[1] - years[0] >= settings()["era_years"]


def _commodity(row: Row) -> str:
    alike = settings()["same_commodity"].get(row["indicator"], ())
    return str(alike[0] if row["commodity"] in alike else row["commodity"])


def _stage(row: Row) -> str | None:
    stage = row.get("stage")
    return None if stage == default_stages().get(row["indicator"]) else stage


def _common(row: Row, years: Years | None, stated: bool) -> dict[str, Any] | None:
    in_words = _in_words(row)
    interval = read_interval(row, in_words=in_words)
    if interval is None:
        return None
    unit, factor = settings()["conversions"].get(row["unit"], (row["unit"], 1.0))
    return {
        "country": row["country"],
        "indicator": row["indicator"],
        "unit": unit,
        "commodity": _commodity(row),
        "qualifier": row["qualifier"],
        "interval": interval.scaled(factor),
        "exact": (interval if in_words else bare(interval, row.get("value"), row["qualifier"])).scaled(factor),
        "value": row.get("value"),
        "value_unit": row["unit"],
        "partner": row.get("partner"),
        "entity": row.get("entity"),
        "stage": _stage(row),
        "years": years,
        "stated": stated,
    }


def _in_words(row: Row) -> bool:
    """Whether a share is written in words: "four-fifths", "more than a third"."""
    text = row.get("value_text")
    return text is not None and row["unit"] == "%" and not any(character.isdigit() for character in text)


def claim_figure(row: Row, article: Row) -> Figure | None:
    """Return the figure of a row of ``country_metrics``; None where it holds no number."""
    printed = (article.get("published_at") or "")[:4]
    year = int(printed) if printed.isdigit() else None
    years = read_years(row.get("period"))
    if years is None and year is not None:
        years = (year - settings()["vintage_years"] + 1, year)
    common = _common(row, years, bool(row.get("period")))
    if common is None:
        return None
    return Figure(
        id=row["metric_id"], status=row["status"], text=row["value_text"], claim_id=row["claim_id"],
        article_id=article["article_id"], article_year=year, start=row["start"], end=row["end"], **common,
    )  # fmt: skip


def reference_figure(row: Row, source: Row) -> Figure | None:
    """Return the figure of a row of ``reference_metrics``; one about years after its source came out is a forecast."""
    years = read_years(row["period"])
    common = _common(row, years, True)
    if common is None:
        return None
    future = years is not None and years[0] > source["year"]
    return Figure(
        id=row["reference_id"], status="forecast" if future else "observed", text=_written(row),
        source_id=row["source_id"], publisher=source["publisher"], edition=(source["year"], source.get("edition") or ""),
        verified=source["basis"] != "unverified", **common,
    )  # fmt: skip


_SIGNS = {"gt": "more than ", "ge": "at least ", "lt": "less than ", "le": "at most ", "approx": "about "}


def _written(row: Row) -> str:
    value, low, high = (row.get(name) for name in ("value", "low", "high"))
    if value is None and low is not None and high is not None:
        return f"{low:,.15g} to {high:,.15g} {row['unit']}"
    number = next(number for number in (value, low, high) if number is not None)
    return f"{_SIGNS.get(row['qualifier'], '')}{number:,.15g} {row['unit']}"


class Known:
    """What is known whatever the articles say: areas and references. Evidence of many groups of rows shares one."""

    def __init__(self, tables: Mapping[str, Iterable[Row]]) -> None:
        areas = list(tables.get("areas", ()))
        self.area_names = {row["area"]: row["name_en"] for row in areas}
        self.blocs = {row["area"] for row in areas if row.get("kind") != "country"} | {"WLD"}
        sources = {row["source_id"]: row for row in tables.get("sources", ())}
        known = (row for row in tables.get("reference_metrics", ()) if row["source_id"] in sources)
        found = (reference_figure(row, sources[row["source_id"]]) for row in known)
        self.references = sorted((f for f in found if f is not None), key=lambda figure: figure.id)

    @cached_property
    def by_subject(self) -> dict[tuple[str, str, str], list[Figure]]:
        """The references by country, indicator and unit."""
        return _grouped(self.references, lambda figure: (figure.country, figure.indicator, figure.unit))

    @cached_property
    def by_good(self) -> dict[tuple[str, str, str], list[Figure]]:
        """The references by indicator, unit and commodity, of all countries."""
        return _grouped(self.references, lambda figure: (figure.indicator, figure.unit, figure.commodity))

    @cached_property
    def by_value(self) -> dict[tuple[str, str, float], list[Figure]]:
        """The references by indicator, unit as written, and value."""
        grouped: dict[tuple[str, str, float], list[Figure]] = defaultdict(list)
        for figure in self.references:
            if figure.value is not None:
                grouped[figure.indicator, figure.value_unit, figure.value].append(figure)
        return dict(grouped)


class Evidence:
    """All that the detectors look at. The order of the rows given makes no difference."""

    def __init__(self, tables: Mapping[str, Iterable[Row]], known: Known | None = None) -> None:
        """Take rows by table name; areas and references are read of them too, unless they are ``known`` already."""
        self.known = known or Known(tables)
        rows = {name: list(tables.get(name, ())) for name in _REQUIRED}
        self.articles = {row["article_id"]: row for row in sorted(rows["articles"], key=lambda r: str(r["article_id"]))}
        claims = [row for row in rows["claims"] if row["article_id"] in self.articles]
        claims.sort(key=lambda row: (str(row["article_id"]), row["start"], str(row["claim_id"])))
        self.claims = {row["claim_id"]: row for row in claims}
        self._has_mentions = "mentions" in tables
        self.areas_of: dict[str, set[str]] = defaultdict(set)
        for row in tables.get("mentions", ()):
            if row.get("area"):
                self.areas_of[row["claim_id"]].add(row["area"])
        metrics = [row for row in rows["country_metrics"] if row["claim_id"] in self.claims]
        read = (claim_figure(row, self.articles[self.claims[row["claim_id"]]["article_id"]]) for row in metrics)
        self.figures = sorted((f for f in read if f is not None), key=_place)

    @cached_property
    def by_article(self) -> dict[str, list[Figure]]:
        """The figures of each article, in the order in which they stand."""
        return _grouped(self.figures, lambda figure: str(figure.article_id))

    @cached_property
    def claims_of(self) -> dict[str, list[Row]]:
        """The claims of each article, in the order in which they stand."""
        return _grouped(self.claims.values(), lambda claim: str(claim["article_id"]))

    def is_named(self, figure: Figure) -> bool:
        """Whether the claim names the country that its figure was read as being about; true without a table of mentions."""
        if not self._has_mentions or figure.country == "WLD":
            return True
        return figure.country in self.areas_of.get(str(figure.claim_id), ())

    def name(self, area: str) -> str:
        """Return the English name of an area, or its code."""
        return str(self.known.area_names.get(area, area))


def _place(figure: Figure) -> tuple[str, int, int, str]:
    return str(figure.article_id), figure.start or 0, figure.end or 0, figure.id


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    grouped: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        grouped[key(item)].append(item)
    return dict(grouped)
