"""A page as lines: where each stands, and whether it is a word of the site, a byline, a body, or some other text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from rare_earth_data.digest.prose import STOPS
from rare_earth_data.digest.tokens import CHAIN, GROUP
from rare_earth_data.digest.words import words

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_INVISIBLE = " \t\f\v\x1c\x1d\x1e\x1f\x85\xa0\u3000\ufeff\u200b\u200c\u200d\u2060"
_DATE = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[ T]{1,2}([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?\Z")
_PRINTED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}\Z")
_DATE_BEGUN = re.compile(r"(?:[0-9]{4}(?:-[0-9]{0,2}(?:-[0-9]{0,2}(?: [0-9]{0,2}(?::[0-9]{0,2})?)?)?)?)?\Z")
_DATE_ROOM = 24
_TICKER = re.compile(r"[^()\s]{0,40}\((?:[A-Z]{2,6}:[A-Z0-9.]{1,12}|[0-9]{4,6})\)\s*")
_SENTENCE_MARKS = (*STOPS, "…")


class Kind(Enum):
    """What a line is."""

    WORKFLOW = "workflow"
    ICON = "icon"
    SEARCH = "search"
    BYLINE = "byline"
    BODY = "body"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the blanks around it: ``text[start:end]`` of the document."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says. ``published_at`` is missing if the date is cut, impossible or in another form than usual."""

    publisher: str | None
    published_at: str | None
    printed_date: str
    ticker: str | None = None


def split_lines(text: str) -> list[Line]:
    """Return the lines of a page that are not blank, each with its kind."""
    lines = []
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip(_INVISIBLE)
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip(_INVISIBLE))
            lines.append(Line(start, start + len(stripped), _kind(stripped)))
    return lines


def _kind(line: str) -> Kind:
    marker = words().header.get(line)
    if marker is not None:
        return Kind(marker)
    if read_byline(line) is not None:
        return Kind.BYLINE
    return Kind.BODY if looks_like_body(line) else Kind.TEXT


def looks_like_body(line: str) -> bool:
    """Tell whether a line can only be (part of) a body: too long for a title, cited, cut by the site, a table, a list."""
    if len(line) > words().limits.title or line.startswith("|") or line.endswith(words().cut_marks):
        return True
    if line.count("。") - 2 * line.count("。。。") >= 2 or CHAIN.search(line) is not None:
        return True
    return opens_digest(line)


def opens_digest(line: str) -> bool:
    """Tell whether a text begins as only a digest does: with a list mark, a group, or a known heading and a dash."""
    if line.startswith(("- ", "* ")) or GROUP.match(line) is not None:
        return True
    head, dash, _ = line[: words().limits.english_heading].partition(" - ")
    return bool(dash) and head.strip() in words().known_headings


def read_byline(line: str) -> Byline | None:
    """Read ``Name· 2025-10-27 03:26`` in all its variants; None if the line is no byline."""
    limits = words().limits
    if len(line) > limits.publisher + limits.title:
        return None
    match = _DATE.search(line, max(0, len(line) - _DATE_ROOM))
    if match is None:
        return None
    before = line[: match.start()].rstrip()
    dotted = before.endswith(tuple(words().byline_dots))
    if before and not dotted and (match[2] is None or len(before) > limits.publisher):
        return None
    if not before and match[2] is None:
        return None
    publisher, ticker = _publisher(before)
    return Byline(publisher, _checked(match.group()), match.group(), ticker)


def read_cut_byline(line: str) -> Byline | None:
    """Read a byline that the end of the page cuts off inside its date or its name; None if it cannot be one."""
    dot = max(line.rfind(mark) for mark in words().byline_dots)
    name, date = (line[:dot], line[dot + 1 :].strip()) if dot >= 0 else (line, "")
    if _DATE_BEGUN.match(date) is None or len(name) > words().limits.publisher or name.endswith(_SENTENCE_MARKS):
        return None
    publisher, ticker = _publisher(name)
    return Byline(publisher, None, date, ticker)


def _publisher(printed: str) -> tuple[str | None, str | None]:
    """Return the name before the dot, and the ticker that some pages glue in front of it."""
    name = printed.strip(words().byline_dots + _INVISIBLE)
    ticker = _TICKER.match(name)
    if ticker is not None and ticker.end() < len(name):
        return name[ticker.end() :], ticker.group().strip()
    return name or None, None


def _checked(date: str) -> str | None:
    """Return a date if it is in the form the site prints and stands in the calendar."""
    if _PRINTED.match(date) is None:
        return None
    year, month, day, hour, minute = map(int, re.split("[- :]", date))
    try:
        datetime(year, month, day, hour, minute)
    except ValueError:
        return None
    return date
