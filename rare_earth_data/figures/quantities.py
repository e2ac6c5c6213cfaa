"""Reads every quantity of a text: finds where numbers start, reads them outwards, and leaves out what is no quantity."""

from __future__ import annotations

import re

from rare_earth_data.figures.context import inherit_units
from rare_earth_data.figures.drafts import Draft, read_draft
from rare_earth_data.figures.hedges import take_hedges
from rare_earth_data.figures.judgement import judge
from rare_earth_data.figures.lexicon import Lexicon, lexicon
from rare_earth_data.figures.prices import take_per_before, take_per_of_clause
from rare_earth_data.model import Quantity

# Full-width forms and their ASCII twins, one for one, so that offsets stay.
_WIDE = {
    ord(wide): ord(plain) for wide, plain in zip("０１２３４５６７８９．％＋－＄／", "0123456789.%+-$/", strict=True)
}
_CITATION = re.compile(r"\[[0-9][0-9, –-]*\]")
_WIDE_FOUND = re.compile("[０-９．％＋－＄／]")


def read_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order, never overlapping, each with its hedge and unit inside ``start``..``end``.

    Never raises, whatever the text; takes time in proportion to its length.
    """
    known = lexicon()
    plain = same_length(text)
    drafts = _read_all(plain, known)
    inherit_units(plain, drafts, known)
    return [draft.finish() for draft in drafts if draft.kind != "bare"]


def parse_value_text(text: str) -> Quantity | None:
    """Return the one quantity a value text states, read alone ("over 700 billion rubles"); a bare number is a count.

    The widest quantity is returned where there are several, nothing where there is none.
    """
    known = lexicon()
    plain = same_length(text)
    quantities = read_quantities(text) or [draft.finish() for draft in _read_all(plain, known, alone=True)]
    return max(quantities, key=lambda quantity: (quantity.end - quantity.start, -quantity.start), default=None)


def same_length(text: str) -> str:
    """Replace full-width digits and signs by ASCII ones; offsets do not move."""
    return text.translate(_WIDE) if not text.isascii() and _WIDE_FOUND.search(text) else text


def _read_all(text: str, known: Lexicon, *, alone: bool = False) -> list[Draft]:
    anchor = known.ascii_anchor if text.isascii() else known.anchor
    drafts: list[Draft] = []
    floor, at = 0, 0
    while match := anchor.search(text, at):
        citation = _CITATION.match(text, match.start() - 1) if match.start() > 0 else None
        if citation:
            at = floor = citation.end()
            continue
        read = read_draft(text, match.start(), floor, known)
        if isinstance(read, int):
            at = floor = read
            continue
        at = match.end()
        if read is None:
            continue
        take_per_before(text, read, floor, known)
        take_hedges(text, read, floor, known)
        take_per_of_clause(text, read, floor, known)
        at = max(at, read.side.number_end)
        if judge(text, read, floor, known, alone=alone):
            drafts.append(read)
            at = floor = max(read.end, at)
    return drafts
