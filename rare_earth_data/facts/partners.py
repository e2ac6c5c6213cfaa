"""The other side of a bilateral fact, and the company, works or product that a number is about."""

from __future__ import annotations

import re

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.running import ASIDE, Running
from rare_earth_data.facts.statement import Role, Statement
from rare_earth_data.facts.weights import BILATERAL

_ANAPHOR = re.compile(
    r"\b(?:the|its)\s(?:miner|project|company|mine|plant|venture|developer|owner|firm|vehicle|refinery|deposit|group)\b"
)


def read_partner(statement: Statement, reading: Reading, country: str | None, running: Running) -> str | None:
    """Return the partner of a number: the name that its preposition brings in, or the subject left over."""
    rule = reading.rule
    if rule is None or not rule.partner:
        return None
    near = [r for r in statement.roles_in(reading.part) if r.country != country and r.named.name.role not in ASIDE]
    brought = [role for role in near if role.preposition in rule.partner]
    if brought:
        return _only(brought)
    near = [role for role in near if role.country != "WLD"]
    if rule.indicator in BILATERAL or rule.owner or rule.gap == "yes":
        return _only(near) if near else _left_over(reading, country, running)
    if rule.indicator == "tariff_rate":
        return near[-1].country if near else _left_over(reading, country, running, always=True)
    if rule.indicator in ("investment", "equity_stake"):
        return near[-1].country if near else _host(statement, reading, country, running)
    return None


def _only(roles: list[Role]) -> str | None:
    """Return the country of names joined together; two countries are no partner, nor is the world."""
    countries = {role.country for role in roles if role.preposition == roles[0].preposition}
    return roles[0].country if len(countries) == 1 and roles[0].country != "WLD" else None


def _left_over(reading: Reading, country: str | None, running: Running, *, always: bool = False) -> str | None:
    """Return the partner of the number that this one follows, or the subject that gave way to the owner of an import."""
    if reading.followed and reading.followed.partner not in (None, country):
        return reading.followed.partner
    if (reading.is_flipped or always) and running.country not in (None, country, "WLD"):
        return running.country
    return running.other if always and running.other != country else None


def _host(statement: Statement, reading: Reading, country: str | None, running: Running) -> str | None:
    """Return where an investment goes: a place of the sentence, the last works named, or the subject behind "the project"."""
    rule = reading.rule
    for role in statement.near_roles(reading.quantity):
        if rule and role.preposition in rule.partner and role.country not in (country, "WLD"):
            return role.country
    host = running.place or (running.country if _ANAPHOR.search(statement.opening(reading.part, 200)) else None)
    if host and host not in (country, "WLD"):
        return host
    return reading.followed.partner if reading.followed and reading.followed.partner != country else None


def read_entity(
    statement: Statement, reading: Reading, country: str | None, running: Running, *, is_named: bool
) -> str | None:
    """Return the id of the company, works or product a number is about: one named in its part, else the running one."""
    kinds = ["facility", "organization"] + (["product"] if reading.indicator == "material_content" else [])
    foreign = reading.indicator in ("equity_stake", "investment")
    found = [
        (abs(named.start - reading.quantity.start), named.name.entity_id)
        for named in statement.near(statement.names, reading.quantity)
        if named.name.role in kinds
        and named.name.entity_id
        and statement.part_at(named.start) == reading.part
        and (foreign or named.country in (None, country))
    ]
    if found:
        return min(found)[1]
    return running.entity if running.country == country or not is_named else None
