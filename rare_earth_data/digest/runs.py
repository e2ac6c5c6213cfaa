"""Runs of words that could be a heading: Title Case, the filler sentences inside it, the headings known by heart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from rare_earth_data.digest import prose
from rare_earth_data.digest.words import words

_WORD = re.compile(r"\S+")


class Word(NamedTuple):
    """One word of a possible heading."""

    start: int
    end: int
    text: str

    @property
    def numbers(self) -> bool:
        """Whether it is a section number."""
        return prose.is_section_number(self.text)

    @property
    def joins(self) -> bool:
        """Whether it is one of the small words."""
        return prose.is_joiner(self.text)


@dataclass(frozen=True, slots=True)
class Run:
    """The words from some place on that could make a heading, up to the first that could not."""

    words: tuple[Word, ...]
    fresh: int
    """The index of the first word behind the last filler sentence."""
    complete: bool
    """Whether the whole stretch asked for is used up."""

    @property
    def filler(self) -> bool:
        """Whether a filler sentence stands inside."""
        return self.fresh > 0

    @property
    def titled(self) -> bool:
        """Whether it has a word that is no number, behind the last filler."""
        return any(not (word.numbers or word.joins) for word in self.words[self.fresh :])


def read_run(text: str, start: int, end: int) -> Run:
    """Read words from ``start`` for as long as they can belong to a Title Case heading, filler sentences included."""
    found: list[Word] = []
    fresh, at, limit = 0, start, words().limits.english_heading_words
    while (match := _WORD.search(text, at, end)) is not None:
        word = Word(match.start(), match.end(), match.group())
        filler = filler_end(text, word.start, end) if found else None
        if filler is not None:
            found.append(Word(word.start, filler, text[word.start : filler]))
            fresh, at = len(found), filler
            continue
        if len(found) - fresh >= limit or not _fits(word):
            return Run(tuple(found), fresh, False)
        found.append(word)
        at = word.end
    return Run(tuple(found), fresh, True)


def _fits(word: Word) -> bool:
    if word.end - word.start > words().limits.english_heading or prose.ends_sentence(word.text):
        return False
    return word.joins or prose.is_title_word(word.text)


def filler_end(text: str, start: int, end: int) -> int | None:
    """Return where the filler sentence beginning at ``start`` is over; None if none begins there."""
    fixed = words()
    if not text.startswith(fixed.filler_openings, start):
        return None
    for phrase in fixed.filler_phrases:
        stop = start + len(phrase)
        if stop <= end and text.startswith(phrase, start):
            after = prose.skip_blanks(text, stop, end)
            if after == end or text[stop] == "." or (after > stop and not text[after].islower()):
                return stop + (stop < end and text[stop] == ".")
            break
    stop = prose.next_sentence(text, start, min(end, start + fixed.limits.english_heading)) or 0
    sentence = text[start:stop]
    return stop if any(word in sentence for word in fixed.filler_words) else None


def is_known(run: Run) -> bool:
    """Tell whether a run is one of the known headings, its number and its section marker set aside."""
    return any(_known_end(run.words, first) == len(run.words) for first in _beginnings(run))


def _beginnings(run: Run) -> tuple[int, int]:
    """Return the index of the first word that is no section number, and of the first behind a section marker."""
    first = _behind_numbers(run.words, run.fresh)
    marked = _longest(run.words, first, words().section_markers)
    return first, _behind_numbers(run.words, marked)


def _behind_numbers(run: tuple[Word, ...], first: int) -> int:
    while first < len(run) and run[first].numbers:
        first += 1
    return first


def _known_end(run: tuple[Word, ...], first: int) -> int:
    return _longest(run, first, words().known_headings)


def _longest(run: tuple[Word, ...], first: int, phrases: frozenset[str]) -> int:
    """Return the index behind the longest of the phrases that stands at ``first``; ``first`` if none does."""
    for stop in range(min(len(run), first + words().known_heading_words), first, -1):
        if " ".join(word.text for word in run[first:stop]) in phrases:
            return stop
    return first


def heading_words(run: Run) -> tuple[int, bool]:
    """Return how many words of a run are the heading, and whether that is a guess."""
    plain, first = _beginnings(run)
    for begin in (first, plain):
        known = _known_end(run.words, begin)
        if begin < known < len(run.words) and not run.words[known].joins:
            return known, False
    for index in range(first + 1, len(run.words)):
        if run.words[index].text in words().sentence_starters and not run.words[index - 1].joins:
            return index, True
    last = len(run.words)
    while last > first and run.words[last - 1].joins:
        last -= 1
    head = last - 1
    if first == run.fresh and not 2 <= head - first <= 4:
        return run.fresh, False
    if run.words[head - 1].joins or any(word.text.endswith((".", ",", ":")) for word in run.words[first : head + 1]):
        return run.fresh, False
    return (head, True) if head > first else (run.fresh, False)
