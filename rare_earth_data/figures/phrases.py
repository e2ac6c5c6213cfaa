"""Tables of fixed phrases, found forwards from or backwards to a place in a text without scanning the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

WORD = re.compile(r"[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z]+\Z")
_LONGEST_WORD = 24
_GAPS = " \u00a0\u202f\u2009"


class Found(NamedTuple, Generic[T]):
    """A phrase found in a text: its span and what it means."""

    start: int
    end: int
    meaning: T


class _Entry(NamedTuple, Generic[T]):
    phrase: str
    length: int
    exact: bool
    meaning: T


class Phrases(Generic[T]):
    """Phrases with a meaning. The longest that fits wins; a phrase of letters must not continue in more letters.

    With ``keep_case`` a phrase with a capital letter or of up to three letters matches with its case only ("Mt", "won").
    """

    def __init__(self, phrases: Iterable[tuple[str, T]], *, keep_case: bool = False) -> None:
        self._first: dict[str, list[_Entry[T]]] = {}
        self._last: dict[str, list[_Entry[T]]] = {}
        self._starts: set[str] = set()
        self._ends: set[str] = set()
        for phrase, meaning in sorted(phrases, key=lambda pair: -len(pair[0])):
            exact = keep_case and (phrase != phrase.lower() or len(phrase) <= 3)
            entry = _Entry(phrase if exact else phrase.lower(), len(phrase), exact, meaning)
            self._first.setdefault(_head(phrase.lower(), 0), []).append(entry)
            self._last.setdefault(_tail(phrase.lower(), len(phrase), 0), []).append(entry)
            self._starts.update((phrase[0], phrase[0].upper()))
            self._ends.update((phrase[-1], phrase[-1].upper()))

    def after(self, text: str, position: int) -> Found[T] | None:
        """Return the longest phrase that starts at ``position``."""
        if position >= len(text) or text[position] not in self._starts:
            return None
        for entry in self._first.get(_head(text, position).lower(), ()):
            end = position + entry.length
            if _same(text[position:end], entry) and not (is_letter(text, end) and is_letter(text, end - 1)):
                return Found(position, end, entry.meaning)
        return None

    def before(self, text: str, position: int, floor: int = 0) -> Found[T] | None:
        """Return the longest phrase that ends at ``position`` and starts at ``floor`` or later."""
        if position <= floor or text[position - 1] not in self._ends:
            return None
        for entry in self._last.get(_tail(text, position, floor).lower(), ()):
            start = position - entry.length
            if start < floor or not _same(text[start:position], entry):
                continue
            if not (start > 0 and is_letter(text, start - 1) and is_letter(text, start)):
                return Found(start, position, entry.meaning)
        return None


def is_letter(text: str, position: int) -> bool:
    """Say whether a letter or digit stands there; Chinese characters, being words of their own, do not count."""
    return 0 <= position < len(text) and text[position] < "\u2e80" and text[position].isalnum()


def is_chinese(text: str, position: int) -> bool:
    """Say whether a Chinese character stands there."""
    return 0 <= position < len(text) and "\u4e00" <= text[position] <= "\u9fff"


def skip_gap(text: str, position: int) -> int:
    """Return the place after one space, if there is one at ``position``."""
    return position + 1 if position < len(text) and text[position] in _GAPS else position


def back_gap(text: str, position: int, floor: int = 0) -> int:
    """Return the place before one space, if there is one left of ``position``."""
    return position - 1 if position > floor and text[position - 1] in _GAPS else position


def word_before(text: str, position: int) -> str:
    """Return the lower-cased word that ends at ``position``, or the character there, or nothing at the start."""
    return _tail(text, position, 0).lower() if position > 0 else ""


def word_after(text: str, position: int) -> str:
    """Return the lower-cased word that starts at ``position``, or the character there, or nothing at the end."""
    return _head(text, position).lower() if position < len(text) else ""


def _head(text: str, position: int) -> str:
    match = WORD.match(text, position, position + _LONGEST_WORD)
    return match[0] if match else text[position]


def _tail(text: str, position: int, floor: int) -> str:
    match = _LAST_WORD.search(text[max(floor, position - _LONGEST_WORD) : position])
    return match[0] if match else text[position - 1]


def _same(segment: str, entry: _Entry[T]) -> bool:
    return segment == entry.phrase or (not entry.exact and segment.lower() == entry.phrase)
