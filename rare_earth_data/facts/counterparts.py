"""Numbers beside which the partner stands, not the subject: a buyer of exports, a supplier of needs."""

from __future__ import annotations

import re

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.running import Running
from rare_earth_data.facts.statement import Role, Statement
from rare_earth_data.facts.weights import BILATERAL, owns

_AMONG_THEM = re.compile(r"\s*(?:其中|当中)")
_THAT_THEY = re.compile(r" of [a-z -]+ (?:that|which)(?: the)? ")
_SHARED_OUT = frozenset(("import_dependence", "export_share"))


def is_flipped(statement: Statement, reading: Reading, role: Role, previous: Reading | None) -> bool:
    """Whether the name beside the number is the partner: a buyer's share of exports, a supplier's of imports."""
    rule = reading.rule
    if rule is None or rule.counterparty is None or role.country == "WLD" or owns(statement, reading, role):
        return False
    if any(other.preposition in rule.partner for other in statement.roles_in(reading.part)):
        return False
    if previous and previous.rule is rule and (previous.is_flipped or _goes_on(reading, previous, role)):
        return True
    if rule.indicator in _SHARED_OUT and role.preposition is None:
        followed = reading.followed
        if followed and followed.indicator == "trade_volume" and role.country != followed.country:
            return True
        if _AMONG_THEM.match(statement.text, statement.parts[reading.part].start):
            return True
    return role.preposition is None and reading.groups.get(rule.counterparty, 0.0) >= 0.4


def _goes_on(reading: Reading, previous: Reading, role: Role) -> bool:
    """Whether a list of partners goes on: "65% came from China, Austria followed with 23%"."""
    is_share = reading.indicator in _SHARED_OUT and reading.followed is previous
    return is_share and previous.partner is not None and role.country not in (previous.country, previous.partner)


def other_side(
    statement: Statement,
    partner: str,
    reading: Reading,
    running: Running,
    topic: str | None,
    previous: Reading | None,
) -> str | None:
    """Return whom a number is about whose partner stands beside it: whom the number before is about, else the subject."""
    if previous and (previous.is_flipped or reading.followed is previous):
        return previous.country
    if owner := _owner_behind(statement, reading, partner):
        return owner
    followed = reading.followed.country if reading.followed else None
    spoken = previous.country if previous and previous.indicator in BILATERAL else None
    choices = (followed, spoken, running.country, running.main, running.other, topic)
    return next((c for c in choices if c and c not in (partner, "WLD")), None)


def _owner_behind(statement: Statement, reading: Reading, partner: str) -> str | None:
    """Return whose goods they are: "China took 97% of the antimony that the Kyrgyz sold abroad"."""
    end = reading.quantity.end
    behind = [r for r in statement.roles_between(end, end + 70) if r.country not in (partner, "WLD")]
    if not statement.text.startswith(" of ", end) or not behind or behind[0].preposition is not None:
        return None
    between = statement.text[end : behind[0].named.start]
    return behind[0].country if _THAT_THEY.fullmatch(between) else None


def supplier(statement: Statement, reading: Reading, country: str | None) -> str | None:
    """Return who covers the needs of another ("Doha fills 65% of Korea's needs"), which makes it dependence on them."""
    rule = reading.rule
    if rule is None or rule.from_others is None or not reading.is_flipped:
        return None
    before = (r for r in statement.roles_in(reading.part) if r.named.end <= reading.quantity.start)
    name = next((r.country for r in before if r.preposition is None and r.country not in (country, "WLD")), None)
    if name is not None:
        reading.take(rule.from_others)
    return name
