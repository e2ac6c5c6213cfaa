"""A Chinese full text to one claim a sentence, quotations kept whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rare_earth_data.digest import prose
from rare_earth_data.digest.tokens import CHAIN
from rare_earth_data.digest.words import words
from rare_earth_data.model import Claim

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "(": ")", "\uff08": "\uff09", "【": "】", '"': '"'}
_ENDS = "!?…" + prose.WIDE_STOPS
_SIGN = re.compile(rf"[{''.join(_PAIRS)}]|[{_ENDS}]+|[\r\n]+")
_CLOSERS = frozenset(_PAIRS.values()) - {'"'}
_GOES_ON = frozenset(",、;:)》」\uff0c\uff1b\uff1a\uff09" + _ENDS)
_INTRODUCES = frozenset(":,\uff1a\uff0c")
_BRACKETS = frozenset("《(【\uff08")
_CLAUSE = re.compile(f"[,;\uff0c\uff1b{_ENDS}]")
_SPEAKER_ROOM = 16
_TAIL_CITATION = re.compile(r"\s?\[[0-9]{1,3}\](?: ?\[[0-9]{1,3}\])*[。.!?\uff01\uff1f]?\Z")
_NUMBER = re.compile("[0-9]+")


@dataclass(slots=True)
class Sentences:
    """Cuts ``text[start:end]`` into sentences; ``claims`` holds the result."""

    text: str
    start: int
    end: int
    claims: list[Claim] = field(default_factory=list)
    _begin: int = 0

    def read(self) -> None:
        """Read the whole stretch; what follows the last end mark is a claim too."""
        self._begin = self.start
        done = self.start
        for sign in _SIGN.finditer(self.text, self.start, self.end):
            if sign.start() < done:
                continue
            if sign.group() in _PAIRS:
                done = self._quotation(sign.start())
            elif sign.group()[0] in "\r\n":
                self._close(sign.start(), sign.end())
            elif self._is_end(sign):
                self._close_behind(sign.end())
                done = self._begin
        self._close(self.end, self.end)

    def _quotation(self, opening: int) -> int:
        """Step over a quotation that is closed near by, and end the sentence behind it if it ends there."""
        limit = min(self.end, opening + words().limits.chinese_quotation)
        closing = self.text.find(_PAIRS[self.text[opening]], opening + 1, limit)
        if closing < 0 or "\n" in self.text[opening:closing]:
            return opening + 1
        if self.text[closing - 1] in _ENDS and self._ends_behind(opening, closing):
            self._close_behind(closing + 1)
            return self._begin
        return closing + 1

    def _ends_behind(self, opening: int, closing: int) -> bool:
        """Tell whether a sentence is over behind a quotation whose last sign is an end mark."""
        mark, after = self.text[closing - 1], closing + 1
        follows = self.text[after] if after < self.end else " "
        if follows.isspace():
            return True
        if follows in _GOES_ON:
            return False
        if self.text[opening] in _BRACKETS:
            return mark == "。"
        before = prose.trim(self.text, self._begin, opening)[1]
        if before > self._begin:
            return self.text[before - 1] in _INTRODUCES or mark == "。"
        return mark in "。…" and not self._speaker_follows(after)

    def _speaker_follows(self, after: int) -> bool:
        room = self.text[after : min(self.end, after + _SPEAKER_ROOM)]
        clause = _CLAUSE.split(room, maxsplit=1)[0]
        return any(verb in clause for verb in words().speech_verbs)

    def _is_end(self, sign: re.Match[str]) -> bool:
        """Tell an end mark from one inside a Latin word or an address, as in ``page?id=1``."""
        before, after = self.text[sign.start() - 1 : sign.start()], self.text[sign.end() : sign.end() + 1]
        latin = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        return not (latin and sign.group().isascii())

    def _close_behind(self, end: int) -> None:
        """End the sentence at ``end`` or behind the closing quotes and the citations that follow."""
        while end < self.end and self.text[end] in _CLOSERS:
            end += 1
        citation = CHAIN.match(self.text, end, self.end)
        if citation is None:
            self._close(end, end)
        else:
            self._close(end, citation.end(), tuple(map(int, _NUMBER.findall(citation.group()))))

    def _close(self, end: int, begin: int, citations: tuple[int, ...] = ()) -> None:
        start, end = prose.trim(self.text, self._begin, end)
        self._begin = begin
        tail = _TAIL_CITATION.search(self.text, max(start, end - 40), end)
        if tail is not None:
            citations = tuple(map(int, _NUMBER.findall(tail.group()))) + citations
            start, end = prose.trim(self.text, start, tail.start())
        if any(sign.isalnum() for sign in self.text[start:end]):
            text = self.text[start:end]
            language = "zh" if prose.is_chinese(text) else "en"
            self.claims.append(Claim(text, start, end, citations=citations, language=language))
