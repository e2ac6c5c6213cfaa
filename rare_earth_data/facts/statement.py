"""A statement with everything in it that the rules look at: numbers, names, times, cue words, and its parts.

What a rule asks of the neighbourhood of a number is answered from a window around it, so that reading a statement takes time
in proportion to its length, however many numbers it holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from rare_earth_data.facts.clauses import Part
from rare_earth_data.facts.gazetteer import Named
from rare_earth_data.facts.lexicon import Hit, Token
from rare_earth_data.model import Period, Quantity

_REACH = 400
_START = attrgetter("start")
_ROLE_START = attrgetter("named.start")
_SENTENCE = attrgetter("sentence")


class Spanned(Protocol):
    """Anything with a start."""

    @property
    def start(self) -> int:
        """Offset in the statement."""


Thing = TypeVar("Thing", bound=Spanned)


class Role(NamedTuple):
    """A name and how it stands: in which part, after which preposition, whether as a possessor.

    ``is_first`` marks the name that can be the subject of its part, ``is_owner`` a possessor of another name
    ("Japan's Sojitz"), which speaks for itself, ``is_site`` where something is dug or made ("a Namibian copper mine"),
    ``is_firm`` a company, known or not ("Canada's Neo", "the Chinese miner").
    """

    named: Named
    part: int
    preposition: str | None
    possessive: bool
    is_first: bool
    is_owner: bool = False
    is_site: bool = False
    is_firm: bool = False

    @property
    def country(self) -> str:
        """The area it stands for."""
        return self.named.country or ""


@dataclass(slots=True)
class Statement:
    """A text analysed. All offsets are into ``text``; all lists are in order."""

    text: str
    language: str
    quantities: list[Quantity]
    periods: list[Period]
    tokens: Sequence[Token] = ()
    parts: list[Part] = field(default_factory=list)
    names: Sequence[Named] = ()
    roles: list[Role] = field(default_factory=list)
    words: list[Hit[tuple[str, ...]]] = field(default_factory=list)
    directions: list[Hit[tuple[str, ...]]] = field(default_factory=list)
    statuses: list[Hit[tuple[str, ...]]] = field(default_factory=list)
    commodities: list[Hit[str]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _roles: dict[int, list[Role]] = field(default_factory=dict)
    _windows: dict[int, tuple[int, int]] = field(default_factory=dict)

    def cut_into(self, parts: list[Part]) -> None:
        """Take the parts of the text."""
        self.parts, self._starts = parts, [part.start for part in parts]

    def cast(self, roles: list[Role]) -> None:
        """Take the roles of the names."""
        self.roles = roles
        for role in roles:
            self._roles.setdefault(role.part, []).append(role)

    def part_at(self, offset: int) -> int:
        """Return the number of the part an offset stands in."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence an offset stands in."""
        return self.parts[self.part_at(offset)].sentence

    def window(self, quantity: Quantity) -> tuple[int, int]:
        """Return the span of the sentence around a number, as far as it counts."""
        known = self._windows.get(quantity.start)
        if known is not None:
            return known
        sentence = self.parts[self.part_at(quantity.start)].sentence
        first = bisect_left(self.parts, sentence, key=_SENTENCE)
        last = bisect_right(self.parts, sentence, key=_SENTENCE) - 1
        start, end = self.parts[first].start, self.parts[last].end
        window = max(start, quantity.start - _REACH), min(end, quantity.end + _REACH)
        self._windows[quantity.start] = window
        return window

    def near(self, things: Sequence[Thing], quantity: Quantity) -> Sequence[Thing]:
        """Return those that start in the window of a number."""
        return self.between(things, *self.window(quantity))

    def between(self, things: Sequence[Thing], start: int, end: int) -> Sequence[Thing]:
        """Return those that start in a span."""
        return things[bisect_left(things, start, key=_START) : bisect_left(things, end, key=_START)]

    def periods_between(self, start: int, end: int) -> Sequence[Period]:
        """Return the times that start in a span."""
        return self.between(self.periods, start, end)

    def has_number(self, start: int, end: int) -> bool:
        """Whether a number starts in a span."""
        at = bisect_left(self.quantities, start, key=_START)
        return at < len(self.quantities) and self.quantities[at].start < end

    def roles_between(self, start: int, end: int) -> Sequence[Role]:
        """Return the roles of names that start in a span."""
        return self.roles[
            bisect_left(self.roles, start, key=_ROLE_START) : bisect_left(self.roles, end, key=_ROLE_START)
        ]

    def near_roles(self, quantity: Quantity) -> Sequence[Role]:
        """Return the roles of names in the window of a number."""
        return self.roles_between(*self.window(quantity))

    def roles_in(self, part: int) -> Sequence[Role]:
        """Return the roles of the names of a part."""
        return self._roles.get(part, ())

    def tokens_in(self, part: int) -> Sequence[Token]:
        """Return the words of a part."""
        return self.between(self.tokens, self.parts[part].start, self.parts[part].end)

    def groups_in(self, part: int) -> set[str]:
        """Return the groups of cue words in a part."""
        bounds = self.parts[part]
        return {group for hit in self.between(self.words, bounds.start, bounds.end) for group in hit.key}

    def opening(self, part: int, length: int = 24) -> str:
        """Return the first characters of a part in lower case, without leading marks."""
        bounds = self.parts[part]
        return self.text[bounds.start : min(bounds.end, bounds.start + length)].lstrip(" ,;:-").lower()

    def is_set_against(self, part: int) -> bool:
        """Whether a part only brings in what something is compared with."""
        return self.opening(part).startswith(("compared", "versus", "against", "unlike"))
