"""Where a bullet ends although no citation says so: before a heading, before a dash, behind a filler sentence.

In real pages nearly every bullet ends in its citations. Between two of them, a dash or a heading may only be prose
("short - term"), so each rule here asks for more than the dash alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from rare_earth_data.digest import prose
from rare_earth_data.digest.headings import is_half_a_compound, read_heading
from rare_earth_data.digest.runs import filler_end, read_run
from rare_earth_data.digest.tokens import Sign, Tokens
from rare_earth_data.digest.words import words

_ENDS = frozenset(prose.STOPS + '"”')
_CHINESE_CLAUSE = re.compile("[。!?;,\uff01\uff1f\uff1b\uff0c]")
_ROOM = 200
_WORD_ROOM = 40


@dataclass(frozen=True, slots=True)
class Boundary:
    """An uncited bullet ends at ``end``; the next text begins at ``next``, with a heading or as a bullet."""

    end: int
    next: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Looks for the ends of uncited bullets in one body."""

    text: str
    end: int
    tokens: Tokens
    cited: bool
    """Whether the body has citations at all; without any, a dash before a capital is trusted more."""

    def first(self, start: int, stop: int) -> Boundary | None:
        """Return the first boundary inside ``text[start:stop]``, or None if it is one bullet."""
        signs = self.tokens.signs
        for index in range(bisect_left(signs, (start,)), len(signs)):
            here, sign = signs[index]
            if here >= stop:
                break
            found = None
            if sign is Sign.MARK:
                found = self._at_mark(start, here, stop)
            elif here > start:
                found = Boundary(here, here, True) if sign is Sign.GROUP else self._at_number(start, here, stop)
            if found is not None:
                return found
        return None

    def _at_number(self, start: int, number: int, stop: int) -> Boundary | None:
        """A section number begins a heading behind a sentence, or where nothing but the heading is left."""
        heading = read_heading(self.text, number, stop, self.tokens, stop == self.end)
        if heading is None:
            return None
        ended = prose.last_sentence_start(self.text, max(start, number - 80), number) == number
        last = heading.end == self.end == stop
        if ended or last or filler_end(self.text, start, number) == prose.trim(self.text, start, number)[1]:
            return Boundary(number, number, True)
        return None

    def _at_mark(self, start: int, mark: int, stop: int) -> Boundary | None:
        text = self.text
        after = prose.skip_blanks(text, mark + 1, stop)
        if after == stop:
            return Boundary(mark, after, False) if stop == self.end else None
        heading = self._tail_heading(start, mark, after)
        if heading is not None:
            return Boundary(heading, heading, True)
        if text[after].islower() or text[after].isdigit():
            return None
        before = prose.trim(text, start, mark)[1]
        if before > start and self._ends_bullet(start, before):
            return Boundary(mark, after, False)
        if self.cited or self._abbreviated(start, before) or text.count(" ", start, min(before, start + _ROOM)) < 2:
            return None
        return Boundary(mark, after, False)

    def _ends_bullet(self, start: int, before: int) -> bool:
        """Tell whether a sentence, or something in brackets that may be meant as a citation, ends at ``before``."""
        last = self.text[before - 1]
        return last == "]" or (last in _ENDS and prose.ends_sentence(self._word_before(start, before)))

    def _tail_heading(self, start: int, mark: int, after: int) -> int | None:
        """Return where a heading begins that ends at ``mark`` and follows an uncited sentence."""
        text, limits = self.text, words().limits
        low = max(start, mark - limits.english_heading)
        begin = prose.last_sentence_start(text, low, mark)
        if begin > start and prose.is_chinese(text[begin:mark]):
            clean = _CHINESE_CLAUSE.search(text, begin, mark) is None
            return begin if clean and mark - begin <= limits.chinese_heading // 2 and begin > low else None
        if text[after].islower():
            return None
        if begin > low and self._strong(begin, mark) and not text[after].isdigit():
            return begin
        tail = self._known_tail(low, mark)
        if tail is not None and tail > start:
            return tail
        if filler_end(text, start, mark) is not None:
            return self._behind_filler(start, mark)
        return None

    def _strong(self, begin: int, mark: int) -> bool:
        """Tell whether ``text[begin:mark]`` is surely a heading: numbered, or words of Title Case that are no name."""
        run = read_run(self.text, begin, mark)
        if not (run.complete and run.titled) or run.words[-1].joins:
            return False
        if is_half_a_compound(self.text, run, mark, self.end):
            return False
        return run.words[0].numbers or (len(run.words) >= 2 and not run.words[-1].text.endswith("."))

    def _known_tail(self, low: int, mark: int) -> int | None:
        """Return where a known heading begins that ends at ``mark``, its section number included."""
        pieces = self.text[low:mark].split()
        fixed = words()
        for count in range(min(len(pieces), fixed.known_heading_words), 0, -1):
            if " ".join(pieces[-count:]) in fixed.known_headings:
                if count < len(pieces) and prose.is_section_number(pieces[-count - 1]):
                    count += 1
                return self._start_of(pieces[-count:], low, mark)
        return None

    def _start_of(self, pieces: list[str], low: int, mark: int) -> int:
        at = mark
        for piece in reversed(pieces):
            at = self.text.rfind(piece, low, at)
        return at

    def _behind_filler(self, start: int, mark: int) -> int | None:
        """Return where the capitals begin that stand between a filler without a full stop and the dash."""
        pieces = self.text[max(start, mark - words().limits.english_heading) : mark].split()
        count = 0
        while count < len(pieces) and (prose.is_title_word(pieces[-count - 1]) or prose.is_joiner(pieces[-count - 1])):
            count += 1
        while count and prose.is_joiner(pieces[-count]):
            count -= 1
        if not 0 < count < len(pieces):
            return None
        return self._start_of(pieces[-count:], max(start, mark - words().limits.english_heading), mark)

    def _word_before(self, start: int, before: int) -> str:
        """Return the last word before a place, or nothing where the bullet is empty."""
        return "".join(self.text[max(start, before - _WORD_ROOM) : before].split()[-1:])

    def _abbreviated(self, start: int, before: int) -> bool:
        word = self._word_before(start, before)
        return word.endswith(".") and not prose.ends_sentence(word)
