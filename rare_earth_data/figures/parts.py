"""Reads parts and multiples of a whole: "two-thirds", "one in ten", "doubled", "five times", 七成, 三分之一, 翻了一番."""

from __future__ import annotations

import re

from rare_earth_data.figures.lexicon import ZH_DIGITS, Lexicon, Unit
from rare_earth_data.figures.numerals import Numeral, Skip, chinese_value, read_numeral
from rare_earth_data.figures.phrases import is_letter, skip_gap, word_after, word_before
from rare_earth_data.figures.sides import PERCENT, RATIO, Side, complete, unit_after

_SHARE = Unit("%", 1.0, "fraction")
_CHANGE = Unit("%", 1.0, "change")
_ARTICLE = re.compile(r"[Aa]n?(?:other)? (?:(?:good|full|mere|bare|solid|clear|hefty|whopping|scant|further) )?")
_IN_YEAR = frozenset(("first", "last", "past", "next", "previous", "coming", "final", "latest"))
_EVERY = re.compile(r"[Ee]very (?=[a-z]+ [a-z])")
_OF_A = re.compile(r"(?: of)? an? ")
_PLURAL = re.compile(r"[ -]([a-z]+?)(s?)(?![A-Za-z])")
_SLASH = re.compile(r"/([0-9]{1,3})(?![0-9/%.])")
_FOLD = re.compile(r"[ -]?fold(?![A-Za-z])")
_WORD_FOLD = re.compile(r"([A-Za-z]+?)fold(?![A-Za-z])")
_TIMES = re.compile(r"(?:[ -]times|[ -]?[x×])(?![A-Za-z0-9])")
_IN_TEN = re.compile(
    r"(?: [a-z]+)? (?:in|out of|of(?= every))(?: every)? ([a-z]+|[0-9]{1,3})(?![A-Za-z0-9%]|[.,][0-9])"
)
_IN_TEN_NUMBERS = {3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000}
_ZH_PART = re.compile(
    rf"([{ZH_DIGITS}十百千万]+|[0-9]{{1,5}})分之([{ZH_DIGITS}十百千]+(?:点[{ZH_DIGITS}]+)?|[0-9]{{1,5}}(?:\.[0-9]{{1,6}})?)(?![0-9])"
)
_ZH_TENTHS = re.compile(rf"(多|余)?成(半|[{ZH_DIGITS}](?![{ZH_DIGITS}十百千个年月]))?")
_ZH_HALF = re.compile("一半|一多半|大半|半数|过半|半")
_ZH_TURNS = re.compile(rf"翻(?:了|上)?(?:近|约|超|超过|逾|将近)?(?:([{ZH_DIGITS}0-9])番|番|一倍|倍)")
_ZH_MORE = "增涨升高扩加提长多翻"


def read_whole_part(text: str, position: int, lexicon: Lexicon) -> Side | None:
    """Read a part or multiple that is one word or phrase ("half", "a third", "doubled", 一半, 翻了一番) at ``position``."""
    if not text[position].isascii():
        return _chinese_part(text, position, lexicon)
    for table, unit in ((lexicon.splits, _SHARE), (lexicon.changes, _CHANGE)):
        if found := table.after(text, position):
            return _side(position, found.end, found.meaning, unit)
    if article := _ARTICLE.match(text, position):
        return _after_article(text, position, article.end(), lexicon)
    if every := _EVERY.match(text, position):
        return _every_tenth(text, position, every.end(), lexicon)
    if found := lexicon.multiples.after(text, position):
        return _multiple_word(text, position, found.end, found.meaning, lexicon)
    if word_after(text, position) == "half":
        return _half(text, position, position + 4, lexicon)
    fold = _WORD_FOLD.match(text, position)
    if fold and fold[1].lower() in lexicon.numbers:
        return _side(position, fold.end(), float(lexicon.numbers[fold[1].lower()]), RATIO)
    return None


def read_part_of(text: str, numeral: Numeral, lexicon: Lexicon) -> Side | None:
    """Read what makes a numeral a part or multiple: "two" + "-thirds", "5" + " times", 七 + 成."""
    reader = _zh_follow if not text[numeral.end : numeral.end + 1].isascii() else _english_follow
    return reader(text, numeral, lexicon)


def _side(start: int, end: int, value: float, unit: Unit, form: str = "words", upper: float | None = None) -> Side:
    return Side(start, end, start, value, form, upper, unit=unit, number_end=end)


def _english_follow(text: str, numeral: Numeral, lexicon: Lexicon) -> Side | None:
    start, end, value = numeral.start, numeral.end, numeral.value
    if fold := _FOLD.match(text, end):
        return _side(start, fold.end(), value, RATIO, numeral.form)
    if times := _TIMES.match(text, end):
        return (
            _side(start, times.end(), value, RATIO, numeral.form)
            if _is_multiple(text, numeral, times, lexicon)
            else None
        )
    if share := _plural_share(text, numeral, lexicon):
        return share
    slash = _SLASH.match(text, end)
    if slash and value < int(slash[1]) <= 20 and value == int(value) and _is_share(text, slash.end(), lexicon):
        return _fraction(text, start, slash.end(), value / int(slash[1]), lexicon)
    return _one_in_ten(text, numeral, lexicon)


