"""Whom a number is about.

Every name in the number's part of the sentence is weighed. Where none can be the subject, the running subject is carried on
from the parts before, the heading and the title; prices belong to their market, products to their maker, sums to the world.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rare_earth_data.facts import cues
from rare_earth_data.facts.counterparts import is_flipped, other_side, supplier
from rare_earth_data.facts.gazetteer import currency_country, is_company
from rare_earth_data.facts.partners import read_entity, read_partner
from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.running import Running, antecedent
from rare_earth_data.facts.several import respective, told_apart
from rare_earth_data.facts.statement import Role, Statement
from rare_earth_data.facts.weights import owns, weigh

_SUBJECT_FROM = 0.45
_SET_AGAINST = ("against", "compared", "versus", "unlike", "while the world", "而全球")
_SITE_ANAPHOR = re.compile(
    r"\b(?:the|this|its|that)\s(?:mine|project|plant|refinery|deposit|factory|smelter|works|site|mill|pit|orebody)\b"
    r"|[该此](?:矿|项目|厂|工厂|矿山|矿床|基地|盐湖)",
    re.IGNORECASE,
)
_AT_A_PLACE = re.compile(r"\b(?:at|in|near)\s(?:the\s)?(?P<name>[A-Z][\w-]+)(?!\s?(?:\d|[a-z]*\s?quarter))")
_STATE = re.compile(
    r"\b(?:treasury|exchequer|government|ministry|minister|cabinet|parliament|lawmakers|state budget|taxpayers?)\b"
    r"|财政|政府|国库|内阁|议会|部长",
    re.IGNORECASE,
)
_ANY_ONE = re.compile(r"\s*(?:[A-Z][a-z]+ing|An?|It|一[座个])(?=\s|[\u4e00-\u9fff])")
_IN_GENERAL = re.compile(r"\b(?:on average|typically|usually|as a rule|anywhere)\b|通常|一般|平均需", re.IGNORECASE)
_WORLDWIDE = re.compile(
    r"\s+(?:made|mined|produced|refined|dug|sold|used|consumed|traded)\s+(?:worldwide|globally|around the world)"
)
_MASS = frozenset(("t", "kg"))
_WORLD_MARKETS = frozenset(("London", "伦敦"))
_PRICES = frozenset(("price", "price_change"))
_SHARES = frozenset(("%", "ratio", "pp"))
_NO_WORLD = ("_share", "_dependence", "_sufficiency", "_stake", "other", "investment", "duration")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a number is about: country, partner and entity."""

    country: str | None
    partner: str | None
    entity: str | None


def read_subject(
    statement: Statement, reading: Reading, running: Running, topic: str | None, previous: Reading | None
) -> Subject:
    """Return country, partner and entity of a number; ``topic`` is the country the article is about."""
    weighed = [(weigh(statement, reading, role), role) for role in statement.roles_in(reading.part)]
    weight, best = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    beside = best or _name_before(statement, reading)
    if beside is not None and is_flipped(statement, reading, beside, previous):
        country = other_side(statement, beside.country, reading, running, topic, previous)
        if country is not None:
            reading.is_flipped, reading.country = True, country
            return Subject(country, beside.country, None)
    if reading.quantity.unit in _MASS and _WORLDWIDE.match(statement.text, reading.quantity.end):
        reading.country = "WLD"
        return Subject("WLD", None, None)
    if country := told_apart(statement, reading, running):
        reading.country = running.country = country
        return Subject(country, read_partner(statement, reading, country, running), None)
    role = respective(statement, reading) or (best if weight >= _SUBJECT_FROM else None)
    if role and reading.indicator in _PRICES and _text(statement, role) in _WORLD_MARKETS:
        role = None
    carried = _carried(statement, reading, running, topic)
    if role and (_is_mere_world(role, reading, carried) or _digs_abroad(statement, role, reading, running, topic)):
        role = None
    country = role.country if role else carried or _world(statement, reading) or (best.country if best else None)
    reading.country = country
    reading.is_flipped = bool(role and reading.rule and reading.rule.owner and owns(statement, reading, role))
    partner = supplier(statement, reading, country) or read_partner(statement, reading, country, running)
    return Subject(country, partner, read_entity(statement, reading, country, running, is_named=role is not None))


