"""Read a text once for all that the rules ask of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from rare_earth_data.facts import cues
from rare_earth_data.facts.clauses import parts_of
from rare_earth_data.facts.gazetteer import names_in
from rare_earth_data.facts.lexicon import Hit, tokens_of
from rare_earth_data.facts.roles import read_roles
from rare_earth_data.facts.statement import Statement
from rare_earth_data.model import Period, Quantity


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
    statement.parts = parts_of(text, statement.quantities)
    statement.names = names_in(text, tokens)
    if quantities or wants_cues:
        _find_cues(statement)
    statement.roles = read_roles(statement)
    return statement


def _find_cues(statement: Statement) -> None:
    text, tokens = statement.text, statement.tokens
    statement.words = cues.word_lexicon().find(text, tokens)
    statement.directions = cues.direction_lexicon().find(text, tokens)
    statement.statuses = cues.status_lexicon().find(text, tokens)
    firms = [(n.start, n.end) for n in statement.names if n.name.role in ("organization", "facility")]
    found = cues.commodity_lexicon().find(text, tokens)
    statement.commodities = [hit for hit in found if not _lies_in(hit, firms)]


def _lies_in(hit: Hit[str], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a commodity is only part of a company's name, as in "Korea Zinc"."""
    at = bisect_right(spans, hit.start, key=itemgetter(0)) - 1
    return at >= 0 and hit.end <= spans[at][1]
