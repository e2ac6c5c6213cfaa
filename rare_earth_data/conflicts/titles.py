"""The title as a second witness: a number that the title and the text have with another scale or without its currency."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from rare_earth_data.conflicts.evidence import Evidence
from rare_earth_data.conflicts.hits import Hit, Member
from rare_earth_data.conflicts.intervals import Interval, read_interval
from rare_earth_data.conflicts.settings import settings
from rare_earth_data.figures import read_quantities
from rare_earth_data.model import Quantity

_LEAST = 100.0
_HOME_CURRENCY = "CNY"
_A_SUM = 1e6

Told = tuple[Any, Quantity, Interval]


def _interval(quantity: Quantity) -> Interval | None:
    return read_interval({name: getattr(quantity, name) for name in ("value", "low", "high", "qualifier", "unit")})


def _told_in_text(evidence: Evidence, article_id: str) -> list[Told]:
    """Return (claim, quantity, interval) for every number of an article's text."""
    told = []
    for claim in evidence.claims_of.get(article_id, ()):
        for quantity in read_quantities(claim["text"]):
            if (interval := _interval(quantity)) is not None:
                told.append((claim, quantity, interval))
    return told


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def _one_kind(title: str, text: str) -> bool:
    """Whether numbers with these units can be one; a bare number in a title may have any unit in the text but a share."""
    if title == "count":
        return text in ("count", "t", "persons") or _is_currency(text)
    return title == text


def from_titles(evidence: Evidence) -> Iterator[Hit]:
    """RED-X021 and RED-X022: a title's number that the text has a power of ten away, or with a foreign currency."""
    for identifier, article in evidence.articles.items():
        title = article.get("title")
        if not title or article.get("title_start") is None:
            continue
        numbers = [q for q in read_quantities(title) if q.value is not None and q.value >= _LEAST]
        told = _told_in_text(evidence, identifier) if numbers else []
        for number in numbers:
            if hit := _compared(article, number, told):
                yield hit


def _compared(article: Any, number: Quantity, told: list[Told]) -> Hit | None:
    interval = _interval(number)
    near = [(claim, q, i) for claim, q, i in told if _one_kind(number.unit, q.unit)]
    if interval is None or not near:
        return None
    same = [(claim, q) for claim, q, i in near if not i.apart(interval)]
    if not same:
        slips = [(claim, q) for claim, q, _ in near if _is_slip(number, q)]
        text = "The title has {title}, the text {text}: a factor of ten, a thousand or ten thousand."
        return _hit("RED-X021", article, number, slips, text) if slips else None
    units = {q.unit for _, q in same}
    if number.unit == "count" and (number.value or 0) >= _A_SUM and _HOME_CURRENCY not in units:
        foreign = [(claim, q) for claim, q in same if _is_currency(q.unit)]
        text = "The title has {title} without a currency, which the text gives as {text}."
        return _hit("RED-X022", article, number, foreign, text) if foreign else None
    return None


def _is_slip(number: Quantity, other: Quantity) -> bool:
    known = settings()["scale"]
    if number.value is None or not other.value or other.value <= 0 or number.unit in known["not_units"]:
        return False
    ratio = math.exp(abs(math.log(number.value / other.value)))
    return any(abs(ratio / factor - 1) <= known["tolerance"] for factor in known["factors"])


def _hit(rule: str, article: Any, number: Quantity, told: list[tuple[Any, Quantity]], text: str) -> Hit:
    claim, quantity = told[0]
    members = (
        Member.title_words(article, number.start, number.end),
        Member.words(claim, quantity.start, quantity.end),
    )
    explanation = text.format(title=f"'{members[0].text}'", text=f"'{members[1].text}'")
    return Hit(rule, members, explanation, (article["article_id"], members[0].text))
