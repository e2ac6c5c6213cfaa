"""Cut a statement into sentences and parts, so that a number meets the words it belongs to first.

A part is what stands between commas, semicolons and joining words. "and" and the Chinese enumeration comma only cut where
both sides hold a number, so that "mining and processing" stays whole and "Brazil 21% and India 7%" does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rare_earth_data.facts.lexicon import Hit, Lexicon
from rare_earth_data.model import Quantity

_MARK = re.compile(r"[。!?\uff01\uff1f…]+|[.\n;:\uff1b\uff1a—,\uff0c、-]")
_SENTENCE_END = re.compile(r"\s+[\"“‘'(]?[A-Z\u4e00-\u9fff]")
_STRONG = (
    *("while", "whereas", "but", "although", "though", "even as", "compared with", "compared to", "yet", "unlike"),
    *("despite", "when", "because", "if", "unless", "once", "whose"),
    *(f"[that] {word}" for word in ("the", "a", "an", "its", "it", "they", "their")),
)
_STRONG_MARKS = frozenset(";:\uff1b\uff1a—,\uff0c")
_WEAK = (
    "and",
    "or",
    "with",
    "after",
    "plus",
    "which",
    "who",
    "that",
    "as",
    "against",
    "versus",
    "或",
    "和",
    "与",
    "而",
)


class Part(NamedTuple):
    """A stretch of a statement: its span, the number of its sentence, and whether a strong cut stands before it."""

    start: int
    end: int
    sentence: int


@cache
def cut_lexicon() -> Lexicon[str]:
    """The words that cut a statement."""
    return Lexicon([*((word, "strong") for word in _STRONG), *((word, "weak") for word in _WEAK)])


def parts_of(text: str, quantities: Sequence[Quantity], cut_words: Sequence[Hit[str]]) -> list[Part]:
    """Cut ``text`` into parts; no cut falls inside a quantity. ``cut_words`` are what ``cut_lexicon`` finds in it."""
    cuts = _cuts(text, quantities, cut_words)
    parts: list[Part] = []
    start = sentence = 0
    for at, kind in [*cuts, (len(text), "end")]:
        if at > start:
            parts.append(Part(start, at, sentence))
            start = at
        if kind == "sentence":
            sentence += 1
    return parts or [Part(0, len(text), 0)]


def _cuts(text: str, quantities: Sequence[Quantity], cut_words: Sequence[Hit[str]]) -> list[tuple[int, str]]:
    found = [*_marks(text), *((hit.start, hit.end, hit.key) for hit in cut_words)]
    if not quantities:
        cuts = [cut for cut in sorted(found) if cut[2] != "weak"]
        return [(start if "a" <= text[start].lower() <= "z" else end, kind) for start, end, kind in cuts]
    firm = _outside(sorted(found), quantities)
    next_strong = _next_strong(firm, len(text))
    starts = [quantity.start for quantity in quantities]
    result: list[tuple[int, str]] = []
    since = 0
    for number, (start, end, kind) in enumerate(firm):
        if kind == "weak":
            before = bisect_left(starts, start) > bisect_left(starts, since)
            after = bisect_left(starts, next_strong[number]) > bisect_left(starts, end)
            if not (before and after):
                continue
        at = start if text[start].isalpha() and text[start] < "\u3400" else end
        result.append((at, kind))
        since = at
    return result


def _marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the marks that cut a text: a full stop only before a new sentence, a comma and a dash only between words."""
    for match in _MARK.finditer(text):
        start, end = match.span()
        mark = text[start]
        if mark == ".":
            if _SENTENCE_END.match(text, end):
                yield start, end, "sentence"
        elif mark == "-":
            if text[start - 1 : start].isspace() and text[end : end + 1].isspace():
                yield start - 1, end + 1, "strong"
        elif mark == "、":
            yield start, end, "weak"
        elif mark != "," or not (text[end : end + 1].isdigit() and text[start - 1 : start].isdigit()):
            yield start, end, "strong" if mark in _STRONG_MARKS else "sentence"


def _next_strong(cuts: Sequence[tuple[int, int, str]], length: int) -> list[int]:
    """For every cut, where the next one stands that is not weak."""
    result, until = [0] * len(cuts), length
    for number in range(len(cuts) - 1, -1, -1):
        result[number] = until
        if cuts[number][2] != "weak":
            until = cuts[number][0]
    return result


def _outside(cuts: list[tuple[int, int, str]], quantities: Sequence[Quantity]) -> list[tuple[int, int, str]]:
    """Leave out the cuts that fall inside a quantity. Both lists are in order."""
    result, at = [], 0
    for start, end, kind in cuts:
        while at < len(quantities) and quantities[at].end <= start:
            at += 1
        if at == len(quantities) or end <= quantities[at].start:
            result.append((start, end, kind))
    return result
