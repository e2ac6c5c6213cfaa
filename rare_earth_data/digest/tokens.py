"""The signs that give a digest its shape: citation chains, list marks, ``Group N`` and section numbers.

Every pattern begins with a fixed character or a digit and has no repetition inside a repetition that could match the
same text in two ways, so that scanning is linear on any input.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

CHAIN = re.compile(r"\[[0-9]{1,3}\](?: ?\[[0-9]{1,3}\])*")
GROUP = re.compile(r"Group ([0-9]{1,3})(?= ?:| -|\s*\Z)")
_MARK = re.compile(r"[-*](?!\S)")
_NUMBER = re.compile(r"[0-9]{1,2}\.(?:[0-9]{1,2}\.?){0,3}(?=\s+[A-Z])")
_CITATION = re.compile(r"[0-9]+")
_DIGITS = frozenset("0123456789")


class Sign(IntEnum):
    """What may end a bullet that has no citation."""

    MARK = 0
    GROUP = 1
    NUMBER = 2


class Chain(NamedTuple):
    """Citation markers that stand together; ``end`` lies behind the full stop that may follow them."""

    start: int
    end: int
    citations: tuple[int, ...]
    stopped: bool


@dataclass(slots=True)
class Tokens:
    """The signs of one body, each kind in the order of the text."""

    chains: list[Chain] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    signs: list[tuple[int, Sign]] = field(default_factory=list)
    """Marks, groups and numbers together."""

    def mark_in(self, start: int, end: int) -> int | None:
        """Return the first list mark in a stretch of the text."""
        index = bisect_left(self.marks, start)
        return self.marks[index] if index < len(self.marks) and self.marks[index] < end else None

    def group_in(self, start: int, end: int) -> int:
        """Return where the first ``Group N`` begins in a stretch of the text; ``end`` if there is none."""
        index = bisect_left(self.groups, start)
        return min(self.groups[index], end) if index < len(self.groups) else end


def scan(text: str, start: int, end: int) -> Tokens:
    """Find the signs of the body ``text[start:end]``."""
    tokens = Tokens()
    tokens.chains = [_chain(text, match, end) for match in CHAIN.finditer(text, start, end)]
    tokens.marks = _marks(text, start, end)
    tokens.groups = [m.start() for m in GROUP.finditer(text, start, end) if _starts_word(text, m.start(), start)]
    tokens.numbers = [m.start() for m in _NUMBER.finditer(text, start, end) if _starts_word(text, m.start(), start)]
    tokens.signs = [(position, Sign.MARK) for position in tokens.marks]
    if tokens.groups or tokens.numbers:
        tokens.signs += [(position, Sign.GROUP) for position in tokens.groups]
        tokens.signs += [(position, Sign.NUMBER) for position in tokens.numbers]
        tokens.signs.sort()
    return tokens


def _chain(text: str, match: re.Match[str], end: int) -> Chain:
    stop = match.end()
    stopped = stop < end and text[stop] in ".。" and (stop + 1 >= end or text[stop + 1] not in _DIGITS)
    return Chain(match.start(), stop + stopped, tuple(map(int, _CITATION.findall(match.group()))), stopped)


def _marks(text: str, start: int, end: int) -> list[int]:
    """Return the list marks of a body, blanks around each: hyphens, or asterisks if one comes before every hyphen."""
    found = [m.start() for m in _MARK.finditer(text, start, end) if m.start() == start or text[m.start() - 1].isspace()]
    sign = text[found[0]] if found else "-"
    return [position for position in found if text[position] == sign]


def _starts_word(text: str, position: int, start: int) -> bool:
    before = text[position - 1] if position > start else " "
    return before.isspace() or before in "].。"
