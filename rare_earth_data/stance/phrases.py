"""Many phrases found in one pass: cue lists from YAML compiled into a single pattern without backtracking traps.

A phrase may hold alternatives in brackets, ``plan(s|ned|) to``, and ``#`` for a digit. The pattern is a prefix tree, so
its cost hardly grows with the number of phrases, and the longest phrase wins at a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import TypeAlias, Union

_Node: TypeAlias = dict[str, Union["_Node", str]]

_GROUP = re.compile(r"\(([^()]*)\)")
_DIGIT = re.compile(r"\d")
_BLANKS_AND_QUOTES = {"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u3000": " ", "\n": " ", "\t": " ", "\r": " "}
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN = str.maketrans({**_FULL_WIDTH, **_BLANKS_AND_QUOTES})


def expand(phrase: str) -> list[str]:
    """Return every plain phrase that a phrase with bracketed alternatives stands for.

    Raises ``ValueError`` on brackets that do not pair or are nested.
    """
    parts = _GROUP.split(phrase)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    plain = [" ".join("".join(choice).split()) for choice in product(*choices)]
    if any(mark in text for text in plain for mark in "()|") or "" in plain:
        raise ValueError(f"brackets do not pair, or nothing is left, in the phrase {phrase!r}")
    return plain


def fold(text: str) -> str:
    """Return the text in lower case, with half-width marks and plain blanks, every character still at its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals, such as U+0130, grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_PLAIN)


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some whole words in folded text."""
    return re.compile(Phrases({"word": words}).pattern)


class Phrases:
    """Phrases by kind. ``pattern`` is a piece of a regular expression; ``kind`` tells what a match of it is."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], words: bool = True) -> None:
        """Compile phrases; ``words`` keeps them to whole words, as alphabetic scripts need.

        Raises ``ValueError`` if a phrase stands under two kinds.
        """
        self._kinds: dict[str, str] = {}
        self._words = words
        for kind, entries in phrases.items():
            for plain in (plain for entry in entries for plain in expand(entry)):
                if self._kinds.setdefault(plain, kind) != kind:
                    raise ValueError(f"{plain!r} stands under both {self._kinds[plain]!r} and {kind!r}")
        starts = [(True, r"(?<!\w)" if words else ""), (False, "")]
        trees = [
            (_tree(plain for plain in self._kinds if plain[0].isalnum() is alnum), start) for alnum, start in starts
        ]
        self.pattern = f"(?:{'|'.join(start + self._branch(tree) for tree, start in trees if tree)})"

    def kind(self, match: str) -> str | None:
        """Return the kind of a matched (folded) text, or ``None`` if it is no phrase of these."""
        return self._kinds.get(match) or self._kinds.get(_DIGIT.sub("#", match))

    def _branch(self, node: _Node) -> str:
        """Return the pattern of a node of the prefix tree, longest way first."""
        ways = []
        for char, child in sorted(node.items()):
            if isinstance(child, dict):
                ways.append((r"\d" if char == "#" else re.escape(char)) + self._branch(child))
        if "" in node:
            ways.append(r"(?!\w)" if self._words and str(node[""]).isalnum() else "")
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _tree(phrases: Iterable[str]) -> _Node:
    """Return the prefix tree of some phrases; the empty key of a node holds the last letter of a phrase that ends there."""
    tree: _Node = {}
    for phrase in phrases:
        node = tree
        for char in phrase:
            child = node.setdefault(char, {})
            assert isinstance(child, dict)
            node = child
        node[""] = phrase[-1]
    return tree
