"""Which indicator a number belongs to: the one whose cue words stand nearest and whose unit fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter

from rare_earth_data.facts import cues
from rare_earth_data.facts.commodities import Found
from rare_earth_data.facts.cues import Rule
from rare_earth_data.facts.directions import read_direction
from rare_earth_data.facts.lexicon import Hit
from rare_earth_data.facts.reading import Reading, dimension, size_of
from rare_earth_data.facts.statement import Statement
from rare_earth_data.model import Quantity

_OF_ITS_OWN = re.compile(r"\s+of (?:its|their|his|her|our)\b")
_AT = re.compile(r"\s+(?:at|with|on)\s+")
_OF_WORKS = re.compile(
    r" of (?:an?|any|the|that|this|its|their|two|both) (?:[\w-]+ ){0,2}(?:mines?|pits?|projects?|refinery|plants?|smelters?|"
    r"company|firm|miner|developer|venture|works|unit|business|deposit|operation|subsidiary|shares|equity)\b(?!['’])"
)
_OF_NAME = re.compile(
    r" of (?:the )?(?!January|February|March|April|May|June|July|August|September|October|November|December)"
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?=[,.;)]| and | for | from | to | in |\s\[|$)"
)
_DRAWS = re.compile(r"\b(?:gets?|got|draws?|drew|obtains?|takes?|took|sources?|receives?|procures?)\s$")
_OF_OWN = re.compile(r" of (?:its|their|his|her|the country's) ")
_OF_FIRM = re.compile(r" (?:of|in) (?:the |its |their )?(?:[a-z]+ ){0,4}")
_LIMITS = frozenset(("per_year", "planned_output", "quota"))
_NEAR_ENOUGH = 30
# What else rises and falls than a price.
_TRADED_IN_BULK = frozenset(
    (
        "exports",
        "imports",
        "production",
        "mining",
        "consumption",
        "quota",
        "earnings",
        "capacity",
        "reserves",
        "refining",
        "supply",
        "growth",
    )
)
ENOUGH = 0.75
_VAGUE = frozenset(("world", "market", "per_year", "plant", "possession", "capacity"))
# What a word loses that stands right before another number, as "purity" in "88% of it at a purity of 99%".
_TAKEN, _RIGHT_BEHIND = 0.4, 1.3
_USUAL_SIZE, _UNUSUAL_SIZE, _UNLIKELY = 0.6, -1.0, -2.0


def read_indicator(
    statement: Statement, quantity: Quantity, context: Iterable[tuple[str, float]], found: Found
) -> Reading:
    """Choose the indicator of a number.

    ``context`` are the cue groups of heading and title with how much they count, ``found`` is the number's commodity.
    """
    reading = Reading(quantity, statement.part_at(quantity.start), commodity=found.commodity, is_named=found.is_named)
    read_direction(statement, reading)
    near, own = _nearness(statement, reading)
    reading.groups, reading.near = dict(near), near
    for group, weight in context:
        near[group] = max(near.get(group, 0.0), weight)
    unit = dimension(quantity.unit)
    for rule in cues.rules_for(unit):
        if _fits(rule, unit, reading, near) and not (rule.near and own.keys().isdisjoint(rule.needs)):
            reading.choices.append((rule, _score(statement, reading, rule, near)))
    best, score = max(reading.choices, key=itemgetter(1), default=(None, 0.0))
    if best is not None and score >= ENOUGH:
        reading.score = score
        reading.own = sum(weight * own.get(group, 0.0) for group, weight in best.words.items() if group not in _VAGUE)
        reading.take(best.indicator)
    return reading


def _score(statement: Statement, reading: Reading, rule: Rule, near: dict[str, float]) -> float:
    quantity = reading.quantity
    score = rule.base
    for group, nearness in near.items():
        score += rule.words.get(group, 0.0) * nearness
    size = size_of(quantity)
    if rule.at_most and size > rule.at_most:
        score += _UNLIKELY
    if rule.world_output and _LIMITS.isdisjoint(near) and not statement.text.startswith(" of ore", quantity.end):
        in_tonnes = size if quantity.unit == "t" else size / 1000
        score += _UNLIKELY if in_tonnes > cues.world_output().get(reading.commodity or "", in_tonnes) else 0.0
    if rule.typical:
        score += _USUAL_SIZE if size >= rule.typical else _UNUSUAL_SIZE
    if rule.of_world and _OF_ITS_OWN.match(statement.text, quantity.end):
        score += _UNLIKELY
    return score


def _fits(rule: Rule, unit: str, reading: Reading, near: dict[str, float]) -> bool:
    """Whether unit, needed words, commodity and direction allow an indicator."""
    if rule.needs and rule.needs.isdisjoint(near):
        return False
    if (also := rule.also_needs.get(unit)) and not any(group in near for group in also):
        return False
    is_unmined = reading.commodity in cues.unmined_commodities()
    if (rule.not_commodity and not is_unmined) or (rule.elsewhere and is_unmined and "mining" not in near):
        return False
    told = reading.direction is not None and not reading.gap
    if (rule.change == "yes" and not told) or (rule.change == "no" and told and unit in ("%", "ratio")):
        return False
    return not ((rule.gap == "yes" and not reading.gap) or (rule.gap == "any" and reading.gap and rule.change == "yes"))


def _nearness(statement: Statement, reading: Reading) -> tuple[dict[str, float], dict[str, float]]:
    """Return how near each group of cue words stands, overall and within the number's own part."""
    near: dict[str, float] = {}
    own: dict[str, float] = {}
    for hit in statement.near(statement.words, reading.quantity):
        part = statement.part_at(hit.start)
        weight = _weight(statement, reading, hit, part)
        for group in hit.key:
            if weight > near.get(group, 0.0):
                near[group] = weight
            if part == reading.part and weight > own.get(group, 0.0):
                own[group] = weight
    if reading.direction and statement.language == "en":
        _favour_subject(statement, reading, near)
    _read_owners(statement, reading, near)
    return near, own


