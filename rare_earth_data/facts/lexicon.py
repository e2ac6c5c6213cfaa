"""Find thousands of known phrases in a text in one pass over its words.

Names and cue words, in English and Chinese, are looked up in the same way: a text is cut into tokens (a Latin word, a run of
digits, one Chinese character), and a phrase is a sequence of tokens. The time taken grows with the text, not with the number
of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

Key = TypeVar("Key")

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Za-zÀ-ɏ0-9]+|[\u3400-\u9fff]")
_GAPS = frozenset(
    ("", " ", "-", "–", "‑", "'", "’", ".", ". ", "&", " & ", "·", "、", "(", " (", ") ", "% ", "%", "\n")
)
_MEMO_LIMIT = 50_000
_CLAIMS_KEPT = 256  # the claims of an article: several readers ask for the same ones


class Token(NamedTuple):
    """A word of a text: its span, its characters, and these in lower case."""

    start: int
    end: int
    text: str
    lower: str


class Hit(NamedTuple, Generic[Key]):
    """A phrase found: its span and what it was stored for."""

    start: int
    end: int
    key: Key


@lru_cache(_CLAIMS_KEPT)
def tokens_of(text: str) -> Sequence[Token]:
    """Cut a text into tokens. The result is shared: do not change it."""
    new = tuple.__new__  # a third of the time that calling Token takes, and every character of every page passes here
    return [new(Token, (m.start(), m.end(), word := m.group(), word.lower())) for m in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class _Part:
    """One token of a phrase and how it has to agree: by prefix, exactly, or with the case of the first letter."""

    lower: str
    text: str
    is_prefix: bool

    def agrees(self, token: Token) -> bool:
        lower = token[3]
        if lower != self.lower and not (self.is_prefix and lower.startswith(self.lower)):
            return False
        if not self.text[0].isupper():
            return True
        if self.text.isupper() and len(self.text) > 1:
            return token[2] == self.text
        return token[2][0].isupper()


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Key]):
    """A phrase: its tokens, which of them are reported, and the second one if it is a whole word."""

    parts: tuple[_Part, ...]
    first: int
    last: int
    key: Key
    second: str | None = None

    def goes_on_at(self, text: str, tokens: Sequence[Token], at: int) -> bool:
        """Whether the rest of the phrase stands behind its first token, which is at ``at``."""
        parts = self.parts
        if at + len(parts) > len(tokens):
            return False
        for number in range(1, len(parts)):
            token = tokens[at + number]
            if not parts[number].agrees(token) or text[tokens[at + number - 1][1] : token[0]] not in _GAPS:
                return False
        return True


def _parse(phrase: str, key: Key) -> _Phrase[Key] | None:
    """Read a phrase; ``[`` and ``]`` mark the part that is reported, ``*`` any ending of a word."""
    parts: list[_Part] = []
    first = last = 0
    for match in _WORD.finditer(phrase):
        if phrase[: match.start()].endswith("["):
            first = len(parts)
        word = match.group()
        parts.append(_Part(word.lower(), word, phrase[match.end() : match.end() + 1] == "*"))
        if phrase[match.end() : match.end() + 1] == "]":
            last = len(parts)
    if not parts:
        return None
    second = parts[1].lower if len(parts) > 1 and not parts[1].is_prefix else None
    return _Phrase(tuple(parts), first, last or len(parts), key, second)


_Choices = dict[str, tuple[_Phrase[Key], ...]]


class Lexicon(Generic[Key]):
    """Phrases, each with a key. Of two that start at the same word the longer wins, and found phrases never overlap.

    With ``all_equal``, phrases of the same length that fit the same words ("contain*", "containing") are all found.
    """

    def __init__(self, phrases: Iterable[tuple[str, Key]], *, all_equal: bool = False) -> None:
        self._all_equal = all_equal
        self._whole: dict[str, list[_Phrase[Key]]] = {}
        self._stems: dict[str, list[_Phrase[Key]]] = {}
        for text, key in phrases:
            if phrase := _parse(text, key):
                table = self._stems if phrase.parts[0].is_prefix else self._whole
                table.setdefault(phrase.parts[0].lower, []).append(phrase)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._memo: dict[str, _Choices[Key]] = {}

    def starting_with(self, word: str) -> _Choices[Key]:
        """Return the phrases whose first token may be ``word``, longest first, by the word after it; and remember them."""
        token = Token(0, len(word), word, word.lower())
        possible = list(self._whole.get(token.lower, ()))
        for length in self._stem_lengths:
            if length <= len(word):
                possible += self._stems.get(token.lower[:length], ())
        found = [phrase for phrase in possible if phrase.parts[0].agrees(token)]
        found.sort(key=lambda phrase: (-len(phrase.parts), -sum(len(part.lower) for part in phrase.parts)))
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        seconds = {phrase.second for phrase in found if phrase.second is not None}
        result = {second: tuple(p for p in found if p.second in (None, second)) for second in ("", *seconds)}
        self._memo[word] = result = result if found else {}
        return result

    def find(self, text: str, tokens: Sequence[Token]) -> list[Hit[Key]]:
        """Return the phrases of ``text``, in order. ``tokens`` are ``tokens_of(text)``."""
        hits: list[Hit[Key]] = []
        known, upto, last = self._memo, 0, len(tokens) - 1
        for at, token in enumerate(tokens):
            choices = known.get(token[2])
            if choices is None:
                choices = self.starting_with(token[2])
            if choices and at >= upto:
                candidates = choices.get(tokens[at + 1][3] if at < last else "", choices[""])
                if candidates:
                    upto = at + self.match(text, tokens, at, candidates, hits)
        return hits

    def match(
        self, text: str, tokens: Sequence[Token], at: int, candidates: tuple[_Phrase[Key], ...], hits: list[Hit[Key]]
    ) -> int:
        """Add what stands at a token to ``hits`` and return how many tokens it takes up."""
        length = 0
        for phrase in candidates:
            if length and (not self._all_equal or len(phrase.parts) < length):
                break
            if len(phrase.parts) == 1 or phrase.goes_on_at(text, tokens, at):
                hits.append(Hit(tokens[at + phrase.first][0], tokens[at + phrase.last - 1][1], phrase.key))
                length = max(length, phrase.last)
        return length


class Lexicons:
    """Several lexicons looked up in one pass; each finds what it would find alone."""

    def __init__(self, *lexicons: Lexicon[Any]) -> None:
        self._lexicons = lexicons
        self._memo: dict[str, tuple[tuple[int, _Choices[Any]], ...]] = {}

    def find(self, text: str, tokens: Sequence[Token]) -> list[list[Hit[Any]]]:
        """Return the hits of each lexicon, in the order in which they were given."""
        hits: list[list[Hit[Any]]] = [[] for _ in self._lexicons]
        upto = [0] * len(hits)
        known, last = self._memo, len(tokens) - 1
        for at, token in enumerate(tokens):
            found = known.get(token[2])
            if found is None:
                found = self._starting_with(token[2])
            for number, choices in found:
                candidates = choices.get(tokens[at + 1][3] if at < last else "", choices[""])
                if candidates and at >= upto[number]:
                    upto[number] = at + self._lexicons[number].match(text, tokens, at, candidates, hits[number])
        return hits

    def _starting_with(self, word: str) -> tuple[tuple[int, _Choices[Any]], ...]:
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        found = [(number, lexicon.starting_with(word)) for number, lexicon in enumerate(self._lexicons)]
        self._memo[word] = result = tuple((number, choices) for number, choices in found if choices)
        return result
