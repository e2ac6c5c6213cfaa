"""Numbers of several countries: one for each of them, one for all together, that of the former and that of the latter."""

from __future__ import annotations

import re

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.running import Running
from rare_earth_data.facts.statement import Role, Statement
from rare_earth_data.facts.weights import BILATERAL

_RESPECTIVELY = re.compile(r"\brespectively\b|分别")
_TOGETHER = re.compile(
    r"\b(?:together(?! with)|combined|in total|between them|the pair|the two|the three|the four)\b|合计|总共|三国|两国",
    re.IGNORECASE,
)
_JOINS = frozenset((", ", " and ", ", and ", " and the ", ", the ", "、", "和", "与", "及"))
_EACH = re.compile(r"\b(?:each|respectively|apiece)\b|各|分别")
_HELD_TOGETHER = ("_share", "reserves", "mine_production", "refining_capacity", "magnet_production", "consumption")
_FORMER = re.compile(r"\bthe\s(?:(?P<former>former)|latter)\b|(?P<first>前者)|后者", re.IGNORECASE)


def respective(statement: Statement, reading: Reading) -> Role | None:
    """Return the name that goes with a number of "the US and Japan hold 7% and 13% respectively"."""
    start, end = statement.window(reading.quantity)
    if not _RESPECTIVELY.search(statement.text, start, end):
        return None
    unit = reading.quantity.unit
    names = [role for role in statement.near_roles(reading.quantity) if role.country != "WLD"]
    numbers = [q for q in statement.near(statement.quantities, reading.quantity) if q.unit == unit][-len(names) :]
    if len(names) < 2 or len(numbers) != len(names) or reading.quantity not in numbers:
        return None
    return names[numbers.index(reading.quantity)]


def told_apart(statement: Statement, reading: Reading, running: Running) -> str | None:
    """Return the country that "the former" or "the latter" means, or the world for what several hold together."""
    bounds, start = statement.parts[reading.part], reading.quantity.start
    found = _FORMER.search(statement.text, bounds.start, start)
    if found and len(running.pair) > 1:
        return running.pair[-2 if found["former"] or found["first"] else -1]
    return "WLD" if _is_sum(statement, reading) or _is_listed(statement, reading) else None


def _is_sum(statement: Statement, reading: Reading) -> bool:
    """Whether a number sums up countries named before: "the three together"."""
    bounds = statement.parts[reading.part]
    if not _TOGETHER.search(statement.text, bounds.start, bounds.end):
        return False
    before = statement.roles_between(bounds.start - 400, reading.quantity.start)
    return len({role.country for role in before if role.country != "WLD"}) > 1


def _is_listed(statement: Statement, reading: Reading) -> bool:
    """Whether several countries share the number: "Canada, Russia and Belarus sell 75% of the world's potash"."""
    if not reading.indicator.endswith(_HELD_TOGETHER) or reading.indicator in BILATERAL:
        return False
    start = statement.window(reading.quantity)[0]
    before = statement.roles_between(start, reading.quantity.start)
    listed = [role.country for role in before[-1:]]
    for one, two in zip(reversed(before[:-1]), reversed(before), strict=False):
        if one.preposition is not None or statement.text[one.named.end : two.named.start] not in _JOINS:
            break
        listed.append(one.country)
    if len(set(listed)) < 2 or before[-1].preposition is not None or "WLD" in listed:
        return False
    end = statement.parts[reading.part].end
    rest = statement.text[before[-1].named.end : end]
    return not _EACH.search(rest) and not statement.has_number(before[-1].named.end, reading.quantity.start)
