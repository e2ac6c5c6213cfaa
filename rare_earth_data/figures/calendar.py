"""Turns the parts of a time expression (year, month, quarter ...) into an ISO 8601 period."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_FORWARD = ("by", "before", "until")
_ISO_DAY = re.compile(r"((?:1[89]|2[01])[0-9]{2})-([01][0-9])-([0-3][0-9])")


@dataclass(slots=True)
class Parts:
    """What a template found; None where nothing was said.

    ``offset`` is how many months or quarters it lies off the article's day, ``year_offset`` how many years.
    """

    year: int | None = None
    year_offset: int | None = None
    end_year: int | None = None
    month: int | None = None
    end_month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    number: int | None = None
    unit: int = 12
    offset: int = 0
    relation: str = "in"
    name: str = ""


def parse_day(published_at: str | None) -> date | None:
    """Read the day from a printed date such as "2025-10-27 03:26"; nothing if there is none."""
    match = _ISO_DAY.search(published_at or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def resolve(reads: str, parts: Parts, today: date | None) -> str | None:
    """Return the period as ISO 8601, or nothing if it names no valid time or needs an article's day that is not known."""
    if today is None and reads in NEEDS_TODAY:
        return None
    year = parts.year
    if year is None and parts.year_offset is not None:
        if today is None:
            return None
        year = today.year + parts.year_offset
    try:
        return _READERS[reads](parts, year, today)
    except (ValueError, TypeError):
        return None


def _date(parts: Parts, year: int | None, today: date | None) -> str | None:
    month, day = parts.month or 0, parts.day or 0
    if year is not None:
        return date(year, month, day).isoformat()
    if today is None:
        return None
    near = [date(today.year + step, month, day) for step in (-1, 0, 1)]
    if parts.relation in _FORWARD:
        near = [candidate for candidate in near if candidate >= today] or near
    return min(near, key=lambda candidate: _distance(candidate, today)).isoformat()


def _distance(day: date, today: date) -> int:
    """Days off; a day to come counts threefold, for articles mostly tell what happened."""
    days = (day - today).days
    return 3 * days if days > 0 else -days


def _month(parts: Parts, year: int | None, today: date | None) -> str | None:
    month = parts.month or 0
    if year is None:
        if today is None:
            return None
        year = today.year if month <= today.month else today.year - 1
        if (parts.relation in _FORWARD and month < today.month) or (parts.relation in _FORWARD and month > today.month):
            year = today.year + (month < today.month)
        if parts.offset > 0:
            year = today.year + (month <= today.month)
        elif parts.offset < 0:
            year = today.year - (month >= today.month)
    return _iso_month(year, month)


def _months(parts: Parts, year: int | None, today: date | None) -> str | None:
    first, last = parts.month or 0, parts.end_month or 0
    if year is None:
        if today is None:
            return None
        year = today.year if last <= today.month else today.year - 1
    return f"{_iso_month(year - (first > last), first)}/{_iso_month(year, last)}"


def _span(year: int, first: int, last: int) -> str:
    return f"{_iso_month(year, first)}/{_iso_month(year, last)}"


def _quarter(parts: Parts, year: int | None, today: date | None) -> str | None:
    quarter = parts.quarter or 0
    if year is None:
        if today is None:
            return None
        year = today.year if 3 * quarter - 2 <= today.month else today.year - 1
        if parts.relation in _FORWARD:
            year = today.year + (3 * quarter < today.month)
    return _span(year, 3 * quarter - 2, 3 * quarter)


def _month_quarter(parts: Parts, year: int | None, today: date | None) -> str | None:
    month = parts.month or 0
    if year is None:
        if today is None:
            return None
        year = today.year if month <= today.month else today.year - 1
    return f"{_iso_month(*_shift(year, month, -2))}/{_iso_month(year, month)}"


def _half(parts: Parts, year: int | None, today: date | None) -> str | None:
    first = 1 if parts.half == 1 else 7
    if year is None:
        if today is None:
            return None
        year = today.year if first <= today.month or parts.relation in _FORWARD else today.year - 1
    return _span(year, first, first + 5)


