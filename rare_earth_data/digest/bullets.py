"""A digest body to its headings and claims.

Citations end a bullet, a dash begins one, and what stands between the two is a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rare_earth_data.digest import prose
from rare_earth_data.digest.boundaries import Boundaries
from rare_earth_data.digest.headings import Found, read_heading
from rare_earth_data.digest.report import Report, shown
from rare_earth_data.digest.runs import filler_end
from rare_earth_data.digest.tokens import GROUP, Chain, Tokens, scan
from rare_earth_data.digest.words import words
from rare_earth_data.model import Claim, Heading

_CUT_CITATION = re.compile(r"\s?\[[0-9]{0,3}\Z")
_ODD_CITATION = re.compile(r"\[[^\[\]]{1,20}\]\Z")
_GOES_ON = frozenset(",、;:)\uff0c\uff1b\uff1a\uff09")
_FILLER_ROOM = 200
_WORD_ROOM = 40


@dataclass(slots=True)
class Digest:
    """Reads one digest body; ``claims`` and ``headings`` hold the result.

    ``ends_open`` tells that the last bullet has no citation, ``ends_cut`` that the body stops inside one or behind a dash.
    """

    text: str
    start: int
    end: int
    report: Report
    headings: list[Heading] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    ends_open: bool = False
    ends_cut: bool = False
    _tokens: Tokens = field(init=False)
    _boundaries: Boundaries = field(init=False)
    _claims_before_heading: int = 0

    def __post_init__(self) -> None:
        self._tokens = scan(self.text, self.start, self.end)
        self._boundaries = Boundaries(self.text, self.end, self._tokens, bool(self._tokens.chains))

    def read(self) -> None:
        """Read the body stretch by stretch, each stretch ending with a chain of citations."""
        at, pending = self.start, list[int]()
        for chain in self._tokens.chains:
            pending += chain.citations
            if self._inside_sentence(chain):
                message = "A citation stands inside a sentence; it stays in the text."
                self.report.add("citation-inside-sentence", chain.start, message)
                continue
            self._read_stretch(at, chain.start, tuple(pending))
            pending, at = [], chain.end
        self._read_stretch(at, self.end, tuple(pending))
        self.ends_cut |= self._tokens.mark_in(self.end - 1, self.end) is not None
        self._report_empty_heading()

    def _inside_sentence(self, chain: Chain) -> bool:
        """Tell whether the sentence goes on behind the citation: a small letter or a comma follows, and no full stop."""
        if chain.stopped:
            return False
        after = prose.skip_blanks(self.text, chain.end, min(self.end, chain.end + 2))
        return after < self.end and (self.text[after].islower() or self.text[after] in _GOES_ON)

    def _read_stretch(self, start: int, stop: int, citations: tuple[int, ...]) -> None:
        at = prose.skip_blanks(self.text, start, stop)
        bullet = self._behind_marks(at, stop)
        at = self._read_headings(at, stop) if bullet == at else bullet
        while (boundary := self._boundaries.first(at, stop)) is not None:
            self._add_claim(at, boundary.end, ())
            at = self._read_headings(boundary.next, stop) if boundary.heading else boundary.next
        self._add_claim(at, stop, citations)

    def _behind_marks(self, at: int, stop: int) -> int:
        while at < stop and self._tokens.mark_in(at, at + 1) is not None:
            at = prose.skip_blanks(self.text, at + 1, stop)
        return at

    def _read_headings(self, start: int, stop: int) -> int:
        """Note the headings that begin at ``start``, if any do, and return where the first bullet begins."""
        while start < stop:
            limit = self._tokens.group_in(start + 1, stop)
            found = read_heading(self.text, start, limit, self._tokens, limit < stop or stop == self.end)
            if found is None:
                break
            self._note(found)
            start = found.bullets
            if limit == stop or prose.skip_blanks(self.text, start, limit) < limit:
                break
            start = limit
        return start

    def _note(self, found: Found) -> None:
        self._report_empty_heading()
        self.headings.append(self._heading(found))
        self._claims_before_heading = len(self.claims)
        if found.filler:
            message = f"A filler sentence stands in the heading {shown(self.headings[-1].raw)!r}."
            self.report.add("filler-in-heading", found.start, message)
        if found.guessed:
            message = f"No dash ends the heading; taken to be {shown(self.headings[-1].raw)!r}."
            self.report.add("guessed-heading", found.start, message)

    def _heading(self, found: Found) -> Heading:
        raw = self.text[found.start : found.end]
        group = GROUP.match(raw)
        if group is None:
            return Heading(raw, found.start, found.end, raw, None)
        title = raw[group.end() :].lstrip().removeprefix(":").strip()
        return Heading(raw, found.start, found.end, title or None, int(group[1]))

    def _report_empty_heading(self) -> None:
        if self.headings and self._claims_before_heading == len(self.claims):
            last = self.headings[-1]
            self.report.add("heading-without-claims", last.start, f"No bullet follows the heading {shown(last.raw)!r}.")

    def _add_claim(self, start: int, stop: int, citations: tuple[int, ...]) -> None:
        start, stop = prose.trim(self.text, start, stop)
        if not citations:
            start, stop = self._without_ending(start, stop)
        if start == stop:
            if citations:
                self.report.add("citation-without-text", stop, f"The citations {list(citations)} follow no text.")
            return
        text = self.text[start:stop]
        section = self.headings[-1] if self.headings else None
        self.claims.append(
            Claim(
                text,
                start,
                stop,
                section.title if section else None,
                section.group_number if section else None,
                citations,
                "zh" if prose.is_chinese(text) else "en",
            )
        )
        self.ends_open = not citations and filler_end(self.text, start, stop) is None
        odd = _ODD_CITATION.search(text, max(0, len(text) - 22)) if not citations and text[-1] == "]" else None
        if odd is not None:
            message = f"{shown(odd.group())!r} is not read as a citation."
            self.report.add("unreadable-citation", start + odd.start(), message)

    def _without_ending(self, start: int, stop: int) -> tuple[int, int]:
        """Leave out what ends a bullet without citations: half a citation, the full stop (not the site's cut mark)."""
        text = self.text
        if text.endswith(words().cut_marks, start, stop):
            return prose.trim(text, start, stop)
        half = _CUT_CITATION.search(text, max(start, stop - 5), stop)
        if half is not None:
            self.report.add("unreadable-citation", half.start(), "The page ends inside a citation.")
            self.ends_cut = True
            return prose.trim(text, start, half.start())
        if stop - start <= _FILLER_ROOM and filler_end(text, start, stop) == stop:
            return start, stop
        if text.endswith((".", "。"), start, stop):
            last_word = text[max(start, stop - _WORD_ROOM) : stop].split()[-1]
            stop -= prose.ends_sentence(last_word)
        return prose.trim(text, start, stop)
