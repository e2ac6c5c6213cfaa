"""Where sentences end, which words a Title Case heading is made of, and what script a text is in.

Full-width signs are written as escapes: they look too much like their ASCII twins.
"""

from __future__ import annotations

import re

from rare_earth_data.digest.words import words

WIDE_STOPS = "。\uff01\uff1f"
"""Chinese full stop, exclamation mark, question mark."""
STOPS = ".!?" + WIDE_STOPS

_STOP = re.compile(rf"[{STOPS}][\"'”’)\]]*(?!\S)|[{WIDE_STOPS}]")
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
_SECTION_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+\Z")
_OPENING = "\"'“‘(*《\uff08"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def has_han(text: str) -> bool:
    """Tell whether a text holds a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


def is_chinese(text: str) -> bool:
    """Tell whether a text is Chinese rather than English; a Chinese character weighs as much as three letters."""
    if text.isascii():
        return False
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    letters = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    return wide * 3 >= letters and has_han(text)


def is_section_number(word: str) -> bool:
    """Tell whether a word numbers a section: ``2.``, ``3.1``."""
    return "." in word and _SECTION_NUMBER.match(word) is not None


def ends_sentence(word: str) -> bool:
    """Tell whether a word's last sign ends a sentence, and not an abbreviation or a section number."""
    if is_section_number(word):
        return False
    bare = word.rstrip("\"'”’)]")
    if not bare or bare[-1] not in STOPS:
        return False
    return not (bare.lstrip(_OPENING) in words().abbreviations or _INITIALS.match(bare.lstrip(_OPENING)) is not None)


def is_title_word(word: str) -> bool:
    """Tell whether a word is written as Title Case writes one: a capital or a digit first, or no letter at all."""
    first = word.lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit() or (first != "" and first in "$€£¥≥")


def is_joiner(word: str) -> bool:
    """Tell whether a word is one of those that Title Case leaves small."""
    return word in words().joiners


def next_sentence(text: str, start: int, end: int) -> int | None:
    """Return where the first sentence of ``text[start:end]`` is over, behind its mark; None if it is not over."""
    for match in _STOP.finditer(text, start, end):
        if _real_stop(text, start, match):
            return match.end()
    return None


def last_sentence_start(text: str, start: int, end: int) -> int:
    """Return where the last, unfinished sentence of ``text[start:end]`` begins; ``start`` if no sentence ends before."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _real_stop(text, start, match):
            begin = match.end()
    return skip_blanks(text, begin, end)


def _real_stop(text: str, start: int, match: re.Match[str]) -> bool:
    if text[match.start()] != ".":
        return True
    word_start = max(start, text.rfind(" ", start, match.start()) + 1)
    return match.start() - word_start > 40 or ends_sentence(text[word_start : match.end()])


def without_cut_mark(text: str, start: int, end: int) -> int:
    """Return where ``text[start:end]`` ends without the site's cut mark."""
    for mark in words().cut_marks:
        if text.endswith(mark, start, end):
            return trim(text, start, end - len(mark))[1]
    return end


def skip_blanks(text: str, start: int, end: int) -> int:
    """Return the first position from ``start`` that is not blank."""
    while start < end and text[start].isspace():
        start += 1
    return start


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
