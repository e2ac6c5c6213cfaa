"""Which time a number is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.statement import Statement
from rare_earth_data.model import Period, Quantity

_START = attrgetter("start")
_BASE = re.compile(
    r"(?:\b(?:than|up from|down from|compared with|compared to|versus|level of)\s+(?:in\s+)?(?:the\s+)?"
    r"(?:same\s+\w+\s+(?:of|in|a)\s+)?|\bsame\s+\w+\s+(?:of|in)\s+|[比较])$"
)
_BASELINE = re.compile(r"(?:\bfrom\s|[从由])\s*$")
_TIMELESS = frozenset(
    (
        "reserves",
        "control_threshold",
        "duration",
        "lead_time",
        "material_content",
        "price_gap",
        "cost_gap",
        "tariff_rate",
        "equity_stake",
        "investment",
        "jobs",
    )
)


def read_period(statement: Statement, reading: Reading) -> str | None:
    """Return the ISO period of a number: the time right after it, before it in its part, or one carried on."""
    quantity = reading.quantity
    own = [
        period
        for period in statement.near(statement.periods, quantity)
        if statement.part_at(period.start) == reading.part
        and not (period.start < quantity.end and quantity.start < period.end)
        and not _is_base(statement, period)
    ]
    after = [p for p in own if p.start >= quantity.end and not statement.has_number(quantity.end, p.start)]
    if after:
        return after[0].iso
    before = [p for p in own if p.end <= quantity.start and not _is_taken(statement, p, quantity.start)]
    if before:
        return before[-1].iso
    if reading.indicator in _TIMELESS or statement.is_set_against(reading.part) or is_baseline(statement, quantity):
        return None
    return _carried(statement, reading) or _shared(statement, reading)


def is_baseline(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number is where something rose or fell from."""
    return bool(_BASELINE.search(statement.text, max(quantity.start - 6, 0), quantity.start))


def _carried(statement: Statement, reading: Reading) -> str | None:
    """Return the time of an earlier part of the sentence, unless it belongs to a number that is set against this one."""
    start = reading.quantity.start
    earlier = [
        period
        for period in statement.near(statement.periods, reading.quantity)
        if period.end <= start
        and period.relation != "since"
        and not _is_base(statement, period)
        and not _dates_baseline(statement, period)
        and not _is_taken(statement, period, start)
    ]
    return earlier[-1].iso if earlier else None


def _shared(statement: Statement, reading: Reading) -> str | None:
    """Return the time that stands after the next number of a list: "21% from Belgium and 26% from China in 2023"."""
    quantity = reading.quantity
    later = next(iter(q for q in statement.near(statement.quantities, quantity) if q.start >= quantity.end), None)
    if later is None or later.unit != quantity.unit or statement.part_at(later.start) > reading.part + 1:
        return None
    period = next(iter(statement.between(statement.periods, later.end, later.end + 30)), None)
    if period is None or _is_base(statement, period) or statement.has_number(later.end, period.start):
        return None
    return period.iso if " and " in statement.text[quantity.end : later.start] else None


def _is_base(statement: Statement, period: Period) -> bool:
    """Whether a time is only what the number is compared with: "down by half on the same months of 2024"."""
    return bool(_BASE.search(statement.text, max(period.start - 40, 0), period.start))


def _dates_baseline(statement: Statement, period: Period) -> bool:
    """Whether a time belongs to the number that something rose or fell from: "from 70% in 2022"."""
    at = bisect_left(statement.quantities, period.start, key=_START) - 1
    if at < 0 or not 0 <= period.start - statement.quantities[at].end <= 8:
        return False
    return is_baseline(statement, statement.quantities[at])


def _is_taken(statement: Statement, period: Period, start: int) -> bool:
    """Whether a time belongs to the number right behind it, from which another rose or fell: 从4月的24万元降到18万元."""
    is_from = statement.text[max(period.start - 1, 0) : period.start] in ("从", "由", "自")
    return is_from and statement.has_number(period.end, start)
