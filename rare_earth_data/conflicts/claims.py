"""Figures of claims against figures of claims.

Grouped, not pair by pair: intervals that all meet have a common point, so one pass over the lowest upper end and the highest
lower end of a group finds every figure that another one contradicts. Time and memory grow with the number of figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rare_earth_data.conflicts.comparable import is_estimate, is_single, outside
from rare_earth_data.conflicts.evidence import Evidence, Figure, Scope, Years, is_era
from rare_earth_data.conflicts.hits import Hit, members_of
from rare_earth_data.conflicts.intervals import Interval, beyond
from rare_earth_data.conflicts.settings import indicator_titles, settings

Groups = dict[Scope, list[Figure]]


def disagreeing(figures: Iterable[Figure]) -> list[Figure]:
    """Return those of the figures whose interval is apart from that of another, in the order given. Linear."""
    figures = list(figures)
    if len(figures) < 2:
        return []
    lowest_end = min(figure.interval.high for figure in figures)
    highest_start = max(figure.interval.low for figure in figures)
    if not beyond(highest_start, lowest_end):
        return []
    limits = Interval(lowest_end, lowest_end), Interval(highest_start, highest_start)
    return [f for f in figures if f.interval.apart(limits[0]) or f.interval.apart(limits[1])]


def contrasts(evidence: Evidence) -> frozenset[str]:
    """Return the figures of articles that give several for one thing and time, in the ids of the figures.

    An article that does so tells apart what was not read: "but of metal 40%", "cut from 22 to 3.5 million tons".
    """
    groups: dict[tuple[str | None, bool, Scope], list[Figure]] = defaultdict(list)
    for figure in evidence.figures:
        if is_estimate(figure) or (is_single(figure) and not figure.is_future):
            groups[figure.article_id, figure.is_future, figure.scope].append(figure)
    found = (f.id for told in groups.values() if len(told) > 1 for f in _at_one_time(told))
    return frozenset(found)


def _at_one_time(figures: list[Figure]) -> list[Figure]:
    """Return the figures that another one about the same year contradicts."""
    by_year: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.years is None:
            by_year[None].append(figure)
        elif not is_era(figure.years):
            for year in range(figure.years[0], figure.years[1] + 1):
                by_year[year].append(figure)
    found = {figure.id: figure for group in by_year.values() for figure in disagreeing(group)}
    return [figure for figure in figures if figure.id in found]


def _written(figures: Iterable[Figure]) -> str:
    texts = list(dict.fromkeys(figure.text for figure in figures))
    return ", ".join(f"'{text}'" for text in texts[:6]) + (f" and {len(texts) - 6} more" if len(texts) > 6 else "")


def about(evidence: Evidence, figure: Figure) -> str:
    """Say in words what a figure is about: "China: Share of world refining (rare earths)"."""
    title = indicator_titles().get(figure.indicator, figure.indicator)
    partner = f" with {evidence.name(figure.partner)}" if figure.partner else ""
    entity = f", {figure.entity}" if figure.entity else ""
    return f"{evidence.name(figure.country)}{partner}{entity}: {title} ({figure.commodity.replace('_', ' ')})"


def _observed(evidence: Evidence) -> Groups:
    groups: Groups = defaultdict(list)
    unclear = contrasts(evidence)
    for figure in evidence.figures:
        if not figure.is_future and is_single(figure) and figure.id not in unclear and evidence.is_named(figure):
            groups[figure.scope].append(figure)
    return groups


def contradictions(evidence: Evidence) -> Iterator[Hit]:
    """RED-X001: comparable figures of claims whose intervals are apart; one hit a subject."""
    for scope, figures in _observed(evidence).items():
        if not (found := _at_one_time(figures)):
            continue
        relation, references = _explained(evidence, found)
        sides = members_of([*found, *references])
        count = len({figure.article_id for figure in found})
        articles = "one article" if count == 1 else f"{count} articles"
        told = {
            "contradicts": "They cannot all be right.",
            "different_scope": "Each agrees with another source, so they count different things.",
            "different_vintage": "Each agrees with another edition or year of one source.",
            "scale_error": "They differ by a power of ten.",
        }[relation]
        text = f"{about(evidence, found[0])} is given as {_written(found)}, in {articles}. {told}"
        yield Hit("RED-X020" if relation == "scale_error" else "RED-X001", sides, text, scope, relation)


def _explained(evidence: Evidence, found: list[Figure]) -> tuple[str, list[Figure]]:
    """Return the relation of contradicting figures, and the references that each of them agrees with, if all do."""
    subject = found[0]
    near = [
        reference
        for reference in evidence.known.by_subject.get((subject.country, subject.indicator, subject.unit), ())
        if reference.scope == subject.scope and not reference.is_future
    ]
    agreeing = [[r for r in near if not outside(figure, r)] for figure in found]
    if all(agreeing):
        common = set.intersection(*({str(r.publisher) for r in group} for group in agreeing))
        publisher = min(common) if common else None
        chosen = [next((r for r in g if r.publisher == publisher), g[-1]) for g in agreeing]
        return ("different_vintage" if publisher else "different_scope"), list({r.id: r for r in chosen}.values())
    return ("scale_error" if _by_a_power_of_ten(found) else "contradicts"), []


def is_scale_slip(first: Interval, second: Interval, unit: str) -> bool:
    """Whether two intervals would meet if one were multiplied by one of the factors by which figures go astray."""
    known = settings()["scale"]
    if unit in known["not_units"] or min(first.low, second.low) <= 0:
        return False
    small, large = sorted((first, second), key=lambda interval: interval.low)
    if large.high == float("inf") or small.high == float("inf"):
        return False
    middle = (large.low + large.high) / (small.low + small.high)
    return any(abs(middle / factor - 1) <= known["tolerance"] for factor in known["factors"])


def _by_a_power_of_ten(found: list[Figure]) -> bool:
    ordered = sorted(found, key=lambda figure: figure.interval.low)
    first, last = ordered[0], ordered[-1]
    if not is_scale_slip(first.interval, last.interval, first.unit):
        return False
    return all(not f.interval.apart(first.interval) or not f.interval.apart(last.interval) for f in ordered)


def spreads(evidence: Evidence) -> Iterator[Hit]:
    """RED-X002: forecasts and aims of one thing that are far apart; stage and partner make no difference to them."""
    groups: Groups = defaultdict(list)
    unclear = contrasts(evidence)
    for figure in evidence.figures:
        if is_estimate(figure) and figure.id not in unclear:
            groups[figure.country, figure.indicator, figure.unit, figure.commodity, figure.entity].append(figure)
    for scope, figures in groups.items():
        if found := _at_one_time(figures):
            text = f"{about(evidence, found[0])}: estimates run from {_written(found)}."
            yield Hit("RED-X002", members_of(found), text, scope)


def vintages(evidence: Evidence) -> Iterator[Hit]:
    """RED-X003: a figure of an earlier year or of an era beside other figures that do not say what year they are about."""
    for scope, figures in _observed(evidence).items():
        present = [figure for figure in figures if not figure.stated and figure.years]
        old = [figure for figure in figures if figure.stated and _is_past(figure)]
        if not present or not old:
            continue
        lows, highs = max(f.interval.low for f in present), min(f.interval.high for f in present)
        stale = [f for f in old if beyond(f.interval.low, highs) or beyond(lows, f.interval.high)]
        fresh = [f for f in present if any(f.interval.apart(other.interval) for other in _outermost(stale))]
        if stale and fresh:
            periods = ", ".join(sorted({_spelled(f.years) for f in stale if f.years}))
            fresh = list({figure.interval: figure for figure in reversed(fresh)}.values())
            text = (
                f"{about(evidence, stale[0])}: {_written(stale)} is of {periods}, while {_written(fresh)} "
                "stands without a year. Each may be right for its time."
            )
            yield Hit("RED-X003", members_of([*stale, *fresh]), text, scope)


def _spelled(years: Years) -> str:
    first, last = years
    return str(first) if first == last else f"{first} to {last}"


def _is_past(figure: Figure) -> bool:
    if figure.years is None or figure.article_year is None:
        return False
    return is_era(figure.years) or figure.years[1] <= figure.article_year - settings()["vintage_years"]


def _outermost(figures: list[Figure]) -> list[Figure]:
    """Return the two figures that reach least far up and least far down: who is apart from any is apart from one of them."""
    if not figures:
        return []
    return [min(figures, key=lambda f: f.interval.high), max(figures, key=lambda f: f.interval.low)]
