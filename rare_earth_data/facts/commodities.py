"""Which commodity a number is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rare_earth_data.facts import cues
from rare_earth_data.facts.lexicon import tokens_of
from rare_earth_data.facts.statement import Statement
from rare_earth_data.model import Quantity

_GENERAL = frozenset(("rare_earths", "critical_minerals"))
_WEAK, _LATER, _APART, _NOT_SPECIFIC = 120, 150, 100, 40


@dataclass(frozen=True, slots=True)
class Found:
    """A commodity, and whether the sentence itself names it."""

    commodity: str | None
    is_named: bool


def read_commodity(statement: Statement, quantity: Quantity, around: str | None) -> Found:
    """Return the commodity named nearest to a number in its sentence, else ``around``: that of the heading or title.

    What only a later part of the sentence names gives way to ``around``.
    """
    part = statement.part_at(quantity.start)
    best: tuple[float, str, bool] | None = None
    for hit in statement.near(statement.commodities, quantity):
        at = statement.part_at(hit.start)
        distance = float(quantity.start - hit.end if hit.end <= quantity.start else hit.start - quantity.end + 5)
        distance += _APART * abs(at - part) + (_LATER if at > part else 0)
        distance += (_WEAK if hit.key in cues.weak_commodities() else 0) + (_NOT_SPECIFIC if hit.key in _GENERAL else 0)
        if best is None or distance < best[0]:
            best = (distance, hit.key, at > part)
    if best is None or (best[2] and around):
        return Found(around, False)
    return Found(best[1], True)


@lru_cache(256)
def commodity_of(text: str) -> str | None:
    """Return the first commodity that a heading or title names, one of the strong ones if there is any."""
    named = [hit.key for hit in cues.commodity_lexicon().find(text, tokens_of(text))]
    strong = [commodity for commodity in named if commodity not in cues.weak_commodities()]
    return next(iter(strong or named), None)


def last_commodity(statement: Statement) -> str | None:
    """Return the last strong commodity of a statement, which the next one may go on about."""
    strong = [hit.key for hit in statement.commodities if hit.key not in cues.weak_commodities()]
    return strong[-1] if strong else None