def _plural_share(text: str, numeral: Numeral, lexicon: Lexicon) -> Side | None:
    """Read "two-thirds", "one third", "nine tenths"."""
    match = _PLURAL.match(text, numeral.end)
    whole = lexicon.fractions.get(match[1], 0) if match else 0
    if match and match[1] == "quarter" and word_before(text, numeral.start - 1) in _IN_YEAR:
        return None  # of a year
    if match is None or numeral.form != "words" or numeral.value >= whole or bool(match[2]) != (numeral.value > 1):
        return None
    if text[numeral.end] != "-" and not _is_share(text, match.end(), lexicon):
        return None
    return _fraction(text, numeral.start, match.end(), numeral.value / whole, lexicon)


def _one_in_ten(text: str, numeral: Numeral, lexicon: Lexicon) -> Side | None:
    match = _IN_TEN.match(text, numeral.end)
    if not match or numeral.value != int(numeral.value):
        return None
    whole = int(match[1]) if match[1].isdigit() else lexicon.numbers.get(match[1], 0)
    direct = match[0].startswith((" in ", " out of ", " of every ")) and not _is_duration(text, match.end(), lexicon)
    if whole in _IN_TEN_NUMBERS and 0 < numeral.value < whole and (direct or _is_share(text, match.end(), lexicon)):
        return _side(numeral.start, match.end(), 100 * numeral.value / whole, _SHARE)
    return None


def _is_duration(text: str, position: int, lexicon: Lexicon) -> bool:
    found = unit_after(text, position, lexicon)
    return found is not None and found.meaning.kind == "duration"


