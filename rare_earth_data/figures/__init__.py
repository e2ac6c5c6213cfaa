"""Reads number expressions and periods of time in English and Chinese text.

The knowledge (units, hedges, number words) lies in ``schemas/reading/quantities.yaml`` and ``periods.yaml``.

``Quantity.kind`` says how a number was stated: what its unit measures ("mass", "money", "price", "percent", "points",
"duration", "persons", "length", "power" ...), "fraction" (a share in words), "multiple" (doubled, five times), "change"
(halved), "span" (a duration that only says how long something else took), "count" and "count_in_words" ("four mines"),
"zero" (stood at zero), or "number" (no unit printed and none to be taken from a neighbour; its unit is "count").
"""

from __future__ import annotations

from rare_earth_data.figures.lexicon import lexicon
from rare_earth_data.figures.periods import read_periods
from rare_earth_data.figures.quantities import parse_value_text, read_quantities
from rare_earth_data.figures.sides import last_word

__all__ = ["currencies_of", "parse_value_text", "read_periods", "read_quantities", "units"]


def currencies_of(text: str) -> frozenset[str]:
    """Return the currencies that the money word of an amount may mean, if several countries use it: ¥, pesos, 卢比."""
    shared = lexicon().shared
    word = next((word for word in (text[:1], last_word(text)) if word in shared), None)
    return frozenset(shared[word]) if word else frozenset()


def units() -> dict[str, str]:
    """Return every unit that a reading can have, with its definition."""
    return dict(lexicon().definitions)
