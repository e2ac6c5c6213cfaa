"""A number without telling words of its own follows one before it: "exported 500 tonnes, 9 of them to America"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rare_earth_data.facts.cues import Rule
from rare_earth_data.facts.directions import is_level
from rare_earth_data.facts.reading import Reading, dimension
from rare_earth_data.facts.statement import Statement

_SHARE_OF_IT = re.compile(
    r"\s*(?:of (?:them|it|that|this|those|these|which|the total)|from|go(?:es|ing)? to|went to|bound for)\b"
)
_TELLING = 1.0
_BACK = 12


def follow(statement: Statement, reading: Reading, earlier: Sequence[Reading]) -> None:
    """Let a number take its indicator from the nearest one before it in the sentence that fits.

    A share named after a tonnage is the share that goes with it, a rise is its growth; a number of the same dimension has the
    same indicator.
    """
    for previous in earlier[: -_BACK - 1 : -1]:
        if statement.parts[previous.part].sentence != statement.parts[reading.part].sentence or reading.gap:
            return
        partner = previous.rule.counterparty if previous.rule else None
        if reading.own >= 2 * _TELLING and reading.indicator == "import_dependence":
            return
        if reading.take(_grade(statement, reading, previous)):
            reading.followed = previous
            return
        is_of_it = (
            reading.indicator == "import_dependence"
            and _SHARE_OF_IT.match(statement.text, reading.quantity.end) is not None
        )
        if (
            reading.own >= _TELLING
            and not (is_of_it and previous.rule and previous.rule.share)
            and not (partner and reading.groups.get(partner, 0.0) >= 0.4)
        ):
            continue
        if previous.rule and _follows(statement, reading, previous, previous.rule):
            reading.followed = previous
            return


def _follows(statement: Statement, reading: Reading, previous: Reading, rule: Rule) -> bool:
    quantity, text = reading.quantity, statement.text
    if quantity.unit in ("%", "ratio") and reading.direction and rule.growth:
        return reading.take(_by_group(rule.growth, previous))
    if quantity.unit == "%" and rule.share and reading.direction is None:
        of_it = _SHARE_OF_IT.match(text, quantity.end) or text.startswith("其中", statement.parts[reading.part].start)
        if "world" in reading.groups or "market" in reading.groups or of_it:
            return reading.take(_by_group(rule.share, previous))
        return False
    if dimension(previous.quantity.unit) != dimension(quantity.unit) or (rule.change == "no" and reading.direction):
        return False
    if rule.change == "yes" and reading.direction is None:
        if is_level(statement, reading) or not text.endswith("by ", 0, quantity.start):
            return False
        reading.direction = previous.direction
    if not any(statement.part_at(hit.start) == reading.part for hit in statement.near(statement.commodities, quantity)):
        reading.commodity, reading.is_named = previous.commodity, previous.is_named
    return reading.take(rule.indicator)


def _grade(statement: Statement, reading: Reading, previous: Reading) -> str | None:
    """Return the indicator of a share that tells how rich the ore just counted is: "26 million tonnes of ore at 4%"."""
    if previous.rule is None or reading.quantity.unit != "%":
        return None
    between = statement.text[previous.quantity.end : reading.quantity.start]
    return previous.rule.grade if between.endswith((" at ", "品位")) else None


def _by_group(choices: Mapping[str, str], previous: Reading) -> str | None:
    """Choose by the group of cue words that stood nearest to the number before."""
    named = [(previous.groups[group], choices[group]) for group in choices if group in previous.groups]
    return max(named)[1] if named else choices.get("any")
