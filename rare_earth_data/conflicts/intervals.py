"""A figure as an interval: everything its words can mean, given how exactly it is written and how it is hedged.

Widening a hedge never shrinks the interval: "about", "over", "up to" and a range hold all that the bare number holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rare_earth_data.conflicts.settings import settings

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; an open end is infinite."""

    low: float
    high: float

    def apart(self, other: Interval) -> bool:
        """Whether no number lies in both. Touching ends are not apart."""
        return beyond(self.low, other.high) or beyond(other.low, self.high)

    def widened(self, by: float) -> Interval:
        """Return the interval with ``by`` added to each side."""
        return Interval(self.low - by, self.high + by)

    def scaled(self, factor: float) -> Interval:
        """Return the interval in another unit; ``factor`` is positive."""
        return Interval(self.low * factor, self.high * factor)


def beyond(first: float, second: float) -> bool:
    """Whether ``first`` is larger than ``second`` by more than the noise of binary fractions."""
    return first > second and not math.isclose(first, second, rel_tol=_EPSILON, abs_tol=1e-12)


def rounding(value: float, unit: str) -> float:
    """Return how far the truth may lie from a written number: half a unit of its last digit."""
    if not value:
        return 0.0
    known = settings()["rounding"]
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    last_digit = 10.0 ** int(exponent)
    if unit in known["exact_units"]:
        return min(last_digit, 1.0) / 2
    return min(last_digit / 2, abs(value) * float(known["cap"]))


def bare(interval: Interval, value: float | None, qualifier: str) -> Interval:
    """Return an interval without the rounding of a bare number: the number itself. Bounds and hedges stay."""
    return Interval(value, value) if qualifier == "eq" and value is not None else interval


def _approximation(value: float, unit: str) -> float:
    known = settings()["approximate"]
    return max(rounding(value, unit), abs(value) * float(known.get(unit, known["default"])))


def read_interval(row: Mapping[str, Any], *, in_words: bool = False) -> Interval | None:
    """Return the interval of a row with ``value``, ``low``, ``high``, ``qualifier`` and ``unit``; None without a number.

    A number ``in_words`` is a rounded one, however it is hedged: "four-fifths" may be 79 or 82 %.
    """
    margin = _approximation if in_words else rounding
    value, low, high = row.get("value"), row.get("low"), row.get("high")
    unit, qualifier = row["unit"], row["qualifier"]
    if qualifier in ("gt", "ge"):
        bound = low if low is not None else value
        return None if bound is None else Interval(bound - margin(bound, unit), math.inf)
    if qualifier in ("lt", "le"):
        bound = high if high is not None else value
        return None if bound is None else Interval(-math.inf, bound + margin(bound, unit))
    if qualifier == "range" and low is not None and high is not None:
        return Interval(low - margin(low, unit), high + margin(high, unit))
    if value is None:
        return None
    spread = _approximation(value, unit) if qualifier == "approx" else margin(value, unit)
    return Interval(value - spread, value + spread)


def digits(value: float) -> int:
    """Return how many digits a number has without the zeros at its ends: 44000000 has two."""
    return len(Decimal(repr(float(abs(value)))).normalize().as_tuple().digits)
