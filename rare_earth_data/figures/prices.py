"""Finds what a price or rate is per where that stands left of the number: 每公斤3000美元, 每吨成本18万元."""

from __future__ import annotations

import re

from rare_earth_data.figures.drafts import Draft
from rare_earth_data.figures.lexicon import Lexicon
from rare_earth_data.figures.phrases import back_gap
from rare_earth_data.figures.sides import per_unit

_CLAUSE_START = re.compile(r"[,.;:!?，。；：、！？\n\s\]]")
_LONGEST_CLAUSE = 18


def take_per_before(text: str, draft: Draft, floor: int, lexicon: Lexicon) -> None:
    """Take 每公斤 and the like that stand right before the number."""
    end = back_gap(text, draft.start, floor)
    found = lexicon.per.before(text, end, floor)
    if (
        found
        and text[found.start - 1 : found.start] == "每"
        and found.start > floor
        and _take(draft, found.meaning, lexicon)
    ):
        draft.start = found.start - 1


def take_per_of_clause(text: str, draft: Draft, floor: int, lexicon: Lexicon) -> None:
    """Take 每吨 that stands earlier in the clause; it stays outside the span."""
    clause = text[max(floor, draft.start - _LONGEST_CLAUSE) : draft.start]
    if "每" not in clause:
        return
    start = max((match.end() for match in _CLAUSE_START.finditer(clause)), default=0)
    each = clause.rfind("每", start)
    found = lexicon.per.after(clause, each + 1) if each >= 0 else None
    if found:
        _take(draft, found.meaning, lexicon)


def _take(draft: Draft, per: str, lexicon: Lexicon) -> bool:
    if draft.unit is None or draft.unit.kind not in ("money", "mass", "energy", "volume"):
        return False
    rated = per_unit(draft.unit, per, lexicon)
    if rated is None:
        return False
    draft.unit = draft.side.unit = rated
    return True
