"""Numbers that come back: with another unit, about somebody else, or all together in article after article."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, TypeVar

from rare_earth_data.conflicts.evidence import Evidence, Figure, overlap
from rare_earth_data.conflicts.hits import Hit, Member, members_of
from rare_earth_data.conflicts.intervals import digits
from rare_earth_data.conflicts.settings import names, settings
from rare_earth_data.figures import read_quantities

_NOUN = re.compile(r"[^\W\d_][^\d]*$")
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNTED = ("count", "persons")
COUNTED = "counted"
"""Stands for the indicator of all that is counted in pieces."""
AT_MOST = 30

Key = tuple[str, str, str, float]
Name = TypeVar("Name", bound=Any)


def is_telling(value: float | None) -> bool:
    """Whether a number is one that two texts do not have by chance: 3,500 or 700 billion, not 10 or 5,000."""
    return value is not None and value >= 100 and (digits(value) >= 2 or value >= 1e8)


def count_key(figure: Figure) -> tuple[str, str, float] | None:
    """Return what figures share that ``other_units`` holds against each other; None where the number is not telling."""
    if figure.value is None or not is_telling(figure.value):
        return None
    return figure.country, COUNTED if figure.value_unit in _COUNTED else figure.indicator, figure.value


def written_numbers(text: str) -> set[float]:
    """Return the numbers that stand in digits in a text."""
    return {_number(numeral) for numeral in _NUMERAL.findall(text)}


def _noun(figure: Figure) -> str:
    """Return what is counted ("jobs" in "3,500 jobs"), words for one thing as one; the unit where nothing is."""
    if figure.value_unit not in _COUNTED:
        return figure.value_unit
    match = _NOUN.search(figure.text)
    return _same_noun(match[0].strip().lower() if match else figure.value_unit)


def _same_noun(noun: str) -> str:
    return next((str(alike[0]) for alike in settings()["same_nouns"] if noun in alike), noun)


def other_units(evidence: Evidence) -> Iterator[Hit]:
    """RED-X050: one number about one country, counted in different things: "3,500 jobs" and "3,500 families"."""
    groups: dict[tuple[str, str, float], list[Figure]] = defaultdict(list)
    for figure in evidence.figures:
        if key := count_key(figure):
            groups[key].append(figure)
    counted = {value for _, what, value in groups if what == COUNTED}
    loose = _other_counts(evidence, counted) if counted else {}
    for (country, what, value), figures in groups.items():
        others = loose.get((country, value), []) if what == COUNTED else []
        nouns = {_noun(figure) for figure in figures} | {noun for noun, _ in others}
        if len(nouns) < 2:
            continue
        sides = (*members_of(figures), *(member for _, member in others))
        told = ", ".join(sorted({f"'{member.text}'" for member in sides}))
        text = f"{evidence.name(country)}: one number with different units or about different things: {told}."
        ordered = tuple(sorted(sides, key=lambda member: member.identity))
        yield Hit("RED-X050", ordered, text, (country, figures[0].indicator, f"{value:.12g}"))


def _other_counts(evidence: Evidence, values: set[float]) -> dict[tuple[str, float], list[tuple[str, Member]]]:
    """Return what is counted with one of the numbers in claims that name a country, but was not read as a figure."""
    read = {(figure.claim_id, figure.value) for figure in evidence.figures}
    found: dict[tuple[str, float], list[tuple[str, Member]]] = defaultdict(list)
    for claim in evidence.claims.values():
        areas = evidence.areas_of.get(claim["claim_id"])
        written = written_numbers(claim["text"]) & values if areas else None
        if not areas or not written:
            continue
        for quantity in read_quantities(claim["text"]):
            value = quantity.value
            if value is None or value not in written or quantity.unit not in _COUNTED:
                continue
            if (claim["claim_id"], value) in read:
                continue
            member = Member.words(claim, quantity.start, quantity.end)
            for area in areas:
                found[area, value].append((_same_noun(quantity.noun or quantity.unit), member))
    return found


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return -1.0


def amount_key(figure: Figure) -> Key | None:
    """Return what ``other_subjects`` groups by; None for all but telling amounts of whole countries, without a bound."""
    plain = figure.qualifier in ("eq", "approx") and figure.entity is None
    if figure.value is None or not plain or figure.indicator not in names("additive") or not is_telling(figure.value):
        return None
    return figure.indicator, figure.value_unit, figure.commodity, figure.value


def other_subjects(evidence: Evidence) -> Iterator[Hit]:
    """RED-X051: the world's amount told of one country, in the same article or in another."""
    groups: dict[tuple[str, str, str, float], list[Figure]] = defaultdict(list)
    for figure in evidence.figures:
        if key := amount_key(figure):
            groups[key].append(figure)
    for (indicator, _, commodity, value), figures in groups.items():
        world = [f for f in figures if f.country == "WLD"]
        others = [f for f in figures if f.country != "WLD" and any(overlap(f.years, w.years) for w in world)]
        if world and others:
            countries = ", ".join(sorted({evidence.name(f.country) for f in others}))
            text = f"'{others[0].text}' is told of {countries} and of the world."
            yield Hit("RED-X051", members_of([*others, *world]), text, ("WLD", indicator, commodity, f"{value:.12g}"))


