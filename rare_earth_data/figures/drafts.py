"""A quantity while it is being read, and the joining of two numbers into a range."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rare_earth_data.figures.lexicon import Lexicon, Unit
from rare_earth_data.figures.parts import read_side
from rare_earth_data.figures.phrases import back_gap, skip_gap
from rare_earth_data.figures.sides import Side, take_per
from rare_earth_data.model import Quantity

_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、]")
_LOOK_BACK = 60
# 从52万至58万吨降到37万: what follows tells where the range went, so that both ends are where it was.
_ZH_MOVES_TO = re.compile("(?:一下|又|再)?[上下]?(?:降|升|增|减|调|压|涨|跌|提高|提升|扩大|缩小)[低高加少整]?[到至为]")


@dataclass(slots=True)
class Draft:
    """One or two sides, the hedge and the noun around them, and where all of it stands."""

    start: int
    end: int
    side: Side
    high: Side | None = None
    qualifier: str = "eq"
    hedged: bool = False
    noun: str | None = None
    kind: str = "number"
    unit: Unit | None = None

    @property
    def amount(self) -> float:
        """The value, or the lower end of a range, in the canonical unit."""
        return self.side.number * self.side.magnitude * (self.unit.factor if self.unit else 1.0)

    def finish(self) -> Quantity:
        """Return the quantity: bounds from the qualifier, floats rounded to twelve digits."""
        unit = self.unit or Unit("count", 1.0, "count")
        if self.high is not None:
            low, high = sorted((tidy(self.amount), tidy(self.high.number * self.high.magnitude * unit.factor)))
            return Quantity(self.start, self.end, None, low, high, "range", unit.name, self.noun, self.kind)
        value = tidy(self.amount)
        low_bound = value if self.qualifier in ("gt", "ge") else None
        high_bound = value if self.qualifier in ("lt", "le") else None
        return Quantity(
            self.start, self.end, value, low_bound, high_bound, self.qualifier, unit.name, self.noun, self.kind
        )


def tidy(value: float) -> float:
    """Drop the noise of binary fractions: 7.000000000000001 is 7."""
    return float(f"{value:.12g}")


def read_draft(text: str, position: int, floor: int, lexicon: Lexicon) -> Draft | int | None:
    """Read the number at ``position`` and, if it is the lower end of a range, the upper end too."""
    side = read_side(text, position, floor, lexicon)
    if side is None or isinstance(side, int):
        return side
    if side.upper is not None:
        high = Side(
            side.start, side.end, side.number_start, side.upper, side.form, magnitude=side.magnitude, unit=side.unit
        )
        return Draft(side.start, side.end, side, high, "range", unit=side.unit)
    draft = Draft(side.start, side.end, side, unit=side.unit)
    _join_upper_end(text, draft, floor, lexicon)
    return draft


def _join_upper_end(text: str, draft: Draft, floor: int, lexicon: Lexicon) -> None:
    side = draft.side
    lead = lexicon.between.before(text, back_gap(text, side.start, floor), floor)
    joiners = lexicon.between_joiners if lead else lexicon.joiners
    found = joiners.after(text, skip_gap(text, side.end))
    if not found:
        return
    at = skip_gap(text, found.end)
    money = lexicon.money_before.after(text, at)
    upper = read_side(text, skip_gap(text, money.end) if money else at, found.end, lexicon) if at < len(text) else None
    if (
        not isinstance(upper, Side)
        or not _starts_number(text, upper, at)
        or not _fits(text, side, upper, bool(lead), found.end - found.start, lexicon)
    ):
        return
    _share_unit(text, side, upper, lexicon)
    draft.unit = side.unit
    if side.amount >= upper.amount:
        draft.unit = side.unit
        return
    draft.high, draft.qualifier, draft.end = upper, "range", upper.end
    if lead:
        draft.start = lead.start
    elif text.startswith("from ", draft.start - 5) and draft.start - 5 >= floor:
        draft.start -= 5


def _starts_number(text: str, upper: Side, at: int) -> bool:
    return upper.start == at or upper.number_start == at


def _fits(text: str, low: Side, high: Side, led: bool, joiner_length: int, lexicon: Lexicon) -> bool:
    """Say whether two numbers are the ends of one range rather than two values (from 15% to 18%)."""
    if (
        high.upper is not None
        or low.form == "article"
        or (low.unit and high.unit and _dimension(low.unit) != _dimension(high.unit))
    ):
        return False
    if _is_year(text, low) and high.unit is not None:
        return False
    if low.unit and not high.unit:
        return (
            False
            if low.unit.kind != "money"
            or (low.end != low.number_end and low.magnitude == 1 and low.end > low.number_end)
            else _below(low, high)
        )
    if not _below(low, high):
        return False
    return led or bool(_ZH_MOVES_TO.match(text, high.end)) or not _is_change(text, low, lexicon)


def _is_year(text: str, side: Side) -> bool:
    """Say whether a bare number is the year of "from 45,900 tonnes in 2023 to 74,600 tonnes"."""
    is_bare = side.unit is None and side.magnitude == 1.0 and 1900 <= side.number < 2100
    return is_bare and text.endswith((" in ", " of "), 0, side.number_start)


def _below(low: Side, high: Side) -> bool:
    factor = high.magnitude if low.magnitude == 1.0 and low.number < high.number else low.magnitude
    unit = low.unit.factor if low.unit else (high.unit.factor if high.unit else 1.0)
    return low.number * factor * unit < high.amount if high.unit else low.number * factor < high.number * high.magnitude


def _dimension(unit: Unit) -> str:
    return "money" if unit.kind in ("money", "price") else unit.kind


def _is_change(text: str, low: Side, lexicon: Lexicon) -> bool:
    """Say whether "from" stands before the lower end and names the start of a change."""
    start = back_gap(text, low.start)
    before = text[max(0, start - _LOOK_BACK) : start]
    word = before.rsplit(" ", 1)[-1].lower() if before[-1:].isascii() else before[-1:]
    if word not in lexicon.words["from"]:
        return False
    if low.unit is not None:
        return True
    clause = _CLAUSE.split(before)[-1].lower()
    return any(piece.startswith(lexicon.change_stems) for piece in clause.split()[:-1]) or not word.isascii()


def _share_unit(text: str, low: Side, high: Side, lexicon: Lexicon) -> None:
    """Let the lower end take the magnitude and unit printed at the upper end only, and the other way round for money."""
    single = low.magnitude == 1.0 and high.magnitude != 1.0 and low.number < high.number
    if single and (low.unit is None or low.unit.kind == "money"):
        low.magnitude = high.magnitude
    if high.unit is None and low.unit is not None:
        high.unit = low.unit
        take_per(text, high, high.start, lexicon)
    if low.unit is None or (high.unit is not None and high.unit.kind == "price"):
        low.unit = high.unit
