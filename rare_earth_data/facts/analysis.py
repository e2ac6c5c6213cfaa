"""Read a text once for all that the rules ask of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from rare_earth_data.facts import cues
from rare_earth_data.facts.clauses import Part, cut_lexicon, parts_of
from rare_earth_data.facts.gazetteer import names_in
from rare_earth_data.facts.lexicon import Hit, Lexicons, tokens_of
from rare_earth_data.facts.roles import read_roles
from rare_earth_data.facts.statement import Statement
from rare_earth_data.model import Period, Quantity

_AFTER_CAPITAL = re.compile(r"\b[A-Z][a-z]+ $")


def analyse(
    text: str,
    language: str,
    quantities: Sequence[Quantity] = (),
    periods: Sequence[Period] = (),
    *,
    wants_cues: bool = False,
) -> Statement:
    """Analyse a text; cue words are looked for only where there are numbers, or where they are wanted."""
    tokens = tokens_of(text)
    statement = Statement(text, language, list(quantities), list(periods), tokens)
    statement.names = names_in(text)
    if quantities or wants_cues:
        cut_words = _find_cues(statement)
    elif statement.names:
        cut_words = cut_lexicon().find(text, tokens)
    else:  # nothing here can be the subject of anything
        statement.cut_into([Part(0, len(text), 0)])
        return statement
    statement.cut_into(parts_of(text, statement.quantities, cut_words))
    statement.cast(read_roles(statement))
    return statement


@cache
def _lexicons() -> Lexicons:
    return Lexicons(
        cut_lexicon(),
        cues.word_lexicon(),
        cues.direction_lexicon(),
        cues.status_lexicon(),
        cues.commodity_lexicon(),
    )


def _find_cues(statement: Statement) -> list[Hit[str]]:
    """Find the cue words of a statement, all in one pass, and return the words that cut it into parts."""
    text = statement.text
    cut_words, found_words, directions, statuses, commodities = _lexicons().find(text, statement.tokens)
    statement.directions, statement.statuses = directions, statuses
    firms = [(n.start, n.end) for n in statement.names if n.name.role in ("organization", "facility")]
    statement.words = [
        hit
        for hit in found_words
        if (hit.key != ("from_place",) or _is_before_name(text, hit.end)) and not _is_of_name(text, hit)
    ]
    statement.commodities = [hit for hit in commodities if not _lies_in(hit, firms)]
    return cut_words


def _is_before_name(text: str, end: int) -> bool:
    """Whether "from" brings in a place rather than a number or a thing: "from Belgium", "from the Congo", 来自缅甸."""
    following = text[end : end + 12].lstrip().removeprefix("the ")
    return following[:1].isupper() or following[:1] >= "\u3400"


def _is_of_name(text: str, hit: Hit[tuple[str, ...]]) -> bool:
    """Whether a cue word is only the last part of a name: "Prony Resources", "General Exports"."""
    return (
        text[hit.start : hit.start + 2].istitle()
        and _AFTER_CAPITAL.search(text, max(hit.start - 20, 0), hit.start) is not None
    )


def _lies_in(hit: Hit[str], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a commodity is only part of a company's name, as in "Korea Zinc"."""
    at = bisect_right(spans, hit.start, key=itemgetter(0)) - 1
    return at >= 0 and hit.end <= spans[at][1]
