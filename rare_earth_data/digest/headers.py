"""The header of a topic page: site words and the topic, usually once at the top, sometimes again in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from rare_earth_data.digest.lines import Kind, Line
from rare_earth_data.digest.prose import trim
from rare_earth_data.digest.report import Report, shown
from rare_earth_data.digest.tokens import CHAIN
from rare_earth_data.digest.words import words

_SITE = (Kind.WORKFLOW, Kind.ICON, Kind.SEARCH)


@dataclass(frozen=True, slots=True)
class Header:
    """What the headers of a page say: ``search`` that it is a topic page, ``found`` that there is any site word."""

    topic: str | None
    found: bool
    search: bool


def take_headers(text: str, lines: list[Line], report: Report) -> tuple[Header, list[Line]]:
    """Return the header and the lines that remain: titles, bylines, bodies. A second header is reported."""
    kept: list[Line] = []
    topics: list[Line] = []
    workflow, searches = -1, 0
    for line in lines:
        if line.kind not in _SITE:
            kept.append(line)
        elif line.kind is Kind.WORKFLOW:
            workflow = line.start
        elif line.kind is Kind.SEARCH:
            topic = _take_topic(text, kept, workflow)
            topics += [topic] if topic else []
            searches += 1
            if searches > 1:
                name = repr(shown(text[topic.start : topic.end])) if topic else "missing"
                message = f"A second page header stands here; its topic is {name}."
                report.add("second-header", (topic or line).start, message)
    first = text[topics[0].start : topics[0].end] if topics else None
    return Header(first, len(kept) < len(lines), searches > 0), kept


def _take_topic(text: str, kept: list[Line], workflow: int) -> Line | None:
    """Take the topic above ``Search documents`` off the kept lines: its own line, or what is glued to a body's end."""
    if not kept or kept[-1].start < workflow:
        return None
    if kept[-1].kind is not Kind.TEXT:
        return _unglue(text, kept)
    if kept[-1].end - kept[-1].start > words().limits.topic:
        return None
    topic = kept.pop()
    rest = _behind_body(text, kept[-1]) if kept else None
    if rest is not None and text[rest.start : rest.end] in words().header:
        _unglue(text, kept)
    return topic


def _unglue(text: str, kept: list[Line]) -> Line | None:
    """Cut off the last body what a missing newline glued to its end, and return that."""
    body = kept[-1]
    rest = _behind_body(text, body)
    if rest is not None:
        kept[-1] = Line(body.start, trim(text, body.start, rest.start)[1], body.kind)
    return rest


def _behind_body(text: str, body: Line) -> Line | None:
    """Return the short rest behind a body's last citation, or behind the site's cut mark."""
    if body.kind is not Kind.BODY:
        return None
    low = max(body.start, body.end - words().limits.topic - 8)
    ends = [m.end() for m in CHAIN.finditer(text, low, body.end)]
    ends += [at + len(mark) for mark in words().cut_marks if (at := text.rfind(mark, low, body.end)) >= 0]
    if not ends:
        return None
    end = max(ends) + (text[max(ends) : max(ends) + 1] in (".", "。"))
    start, end = trim(text, end, body.end)
    return Line(start, end, Kind.TEXT) if start < end else None