def _first_months(parts: Parts, year: int | None, today: date | None) -> str | None:
    number = parts.number or 0
    if not 1 <= number <= 12:
        return None
    if year is None:
        if today is None:
            return None
        year = today.year if number <= today.month else today.year - 1
    return _span(year, 1, number)


def _first_quarters(parts: Parts, year: int | None, today: date | None) -> str | None:
    parts.number = 3 * (parts.number or 0)
    return _first_months(parts, year, today)


def _last_months(parts: Parts, year: int | None, today: date | None) -> str | None:
    number = parts.number or 0
    return _span(year, 13 - number, 12) if year is not None and 1 <= number <= 12 else None


def _year(parts: Parts, year: int | None, today: date | None) -> str | None:
    return str(year) if year is not None else None


def _years(parts: Parts, year: int | None, today: date | None) -> str | None:
    end = parts.end_year
    if year is None or end is None:
        return None
    end = end if end > 99 else year // 100 * 100 + end
    return f"{year}/{end}" if year < end <= year + 200 else None


def _year_to(parts: Parts, year: int | None, today: date | None) -> str | None:
    month = parts.month or 0
    if year is None:
        if today is None:
            return None
        year = today.year if month <= today.month else today.year - 1
    return f"{_iso_month(*_shift(year, month, -11))}/{_iso_month(year, month)}"


def _decade(parts: Parts, year: int | None, today: date | None) -> str | None:
    return f"{year}/{year + 9}" if year is not None and year % 10 == 0 else None


def _this_decade(parts: Parts, year: int | None, today: date | None) -> str | None:
    start = (today.year if today else 0) // 10 * 10
    return f"{start}/{start + 9}"


def _away(parts: Parts, today: date, direction: int) -> str:
    """The year or month that lies so many units off."""
    months = (parts.number or 1) * parts.unit
    if parts.unit >= 12:
        return str(today.year + direction * months // 12)
    return _iso_month(*_shift(today.year, today.month, direction * months))


def _here(parts: Parts, today: date) -> str:
    return str(today.year) if parts.unit >= 12 else _iso_month(today.year, today.month)


def _relative_month(parts: Parts, year: int | None, today: date | None) -> str | None:
    return _iso_month(*_shift(today.year, today.month, parts.offset)) if today else None


def _relative_quarter(parts: Parts, year: int | None, today: date | None) -> str | None:
    if today is None:
        return None
    start_year, start = _shift(today.year, (today.month - 1) // 3 * 3 + 1, 3 * parts.offset)
    return _span(start_year, start, start + 2)


def _shift(year: int, month: int, months: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def _iso_month(year: int, month: int) -> str:
    return date(year, month, 1).isoformat()[:7]


_Reader = Callable[[Parts, int | None, date | None], str | None]
_READERS: dict[str, _Reader] = {
    "date": _date,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "month_quarter": _month_quarter,
    "half": _half,
    "first_months": _first_months,
    "first_quarters": _first_quarters,
    "last_months": _last_months,
    "year": _year,
    "short_year": _year,
    "years": _years,
    "year_to": _year_to,
    "decade": _decade,
    "short_decade": _decade,
    "this_year": lambda parts, year, today: str(today.year) if today else None,
    "decade_end": lambda parts, year, today: str(today.year // 10 * 10 + 10) if today else None,
    "this_decade": _this_decade,
    "past": lambda parts, year, today: f"{_away(parts, today, -1)}/{_here(parts, today)}" if today else None,
    "next": lambda parts, year, today: f"{_here(parts, today)}/{_away(parts, today, 1)}" if today else None,
    "within": lambda parts, year, today: _away(parts, today, 1) if today else None,
    "ago": lambda parts, year, today: _away(parts, today, -1) if today else None,
    "relative_month": _relative_month,
    "relative_quarter": _relative_quarter,
    "named": lambda parts, year, today: parts.name,
}
NEEDS_TODAY = {
    "this_year",
    "decade_end",
    "this_decade",
    "past",
    "next",
    "within",
    "ago",
    "relative_month",
    "relative_quarter",
}
