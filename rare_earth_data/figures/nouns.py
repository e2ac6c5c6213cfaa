"""Finds the noun that a quantity counts or measures."""

from __future__ import annotations

import re

from rare_earth_data.figures.lexicon import Lexicon

_NOUN_WORD = re.compile(r" ((?:[A-Z]\.){2,}|[A-Za-z]+(?:-[A-Za-z]+)*)")
_ZH_NOUN = re.compile(r"[\u4e00-\u9fff]{1,8}")
_ZH_STOPS = re.compile("[的了在为和与将已被是有之至涨降提升下上中从到及等以后前内占不也都,]")
_MOST_WORDS = 5


def counted_noun(text: str, position: int, lexicon: Lexicon) -> tuple[str, bool] | None:
    """Return the counted phrase after a number ("critical mineral projects") and whether it counts persons."""
    words: list[str] = []
    for _ in range(_MOST_WORDS):
        match = _NOUN_WORD.match(text, position)
        if not match or match[1].lower() in lexicon.words["noun_stops"]:
            return None
        word = match[1]
        words.append(word.lower())
        position = match.end()
        if is_plural(word, lexicon):
            unit = lexicon.units.after(text, match.start(1))
            persons = unit is not None and unit.meaning.kind == "persons"
            return " ".join(words), persons
    return None


def is_plural(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word looks like a plural noun."""
    lower = word.lower()
    return lower in lexicon.words["plural_nouns"] or (
        len(word) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous"))
    )


def measured_noun(text: str, position: int, lexicon: Lexicon) -> str | None:
    """Return what is measured after a unit ("of rare earth oxides"), at most five words, or nothing."""
    if text[position - 1 : position] > "\u2e80":
        return chinese_noun(text, position)
    if text.startswith(" of ", position):
        position += 3
    words: list[str] = []
    while len(words) < _MOST_WORDS and (match := _NOUN_WORD.match(text, position)):
        word = match[1].lower()
        if word in lexicon.words["noun_stops"]:
            if words or word not in ("the", "its", "their", "all"):
                break
        else:
            words.append(word)
        position = match.end()
    return " ".join(words) or None


def chinese_noun(text: str, position: int) -> str | None:
    """Return the Chinese characters right after a measure word, up to the first particle."""
    match = _ZH_NOUN.match(text, position)
    if not match:
        return None
    stop = _ZH_STOPS.search(match[0])
    return (match[0][: stop.start()] if stop else match[0]) or None
