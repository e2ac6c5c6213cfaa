"""From a number fully read to a metric, if it counts as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rare_earth_data.facts import cues
from rare_earth_data.facts.gazetteer import currency_country
from rare_earth_data.facts.reading import Reading, dimension, size_of
from rare_earth_data.facts.running import Running
from rare_earth_data.facts.statement import Statement
from rare_earth_data.facts.status import is_denied, read_status
from rare_earth_data.facts.subjects import read_subject
from rare_earth_data.facts.when import read_period
from rare_earth_data.figures import currencies_of
from rare_earth_data.model import Metric, Quantity

_NAMES_WITH_NUMBERS = frozenset(("instrument", "product"))
_ONLY_WITH_INDICATOR = frozenset(("count", "persons", "duration", "nm", "layers", "output", "other"))
_WEIGHED = frozenset(("exports", "imports", "mining", "production", "refining"))
_DEAREST = 1e6  # no measure of anything traded costs more, in any money
_SIGNED = ("_change", "_growth", "_impact", "growth_rate")
_TIME_SPAN = re.compile(
    r"(?:\b(?:the|its|their|this|these)\s+(?:next|past|last|first|coming|previous|preceding|following)\s+|未来|过去|近)$"
)


def read_metric(
    statement: Statement,
    reading: Reading,
    running: Running,
    topic: str | None,
    year: int | None,
    previous: Reading | None,
) -> Metric | None:
    """Return the metric of a number, with offsets in the statement, or nothing if it is none.

    ``topic`` is the country the article is about, ``year`` the one it was published in.
    """
    if not _counts(statement, reading) or is_denied(statement, reading):
        return None
    subject = read_subject(statement, reading, running, topic, previous)
    if subject.country is None:
        return None
    reading.quantity = _in_local_money(statement, reading.quantity, (subject.country, subject.partner))
    if reading.indicator == "material_content":
        reading.quantity = _in_kilograms(reading.quantity)
    quantity, rule = _signed(reading), reading.rule
    period = read_period(statement, reading)
    reading.status = read_status(statement, reading, year, period)
    reading.partner = subject.partner
    if rule and rule.as_target and reading.status == "target" and "world" not in reading.groups:
        reading.take(rule.as_target)
        rule = reading.rule
    return Metric(
        quantity.start,
        quantity.end,
        subject.country,
        reading.indicator,
        quantity.unit,
        quantity.value,
        quantity.low,
        quantity.high,
        quantity.qualifier,
        subject.partner,
        subject.entity,
        rule.stage if rule else None,
        _commodity(reading),
        period,
        reading.status,
    )


def priced(statement: Statement, quantity: Quantity, price_unit: str | None) -> Quantity:
    """Give an amount of money the measure of the price before it: "up from $575" after "$1,150 per kilogram"."""
    if price_unit is None or dimension(quantity.unit) != "money":
        return quantity
    if size_of(quantity) > _DEAREST:
        return quantity
    if not any("price" in hit.key for hit in statement.near(statement.words, quantity)):
        return quantity
    return replace(quantity, unit=quantity.unit + price_unit[price_unit.index("/") :])


def weighed(statement: Statement, quantity: Quantity) -> Quantity:
    """Give a number the measure of what it counts: "exports stood at zero" are no tonnes, 9,000 Malagasy are people."""
    if quantity.unit == "count" and _is_of_people(statement, quantity):
        return replace(quantity, unit="persons")
    if quantity.kind != "zero":
        return quantity
    part = statement.parts[statement.part_at(quantity.start)]
    groups = {group for hit in statement.between(statement.words, part.start, part.end) for group in hit.key}
    return quantity if groups.isdisjoint(_WEIGHED) else replace(quantity, unit="t")


def _is_of_people(statement: Statement, quantity: Quantity) -> bool:
    """Whether a people stands right behind a number where work is spoken of."""
    behind = statement.between(statement.names, quantity.end, quantity.end + 2)
    if not any(named.name.role == "demonym" for named in behind):
        return False
    return any("jobs" in hit.key for hit in statement.near(statement.words, quantity))


def _counts(statement: Statement, reading: Reading) -> bool:
    """Whether a number counts as a metric at all: listed things, ages and spans of time do not."""
    start, end = reading.quantity.start, reading.quantity.end
    names = statement.near(statement.names, reading.quantity)
    if any(n.name.role in _NAMES_WITH_NUMBERS and n.start < end and start < n.end for n in names):
        return False
    unit = dimension(reading.quantity.unit)
    if unit == "duration" and _TIME_SPAN.search(statement.text, max(start - 24, 0), start):
        return False
    return reading.rule is not None or unit not in _ONLY_WITH_INDICATOR


def _commodity(reading: Reading) -> str:
    """Return the commodity of a metric: what is dug is no magnet; what the indicator usually means precedes the title."""
    rule = reading.rule
    if rule and rule.commodity and not reading.is_named:
        return rule.commodity
    if rule and rule.stage == "mine" and reading.commodity == "ndfeb_magnets" and not reading.is_named:
        return "rare_earths"
    family = cues.rare_earth_commodities()
    if rule and rule.business and not reading.is_named and reading.commodity in family:
        return reading.topic if reading.topic in family else "rare_earths"
    return reading.commodity or "none"


def _in_kilograms(quantity: Quantity) -> Quantity:
    """Give what a product contains in its usual unit."""
    if quantity.unit != "t":
        return quantity
    low, value, high = (None if n is None else n * 1000 for n in (quantity.low, quantity.value, quantity.high))
    return replace(quantity, value=value, low=low, high=high, unit="kg")


def _in_local_money(statement: Statement, quantity: Quantity, countries: Sequence[str | None]) -> Quantity:
    """Let a word that several countries use for their money mean that of whom the number is about: ¥ are yen in Japan."""
    code, _, measure = quantity.unit.partition("/")
    choices = currencies_of(statement.text[quantity.start : quantity.end])
    if code not in choices:
        return quantity
    homes = {currency_country(choice): choice for choice in choices}
    local = next((homes[country] for country in countries if country in homes), code)
    return replace(quantity, unit=f"{local}/{measure}" if measure else local)


def _is_fall(reading: Reading) -> bool:
    """Whether a change goes down; what is said to happen to an economy mostly does."""
    if reading.indicator == "gdp_impact" and reading.quantity.unit != "%":
        return reading.direction != "up"
    return reading.direction == "down" and not reading.gap


def _signed(reading: Reading) -> Quantity:
    """Make a fall negative where the indicator tells a change."""
    q, rule = reading.quantity, reading.rule
    falls = rule is not None and rule.indicator.endswith(_SIGNED) and _is_fall(reading)
    if not falls or (q.value or q.low or q.high or 0) < 0 or q.unit == "ratio":
        return q
    low = -q.high if q.high is not None else None
    high = -q.low if q.low is not None else None
    return replace(q, value=-q.value if q.value is not None else None, low=low, high=high)
