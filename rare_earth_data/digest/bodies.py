"""What kind of body an article has, and its reading: digest, Chinese full text, table, or something not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from rare_earth_data.digest import prose
from rare_earth_data.digest.bullets import Digest
from rare_earth_data.digest.lines import opens_digest
from rare_earth_data.digest.report import Report, shown
from rare_earth_data.digest.runs import read_run
from rare_earth_data.digest.sentences import Sentences
from rare_earth_data.digest.tokens import CHAIN, GROUP
from rare_earth_data.digest.words import words
from rare_earth_data.model import Claim, Heading

_DASH = re.compile(r"(?<=\s)[-*](?=\s)")
_CHINESE_CLAUSE = re.compile("[。!?,;\uff01\uff1f\uff0c\uff1b]")
_SENTENCE_ENDS = (*prose.STOPS, "…", "”", '"', ")", "\uff09")


@dataclass(frozen=True, slots=True)
class Body:
    """The reading of one body."""

    kind: str
    language: str
    is_truncated: bool
    headings: tuple[Heading, ...] = ()
    claims: tuple[Claim, ...] = ()


def read_body(text: str, start: int, end: int, ends_page: bool, report: Report) -> Body:
    """Read ``text[start:end]``.

    ``ends_page`` tells that nothing follows it, so that the page may have been cut inside it.
    """
    language = "zh" if prose.is_chinese(text[start:end]) else "en"
    cut = text.endswith(words().cut_marks, start, end)
    kind = _kind(text, start, end, language)
    if kind == "digest":
        return _digest(text, start, end, language, cut, ends_page, report)
    if kind == "full_text":
        return _full_text(text, start, end, cut, ends_page, report)
    rule, said = {
        "table": ("unread-table", "A table is not read into claims"),
        "garbled": ("garbled-body", "A body whose words run together is not read into claims"),
        "plain": ("body-without-structure", "A body without headings, bullets or citations is not read into claims"),
    }[kind]
    report.add(rule, start, f"{said}: {shown(text[start : min(end, start + 80)])}")
    return Body("table" if kind == "table" else "other", language, cut or text.endswith("...", start, end))


def _kind(text: str, start: int, end: int, language: str) -> str:
    bars = text.count("|", start, end)
    if bars >= 3 and (text.startswith("|", start) or (bars >= 8 and (end - start) < 40 * bars)):
        return "table"
    if language == "zh":
        return "digest" if _is_chinese_digest(text, start, end) else "full_text"
    if end - start >= 60 and 20 * sum(map(text[start:end].count, " \n\t")) < end - start:
        return "garbled"
    return "digest" if _is_digest(text, start, end) else "plain"


def _is_digest(text: str, start: int, end: int) -> bool:
    if CHAIN.search(text, start, end) is not None or GROUP.match(text, start, end) is not None:
        return True
    if opens_digest(text[start : min(end, start + words().limits.title)]):
        return True
    dash = _DASH.search(text, start, min(end, start + words().limits.english_heading))
    if dash is None:
        return False
    run = read_run(text, start, dash.start())
    return run.complete and run.titled


def _is_chinese_digest(text: str, start: int, end: int) -> bool:
    """Tell a digest from a full text: it opens with a short heading and a dash, or its citations come with dashes."""
    dash = _DASH.search(text, start, end)
    if dash is None:
        return False
    head = text[start : dash.start()].strip()
    opens = len(head) <= words().limits.chinese_heading and _CHINESE_CLAUSE.search(head) is None
    return opens or CHAIN.search(text, start, end) is not None


def _digest(text: str, start: int, end: int, language: str, cut: bool, ends_page: bool, report: Report) -> Body:
    digest = Digest(text, start, end, report)
    digest.read()
    claims = digest.claims
    open_end = digest.ends_open and (cut or ends_page or not text.endswith((".", "。"), start, end))
    bare_end = bool(digest.headings) and (not claims or digest.headings[-1].start > claims[-1].start)
    if claims and open_end:
        claims[-1] = replace(claims[-1], is_truncated=True)
    truncated = cut or open_end or (ends_page and (bare_end or digest.ends_cut))
    return Body("digest", language, truncated, tuple(digest.headings), tuple(claims))


def _full_text(text: str, start: int, end: int, cut: bool, ends_page: bool, report: Report) -> Body:
    claims: list[Claim] = []
    for piece_start, piece_end in _pieces(text, start, end, report):
        sentences = Sentences(text, piece_start, piece_end)
        sentences.read()
        claims += sentences.claims
    last = claims[-1] if claims else None
    unfinished = (cut or ends_page) and last is not None and not (last.citations or _finished(text, last))
    if unfinished:
        claims[-1] = replace(claims[-1], is_truncated=True)
    return Body("full_text", "zh", cut or unfinished, (), tuple(claims))


def _finished(text: str, claim: Claim) -> bool:
    """Tell whether a sentence ends as sentences do, the site's cut mark set aside."""
    return text.endswith(_SENTENCE_ENDS, claim.start, prose.without_cut_mark(text, claim.start, claim.end))


def _pieces(text: str, start: int, end: int, report: Report) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a body between the site's own insertions, and report those."""
    for found in _furniture().finditer(text, start, end):
        message = f"{found.group()} is the site's, not the article's; it is left out."
        report.add("site-insertion", found.start(), message)
        yield start, found.start()
        start = found.end()
    yield start, end


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().furniture)))
