"""What the reader of figures knows, compiled once from ``schemas/reading/quantities.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rare_earth_data.figures.phrases import Phrases
from rare_earth_data.knowledge import load_knowledge

VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒"
ZH_DIGITS = "零〇一二两三四五六七八九壹贰叁兩"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a word states it: the canonical unit, how many of it the word means, and what it measures."""

    name: str
    factor: float
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled knowledge. ``words`` holds the plain word lists of the file by their key."""

    anchor: re.Pattern[str]
    ascii_anchor: re.Pattern[str]
    units: Phrases[Unit]
    per: Phrases[str]
    money_before: Phrases[str]
    magnitudes: Phrases[float]
    attached: dict[str, float]
    hedges_before: Phrases[str]
    hedges_after: Phrases[str]
    boosters: Phrases[None]
    fillers: Phrases[None]
    numbers: dict[str, int]
    few: dict[str, int]
    zh_numbers: dict[str, int]
    zh_magnitudes: dict[str, int]
    fractions: dict[str, int]
    multiples: Phrases[float]
    changes: Phrases[float]
    splits: Phrases[float]
    shared: dict[str, dict[str, tuple[str, ...]]]
    rates: dict[str, Unit]
    joiners: Phrases[None]
    between_joiners: Phrases[None]
    between: Phrases[None]
    change_stems: tuple[str, ...]
    definitions: dict[str, str]
    words: dict[str, frozenset[str]]
    phrases: dict[str, Phrases[None]] = field(default_factory=dict)


@cache
def lexicon() -> Lexicon:
    """Return the compiled knowledge of number expressions."""
    data: dict[str, Any] = load_knowledge("reading/quantities.yaml")
    numbers = data["number_words"]
    lists = {
        key: [str(item) for item in value]
        for key, value in data.items()
        if isinstance(value, list) and key != "hedges" and key != "shared_currency_words"
    }
    return Lexicon(
        anchor=_anchor(data, chinese=True),
        ascii_anchor=_anchor(data, chinese=False),
        units=Phrases(_unit_words(data), keep_case=True),
        per=Phrases(_per_words(data), keep_case=True),
        money_before=Phrases(
            ((word, code) for code, item in data["currencies"].items() for word in item["before"]), keep_case=True
        ),
        magnitudes=Phrases(
            (word, float(factor)) for factor, words in data["magnitudes"]["words"].items() for word in words
        ),
        attached={key: float(value) for key, value in data["magnitudes"]["attached"].items()},
        hedges_before=_hedges(data, "before"),
        hedges_after=_hedges(data, "after"),
        boosters=_plain(data["hedge_boosters"]),
        fillers=_plain(data["hedge_fillers"] + data["zh_hedge_fillers"]),
        numbers=numbers["en"],
        few=numbers["few"],
        zh_numbers=numbers["zh"],
        zh_magnitudes=data["magnitudes"]["zh"],
        fractions=data["fraction_words"],
        multiples=Phrases((word, float(value)) for word, value in data["multiple_words"].items()),
        changes=Phrases((word, float(value)) for word, value in data["change_words"].items()),
        splits=Phrases((word, float(value)) for word, value in data["split_words"].items()),
        shared={word: _places(item) for item in data["shared_currency_words"] for word in item["words"]},
        rates={key: _rate(key, item) for key, item in data["rates"].items()},
        joiners=_plain(data["ranges"]["joiners"]),
        between_joiners=_plain(data["ranges"]["between_joiners"]),
        between=_plain(data["ranges"]["between"]),
        change_stems=tuple(data["ranges"]["change_stems"]),
        definitions=_definitions(data),
        words={key: frozenset(items) for key, items in lists.items()} | {"from": frozenset(data["ranges"]["after"])},
        phrases={key: _plain(items) for key, items in lists.items()},
    )


def _plain(words: list[str]) -> Phrases[None]:
    return Phrases((str(word), None) for word in words)


def _rate(name: str, item: dict[str, Any]) -> Unit:
    return Unit(item.get("unit", name), item.get("factor", 1), "percent" if "unit" in item else "rate")


def _places(item: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(names) for code, names in item["places"].items()}


def _unit_words(data: dict[str, Any]) -> list[tuple[str, Unit]]:
    found = []
    for name, item in data["units"].items():
        for words in (item.get("words", {}), item.get("zh", {})):
            found += [
                (str(word), Unit(name, float(factor), item["kind"]))
                for factor, group in words.items()
                for word in group
            ]
    for code, item in data["currencies"].items():
        found += [(str(word), Unit(code, 1.0, "money")) for word in item["words"] + item["zh"]]
    return found


def _per_words(data: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(word, code) for code, item in data["per"].items() for word in item["words"]]
    return found + [(word, name) for name, item in data["units"].items() for word in item.get("per", [])]


def _hedges(data: dict[str, Any], side: str) -> Phrases[str]:
    return Phrases(
        (word, item["qualifier"])
        for item in data["hedges"]
        for word in item[side] + item[f"zh_{side}"]
        if side in item or f"zh_{side}" in item
    )


def _definitions(data: dict[str, Any]) -> dict[str, str]:
    """Define every unit that a reading can have, prices in every currency included."""
    found = {name: item["definition"] for name, item in data["units"].items()}
    per = {name: item["definition"] for name, item in data["per"].items()}
    per |= {name: item["per_definition"] for name, item in data["units"].items() if "per" in item}
    for code, item in data["currencies"].items():
        found[code] = f"{item['name']} (ISO 4217)"
        found |= {f"{code}/{name}": f"{item['name']} {definition}" for name, definition in per.items()}
    return found | {key: item["definition"] for key, item in data["rates"].items() if "definition" in item}


def _anchor(data: dict[str, Any], *, chinese: bool) -> re.Pattern[str]:
    """Compile the pattern of the places where a number may start; everything else is read from there."""
    numbers = data["number_words"]["en"]
    alone = [
        word
        for key in ("multiple_words", "change_words", "split_words")
        for word in data[key]
        if word[0].isascii() and word[0].isalpha()
    ]
    scales = [word for words in data["magnitudes"]["words"].values() for word in words] + list(
        data["number_words"]["few"]
    )
    measures = [
        word
        for item in data["units"].values()
        if item["kind"] in ("mass", "duration", "points")
        for words in item.get("words", {}).values()
        for word in words
        if len(word) > 3 and word.isalpha()
    ]
    folds = _any(*(word for word in numbers if numbers[word] > 1))
    words = rf"(?:{_any(*numbers, *alone, 'half')})(?![A-Za-z])|(?:{folds})fold"
    one = rf"[Aa]n?(?:other)? (?:{_any(*scales, *data['fraction_words'], *measures)})(?![A-Za-z])"
    every = rf"[Ee]very (?:{_any(*data['fraction_words'])})(?![A-Za-z])"
    chinese_starts = f"|[{ZH_DIGITS}十百千半减腰翻倍]" if chinese else ""
    return re.compile(rf"[0-9{VULGAR}]|(?<![A-Za-z0-9])(?:{words}|{one}|{every}){chinese_starts}")


def _any(*words: str) -> str:
    """Return a pattern of the words that branches letter by letter, which is several times as fast as a plain list."""
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        branches.setdefault(word[0], []).append(word[1:])
    return "|".join(f"[{first}{first.upper()}]{_tails(tails)}" for first, tails in branches.items())


def _tails(tails: list[str]) -> str:
    branches: dict[str, list[str]] = {}
    for tail in tails:
        if tail:
            branches.setdefault(tail[0], []).append(tail[1:])
    inner = "|".join(f"{re.escape(first)}{_tails(rest)}" for first, rest in branches.items())
    return "" if not inner else f"(?:{inner}){'?' if '' in tails else ''}"
