"""Organizations under a wrong name, agreements of a wrong body, and conferences at a wrong time.

The tables are in ``schemas/reading/organizations.yaml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from rare_earth_data.conflicts.evidence import Evidence
from rare_earth_data.conflicts.hits import Hit, Member
from rare_earth_data.conflicts.patterns import any_of
from rare_earth_data.figures import read_periods
from rare_earth_data.knowledge import load_knowledge

_NEAR = 25


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = load_knowledge("reading/organizations.yaml")
    return loaded


@cache
def _wrong_names() -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    entries = {wrong: entry for entry in _table()["names"] for wrong in entry["wrong"]}
    return re.compile(rf"\b(?:{any_of(list(entries))})\b"), entries


def wrong_names_in(text: str) -> set[str]:
    """Return the wrong names that stand in a text."""
    return {match[0] for match in _wrong_names()[0].finditer(text)}


def wrong_names(evidence: Evidence) -> Iterator[Hit]:
    """RED-X071: an organization, law or regime under a name that it does not have; one hit a name."""
    pattern, entries = _wrong_names()
    found: dict[str, list[Member]] = defaultdict(list)
    for claim in evidence.claims.values():
        for match in pattern.finditer(claim["text"]):
            found[match[0]].append(Member.words(claim, *match.span()))
    for name, members in found.items():
        entry = entries[name]
        text = f"'{name}' is {entry['right']}. {entry['note']}"
        yield Hit("RED-X071", tuple(sorted(members, key=lambda m: m.identity)), text, (entry["right"], name))


@cache
def _instruments() -> list[tuple[dict[str, Any], re.Pattern[str]]]:
    found = []
    for entry in _table()["instruments"]:
        bodies = any_of([body for body in _table()["bodies"] if body not in entry["of"]])
        name = re.escape(entry["name"])
        before = rf"\b(?:{bodies})['’]s\s+(?:[\w-]{{1,20}}\s+){{0,3}}{name}\b"
        after = rf"\b{name}\s+of\s+(?:the\s+)?(?:{bodies})\b"
        found.append((entry, re.compile(f"{before}|{after}")))
    return found


def wrong_bodies(evidence: Evidence) -> Iterator[Hit]:
    """RED-X072: an agreement or regime told as that of a body that it is not of."""
    for claim in evidence.claims.values():
        for entry, pattern in _instruments():
            if entry["name"] not in claim["text"]:
                continue
            for match in pattern.finditer(claim["text"]):
                text = f"'{match[0]}': the {entry['name']} is {entry['what']}."
                yield Hit("RED-X072", (Member.words(claim, *match.span()),), text, (entry["name"], claim["claim_id"]))


@cache
def _occasions() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    held = {name: entry["held"] for entry in _table()["occasions"] for name in entry["names"]}
    return re.compile(any_of(list(held))), held


def wrong_times(evidence: Evidence) -> Iterator[Hit]:
    """RED-X073: a conference with a month beside it in which it was not held."""
    pattern, held = _occasions()
    for claim in evidence.claims.values():
        matches = list(pattern.finditer(claim["text"]))
        if not matches:
            continue
        printed = evidence.articles[claim["article_id"]].get("published_at")
        for match in matches:
            for period in read_periods(claim["text"], printed):
                between = max(period.start - match.end(), match.start() - period.end)
                times = [time for time in held[match[0]] if time[:4] == period.iso[:4]]
                if between > _NEAR or len(period.iso) not in (7, 10) or not times:
                    continue
                if not any(_in_month(period.iso, time) for time in times):
                    start, end = min(match.start(), period.start), max(match.end(), period.end)
                    text = f"{match[0]} of {period.iso[:4]} was held {times[0].replace('/', ' to ')}, not {period.iso}."
                    yield Hit(
                        "RED-X073", (Member.words(claim, start, end),), text, (match[0], claim["claim_id"], period.iso)
                    )


def _in_month(iso: str, time: str) -> bool:
    first, last = time.split("/")
    return first[: len(iso)] <= iso <= last[: len(iso)]
