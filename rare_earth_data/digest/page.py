"""A page to its articles: the header, then title, byline and body of each article, then what is left over."""

from __future__ import annotations

import re

from rare_earth_data.digest.bodies import Body, read_body
from rare_earth_data.digest.drafts import Draft, draft_articles
from rare_earth_data.digest.headers import take_headers
from rare_earth_data.digest.lines import Line, split_lines
from rare_earth_data.digest.report import Report, shown
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding, in_order
from rare_earth_data.model import Article, Page

_DAMAGED = re.compile("[\x00-\x08\x0e-\x1a\x7f\ud800-\udfff]")


def read_page(document: Document) -> tuple[Page, list[Finding]]:
    """Read a page into its articles, headings and claims, and list what was not understood.

    Never raises, whatever the text; takes time linear in its length. Every claim's text is ``document.text[start:end]``.
    """
    text, report = document.text, Report(document)
    lines = split_lines(text)
    if not lines:
        report.add("empty-document", 0, "The document holds no text.", "a digest page")
        return Page(None, ()), report.findings
    _report_characters(text, report)
    header, kept = take_headers(text, lines, report)
    drafts = draft_articles(text, kept, header.search, report)
    articles = [_article(text, draft, i, draft is drafts[-1], report) for i, draft in enumerate(drafts, 1)]
    if not header.found and all(a.body_kind == "other" and a.published_at is None for a in articles):
        return Page(None, ()), in_order([*_character_findings(document), *_no_digest(document, lines[0].start)])
    if not articles:
        report.add("page-without-articles", lines[0].start, "The page has a header and no article.")
    return Page(header.topic, tuple(articles)), in_order(report.findings)


def _no_digest(document: Document, offset: int) -> list[Finding]:
    report = Report(document)
    report.add(
        "not-a-digest",
        offset,
        f"Nothing here has the form of a digest page: {shown(document.text[offset : offset + 100])!r}.",
        "a page header, a byline, or a body with headings, bullets or Chinese sentences",
    )
    return report.findings


def _character_findings(document: Document) -> list[Finding]:
    report = Report(document)
    _report_characters(document.text, report)
    return report.findings


def _report_characters(text: str, report: Report) -> None:
    if text.startswith("\ufeff"):
        report.add("byte-order-mark", 0, "The text begins with a byte-order mark; it is no part of any quote.")
    first = _DAMAGED.search(text)
    if first is not None:
        count = sum(1 for _ in _DAMAGED.finditer(text, first.start()))
        report.add(
            "damaged-characters",
            first.start(),
            f"{count} characters are no text; the first is U+{ord(first.group()):04X}.",
            "printable characters",
        )


def _article(text: str, draft: Draft, position: int, last: bool, report: Report) -> Article:
    body_start, body_end = _body_span(draft)
    ends_page = last and body_end >= max(line.end for line in _lines_of(draft))
    if draft.body:
        body = read_body(text, body_start, body_end, ends_page, report)
    else:
        report.add("article-without-body", draft.start, "No body follows this title and byline.")
        body = Body("other", "zh", ends_page)
    _report_byline(text, draft, report)
    byline, title = draft.byline, draft.title
    return Article(
        position=position,
        title=text[title.start : title.end] if title else None,
        title_start=title.start if title else None,
        title_end=title.end if title else None,
        publisher=byline.publisher if byline else None,
        published_at=byline.published_at if byline else None,
        body_start=body_start,
        body_end=body_end,
        body_kind=body.kind,
        body_language=body.language,
        is_truncated=body.is_truncated,
        headings=body.headings,
        claims=body.claims,
    )


def _report_byline(text: str, draft: Draft, report: Report) -> None:
    if draft.title is None:
        report.add("article-without-title", draft.start, "The article has no title.")
    byline, line = draft.byline, draft.byline_line
    if byline is None or line is None:
        return
    if byline.published_at is None:
        message = f"No date and time can be read from {shown(text[line.start : line.end])!r}."
        report.add("unreadable-date", line.start, message, "Name· YYYY-MM-DD HH:MM")
    if byline.ticker is not None:
        report.add("ticker-in-byline", line.start, f"The ticker {byline.ticker!r} is left out of the publisher's name.")


def _lines_of(draft: Draft) -> list[Line]:
    return [line for line in (draft.title, draft.byline_line, *draft.body) if line is not None]


def _body_span(draft: Draft) -> tuple[int, int]:
    if draft.body:
        return draft.body[0].start, draft.body[-1].end
    end = max(line.end for line in _lines_of(draft))
    return end, end
