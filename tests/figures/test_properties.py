"""What must hold for every number and every text: values come back as rendered, spans are sound, time is linear."""

from __future__ import annotations

import sys
import time
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rare_earth_data.figures import parse_value_text, read_periods, read_quantities, units

SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ZH_DIGITS = "零一二三四五六七八九"

# Hedge, the qualifier it must give, and whether it stands after the amount.
ENGLISH_HEDGES = [
    ("", "eq", False),
    ("about ", "approx", False),
    ("nearly ", "approx", False),
    ("more than ", "gt", False),
    ("well over ", "gt", False),
    ("at least ", "ge", False),
    ("no less than ", "ge", False),
    ("less than ", "lt", False),
    ("just under ", "lt", False),
    ("up to ", "le", False),
    ("no more than ", "le", False),
    (" or more", "ge", True),
    (" or less", "le", True),
    (" or so", "approx", True),
    ("north of ", "gt", False),
]
CHINESE_HEDGES = [
    ("", "eq", False),
    ("约", "approx", False),
    ("近", "approx", False),
    ("超过", "gt", False),
    ("逾", "gt", False),
    ("至少", "ge", False),
    ("不足", "lt", False),
    ("不到", "lt", False),
    ("不超过", "le", False),
    ("以上", "ge", True),
    ("以下", "le", True),
    ("左右", "approx", True),
]
ENGLISH_UNITS = [
    ("", " tonnes", "t", 1),
    ("", " metric tons", "t", 1),
    ("", " kt", "t", 1000),
    ("", " kg", "kg", 1),
    ("", "%", "%", 1),
    ("", " per cent", "%", 1),
    ("$", "", "USD", 1),
    ("A$", "", "AUD", 1),
    ("€", "", "EUR", 1),
    ("", " yuan", "CNY", 1),
    ("", " billion rubles", "RUB", 1e9),
    ("$", "/kg", "USD/kg", 1),
    ("", " yuan per tonne", "CNY/t", 1),
    ("$", " million", "USD", 1e6),
    ("", " million tons", "t", 1e6),
    ("", " percentage points", "pp", 1),
    ("", " basis points", "pp", 0.01),
    ("", " weeks", "days", 7),
    ("", " months", "months", 1),
    ("", " workers", "persons", 1),
    ("", " projects", "count", 1),
    ("", " MW", "MW", 1),
    ("", " grams per tonne", "%", 0.0001),
    ("", " times the level", "ratio", 1),
    ("US$", "bn", "USD", 1e9),
]
CHINESE_UNITS = [
    ("吨", "t", 1),
    ("万吨", "t", 1e4),
    ("公斤", "kg", 1),
    ("%", "%", 1),
    ("亿元", "CNY", 1e8),
    ("万亿美元", "USD", 1e12),
    ("欧元", "EUR", 1),
    ("万元/吨", "CNY/t", 1e4),
    ("美元/公斤", "USD/kg", 1),
    ("倍", "ratio", 1),
    ("个百分点", "pp", 1),
    ("个月", "months", 1),
    ("天", "days", 1),
    ("万人", "persons", 1e4),
    ("亿卢布", "RUB", 1e8),
]


def english_words(number: int) -> str:
    """Spell a number below a thousand."""
    if number >= 100:
        rest = number % 100
        return f"{SMALL[number // 100]} hundred" + (f" and {english_words(rest)}" if rest else "")
    if number < 20:
        return SMALL[number]
    return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


def chinese_words(number: int) -> str:
    """Spell a number below a hundred million in Chinese."""
    if number >= 10_000:
        rest = number % 10_000
        return f"{chinese_words(number // 10_000)}万" + (
            ("零" if rest < 1000 else "") + chinese_words(rest) if rest else ""
        )
    text, pending = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if pending and text else "") + ZH_DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return text


@st.composite
def digits(draw: st.DrawFn) -> tuple[str, float]:
    """A number as printed in digits, with its value; years are avoided by keeping clear of four digits without a comma."""
    whole = draw(st.one_of(st.integers(2, 999), st.integers(10_000, 99_999_999)))
    places = draw(st.sampled_from(["", "", ".5", ".25", ".07"]))
    printed = f"{whole:,}" if draw(st.booleans()) else str(whole)
    return printed + places, float(f"{whole}{places}")