def _is_multiple(text: str, numeral: Numeral, times: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell "five times the level" from "five times a week"."""
    if not times[0].endswith("times") or numeral.value != int(numeral.value):
        return True
    following = word_after(text, skip_gap(text, times.end()))
    return (
        following in lexicon.words["times_before"]
        or text[times.end() : times.end() + 1] == "-"
        or (
            word_before(text, numeral.start - 1) in lexicon.words["times_after"] and following not in ("a", "per", "in")
        )
    )


def _multiple_word(text: str, start: int, end: int, value: float, lexicon: Lexicon) -> Side | None:
    word, following = text[start:end].lower(), word_after(text, end + 1)
    joined = text[end : end + 1]
    if following in lexicon.words["multiple_not_before"] or (joined == "-" and is_letter(text, end + 1)):
        return None
    if word in ("twice", "thrice") and following not in lexicon.words["times_before"]:
        return None
    return _side(start, end, value, RATIO)


def _after_article(text: str, start: int, position: int, lexicon: Lexicon) -> Side | None:
    """Read "a third", "a dozen", "a million", "a year"."""
    word = word_after(text, position)
    end = position + len(word)
    if word == "half":
        return _half(text, start, end, lexicon)
    if word in lexicon.fractions:
        return (
            _fraction(text, start, end, 1 / lexicon.fractions[word], lexicon) if _is_share(text, end, lexicon) else None
        )
    if word in lexicon.few:
        of = end + 3 if text.startswith(" of", end) else end
        return Side(start, of, start, float(lexicon.few[word]), "words", number_end=of)
    if lexicon.magnitudes.after(text, position):
        return Side(start, position - 1, start, 1.0, "words", number_end=position - 1)
    unit = unit_after(text, position, lexicon)
    return Side(start, unit.end, start, 1.0, "article", unit=unit.meaning, number_end=position) if unit else None


def _every_tenth(text: str, start: int, position: int, lexicon: Lexicon) -> Side | None:
    """Read "every tenth tonne"; "every third year" and "every quarter" tell how often."""
    word = word_after(text, position)
    end = position + len(word)
    whole = lexicon.fractions.get(word, 0)
    if whole < 3 or word == "quarter" or _is_duration(text, end, lexicon):
        return None
    return _side(start, end, 100 / whole, _SHARE)


def _half(text: str, start: int, end: int, lexicon: Lexicon) -> Side | None:
    before, following = word_before(text, start - 1), word_after(text, end + 1)
    if before in lexicon.words["half_not_after"] or following in lexicon.words["half_not_before"]:
        return None
    if text[end : end + 1] == "-" and not text.startswith("-a-", end):
        return None
    return _fraction(text, start, end, 0.5, lexicon)


def _fraction(text: str, start: int, end: int, value: float, lexicon: Lexicon) -> Side:
    """A share in per cent, or a part of what follows: "half a million tonnes", "a quarter of a percentage point"."""
    of = _OF_A.match(text, end)
    if of:
        if lexicon.magnitudes.after(text, of.end()):
            return Side(start, of.end() - 1, start, value, "words", number_end=of.end() - 1)
        unit = unit_after(text, of.end(), lexicon)
        if unit and unit.meaning.kind in ("points", "percent", "mass", "duration"):
            months = unit.meaning.name == "years" and unit.meaning.factor == 1
            measure = Unit("months", 12.0, "duration") if months else unit.meaning
            return Side(start, unit.end, start, value, "words", unit=measure, number_end=of.end())
    return _side(start, end, 100 * value, _SHARE)


def _is_share(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell "a third of" from "a third party": what follows is punctuation, the end, or a word that may follow a share."""
    if not text.startswith(" ", end):
        return not (text.startswith("-", end) and is_letter(text, end + 1)) and not is_letter(text, end)
    word = word_after(text, end + 1)
    return (
        not is_letter(text, end + 1)
        or word in lexicon.words["fraction_followers"]
        or text[end + 1].isupper()
        or word.endswith("ly")
    )


def _chinese_part(text: str, position: int, lexicon: Lexicon) -> Side | None:
    turns = _ZH_TURNS.match(text, position)
    if turns:
        times = lexicon.zh_numbers.get(turns[1], 0) or int(turns[1]) if turns[1] else 1
        return _side(position, turns.end(), 2.0**times, RATIO, "zh")
    for table, unit in ((lexicon.changes, _CHANGE), (lexicon.multiples, RATIO)):
        if found := table.after(text, position):
            return _side(position, found.end, found.meaning, unit, "zh")
    if part := _ZH_PART.match(text, position):
        return _zh_fraction(part, lexicon)
    if half := _ZH_HALF.match(text, position):
        return _zh_half(text, half, lexicon)
    return None


def _zh_fraction(part: re.Match[str], lexicon: Lexicon) -> Side | None:
    whole, count = (_number(words, lexicon) for words in part.groups())
    if not whole or count is None:
        return None
    unit = PERCENT if part[1] in ("百", "100") else _SHARE
    return _side(part.start(), part.end(), 100 * count / whole, unit, "zh")


def _number(words: str, lexicon: Lexicon) -> float | None:
    if words in ("百", "千", "万"):
        return {"百": 100.0, "千": 1000.0, "万": 10_000.0}[words]
    if words[0].isdigit() and words[0].isascii():
        return float(words)
    whole, _, places = words.partition("点")
    value = chinese_value(whole, lexicon.zh_numbers)
    return value + float("0." + "".join(str(lexicon.zh_numbers[char]) for char in places)) if places else value


def _zh_half(text: str, half: re.Match[str], lexicon: Lexicon) -> Side | None:
    start, end = half.span()
    if half[0] != "半":
        return _side(start, end, 50.0, _SHARE, "zh") if half[0] in ("一半", "半数", "过半") else None
    if text[start - 1 : start] in ("上", "下", "前", "后"):
        return None
    for unit, factor in (("年", 6.0), ("个月", 0.5), ("个世纪", 600.0), ("个多月", 0.5)):
        if text.startswith(unit, end) and not text.startswith("年报", end):
            return _side(start, end + len(unit), factor, Unit("months", 1.0, "duration"), "zh")
    if lexicon.phrases["zh_fraction_not_before"].after(text, end):
        return None
    if lexicon.hedges_before.before(text, start):
        return _side(start, end, 50.0, _SHARE, "zh")
    return None


def _zh_follow(text: str, numeral: Numeral, lexicon: Lexicon) -> Side | None:
    """Read 成 and 倍 after a numeral."""
    start, end = numeral.start, numeral.end
    part = _ZH_PART.match(text, start)
    if part:
        return _zh_fraction(part, lexicon)
    tenths = _ZH_TENTHS.match(text, end)
    if (
        tenths
        and numeral.value <= 10
        and not lexicon.phrases["zh_cheng_not_before"].after(text, tenths.start() + len(tenths[1] or "") + 1)
    ):
        more = 5.0 if tenths[2] == "半" else float(lexicon.zh_numbers.get(tenths[2] or "", 0))
        upper = None if numeral.upper is None else numeral.upper * 10
        side = _side(start, tenths.end(), numeral.value * 10 + more, _SHARE, "zh", upper)
        side.inner = bool(tenths[1])
        return side
    gap = skip_gap(text, end)
    if text.startswith("倍", gap):
        doubled = numeral.value == 1 and any(char in text[max(0, start - 4) : start] for char in _ZH_MORE)
        return _side(start, gap + 1, 2.0 if doubled else numeral.value, RATIO, numeral.form, numeral.upper)
    return None


def read_side(text: str, position: int, floor: int, lexicon: Lexicon) -> Side | int | None:
    """Read the number at ``position`` with all that belongs to it; an int tells where to go on after a code."""
    part = read_whole_part(text, position, lexicon)
    if part is not None:
        return (
            part if part.unit else complete(text, Numeral(part.start, part.end, part.number, part.form), floor, lexicon)
        )
    numeral = read_numeral(text, position, lexicon)
    if numeral is None or isinstance(numeral, Skip):
        return numeral.end if numeral else None
    return read_part_of(text, numeral, lexicon) or complete(text, numeral, floor, lexicon)
