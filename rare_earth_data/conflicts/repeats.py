"""Numbers that come back: with another unit, about somebody else, or all together in article after article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from rare_earth_data.conflicts.evidence import Evidence, Figure, overlap
from rare_earth_data.conflicts.hits import Hit, Member, members_of
from rare_earth_data.conflicts.intervals import digits
from rare_earth_data.conflicts.settings import names, settings
from rare_earth_data.figures import read_quantities

_NOUN = re.compile(r"[^\W\d_][^\d]*$")
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNTED = ("count", "persons")
_AT_MOST = 30

Key = tuple[str, str, str, float]


def is_telling(figure: Figure) -> bool:
    """Whether a number is one that two texts do not have by chance: 3,500 or 700 billion, not 10 or 5,000."""
    value = figure.value
    return value is not None and value >= 100 and (digits(value) >= 2 or value >= 1e8)


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
        if figure.value is not None and is_telling(figure):
            what = "counted" if figure.value_unit in _COUNTED else figure.indicator
            groups[figure.country, what, figure.value].append(figure)
    counted = {value for _, what, value in groups if what == "counted"}
    loose = _other_counts(evidence, counted) if counted else {}
    for (country, what, value), figures in groups.items():
        others = loose.get((country, value), []) if what == "counted" else []
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
        if not areas or not any(_number(text) in values for text in _NUMERAL.findall(claim["text"])):
            continue
        for quantity in read_quantities(claim["text"]):
            value = quantity.value
            if value is None or value not in values or quantity.unit not in _COUNTED:
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


def _is_amount(figure: Figure) -> bool:
    """Whether a figure is a telling number of tons, persons ... of a whole country, without a bound."""
    plain = figure.qualifier in ("eq", "approx") and figure.entity is None
    return plain and figure.indicator in names("additive") and is_telling(figure)


def other_subjects(evidence: Evidence) -> Iterator[Hit]:
    """RED-X051: the world's amount told of one country, in the same article or in another."""
    groups: dict[tuple[str, str, str, float], list[Figure]] = defaultdict(list)
    for figure in evidence.figures:
        if figure.value is not None and _is_amount(figure):
            groups[figure.indicator, figure.value_unit, figure.commodity, figure.value].append(figure)
    for (indicator, _, commodity, value), figures in groups.items():
        world = [f for f in figures if f.country == "WLD"]
        others = [f for f in figures if f.country != "WLD" and any(overlap(f.years, w.years) for w in world)]
        if world and others:
            countries = ", ".join(sorted({evidence.name(f.country) for f in others}))
            text = f"'{others[0].text}' is told of {countries} and of the world."
            yield Hit("RED-X051", members_of([*others, *world]), text, ("WLD", indicator, commodity, f"{value:.12g}"))


def _key(figure: Figure) -> Key:
    return figure.country, figure.indicator, figure.value_unit, float(figure.value or 0)


def same_source(evidence: Evidence) -> Iterator[Hit]:
    """RED-X060: a set of figures that comes back in article after article has one source, and counts once."""
    known = settings()["repeats"]
    articles: dict[Key, set[str]] = defaultdict(set)
    for figure in evidence.figures:
        if is_telling(figure) and figure.value_unit not in known["not_units"]:
            articles[_key(figure)].add(str(figure.article_id))
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
        rarest = sorted(keys, key=lambda key: (len(articles[key]), key))[:_AT_MOST]
        together.update(combinations(sorted(rarest), 2))
    parent = {key: key for key in frequent}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for (first, second), count in together.items():
        if count >= least:
            parent[max(root(first), root(second))] = min(root(first), root(second))
    groups: dict[Key, set[Key]] = defaultdict(set)
    for key in frequent:
        groups[root(key)].add(key)
    return [groups[key] for key in sorted(groups)]