def assert_reads(text: str, words: str, value: float, qualifier: str, unit: str) -> None:
    found = read_quantities(text)
    assert [text[q.start : q.end] for q in found] == [words]
    quantity = found[0]
    assert quantity.value == pytest.approx(value, rel=1e-9)
    assert (quantity.qualifier, quantity.unit) == (qualifier, unit)
    assert quantity.low == (quantity.value if qualifier in ("gt", "ge") else None)
    assert quantity.high == (quantity.value if qualifier in ("lt", "le") else None)
    alone = parse_value_text(words)
    assert alone is not None
    assert (alone.value, alone.low, alone.high, alone.qualifier, alone.unit) == (
        quantity.value,
        quantity.low,
        quantity.high,
        quantity.qualifier,
        quantity.unit,
    )


def words_of(unit_words: str, kept: str) -> str:
    """The part of the unit that belongs to the quantity: nouns counted and levels compared with do not."""
    return {" projects": "", " times the level": " times"}.get(unit_words, unit_words) if kept else unit_words


@given(digits(), st.sampled_from(ENGLISH_HEDGES), st.sampled_from(ENGLISH_UNITS))
def test_an_english_amount_reads_back(
    number: tuple[str, float], hedge: tuple[str, str, bool], unit: tuple[str, str, str, float]
) -> None:
    printed, value = number
    (hedge_words, qualifier, is_after), (before, after, name, factor) = hedge, unit
    if is_after and after in (" projects", " times the level", " workers"):
        return
    amount = f"{before}{printed}{after}"
    text = (
        f"Its level was {amount}{hedge_words} in total."
        if is_after
        else f"Its level was {hedge_words}{amount} in total."
    )
    words = f"{amount}{hedge_words}" if is_after else f"{hedge_words}{before}{printed}{words_of(after, 'kept')}"
    assert_reads(text, words, value * factor, qualifier, name)


@given(
    st.integers(2, 999),
    st.sampled_from(["", " thousand", " million", " billion"]),
    st.sampled_from(ENGLISH_HEDGES[:11]),
)
def test_english_number_words_read_back(number: int, magnitude: str, hedge: tuple[str, str, bool]) -> None:
    words = f"{hedge[0]}{english_words(number)}{magnitude} tonnes"
    factor = {"": 1, " thousand": 1e3, " million": 1e6, " billion": 1e9}[magnitude]
    assert_reads(f"They mined {words} there.", words, number * factor, hedge[1], "t")


@given(digits(), st.sampled_from(CHINESE_HEDGES), st.sampled_from(CHINESE_UNITS))
def test_a_chinese_amount_reads_back(
    number: tuple[str, float], hedge: tuple[str, str, bool], unit: tuple[str, str, float]
) -> None:
    printed, value = number
    (hedge_words, qualifier, is_after), (after, name, factor) = hedge, unit
    words = f"{printed}{after}{hedge_words}" if is_after else f"{hedge_words}{printed}{after}"
    assert_reads(f"据悉规模为{words},与上期持平。", words, value * factor, qualifier, name)


@given(
    st.integers(2, 99_999_999).filter(lambda number: number % 10_000 == 0 or number < 10_000),
    st.sampled_from(CHINESE_HEDGES[:9]),
)
def test_chinese_numerals_read_back(number: int, hedge: tuple[str, str, bool]) -> None:
    words = f"{hedge[0]}{chinese_words(number)}吨"
    assert_reads(f"据悉规模为{words},与上期持平。", words, number, hedge[1], "t")


@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(["{}%-{}%", "{}-{}%", "between {}% and {}%", "{} to {} percent", "{}–{} per cent"]),
)
def test_a_range_reads_back(first: int, second: int, style: str) -> None:
    low, high = sorted((first, first + second))
    words = style.format(low, high)
    (quantity,) = read_quantities(f"Its share was {words} in total.")
    assert (quantity.value, quantity.low, quantity.high, quantity.qualifier, quantity.unit) == (
        None,
        low,
        high,
        "range",
        "%",
    )


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from(["{}-{} million tons", "{}至{}万吨", "{} to {} kt", "{}～{}亿元", "between {} and {} kg"]),
)
def test_a_range_shares_its_magnitude_and_unit(first: int, second: int, style: str) -> None:
    low, high = sorted((first, first + second))
    (quantity,) = read_quantities(f"规模为 {style.format(low, high)}。")
    factor = {
        "{}-{} million tons": 1e6,
        "{}至{}万吨": 1e4,
        "{} to {} kt": 1e3,
        "{}～{}亿元": 1e8,
        "between {} and {} kg": 1,
    }[style]
    assert (quantity.low, quantity.high) == (low * factor, high * factor)


