"""Persons named with an office that they did not hold on the day of the article.

The table of offices is ``schemas/reading/officeholders.yaml``. A name after "former", or in a claim that speaks of a year of
the person's term, is told as history and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from rare_earth_data.conflicts.evidence import Evidence, Row
from rare_earth_data.conflicts.hits import Hit, Member
from rare_earth_data.conflicts.patterns import any_of
from rare_earth_data.knowledge import load_knowledge

_LATIN_NAME = r"\s+((?:[A-Z][\w.'’-]{0,30})(?:\s+(?:[A-Z][\w.'’-]{0,30}|von|der|da|de)){0,3})"
_HAN_NAME = r"([一-鿿]{2,4})"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = load_knowledge("reading/officeholders.yaml")
    return loaded


@cache
def _titled() -> list[tuple[dict[str, Any], list[str], re.Pattern[str]]]:
    """Return each office with its titles, and the pattern of a title and the name after it."""
    return [
        (
            office,
            [*office["titles"]["en"], *office["titles"]["zh"]],
            re.compile(
                rf"\b(?:{any_of(office['titles']['en'])}){_LATIN_NAME}|(?:{any_of(office['titles']['zh'])}){_HAN_NAME}"
            ),
        )
        for office in _table()["offices"]
    ]


@cache
def _governed() -> list[tuple[dict[str, Any], re.Pattern[str]]]:
    """Return each office of a head of government with the pattern of "the <name> administration"."""
    words = _table()["administrations"]
    found = []
    for office in _table()["offices"]:
        if office.get("head"):
            names = [name for holder in office["holders"] for name in holder["names"]]
            latin = any_of([name for name in names if name.isascii()])
            han = any_of([name for name in names if not name.isascii()])
            found.append(
                (
                    office,
                    re.compile(
                        rf"\b({latin})(?:['’]s)?\s+(?:{any_of(words['en'])})\b|({han})(?:{any_of(words['zh'])})"
                    ),
                )
            )
    return found


@cache
def _governing() -> list[str]:
    words = _table()["administrations"]
    return [*words["en"], *words["zh"]]


def _in_office(holder: dict[str, Any], day: str) -> bool:
    return bool(holder["from"] <= day <= holder.get("to", "9999"))


def _is_named(holder: dict[str, Any], name: str) -> bool:
    """Whether a name as printed is one of the holder's: a word of it, or the start of a Chinese one."""
    words = {re.sub(r"['’]s$", "", word).strip(".,'’") for word in name.split()}
    return any(known in words or ((" " in known or not known.isascii()) and known in name) for known in holder["names"])


def _is_history(text: str, start: int, holders: list[dict[str, Any]]) -> bool:
    """Whether the name stands after "former", or the claim speaks of a year in which the person held the office."""
    before = text[max(0, start - 12) : start].lower()
    if any(before.endswith(word) for word in _table()["before_name"]):
        return True
    years = set(_YEAR.findall(text))
    return any(h["from"][:4] <= year <= h.get("to", "9999")[:4] for h in holders for year in years)


def _told_as_past(text: str) -> bool:
    words = set(re.findall(r"[a-z]+", text.lower()))
    return any(word in words or (not word.isascii() and word in text) for word in _table()["past_words"])


def _out_of_term(office: dict[str, Any], name: str, day: str) -> list[dict[str, Any]] | None:
    """Return the holders meant by a name that none held the office under on a day; None where all is well."""
    holders = [holder for holder in office["holders"] if _is_named(holder, name)]
    if any(_in_office(holder, day) for holder in holders):
        return None
    if holders:
        return holders
    unknown = name.split()[0].strip(".,") in _table()["not_names"] or not name[0].isascii()
    covered = any(_in_office(holder, day) for holder in office["holders"])
    return None if unknown or not covered else []


def _texts(evidence: Evidence) -> Iterator[tuple[Row, str, Row | None]]:
    """Yield (article, text, claim): the title of every dated article, and its claims."""
    for identifier, article in evidence.articles.items():
        if not article.get("published_at"):
            continue
        if article.get("title") and article.get("title_start") is not None:
            yield article, article["title"], None
        for claim in evidence.claims_of.get(identifier, ()):
            yield article, claim["text"], claim


def out_of_office(evidence: Evidence) -> Iterator[Hit]:
    """RED-X070: a person named with an office, or as heading a government, outside the term."""
    for article, text, claim in _texts(evidence):
        day = article["published_at"][:10]
        for office, titles, pattern in _titled():
            # Looking for the words first takes a tenth of the time that the pattern does.
            if not any(title in text for title in titles):
                continue
            for match in pattern.finditer(text):
                name = match[1] or match[2]
                holders = _out_of_term(office, name, day)
                if holders is not None and not _is_history(text, match.start(), holders):
                    yield _hit(article, claim, match, office, day)
        for office, pattern in _governed() if any(word in text for word in _governing()) else ():
            for match in pattern.finditer(text):
                holders = _out_of_term(office, match[1] or match[2], day)
                past = _is_history(text, match.start(), holders or []) or _told_as_past(text)
                if holders and not past:
                    yield _hit(article, claim, match, office, day)


def _hit(article: Row, claim: Row | None, match: re.Match[str], office: dict[str, Any], day: str) -> Hit:
    start, end = match.span()
    member = Member.title_words(article, start, end) if claim is None else Member.words(claim, start, end)
    holder = next((h["names"][0] for h in office["holders"] if _in_office(h, day)), None)
    ending = f"it was {holder}." if holder else "nobody of that name."
    text = f"'{match[0]}' in an article of {day}: {office['office']} on that day, {ending}"
    place = claim["claim_id"] if claim is not None else article["article_id"]
    return Hit("RED-X070", (member,), text, (office["office"], match[0], place))
