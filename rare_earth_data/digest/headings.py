"""Headings of a digest: where one begins, where it ends, and whether a dash, prose or nothing follows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from rare_earth_data.digest import prose
from rare_earth_data.digest.runs import Run, heading_words, is_known, read_run
from rare_earth_data.digest.tokens import GROUP, Tokens
from rare_earth_data.digest.words import words

_MAY_FILL = frozenset(["No", "Not", "None"])
_EXTENSION = 60
_CLAUSE_MARKS = re.compile("[。!?;\uff01\uff1f\uff1b]")
_COMMAS = frozenset(",、\uff0c")


class Found(NamedTuple):
    """A heading ``text[start:end]``; its first bullet begins at ``bullets``.

    ``filler`` tells that a sentence such as "No information provided." stands inside it, ``guessed`` that nothing but
    the capitals tells where it ends and the prose behind it begins.
    """

    start: int
    end: int
    bullets: int
    filler: bool = False
    guessed: bool = False


def read_heading(text: str, start: int, end: int, tokens: Tokens, bare: bool) -> Found | None:
    """Read the heading that begins at ``start``; None if none does.

    ``bare`` tells that nothing stands behind ``end``, so that a heading with no text behind it is possible.
    """
    group = GROUP.match(text, start, end)
    if group is None:
        return _titled(text, start, start, end, tokens, bare)
    after = prose.skip_blanks(text, group.end(), end)
    if not text.startswith(":", after):
        return Found(start, group.end(), _behind_mark(text, group.end(), end, tokens))
    title = prose.skip_blanks(text, after + 1, end)
    mark = tokens.mark_in(title, end)
    found = _titled(text, start, title, end, tokens, bare)
    if found is not None or title == end:
        return found or Found(start, group.end(), end)
    near = mark is not None and title < mark <= title + words().limits.english_heading
    if mark is not None and near and prose.next_sentence(text, title, mark) is None:
        return Found(start, prose.trim(text, title, mark)[1], _behind_mark(text, mark, end, tokens))
    return Found(start, group.end(), title)


def _titled(text: str, start: int, title: int, end: int, tokens: Tokens, bare: bool) -> Found | None:
    mark = tokens.mark_in(title, end)
    stop = end if mark is None else mark
    if prose.is_chinese(text[title : min(stop, title + words().limits.chinese_heading)]):
        return _chinese(text, start, title, end, mark, tokens, bare)
    if stop == title or text[title] == "*":
        return None
    if mark is not None and _is_simple(text, title, mark) and not _may_extend(text, mark, tokens, end):
        return Found(start, prose.trim(text, title, mark)[1], _behind_mark(text, mark, end, tokens))
    run = read_run(text, title, stop)
    if run.complete and run.titled and mark is not None and not _is_range(text, mark, end):
        last = _extended(text, run, mark, end, tokens)
        if last == mark and title == start and is_half_a_compound(text, run, mark, end):
            return None
        return Found(start, prose.trim(text, title, last)[1], _behind_mark(text, last, end, tokens), run.filler)
    if mark is not None and _is_plain(text, title, mark, end):
        return Found(start, prose.trim(text, title, mark)[1], _behind_mark(text, mark, end, tokens))
    if run.complete and mark is None and run.titled and bare:
        return Found(start, prose.trim(text, title, end)[1], end, run.filler)
    return _before_prose(text, start, run)


def _is_simple(text: str, start: int, mark: int) -> bool:
    """Tell whether every word before the dash has a capital and no sign behind it, as in nearly all headings."""
    if mark - start > words().limits.english_heading:
        return False
    pieces = text[start:mark].split()
    if len(pieces) > words().limits.english_heading_words or not pieces[0][0].isupper():
        return False
    if len(pieces[-1]) <= 2:
        return False
    joiners = words().joiners
    return all((p[0].isupper() and p[-1].isalpha() and p not in _MAY_FILL) or p in joiners for p in pieces)


def _may_extend(text: str, mark: int, tokens: Tokens, end: int) -> bool:
    """Tell whether the dash may belong to the heading, or to a spaced compound that is no heading at all."""
    after = prose.skip_blanks(text, mark + 1, end)
    second = tokens.mark_in(mark + 1, end)
    return (after < end and text[after].islower()) or (second is not None and second - mark <= _EXTENSION)


def is_half_a_compound(text: str, run: Run, mark: int, end: int) -> bool:
    """Tell whether a dash belongs to ``Off - season``, ``T - 1``, ``Nd - Fe - B`` or the like rather than to a heading."""
    if run.words[-1].text in words().symbols:
        return True
    after = prose.skip_blanks(text, mark + 1, end)
    return len(run.words) == 1 and after < end and text[after].islower() and not is_known(run)


def _behind_mark(text: str, mark: int, end: int, tokens: Tokens) -> int:
    """Return where the bullet behind a heading's dash begins."""
    at = prose.skip_blanks(text, mark, end)
    if tokens.mark_in(at, at + 1) is not None:
        at = prose.skip_blanks(text, at + 1, end)
    return at


