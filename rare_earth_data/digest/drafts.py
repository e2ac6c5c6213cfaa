"""Which lines make one article: its title, its byline and its body, in whichever order the page prints them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rare_earth_data.digest.lines import Byline, Kind, Line, opens_digest, read_byline, read_cut_byline
from rare_earth_data.digest.prose import STOPS
from rare_earth_data.digest.report import Report, shown
from rare_earth_data.digest.tokens import CHAIN
from rare_earth_data.digest.words import words

_SENTENCE_ENDS = (*STOPS, "]", "…", ";")


@dataclass(slots=True)
class Draft:
    """The lines of one article. A cut byline is one that the end of the page cuts off."""

    title: Line | None = None
    byline_line: Line | None = None
    byline: Byline | None = None
    body: list[Line] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the article begins on the page."""
        return min(line.start for line in (self.title, self.byline_line, *self.body) if line is not None)


def draft_articles(text: str, lines: list[Line], topic_page: bool, report: Report) -> list[Draft]:
    """Put the lines of a page (without its header) together to articles."""
    lines = _without_footer(text, lines, report)
    body_first = bool(lines) and not topic_page and lines[0].kind is Kind.BODY and lines[-1].kind is not Kind.BODY
    return (_BodyFirst if body_first else _TitleFirst)(text, lines, report).read()


def _without_footer(text: str, lines: list[Line], report: Report) -> list[Line]:
    """Leave out the site's last line, which repeats the title; report it if it repeats no line of the page."""
    if not lines or not text.endswith(words().footers, lines[-1].start, lines[-1].end):
        return lines
    footer = text[lines[-1].start : lines[-1].end]
    title = footer[: footer.rfind(" - ")].strip()
    if all(text[line.start : line.end] != title for line in lines[:-1]):
        message = f"{shown(footer)!r} is the site's, not the article's; it is left out."
        report.add("site-insertion", lines[-1].start, message)
    return lines[:-1]


def _report_stray(text: str, lines: list[Line], stray: list[Line], report: Report) -> None:
    """Report the lines that belong to no article, those that follow each other as one."""
    places = {line.start: index for index, line in enumerate(lines)} if stray else {}
    first = 0
    for index, line in enumerate(stray):
        if index + 1 < len(stray) and places[stray[index + 1].start] == places[line.start] + 1:
            continue
        count = index - first + 1
        what = "A line belongs" if count == 1 else f"{count} lines belong"
        begin = shown(text[stray[first].start : stray[first].end])
        report.add("stray-line", stray[first].start, f"{what} to no article: {begin!r}.")
        first = index + 1


class _TitleFirst:
    """Title, byline, body; a byline or a title may be missing."""

    def __init__(self, text: str, lines: list[Line], report: Report) -> None:
        self.text, self.lines, self.report = text, lines, report
        self.drafts: list[Draft] = []
        self.stray: list[Line] = []

    def read(self) -> list[Draft]:
        """Return the articles in the order of the page."""
        skip = False
        for index, line in enumerate(self.lines):
            if skip:
                skip = False
                continue
            after = self.lines[index + 1] if index + 1 < len(self.lines) else None
            if line.kind is Kind.BYLINE:
                self._begin(None, line)
            elif line.kind is Kind.TEXT and after is not None and after.kind is Kind.BYLINE:
                self._begin(line, after)
                skip = True
            elif line.kind is Kind.BODY:
                self._current().body.append(line)
            else:
                self._place(line, after)
        _report_stray(self.text, self.lines, self.stray, self.report)
        return self.drafts

    def _begin(self, title: Line | None, byline: Line | None) -> None:
        read = read_byline(self.text[byline.start : byline.end]) if byline is not None else None
        self.drafts.append(Draft(title, byline, read))

    def _current(self) -> Draft:
        if not self.drafts:
            self.drafts.append(Draft())
        return self.drafts[-1]

    def _place(self, line: Line, after: Line | None) -> None:
        """Place a short line that no byline follows: a title without byline, a part of the body, or a stray line."""
        text = self.text[line.start : line.end]
        last = self.drafts[-1] if self.drafts else None
        if last is None or (last.body and after is not None and after.kind is Kind.BODY and self._opens_article(after)):
            self._begin(line, None)
        elif not last.body:
            cut = read_cut_byline(text) if after is None and last.byline is None else None
            if cut is not None:
                last.byline_line, last.byline = line, cut
            else:
                last.body.append(line)
        elif text.endswith(_SENTENCE_ENDS) or (after is not None and after.kind is Kind.BODY):
            last.body.append(line)
        else:
            self.stray.append(line)

    def _opens_article(self, body: Line) -> bool:
        """Tell whether a body line begins a new article rather than goes on with the one above it."""
        text = self.text[body.start : body.end]
        if text.startswith(("- ", "* ")):
            return False
        cited = CHAIN.search(text) is not None
        return cited or opens_digest(text) or text.startswith("|") or text.endswith(words().cut_marks)


class _BodyFirst:
    """Body, title, byline; the byline may be missing or cut off."""

    def __init__(self, text: str, lines: list[Line], report: Report) -> None:
        self.text, self.lines, self.report = text, lines, report
        self.drafts = [Draft()]

    def read(self) -> list[Draft]:
        """Return the articles in the order of the page."""
        stray = []
        for index, line in enumerate(self.lines):
            text = self.text[line.start : line.end]
            draft = self.drafts[-1]
            if draft.title is None and draft.byline is None and (line.kind is Kind.BODY or self._goes_on(index)):
                draft.body.append(line)
            elif line.kind is Kind.BODY:
                self.drafts.append(Draft(body=[line]))
            elif line.kind is Kind.BYLINE and draft.byline is None:
                draft.byline_line, draft.byline = line, read_byline(text)
            elif line.kind is Kind.TEXT and draft.title is None and draft.byline is None:
                draft.title = line
            elif index == len(self.lines) - 1 and draft.byline is None and (cut := read_cut_byline(text)) is not None:
                draft.byline_line, draft.byline = line, cut
            else:
                stray.append(line)
        _report_stray(self.text, self.lines, stray, self.report)
        return self.drafts

    def _goes_on(self, index: int) -> bool:
        """Tell whether a short line is a paragraph of the body: it ends a sentence, and more of the body follows."""
        line, after = self.lines[index], self.lines[index + 1 : index + 2]
        ends = self.text.endswith(_SENTENCE_ENDS, line.start, line.end)
        return line.kind is Kind.TEXT and ends and bool(after) and after[0].kind is Kind.BODY
