"""Do a row's numbers agree with the words they are said to come from?

The words are read again on their own, without their sentence. What only the sentence knows is not held against a row: the
sign of a fall ("decreased by 9.3%"), the weight a price is per ("below $8"), and the unit of a number printed without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rare_earth_data.figures.quantities import parse_value_text

TOLERANCE = 1e-3
_COUNTED = {"count", "persons"}


def _differs(stated: float | None, read: float | None) -> bool:
    if stated is None or read is None:
        return (stated is None) != (read is None)
    return abs(abs(stated) - abs(read)) > TOLERANCE * max(abs(read), 1e-9)


def _same_unit(stated: str, read: str) -> bool:
    return stated == read or stated.partition("/")[0] == read or {stated, read} <= _COUNTED


def contradiction(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (field, what the words say) for the first field of a metric that its ``value_text`` contradicts, or None.

    Words that hold no number of their own ("as much again") contradict nothing.
    """
    read = parse_value_text(row["value_text"])
    if read is None:
        return None
    for field in ("value", "low", "high"):
        if _differs(row.get(field), getattr(read, field)):
            return field, f"{getattr(read, field)} {read.unit}, {read.qualifier}"
    if read.kind != "number" and not _same_unit(row["unit"], read.unit):
        return "unit", read.unit
    if row["qualifier"] != read.qualifier:
        return "qualifier", read.qualifier
    return None