def _is_range(text: str, mark: int, end: int) -> bool:
    after = prose.skip_blanks(text, mark + 1, end)
    return mark >= 2 and (text[mark - 2].isdigit() or text[mark - 2] == "%") and after < end and text[after].isdigit()


def _is_plain(text: str, start: int, mark: int, end: int) -> bool:
    """Tell whether ``text[start:mark]`` is a heading in sentence case: short, one clause, and a new text behind the dash."""
    limits = words().limits
    after = prose.skip_blanks(text, mark + 1, end)
    if mark - start > limits.english_heading or after == end:
        return False
    heading = text[start:mark].strip()
    if heading.count(" ") >= limits.plain_heading_words:
        return False
    if not heading[:1].isupper() or heading[-1:].isdigit() or heading[-1:] in (".", "%") or ": " in heading:
        return False
    if _CLAUSE_MARKS.search(heading) is not None or heading.split()[-1] in words().symbols:
        return False
    return not (text[after].islower() or text[after].isdigit()) and prose.next_sentence(text, start, mark) is None


def _extended(text: str, run: Run, mark: int, end: int, tokens: Tokens) -> int:
    """Return the dash behind the heading: the second one where the first belongs to it (``Mid - stream End - ``)."""
    second = tokens.mark_in(mark + 1, end)
    if second is None or second - mark > _EXTENSION or is_known(run):
        return mark
    after = prose.skip_blanks(text, second + 1, end)
    if after == end or text[after].islower() or text[after].isdigit():
        return mark
    parts = text[mark + 1 : second].split()
    if not parts or len(parts) > 4 or any(part.startswith("*") or prose.ends_sentence(part) for part in parts):
        return mark
    titled = all(prose.is_title_word(part) or prose.is_joiner(part) for part in parts[1:])
    compound = parts[0][:1].islower() and not prose.is_joiner(parts[0])
    numbered = run.words[0].numbers and parts[0][:1].isupper() and len(parts) <= 3
    return second if titled and (compound or numbered) else mark


def _before_prose(text: str, start: int, run: Run) -> Found | None:
    """Divide a run of capitals into a heading and the first words of the sentence that follows it without a dash."""
    head, guessed = heading_words(run)
    if head <= run.fresh or head >= len(run.words):
        return None
    return Found(start, run.words[head - 1].end, run.words[head].start, run.filler, guessed)


def _chinese(text: str, start: int, title: int, end: int, mark: int | None, tokens: Tokens, bare: bool) -> Found | None:
    limit = words().limits.chinese_heading
    stop = end if mark is None else mark
    inside = text[title : min(stop, title + limit + 1)].rstrip()
    if len(inside) <= limit and inside and _CLAUSE_MARKS.search(inside) is None:
        if mark is not None:
            return Found(start, prose.trim(text, title, mark)[1], _behind_mark(text, mark, end, tokens))
        if bare and len(inside) <= limit // 2 and _COMMAS.isdisjoint(inside):
            return Found(start, prose.trim(text, title, end)[1], end)
    head = inside.split(maxsplit=1)
    if len(head) == 2 and head[0] in words().known_headings:
        return Found(start, title + len(head[0]), prose.skip_blanks(text, title + len(head[0]), end))
    return None
