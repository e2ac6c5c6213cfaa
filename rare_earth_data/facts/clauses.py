"""Cut a statement into sentences and parts, so that a number meets the words it belongs to first.

A part is what stands between commas, semicolons and joining words. "and" and the Chinese enumeration comma only cut where
both sides hold a number, so that "mining and processing" stays whole and "Brazil 21% and India 7%" does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rare_earth_data.model import Quantity

_CUT = re.compile(
    r"(?P<sentence>[。!?!?…]+|\.(?=\s+[\"“‘'(]?[A-Z\u4e00-\u9fff])|\n)"
    r"|(?P<strong>[;:;:—]|,(?!\d)|,|\s-\s|\b(?:while|whereas|but|although|though|even as|compared with|compared to|"
    r"yet|unlike|despite|when|because|if|unless|once|whose|that(?= (?:the|a|an|its|it|they|their)\b))\b)"
    r"|(?P<weak>、|\b(?:and|or|with|after|plus|which|who|that|as|against|versus)\b|或|和|与|而)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement: its span, the number of its sentence, and whether a strong cut stands before it."""

    start: int
    end: int
    sentence: int


def parts_of(text: str, quantities: Sequence[Quantity]) -> list[Part]:
    """Cut ``text`` into parts; no cut falls inside a quantity."""
    cuts = _cuts(text, quantities)
    parts: list[Part] = []
    start = sentence = 0
    for at, kind in [*cuts, (len(text), "end")]:
        if at > start:
            parts.append(Part(start, at, sentence))
            start = at
        if kind == "sentence":
            sentence += 1
    return parts or [Part(0, len(text), 0)]


def _cuts(text: str, quantities: Sequence[Quantity]) -> list[tuple[int, str]]:
    firm = _outside([(m.start(), m.end(), m.lastgroup or "") for m in _CUT.finditer(text)], quantities)
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
