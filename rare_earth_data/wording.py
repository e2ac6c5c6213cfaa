"""Write figures the way people read them: the hedge as a sign, the number with its unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SIGNS = {"eq": "", "approx": "≈ ", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "range": ""}


def number_text(value: float) -> str:
    """Return a number with thousands separators and no digits that it does not have."""
    return f"{value:,.12g}".replace("-", "−") if abs(value) < 1e12 else f"{value:,.0f}".replace("-", "−")


def figure_text(row: Mapping[str, Any]) -> str:
    """Return a figure of ``country_metrics`` or ``reference_metrics`` in short: ``> 90 %``, ``35–40 %``, ``≈ 2,600 t``."""
    number = row["value"]
    if number is None and (row["low"] is not None and row["high"] is not None):
        return f"{number_text(row['low'])}–{number_text(row['high'])} {row['unit']}"
    if number is None:
        number = row["low"] if row["low"] is not None else row["high"]
    shown = "?" if number is None else number_text(number)
    return f"{SIGNS.get(row['qualifier'], '')}{shown} {row['unit']}"