def _favour_subject(statement: Statement, reading: Reading, near: dict[str, float]) -> None:
    """In "exports of processed goods fell 9%" the first cue word of the part is what fell."""
    hits = statement.near(statement.words, reading.quantity)
    head = next((hit for hit in hits if statement.part_at(hit.start) == reading.part), None)
    if head and head.end <= reading.quantity.start:
        near.update({group: max(near.get(group, 0.0), 1.2) for group in head.key})


def _read_owners(statement: Statement, reading: Reading, near: dict[str, float]) -> None:
    """Names are cues, too: a company that holds 15%, 15% of a company, and "99% Chinese"."""
    start, end = reading.quantity.start, reading.quantity.end
    firms = (r for r in statement.roles_in(reading.part) if r.named.name.role == "organization")
    holds = any(r.preposition is None and r.named.end <= reading.quantity.start for r in firms)
    holds = holds and near.get("possession", 0.0) >= 0.6
    holds = holds and max(near.get("world", 0.0), near.get("market", 0.0)) < 0.9
    behind = [n for n in statement.near(statement.names, reading.quantity) if n.start >= end][:1]
    of_firm = any(
        n.name.role in ("organization", "facility") and _OF_FIRM.fullmatch(statement.text, end, n.start) for n in behind
    )
    at_number = any(
        n.name.role in ("organization", "seat") and _AT.fullmatch(statement.text, n.end, reading.quantity.start)
        for n in statement.near(statement.names, reading.quantity)
    )
    of_works = _OF_WORKS.match(statement.text, end) is not None or _is_of_unknown(statement, end)
    is_ore = statement.language == "en" and reading.quantity.unit == "%"
    if is_ore and statement.between(statement.commodities, end, end + 2):
        near["grade"] = max(near.get("grade", 0.0), 1.0)
    if holds or of_firm or of_works or (at_number and reading.quantity.unit == "%"):
        near["stake"] = max(near.get("stake", 0.0), 1.4)
    if _DRAWS.search(statement.text, max(start - 12, 0), start) and _OF_OWN.match(statement.text, end):
        near["dependence"] = max(near.get("dependence", 0.0), 1.0)
    if _rises_itself(statement, reading):
        near["price"] = max(near.get("price", 0.0), 0.9)
    if _goes(statement, reading, "to"):
        near["exports"] = max(near.get("exports", 0.0), 0.8)
    if reading.quantity.unit == "t" and _goes(statement, reading, "from"):
        near["imports"] = max(near.get("imports", 0.0), 0.8)
    if any(n.name.role == "demonym" and n.start - end <= 1 for n in behind):
        near["market"] = 1.0


def _is_of_unknown(statement: Statement, end: int) -> bool:
    """Whether a share is one of something with a name that is no country's: "15.8% of Savannah"."""
    found = _OF_NAME.match(statement.text, end)
    return found is not None and not statement.roles_between(end, found.end())


def _rises_itself(statement: Statement, reading: Reading) -> bool:
    """Whether it is a commodity that rises or falls, which means its price: "terbium climbed 21.9%", 氧化镝一周上涨23%."""
    quantity, part = reading.quantity, statement.parts[reading.part]
    if reading.direction is None or reading.gap or quantity.unit not in ("%", "ratio"):
        return False
    named = statement.between(statement.commodities, part.start, quantity.start)
    if not named or quantity.start - named[-1].end > _NEAR_ENOUGH:
        return False
    words = statement.between(statement.words, part.start, quantity.start)
    return all(_TRADED_IN_BULK.isdisjoint(hit.key) for hit in words)


def _goes(statement: Statement, reading: Reading, preposition: str) -> bool:
    """Whether goods go somewhere or come from there: "60% of their oxide to Korea", "900 tonnes of ore from Laos"."""
    quantity = reading.quantity
    if quantity.unit not in ("%", "t") or not statement.text.startswith(" of ", quantity.end):
        return False
    behind = statement.roles_between(quantity.end + 1, quantity.end + 60)
    return any(role.preposition == preposition and role.part == reading.part for role in behind)


def _weight(statement: Statement, reading: Reading, hit: Hit[tuple[str, ...]], part: int) -> float:
    """Return how much a cue word counts: most right behind the number after "of", little in another part."""
    quantity, scale = reading.quantity, 40 if statement.language == "zh" else 130
    if part != reading.part:
        far = abs(part - reading.part)
        return max((0.5 if part < reading.part else 0.25) - 0.08 * (far - 1), 0.06)
    if hit.start >= quantity.end:
        gap = statement.text[quantity.end : hit.start]
        if statement.language == "zh":
            if gap in ("", "的"):
                return _RIGHT_BEHIND
            return max(0.75 - len(gap) / scale - (0.3 if "、" in gap else 0), 0.1)
        other_number = statement.has_number(quantity.end, hit.start)
        base = 1.3 if gap.startswith((" of ", " share", " in ")) else 0.95
        base -= _TAKEN if statement.has_number(hit.end, hit.end + 5) else 0.0
        return max(base - len(gap) / scale - (0.4 if other_number else 0), 0.1 if other_number else 0.3)
    if hit.end <= quantity.start:
        between = statement.has_number(hit.end, quantity.start)
        return max(1.0 - (quantity.start - hit.end) / scale - 0.2 * between, 0.1 if between else 0.3)
    return 1.2
