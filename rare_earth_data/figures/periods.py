"""Reads the expressions of time in a text: "in 2024", "the first half of 2025", "by 2030", 去年, 10月9日."""

from __future__ import annotations

import re
from datetime import date

from rare_earth_data.figures.calendar import NEEDS_TODAY, Parts, parse_day, resolve
from rare_earth_data.figures.lexicon import lexicon
from rare_earth_data.figures.period_lexicon import PeriodLexicon, Template, period_lexicon
from rare_earth_data.figures.phrases import back_gap, is_letter, skip_gap, word_before
from rare_earth_data.figures.quantities import same_length
from rare_earth_data.model import Period

_CONTINUES = re.compile(r"[.,][0-9]|%|[0-9]")
# What the parts of a template are called in it, and where they go.
_FIELDS = {"m": "month", "m2": "end_month", "d": "day", "q": "quarter", "h": "half", "n": "number", "u": "unit"}


def read_periods(text: str, published_at: str | None = None) -> list[Period]:
    """Return the periods of a text in order, never overlapping.

    ``iso`` is a year, month, day or an interval of them ("2025-01/2025-06"); ``relation`` is in, by, before, until,
    since, from or after.
    ``published_at`` is the article's day as printed; what needed it ("last year", "on April 4") is ``inferred``.
    Without it such expressions take a year named earlier in the text, or are left out. Never raises.
    """
    known, today, plain = period_lexicon(), parse_day(published_at), same_length(text)
    periods: list[Period] = []
    last_year, at = None, 0
    while trigger := known.trigger.search(plain, at):
        match, template = _longest(plain, trigger.start(), known)
        at = trigger.end()
        if match is None or template is None:
            continue
        if (trigger.start() > 0 and plain[trigger.start() - 1] in "$€£¥₩₹") or not _is_time(
            plain, match, template, known
        ):
            at = max(at, _digits_end(plain, trigger.start()))
            continue
        period = _read(plain, match, template, known, today, last_year)
        if period is None:
            continue
        if not period.inferred:
            last_year = int(period.iso[:4])
        periods.append(period)
        at = period.end
    return periods


def _longest(text: str, position: int, known: PeriodLexicon) -> tuple[re.Match[str] | None, Template | None]:
    """Return the template that reaches furthest from a place; of two that reach as far, the first."""
    best: re.Match[str] | None = None
    chosen: Template | None = None
    for template in known.english if position < len(text) and text[position].isascii() else ():
        match = template.pattern.match(text, position)
        if match and (best is None or match.end() > best.end()):
            best, chosen = match, template
    if not text.isascii():
        for template in known.chinese:
            match = template.pattern.match(text, position)
            if match and (best is None or match.end() > best.end()):
                best, chosen = match, template
    return best, chosen


def _digits_end(text: str, position: int) -> int:
    while position < len(text) and (text[position].isdigit() or text[position] in ".,"):
        position += 1
    return position


def _is_time(text: str, match: re.Match[str], template: Template, known: PeriodLexicon) -> bool:
    """Leave out "2000 tons", "1,999", "May" the verb and years inside other words."""
    start, end = match.span()
    if is_letter(text, end - 1) and (is_letter(text, end) or (text[end - 1].isdigit() and _CONTINUES.match(text, end))):
        return False
    if (
        text[start].isascii()
        and start > 0
        and (
            is_letter(text, start - 1)
            or (text[start - 1] in ".,-/" and is_letter(text, start - 2) and not text[start - 2].isalpha())
        )
    ):
        return False
    if template.reads == "year" and match[0].isdigit():
        unit = lexicon().units.after(text, skip_gap(text, end))
        return unit is None or unit.meaning.kind in ("count", "persons", "layers") or unit.meaning.name == "years"
    if template.reads == "month" and match[0] in known.lone_months:
        return word_before(text, back_gap(text, start)) in known.month_after
    if template.reads == "month" and match[0] == f"{match['m']}月":
        return not text.startswith(("均", "球", "亮", "租", "薪"), end)
    return True


def _read(
    text: str, match: re.Match[str], template: Template, known: PeriodLexicon, today: date | None, last_year: int | None
) -> Period | None:
    parts = _parts(match, template, known)
    parts.relation = _relation(text, match, known)
    inferred = parts.year is None and template.reads != "named"
    if inferred and parts.year_offset is None and today is None and template.reads not in NEEDS_TODAY:
        parts.year = last_year
    iso = resolve(template.reads, parts, today)
    return Period(match.start(), match.end(), iso, inferred, parts.relation) if iso else None


def _parts(match: re.Match[str], template: Template, known: PeriodLexicon) -> Parts:
    parts = Parts()
    for name, words in match.groupdict().items():
        if words is None:
            continue
        key = words.lower()
        if name == "y":
            _set_year(parts, key, template, known)
        elif name in ("y2", "yy"):
            parts.end_year = int(words)
        elif name == "named":
            parts.name = known.named[key]
        elif name in ("ry", "rm", "rq"):
            offset = known.values[name][key]
            parts.offset, parts.year_offset = offset, offset if name == "ry" else None
        elif name in _FIELDS:
            setattr(parts, _FIELDS[name], known.values[name[0]].get(key) or int(re.sub("[^0-9]", "", key) or 0))
    if template.reads == "month" and match[0].lower().startswith(("next ", "last ")):
        parts.offset = 1 if match[0][0] in "nN" else -1
    return parts


def _set_year(parts: Parts, key: str, template: Template, known: PeriodLexicon) -> None:
    if not (key.isascii() and key.isdigit()):
        parts.year_offset = known.values["ry"][key]
    elif template.reads == "short_year":
        parts.year = 2000 + int(key)
    elif template.reads == "short_decade":
        parts.year = 1900 + int(key)
    else:
        parts.year = int(key)


def _relation(text: str, match: re.Match[str], known: PeriodLexicon) -> str:
    """Return what the word before (in Chinese also after) the expression says about it."""
    after = known.relations_after.after(text, match.end())
    if after:
        return after.meaning
    if match[0].lower().startswith("within") or match[0].endswith("内"):
        return "by"
    at = back_gap(text, match.start())
    while filler := known.fillers.before(text, at):
        at = back_gap(text, filler.start)
    before = known.relations_before.before(text, at)
    return "in" if before is None or text[before.start : before.end] in known.plain else before.meaning
