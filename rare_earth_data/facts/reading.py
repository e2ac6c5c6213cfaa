"""What the rules have made of one number so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from rare_earth_data.facts import cues
from rare_earth_data.facts.cues import Rule
from rare_earth_data.model import Quantity

_MASS = frozenset(("t", "kg", "g"))
_DURATION = frozenset(("years", "months", "weeks", "days", "hours"))
# What plants are sized in other than mass: energy of batteries, work of enrichment, volume of brine.
_OUTPUT = frozenset(("SWU", "MWh", "GWh", "TWh", "m3", "bbl"))
_PLAIN = frozenset(("%", "pp", "ratio", "count", "persons", "nm", "layers"))


@dataclass(slots=True)
class Reading:
    """A number being read.

    ``direction`` is up or down where a change is told, ``gap`` set where two sides are compared, ``own`` what the cue words of
    its own part are worth, ``groups`` how near each group of words stands, ``near`` the same with heading and title counted
    in, ``choices`` the rules that fit and their scores, ``is_named`` whether the sentence itself names the commodity,
    ``topic`` the commodity of the article,
    ``is_flipped`` where the name beside the number is the partner, ``followed`` the number whose indicator it shares.
    """

    quantity: Quantity
    part: int
    indicator: str = "other"
    rule: Rule | None = None
    score: float = 0.0
    own: float = 0.0
    groups: dict[str, float] = field(default_factory=dict)
    near: dict[str, float] = field(default_factory=dict)
    choices: list[tuple[Rule, float]] = field(default_factory=list)
    direction: str | None = None
    gap: bool = False
    commodity: str | None = None
    is_named: bool = True
    topic: str | None = None
    country: str | None = None
    partner: str | None = None
    status: str | None = None
    is_flipped: bool = False
    followed: Reading | None = None

    def take(self, indicator: str | None) -> bool:
        """Take an indicator, or the one that stands for it where the commodity is another; tell whether there was one."""
        if indicator is None:
            return False
        self.rule = self.meant_by(cues.rules()[indicator])
        self.indicator = self.rule.indicator
        return True

    def meant_by(self, rule: Rule) -> Rule:
        """Return what a rule stands for with the commodity of this number."""
        if rule.elsewhere and "mining" not in self.groups and self.commodity in cues.unmined_commodities():
            rule = cues.rules()[rule.elsewhere]
        if self.is_named:
            rule = cues.rules()[rule.for_commodity.get(self.commodity or "", rule.indicator)]
        return rule


def size_of(quantity: Quantity) -> float:
    """Return how large a number is, by its value or a bound."""
    return quantity.value or quantity.high or quantity.low or 0.0


def dimension(unit: str) -> str:
    """Return the dimension that the rules speak of: t, kg, %, money, price, duration, output or the unit itself."""
    if unit in _DURATION:
        return "duration"
    if unit in _PLAIN or unit in _MASS:
        return unit
    if unit in _OUTPUT:
        return "output"
    if "/" in unit:
        return "price" if unit[:3].isupper() else "other"
    return "money" if len(unit) == 3 and unit.isupper() else "other"
