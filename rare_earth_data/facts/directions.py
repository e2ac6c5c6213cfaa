"""Whether a number tells a rise, a fall, or how far two places lie apart."""

from __future__ import annotations

import re

from rare_earth_data.facts.lexicon import Hit
from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.statement import Statement

_LEVEL_BEFORE = re.compile(r"(?:\b(?:to|from|at|reach(?:ed|ing)?)\s+|[至到达由从自](?:[^,,。;;]{0,9}的)?\s*)$")
_TIMES_THE = re.compile(r"\s+(?:the|that|those|what|as)\b")
_COMPARATIVE = re.compile(r"\s(?:higher|lower|more|less|cheaper|dearer|better|worse|above|below)\b")
_DETERMINED = re.compile(r"\b(?:its|their|his|her|the|an?)\s$")
_TIME_WORDS = re.compile(
    r"\b(?:ago|before|earlier|previous|prior|last year|year-on-year|today's|current|year-ago|pre-)"
    r"|去年|上年|同期|上月|此前|前一年|一年前|年前"
)


def read_direction(statement: Statement, reading: Reading) -> None:
    """Set ``direction`` and ``gap`` of a number."""
    quantity, text = reading.quantity, statement.text
    reading.gap = _compares(statement, reading)
    if quantity.value is not None and quantity.value < 0:
        reading.direction = "down"
        return
    is_share = quantity.unit == "%" and text.startswith(" of ", quantity.end)
    if is_share or (quantity.unit != "ratio" and is_level(statement, reading)):
        return
    if quantity.unit == "ratio" and _TIMES_THE.match(text, quantity.end) and not reading.gap:
        reading.direction = "up"
        return
    found = [
        told for hit in statement.near(statement.directions, quantity) if (told := _direction(statement, reading, hit))
    ]
    if found:
        reading.direction = min(found)[1]
    elif quantity.kind in ("multiple", "change"):
        reading.direction = "up"


def is_level(statement: Statement, reading: Reading) -> bool:
    """Whether "to", "from", "at" stands before the number: it is where something rose to, not by how much."""
    start = reading.quantity.start
    return bool(_LEVEL_BEFORE.search(statement.text, max(statement.parts[reading.part].start, start - 14), start))


def _direction(statement: Statement, reading: Reading, hit: Hit[tuple[str, ...]]) -> tuple[int, str] | None:
    """Return (distance, up or down) if a direction word in the number's part speaks of the number."""
    quantity, part = reading.quantity, statement.parts[reading.part]
    kind = next((k for k in hit.key if k.startswith(("up", "down"))), None)
    if kind is None or hit.end < part.start or hit.start >= part.end:
        return None
    name = kind.removesuffix("_after")
    if hit.start >= quantity.start and hit.end <= quantity.end:
        return None if kind.endswith("_after") else (0, name)
    if 0 <= hit.start - quantity.end <= 8:
        return hit.start - quantity.end + 2, name
    reach = 18 if statement.language == "zh" else 45
    if kind.endswith("_after") or not 0 <= quantity.start - hit.end <= reach:
        return None
    if statement.has_number(hit.end, quantity.start):
        return None
    if _DETERMINED.search(statement.text, max(quantity.start - 8, 0), quantity.start):
        return None
    return quantity.start - hit.end, name


def _compares(statement: Statement, reading: Reading) -> bool:
    quantity, part, text = reading.quantity, statement.parts[reading.part], statement.text
    if quantity.unit not in ("%", "ratio", "pp"):
        return False
    multiple = quantity.unit == "ratio" and _TIMES_THE.match(text, quantity.end)
    if statement.language == "en" and (multiple or _COMPARATIVE.match(text, quantity.end)):
        return not _speaks_of_time(statement, quantity.end, quantity.end + 60)
    reach = 12 if statement.language == "zh" else 40
    for hit in statement.near(statement.directions, quantity):
        if (
            "compare" not in hit.key
            or hit.start < part.start
            or (hit.start >= quantity.start and hit.end <= quantity.end)
        ):
            continue
        after = 0 <= hit.start - quantity.end <= reach
        before = 0 <= quantity.start - hit.end <= reach and (statement.language == "zh" or hit.end - hit.start > 4)
        if after or before:
            return not _speaks_of_time(statement, hit.end, min(hit.end + 60, max(part.end, quantity.end)))
    return False


def _speaks_of_time(statement: Statement, start: int, end: int) -> bool:
    if any(start <= period.start < end for period in statement.periods_between(start, end)):
        return True
    return bool(_TIME_WORDS.search(statement.text, start, min(end, len(statement.text))))