def _key(figure: Figure) -> Key:
    return figure.country, figure.indicator, figure.value_unit, float(figure.value or 0)


def repeat_key(figure: Figure) -> Key | None:
    """Return the figure that may come back in other articles; None where that would say nothing."""
    telling = is_telling(figure.value) and figure.value_unit not in settings()["repeats"]["not_units"]
    return _key(figure) if telling else None


def same_source(evidence: Evidence) -> Iterator[Hit]:
    """RED-X060: a set of figures that comes back in article after article has one source, and counts once."""
    known = settings()["repeats"]
    articles: dict[Key, set[str]] = defaultdict(set)
    for figure in evidence.figures:
        if key := repeat_key(figure):
            articles[key].add(str(figure.article_id))
    frequent = {key for key, where in articles.items() if len(where) >= known["articles"]}
    for keys in _components(evidence, frequent, articles, known["articles"]):
        if len(keys) < known["figures"]:
            continue
        figures = [f for f in evidence.figures if f.value is not None and _key(f) in keys]
        count = len({figure.article_id for figure in figures})
        told = ", ".join(sorted({f"'{figure.text}'" for figure in figures})[:6])
        country = evidence.name(figures[0].country)
        text = f"{country}: {count} articles have the same figures: {told}. They count as one source."
        first = min(keys)
        yield Hit("RED-X060", members_of(figures), text, (first[0], first[1], first[2], f"{first[3]:.12g}"))


def _components(evidence: Evidence, frequent: set[Key], articles: dict[Key, set[str]], least: int) -> list[set[Key]]:
    """Join figures that stand together in enough articles. Of an article with very many only the rarest are paired."""
    together: Counter[tuple[Key, Key]] = Counter()
    for figures in evidence.by_article.values():
        keys = {_key(f) for f in figures if f.value is not None} & frequent
        rarest = sorted(keys, key=lambda key: (len(articles[key]), json.dumps(key)))[:AT_MOST]
        together.update(combinations(sorted(rarest), 2))
    first_of = joined(pair for pair, count in together.items() if count >= least)
    groups: dict[Key, set[Key]] = defaultdict(set)
    for key in frequent:
        groups[first_of.get(key, key)].add(key)
    return [groups[key] for key in sorted(groups)]


def joined(pairs: Iterable[tuple[Name, Name]]) -> dict[Name, Name]:
    """Return for all that stands in a pair the first of those it is joined with, directly or through others."""
    parent: dict[Name, Name] = {}

    def root(name: Name) -> Name:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for first, second in pairs:
        one, other = sorted((root(first), root(second)))
        parent[other] = one
    return {name: root(name) for name in parent}