@given(st.integers(1, 18), st.integers(2, 19))
def test_a_fraction_becomes_per_cent(count: int, whole: int) -> None:
    if count >= whole:
        return
    numeral = "".join(
        chinese_words(number) if number >= 20 or number < 10 else chinese_words(number).replace("一十", "十")
        for number in (whole,)
    )
    upper = chinese_words(count).replace("一十", "十") if 10 <= count < 20 else chinese_words(count)
    (quantity,) = read_quantities(f"占全球的{numeral}分之{upper}。")
    assert quantity.value == pytest.approx(100 * count / whole)
    assert quantity.unit == "%"


MARKS = "0123456789.,-–%$€¥[]()/+~<> \n万亿千百十一二两三半成倍约近超不足以上年月日至吨元美个多余翻番每"
WORDS = [
    "over ",
    "between ",
    "million ",
    "half ",
    "a ",
    "third ",
    "one in ",
    " to ",
    "tons",
    "kg",
    " per ",
    "$",
    "year",
    "2025",
    "January ",
    "quarter",
]
SNIPPETS = st.lists(
    st.one_of(st.sampled_from(list(MARKS)), st.sampled_from(WORDS), st.text(max_size=3)), max_size=40
).map("".join)


@settings(max_examples=400)
@given(
    st.one_of(st.text(), SNIPPETS),
    st.one_of(st.none(), st.sampled_from(["2025-10-20 08:00", "2024-02-29", "2025-13-45", "yesterday"])),
)
@example("İ5%ſ约½½⅓١٢٣", "2025-10-20")
@example("5" * 400 + "." + "7" * 400 + "%", None)
def test_no_text_raises_and_spans_are_sound(text: str, published: str | None) -> None:
    known = units()
    position = 0
    for quantity in read_quantities(text):
        assert position <= quantity.start < quantity.end <= len(text)
        position = quantity.end
        assert quantity.unit in known
        assert (quantity.value is None) == (quantity.qualifier == "range")
        if quantity.qualifier == "range":
            assert quantity.low is not None and quantity.high is not None and quantity.low <= quantity.high
    position = 0
    for period in read_periods(text, published):
        assert position <= period.start < period.end <= len(text)
        position = period.end
        assert period.iso[:4].isdigit()
    parse_value_text(text)


RUNS = [
    "1",
    "over ",
    "(((((",
    "1-",
    "万",
    "一",
    "1,111,",
    "1.1",
    " ",
    "1 ",
    "one ",
    "1 million ",
    "two and a half ",
    "约的",
    "1万",
    "$",
    "-",
    "a ",
    "between ",
    "1 to ",
    "1%",
    "1%-",
    "[1]",
    "[1",
    "2025 ",
    "last year ",
    "half a ",
    "分之",
    "十分之",
    "January ",
    "1月",
    "Brazil 21 ",
    "翻了",
    "½",
    "to zero ",
    "1个半",
    "每吨1",
]


def calls(text: str) -> int:
    """Count the function calls of one reading: a measure of work that no other process disturbs."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        read_quantities(text)
        read_periods(text, "2025-10-20")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("run", RUNS)
def test_work_grows_with_the_length_only(run: str) -> None:
    calls(run)
    short, long = (run * (size // len(run)) for size in (1500, 6000))
    assert calls(long) <= 5 * calls(short) + 200
    started = time.perf_counter()
    read_quantities(run * (40_000 // len(run)))
    read_periods(run * (40_000 // len(run)), "2025-10-20")
    assert time.perf_counter() - started < 15  # a quadratic pattern takes minutes; half a second is usual


def test_a_million_digits_take_no_time() -> None:
    started = time.perf_counter()
    assert read_quantities("9" * 1_000_000 + "%") == []
    assert parse_value_text("1" + ",000" * 250_000) is None
    assert time.perf_counter() - started < 5
