"""Whether a number was observed or is a plan, target, forecast or threat; and whether the text denies it."""

from __future__ import annotations

import re

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.statement import Statement
from rare_earth_data.facts.when import is_baseline

_AFTER, _APART, _WEAKER, _TOO_FAR = 60, 90, 25, 400
_OTHER_CLAUSE = re.compile("[;；]")
_KINDS = ("plan", "target", "forecast", "threat", "observed")


def is_denied(statement: Statement, reading: Reading) -> bool:
    """Whether the text rejects the number, or says it no longer holds."""
    quantity, part = reading.quantity, reading.part
    reach = 8 if statement.language == "zh" else 45
    for hit in statement.near(statement.statuses, quantity):
        at = statement.part_at(hit.start)
        after = (
            statement.language == "zh"
            and at > part
            and not _OTHER_CLAUSE.search(statement.text, quantity.end, hit.start)
        )
        if "denied" in hit.key and (hit.end <= quantity.start or after):
            return True
        if "negated" in hit.key and at == part and 0 <= quantity.start - hit.end <= reach:
            return True
    return False


def read_status(statement: Statement, reading: Reading, year: int | None, period: str | None) -> str:
    """Return the status of a number; ``year`` is the article's, ``period`` what the number is about."""
    rule = reading.rule
    if rule and rule.fixed_status:
        return rule.status or "observed"
    if statement.is_set_against(reading.part) or is_baseline(statement, reading.quantity):
        return "observed"
    found = _nearest(statement, reading)
    is_own = found is not None and found[1]
    if not is_own and _is_past(year, period):
        return "observed"
    if not is_own and reading.followed and reading.followed.status:
        return reading.followed.status
    if found is None or (rule and rule.status == "observed" and not is_own):
        return _default(reading, year, period)
    if rule and rule.forecast and found[0] == "plan":
        return "forecast"
    if rule and rule.forecast_as and found[0] == "forecast":
        return rule.forecast_as
    return found[0]


def _default(reading: Reading, year: int | None, period: str | None) -> str:
    """What holds without a status word: the indicator's usual status; what lies ahead is a forecast, of a plant a plan."""
    rule = reading.rule
    usual = rule.status if rule and rule.status else "observed"
    ahead = year is not None and period is not None and period[:4].isdigit() and int(period[:4]) > year
    if not ahead or usual != "observed":
        return usual
    return "plan" if rule and rule.place else "forecast"


def _is_past(year: int | None, period: str | None) -> bool:
    last = next((p for p in (period or "").split("/")[::-1] if p[:4].isdigit()), None)
    return year is not None and last is not None and int(last[:4]) < year


def _nearest(statement: Statement, reading: Reading) -> tuple[str, bool] | None:
    """Return the kind of the nearest status word and whether it stands in the number's part; words after it count less."""
    quantity = reading.quantity
    best: tuple[int, str, bool] | None = None
    for hit in statement.near(statement.statuses, quantity):
        kind = next((k for k in hit.key if k in _KINDS), None)
        if kind is None:
            continue
        part = statement.part_at(hit.start)
        distance = quantity.start - hit.end if hit.end <= quantity.start else _AFTER + hit.start - quantity.end
        if part != reading.part:
            distance += _APART * abs(part - reading.part) + (_TOO_FAR if part > reading.part else 0)
        if kind == "observed":
            distance += _WEAKER
        if best is None or distance < best[0]:
            best = (distance, kind, part == reading.part)
    return (best[1], best[2]) if best and best[0] < _TOO_FAR else None
