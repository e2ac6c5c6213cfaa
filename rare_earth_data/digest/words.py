"""The fixed words of the site's pages, from ``schemas/reading/layout.yaml``, made ready for looking things up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the reader looks. Characters, except where the name says words or bytes."""

    title: int
    publisher: int
    topic: int
    english_heading: int
    english_heading_words: int
    plain_heading_words: int
    chinese_heading: int
    chinese_quotation: int
    document_bytes: int


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of the site's pages and of its headings."""

    header: dict[str, str]
    footers: tuple[str, ...]
    furniture: tuple[str, ...]
    cut_marks: tuple[str, ...]
    byline_dots: str
    known_headings: frozenset[str]
    known_heading_words: int
    section_markers: frozenset[str]
    filler_openings: tuple[str, ...]
    filler_words: tuple[str, ...]
    filler_phrases: tuple[str, ...]
    joiners: frozenset[str]
    sentence_starters: frozenset[str]
    abbreviations: frozenset[str]
    symbols: frozenset[str]
    speech_verbs: tuple[str, ...]
    limits: Limits


@cache
def words() -> Words:
    """Load the fixed words once."""
    raw: dict[str, Any] = load_knowledge("reading/layout.yaml")
    known = frozenset(raw["known_headings"])
    return Words(
        header={text: name for name, texts in raw["header"].items() for text in texts},
        footers=tuple(raw["footers"]),
        furniture=tuple(raw["furniture"]),
        cut_marks=tuple(raw["cut_marks"]),
        byline_dots=raw["byline_dots"],
        known_headings=known,
        known_heading_words=max(heading.count(" ") + 1 for heading in known),
        section_markers=frozenset(raw["section_markers"]),
        filler_openings=tuple(raw["fillers"]["openings"]),
        filler_words=tuple(raw["fillers"]["words"]),
        filler_phrases=tuple(sorted(raw["fillers"]["phrases"], key=len, reverse=True)),
        joiners=frozenset(raw["joiners"]),
        sentence_starters=frozenset(raw["sentence_starters"]),
        abbreviations=frozenset(raw["abbreviations"]),
        symbols=frozenset(raw["symbols"]),
        speech_verbs=tuple(raw["speech_verbs"]),
        limits=Limits(**raw["limits"]),
    )