def _text(statement: Statement, role: Role) -> str:
    return statement.text[role.named.start : role.named.end]


def _is_mere_world(role: Role, reading: Reading, carried: str | None) -> bool:
    """Whether "the world" is only what a share is a share of."""
    is_world = role.country == "WLD" and role.named.name.role != "region"
    return is_world and reading.quantity.unit in _SHARES and carried not in (None, "WLD")


def _digs_abroad(statement: Statement, role: Role, reading: Reading, running: Running, topic: str | None) -> bool:
    """Whether a company digs or builds where the heading or the last site named stands, rather than at home."""
    is_local = reading.rule is not None and (reading.rule.place or reading.indicator == "tariff_rate")
    if not role.is_firm or not is_local:
        return False
    at_home = [r for r in statement.roles_in(reading.part) if r.country == role.country and not r.possessive]
    if any(r.named.name.role == "name" or (r.named.name.role == "demonym" and r.is_site) for r in at_home):
        return False
    if topic not in (None, role.country) and _is_elsewhere(statement, role, reading):
        return True
    return running.heading is not None or (running.place is not None and role.country != topic)


def _is_elsewhere(statement: Statement, role: Role, reading: Reading) -> bool:
    """Whether works are only owned from a country ("the Swedish-owned mine"), or stand at a place that nobody knows."""
    if _text(statement, role).endswith("-owned") or statement.text.startswith("-", role.named.end):
        return True
    bounds = statement.parts[reading.part]
    found = _AT_A_PLACE.search(statement.text, bounds.start, bounds.end)
    return found is not None and not statement.roles_between(found.start("name"), found.end())


def _carried(statement: Statement, reading: Reading, running: Running, topic: str | None) -> str | None:
    if _speaks_of_topic(statement, reading) and topic:
        return topic
    roles = statement.roles_in(reading.part)
    is_local = reading.rule and (reading.rule.place or reading.indicator == "tariff_rate")
    by_firm = is_local and any(r.named.name.role == "organization" for r in roles)
    if by_firm and (running.heading or running.place):
        return running.heading or running.place
    start = statement.parts[reading.part].start
    host = running.heading or topic
    if host and is_company(running.entity) and _STATE.search(statement.text, start, reading.quantity.start):
        return host
    if running.place and _SITE_ANAPHOR.search(statement.text, start, reading.quantity.start):
        return running.place
    return _inherited(statement, reading, running, topic) or topic


def _speaks_of_topic(statement: Statement, reading: Reading) -> bool:
    """Whether a part says "the South American country": with such an adjective it is the one the article is about."""
    if statement.language != "en":
        return False
    nouns = cues.reference_nouns()
    words = [token.lower for token in statement.tokens_in(reading.part)]
    return any(word in nouns and "the" in words[max(at - 4, 0) : max(at - 1, 0)] for at, word in enumerate(words))


def _inherited(statement: Statement, reading: Reading, running: Running, topic: str | None) -> str | None:
    """Return the subject of a number that has no name of its own in its part."""
    if before := antecedent(statement, reading.part):
        return before.country
    groups = statement.groups_in(reading.part)
    is_against = statement.opening(reading.part).startswith(_SET_AGAINST)
    if "world" in groups and (is_against or _is_of_world(statement, reading)):
        return "WLD"
    if country := _as_before(statement, reading):
        return country
    if reading.indicator == "lead_time" and _is_general(statement, reading):
        return "WLD"
    if reading.indicator in _PRICES and not {"imports", "exports"} & reading.groups.keys():
        return _market(statement, reading) or running.country
    if reading.indicator == "material_content" and "product" in groups and "grade" not in groups:
        return _maker(statement, reading) or "WLD"
    if reading.rule and reading.rule.place:
        if running.place:
            return running.place
        if topic and (running.is_carried or (running.is_firm and running.country != topic)):
            return running.heading or topic
    if reading.indicator == "investment" and (payer := _treasury(statement, reading)):
        return payer
    return _named_in_passing(statement, reading) or running.country


