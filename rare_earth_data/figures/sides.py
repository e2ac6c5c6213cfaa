"""Reads one number with what belongs to it: magnitude, unit, currency, "per". A range has two such sides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rare_earth_data.figures.lexicon import Lexicon, Unit
from rare_earth_data.figures.nouns import counted_noun
from rare_earth_data.figures.numerals import Numeral
from rare_earth_data.figures.phrases import Found, back_gap, is_chinese, is_letter, skip_gap

RATIO = Unit("ratio", 1.0, "multiple")
PERCENT = Unit("%", 1.0, "percent")
# "a tonne", "per tonne", "/tonne", "每吨": what a price is per.
_PER = re.compile(r" ?/ ?|[ -]per[ -](?:every )?| (?:an?|each|every|the) |每|一")
_OF_PER = re.compile(r" of [a-z]+(?: [a-z]+)? per ")
_ZH_SCALES = re.compile("[十百千万亿兆萬億]{1,3}")
_ZH_REST = re.compile(r"([0-9]{1,4})([十百千万]{1,2})")
_INNER = re.compile("[多余来几]")
# What a minus may follow directly: 每吨-42美元.
_ZH_EACH = re.compile("每[\u4e00-\u9fff]{1,2}$")
_SCALE_GAP = re.compile(r"[ -]?(?:a )?")
_MILLION = 1_000_000


@dataclass(slots=True)
class Side:
    """One number as printed: ``number`` times ``magnitude`` (1 if none is printed) in ``unit`` (None if none is printed).

    ``start`` is where the currency or sign begins, ``number_start`` where the number does; ``form`` tells how it is written.
    ``inner`` is a "more than" inside the number (300多万).
    """

    start: int
    end: int
    number_start: int
    number: float
    form: str
    upper: float | None = None
    magnitude: float = 1.0
    unit: Unit | None = None
    inner: bool = False
    number_end: int = 0

    @property
    def amount(self) -> float:
        """The value in the canonical unit."""
        return self.number * self.magnitude * (self.unit.factor if self.unit else 1.0)


def complete(text: str, numeral: Numeral, floor: int, lexicon: Lexicon) -> Side:
    """Read what stands right of a numeral (magnitude, unit, "per") and left of it (currency, sign)."""
    side = Side(numeral.start, numeral.end, numeral.start, numeral.value, numeral.form, numeral.upper)
    side.number_end = numeral.end
    _take_left(text, side, floor, lexicon)
    if not unit_follows(text, side, lexicon):
        _take_magnitude(text, side, lexicon)
    found = unit_after(text, side.end, lexicon)
    if found and side.unit is None:
        side.unit, side.end = found.meaning, found.end
    elif found and side.unit and found.meaning == side.unit:
        side.end = found.end
    _take_half(text, side, lexicon)
    if side.magnitude >= _MILLION and text[side.end - 6 : side.end] == "pounds" and _is_sterling(text, side, lexicon):
        side.unit = Unit("GBP", 1.0, "money")
    if side.unit:
        take_per(text, side, floor, lexicon)
    return side


def _is_sterling(text: str, side: Side, lexicon: Lexicon) -> bool:
    """Say whether pounds are money: nothing that is weighed follows, and a British name stands in the text before."""
    if text.startswith(" of ", side.end):
        return False
    before = text[max(0, side.start - 400) : side.start + 100]
    return any(place in before for place in lexicon.words["sterling_places"])


def unit_follows(text: str, side: Side, lexicon: Lexicon) -> bool:
    """Say whether a Chinese unit that begins like a magnitude (千克, 百分点) stands right after the number."""
    if not is_chinese(text, side.end):
        return False
    found = lexicon.units.after(text, side.end)
    return found is not None and text[side.end] in lexicon.zh_magnitudes


def unit_after(text: str, position: int, lexicon: Lexicon) -> Found[Unit] | None:
    """Return the unit at ``position``, after a space or hyphen at most."""
    start = skip_gap(text, position)
    if text.startswith("-", position) and is_letter(text, position + 1):
        start = position + 1
    if lexicon.phrases["zh_not_units"].after(text, start):
        return None
    found = lexicon.units.after(text, start)
    if found and text[found.end - 1] < "\u2e80" and text[found.end : found.end + 1].isdigit():
        return None  # "US$3,000-US$3,500": the currency of the next number
    return found


def _take_left(text: str, side: Side, floor: int, lexicon: Lexicon) -> None:
    start = _sign(text, side, floor)
    found = lexicon.money_before.before(text, back_gap(text, start, floor), floor)
    if found:
        side.unit = Unit(
            shared_currency(text, text[found.start : found.end], found.meaning, found.start, lexicon), 1.0, "money"
        )
        start = _sign(text, side, floor, found.start)
    side.start = start


def _sign(text: str, side: Side, floor: int, position: int | None = None) -> int:
    """Take a sign left of the number: a minus that follows a space, a bracket or the start; 负; "minus"."""
    at = side.start if position is None else position
    mark = text[at - 1] if at > floor else ""
    free = at <= 1 or text[at - 2] in " (（[:：\n\u00a0" or bool(_ZH_EACH.search(text, max(at - 5, floor), at - 1))
    if (mark and mark in "-−–－" and free) or mark == "负":
        side.number = -side.number
        return at - 1
    if mark == "+" and free:
        return at - 1
    for word in ("minus ", "negative "):
        if at - len(word) >= floor and text.startswith(word, at - len(word)):
            side.number = -side.number
            return at - len(word)
    return at


def _take_magnitude(text: str, side: Side, lexicon: Lexicon) -> None:
    if _INNER.match(text, side.end) and (
        _ZH_SCALES.match(text, side.end + 1) or lexicon.units.after(text, side.end + 1)
    ):
        side.inner, side.end = True, side.end + 1
    if scales := _ZH_SCALES.match(text, side.end):
        _take_chinese_magnitude(text, side, scales, lexicon)
        return
    for _ in range(3):
        gap = _SCALE_GAP.match(text, side.end)
        found = lexicon.magnitudes.after(text, gap.end() if gap else side.end)
        if not found:
            break
        side.magnitude, side.end = side.magnitude * found.meaning, found.end
    if side.magnitude == 1.0 and side.form == "digits":
        _take_letter(text, side, lexicon)


def _take_chinese_magnitude(text: str, side: Side, scales: re.Match[str], lexicon: Lexicon) -> None:
    for scale in scales[0]:
        side.magnitude *= lexicon.zh_magnitudes[scale]
    side.end = scales.end()
    if _INNER.match(text, side.end) and lexicon.units.after(text, side.end + 1):
        side.inner, side.end = True, side.end + 1
    rest = _ZH_REST.match(text, side.end)
    if rest:
        smaller = float(rest[1])
        for scale in rest[2]:
            smaller *= lexicon.zh_magnitudes[scale]
        if smaller < side.magnitude:
            side.number += smaller / side.magnitude
            side.end = rest.end()


def _take_letter(text: str, side: Side, lexicon: Lexicon) -> None:
    """Take "m", "k" and such beside a currency, a unit or a counted noun ("$250m", "5k tonnes", "20m cars")."""
    at = skip_gap(text, side.end)
    letter = text[at : at + 1]
    if letter not in lexicon.attached or is_letter(text, at + 1):
        return
    after = unit_after(text, at + 1, lexicon)
    measured = after is not None and after.meaning.kind in ("mass", "money", "persons", "energy", "volume")
    counted = at == side.end and counted_noun(text, at + 1, lexicon) is not None
    if measured or counted or (side.unit and side.unit.kind == "money"):
        side.magnitude, side.end = lexicon.attached[letter], at + 1


def _take_half(text: str, side: Side, lexicon: Lexicon) -> None:
    """Add 半 after a Chinese unit: 两年半, 三个半月."""
    if side.unit is None or not text.startswith("半", side.end):
        return
    if side.unit.kind == "duration":
        side.number, side.end = side.number + 0.5, side.end + 1
    elif text[side.end - 1] == "个":
        found = lexicon.units.after("个" + text[side.end + 1 : side.end + 4], 0)
        if found and found.meaning.kind == "duration":
            side.number, side.unit, side.end = side.number + 0.5, found.meaning, side.end + found.end


def take_per(text: str, side: Side, floor: int, lexicon: Lexicon) -> None:
    """Turn money or an amount into a price or rate, if a "per" and what it is per follow."""
    assert side.unit is not None
    unit = side.unit
    if unit.kind == "money":
        word = text[side.end - 8 : side.end]
        unit = Unit(shared_currency(text, last_word(word), unit.name, side.start, lexicon), unit.factor, "money")
        side.unit = unit
    elif not any(key.startswith(f"{unit.name}/") for key in lexicon.rates):
        return
    match = _PER.match(text, side.end) or (_OF_PER.match(text, side.end) if unit.kind in ("energy", "mass") else None)
    found = lexicon.per.after(text, match.end()) if match else None
    if found:
        rated = per_unit(unit, found.meaning, lexicon)
        if rated:
            side.unit, side.end = rated, found.end


def per_unit(unit: Unit, per: str, lexicon: Lexicon) -> Unit | None:
    """Return the unit of an amount per ``per``, if there is one."""
    if unit.kind == "money":
        return Unit(f"{unit.name}/{per}", unit.factor, "price")
    rate = lexicon.rates.get(f"{unit.name}/{per}")
    if per == "g" and unit.name == "kg":
        rate = None
    return Unit(rate.name, rate.factor * unit.factor, rate.kind) if rate else None


def shared_currency(text: str, word: str, code: str, position: int, lexicon: Lexicon) -> str:
    """Return the currency that a word used by several countries means: that of the place named last before it."""
    places = lexicon.shared.get(word) or lexicon.shared.get(word.lower())
    if not places:
        return code
    context = text[max(0, position - 400) : position + 40]
    best, nearest = code, -1
    for candidate, names in places.items():
        at = max(context.rfind(name) for name in names)
        if at > nearest:
            best, nearest = candidate, at
    return best


def last_word(text: str) -> str:
    """Return the word that an amount ends in, where money is named."""
    match = re.search(r"[A-Za-z]+\.?\Z|[\u4e00-\u9fff]{2}\Z", text)
    return match[0] if match else text
