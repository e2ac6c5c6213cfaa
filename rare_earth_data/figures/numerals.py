"""Reads one bare number at a given place: digits, English number words, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rare_earth_data.figures.lexicon import VULGAR, ZH_DIGITS, Lexicon
from rare_earth_data.figures.phrases import WORD

# A longer run of digits is a code, not a number; the limit also keeps every conversion small.
LONGEST_RUN = 32
_SEPARATORS = ",'’\u00a0\u202f\u2009"
_RUN = re.compile(rf"[0-9](?:[0-9]|[.{_SEPARATORS}](?=[0-9]))*")
_GROUPED = re.compile(
    rf"[0-9]{{1,3}}(?:[{_SEPARATORS}][0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
)
# Dates, clock times, section and telephone numbers: the same separator more than once, or a colon.
_CODE = re.compile(r"[0-9]+(?:(?:[-–][0-9]+){2,}|(?:\.[0-9]+){2,}|(?:/[0-9]+){2,}|(?::[0-9]{2})+)(?![0-9.]*%)")
_AND_PART = re.compile(r"(?: and a |-and-a-)(half|quarter|third)(?![A-Za-z])")
_ZH_RUN = re.compile(rf"[{ZH_DIGITS}十百千万亿]+")
_ZH_DECIMAL = re.compile(rf"点([{ZH_DIGITS}]{{1,6}})")
_ZH_PAIR = re.compile("一二|二三|两三|三四|三五|四五|五六|六七|七八|八九")
_ZH_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(slots=True)
class Numeral:
    """A number and its span. ``upper`` is set where the words name two (三四: 3 to 4); ``form`` is digits, words or zh."""

    start: int
    end: int
    value: float
    form: str
    upper: float | None = None


@dataclass(slots=True)
class Skip:
    """A run of digits that is no number; reading goes on at ``end``."""

    end: int


def read_numeral(text: str, position: int, lexicon: Lexicon) -> Numeral | Skip | None:
    """Read the number that starts at ``position``: a `Numeral`, a `Skip` for codes and dates, or nothing."""
    first = text[position]
    if "0" <= first <= "9":
        return _digits(text, position)
    if first in VULGAR:
        return Numeral(position, position + 1, unicodedata.numeric(first), "words")
    if first.isascii():
        return _english(text, position, lexicon)
    return _chinese(text, position, lexicon)


def _digits(text: str, position: int) -> Numeral | Skip:
    run = _RUN.match(text, position)
    assert run is not None
    if run.end() - position > LONGEST_RUN:
        return Skip(run.end())
    code = _CODE.match(text, position)
    if code:
        return Skip(code.end())
    match = _GROUPED.match(text, position)
    assert match is not None
    end, value = match.end(), float(re.sub(f"[{_SEPARATORS}]", "", match[0]))
    if end < len(text) and text[end] in VULGAR:
        return Numeral(position, end + 1, value + unicodedata.numeric(text[end]), "digits")
    return _with_part(text, Numeral(position, end, value, "digits"))


def _english(text: str, position: int, lexicon: Lexicon) -> Numeral | None:
    """Read number words up to 999 ("two hundred and fifty"); millions and so on are magnitudes and read elsewhere."""
    total, room, end, at = 0, 1000, position, position
    while match := WORD.match(text, at):
        word = match[0].lower()
        number = lexicon.numbers.get(word)
        if word == "hundred" and 0 < total < 20:
            total, room = total * 100, 100
        elif number is not None and (0 < number < room or room == 1000):
            total, room = total + number, 10 if number >= 20 else 1
        else:
            break
        end = at = match.end()
        if text.startswith((" ", "-"), at):
            at += 1
            if room == 100 and text.startswith("and ", at):
                at += 4
    if end == position:
        return None
    return _with_part(text, Numeral(position, end, float(total), "words"))


def _with_part(text: str, numeral: Numeral) -> Numeral:
    """Add "and a half"."""
    match = _AND_PART.match(text, numeral.end)
    if match:
        numeral.value += {"half": 0.5, "quarter": 0.25, "third": 1 / 3}[match[1]]
        numeral.end = match.end()
    return numeral


def _chinese(text: str, position: int, lexicon: Lexicon) -> Numeral | Skip | None:
    run = _ZH_RUN.match(text, position)
    if not run or run[0][0] in "百千万亿":
        return None
    if run.end() - position > LONGEST_RUN:
        return Skip(run.end())
    words, end = run[0], run.end()
    pair = _ZH_PAIR.search(words)
    if pair and not (len(words) > 3 and all(char in ZH_DIGITS for char in words)):
        low, high = (words[: pair.start()] + char + words[pair.end() :] for char in pair[0])
        return Numeral(
            position, end, chinese_value(low, lexicon.zh_numbers), "zh", chinese_value(high, lexicon.zh_numbers)
        )
    value = chinese_value(words, lexicon.zh_numbers)
    decimal = _ZH_DECIMAL.match(text, end)
    if decimal and words[-1] in ZH_DIGITS:
        places = "".join(str(lexicon.zh_numbers[char]) for char in decimal[1])
        value, end = value + float(f"0.{places}"), decimal.end()
    return Numeral(position, end, value, "zh")


def chinese_value(words: str, digits: dict[str, int]) -> float:
    """Return the value of a Chinese numeral such as 三千五百 or 二十一万; 两万五 is 25,000."""
    total, section, digit, scale = 0.0, 0.0, 0.0, 0
    after_scale = False
    for word in words:
        if word in _ZH_SCALES:
            size = _ZH_SCALES[word]
            if size >= 10_000:
                base = total if size == 100_000_000 else 0.0
                total = (total - base) + (base + section + digit or 1.0) * size
                section, digit = 0.0, 0.0
            else:
                section, digit = section + (digit or 1.0) * size, 0.0
            scale, after_scale = size, True
        else:
            value = digits[word]
            digit = value if after_scale or not digit else digit * 10 + value
            if value == 0:
                scale = 0
            after_scale = False
    if scale >= 100 and digit and words[-2:-1] in tuple(_ZH_SCALES):
        digit *= scale / 10
    return total + section + digit