def _treasury(statement: Statement, reading: Reading) -> str | None:
    """Return whose treasury pays a sum in its own money: "the ministry has set aside 18 billion lira"."""
    bounds = statement.parts[reading.part]
    if not _STATE.search(statement.text, bounds.start, reading.quantity.start):
        return None
    return currency_country(reading.quantity.unit)


def _as_before(statement: Statement, reading: Reading) -> str | None:
    """Return the country of the number that this one follows, if no other is named between the two."""
    before = reading.followed
    if before is None or before.is_flipped or statement.roles_between(before.quantity.end, reading.quantity.start):
        return None
    return before.country


def _named_in_passing(statement: Statement, reading: Reading) -> str | None:
    """Return the place of a sentence without a subject of its own: "building an industry in the U.S. will take"."""
    start = reading.quantity.start
    before = [r for r in statement.near_roles(reading.quantity) if r.named.end <= start and r.country != "WLD"]
    if any(role.is_first for role in before):
        return None
    return next((role.country for role in before if role.preposition in ("in", "for", "在")), None)


def _is_of_world(statement: Statement, reading: Reading) -> bool:
    """Whether "global" stands before a number that is no share: "global GDP by 7%", "global output of 220 tonnes"."""
    if reading.indicator.endswith(_NO_WORLD):
        return False
    start = reading.quantity.start
    hits = statement.between(statement.words, start - 60, start)
    return any(
        "world" in hit.key and statement.part_at(hit.start) == reading.part and start - hit.end <= 45 for hit in hits
    )


def _is_general(statement: Statement, reading: Reading) -> bool:
    """Whether a sentence without a name says how long something takes anywhere: "A mine takes 18 years on average"."""
    start, end = statement.window(reading.quantity)
    if not _ANY_ONE.match(statement.text, start) or statement.roles_between(start, end):
        return False
    return _IN_GENERAL.search(statement.text, start, end) is not None


def _market(statement: Statement, reading: Reading) -> str | None:
    """Return where a price holds: a place of the sentence, China for yuan, the world for a price without a place."""
    roles = statement.near_roles(reading.quantity)
    if any(_text(statement, role) in _WORLD_MARKETS for role in roles):
        return "WLD"
    places = [role for role in roles if role.preposition in ("in", "at", "在")]
    own = next((role.country for role in places if role.part == reading.part), None)
    if own is None and reading.quantity.unit.startswith("CNY/"):
        return "CHN"
    if own or places:
        return own or places[0].country
    unit = next((q.unit for q in statement.near(statement.quantities, reading.quantity) if "/" in q.unit), "")
    if unit.startswith("CNY"):
        return "CHN"
    is_told = unit or reading.indicator == "price_change"
    return "WLD" if is_told and not any(r.is_first and r.part <= reading.part for r in roles) else None


def _maker(statement: Statement, reading: Reading) -> str | None:
    """Return the country of the product named beside a number."""
    for named in statement.near(statement.names, reading.quantity):
        if named.name.role == "product" and named.country and statement.part_at(named.start) == reading.part:
            return named.country
    return None


def _world(statement: Statement, reading: Reading) -> str | None:
    hits = statement.near(statement.words, reading.quantity)
    return "WLD" if any("world" in hit.key for hit in hits) else None


def _name_before(statement: Statement, reading: Reading) -> Role | None:
    """Return the name the part before this one opens with, if that part holds no number."""
    before = reading.part - 1
    if before < 0 or statement.parts[before].sentence != statement.parts[reading.part].sentence:
        return None
    if statement.has_number(statement.parts[before].start, statement.parts[before].end):
        return None
    return next((role for role in statement.roles_in(before) if role.is_first), None)
