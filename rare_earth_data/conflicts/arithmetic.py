"""Figures of one article that do not add or multiply up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rare_earth_data.conflicts.claims import about, contrasts
from rare_earth_data.conflicts.evidence import Evidence, Figure, overlap
from rare_earth_data.conflicts.hits import Hit, members_of
from rare_earth_data.conflicts.intervals import Interval, beyond
from rare_earth_data.conflicts.references import as_of, own_references
from rare_earth_data.conflicts.settings import names, settings


def same_time(first: Figure, second: Figure) -> bool:
    """Whether two figures of one article are about the same time: both say so, or both say nothing."""
    return first.stated == second.stated and overlap(first.years, second.years)


def _alike(figures: Iterable[Figure], indicator: str, like: Figure) -> list[Figure]:
    """Return the figures of a whole country for an indicator, with the commodity and partner of ``like``."""
    return [
        f
        for f in figures
        if f.indicator == indicator and f.country == like.country and f.entity is None
        and (f.commodity, f.partner) == (like.commodity, like.partner)
    ]  # fmt: skip


def _times(first: Interval, second: Interval) -> Interval:
    """Multiply intervals of positive numbers."""
    return Interval(max(first.low, 0.0) * max(second.low, 0.0), first.high * second.high)


def _factor(growth: Figure) -> Interval | None:
    """Return what a growth multiplies by. "Sixfold" may mean six times as much or six times more."""
    if growth.unit == "ratio":
        return Interval(growth.interval.low, growth.interval.high + 1)
    if growth.unit == "%":
        return Interval(1 + growth.interval.low / 100, 1 + growth.interval.high / 100)
    return None


def multiples(evidence: Evidence) -> Iterator[Hit]:
    """RED-X030: a growth, the amount that grows and the amount it grows to. The base may come from a reference."""
    pairs = settings()["amount_of_growth"]
    for figures in evidence.by_article.values():
        for growth in figures:
            factor = _factor(growth)
            if growth.indicator not in pairs or factor is None or growth.entity is not None:
                continue
            for indicator in pairs[growth.indicator]:
                amounts = _alike(figures, indicator, growth)
                yield from _multiple(evidence, growth, factor, amounts)


def _multiple(evidence: Evidence, growth: Figure, factor: Interval, amounts: list[Figure]) -> Iterator[Hit]:
    targets = [f for f in amounts if f.is_future and growth.is_future and same_time(f, growth)]
    bases = [f for f in amounts if not f.is_future]
    for target in targets:
        known = bases or as_of(own_references(evidence, target), _as_present(target))
        if not known or not all(_times(base.interval, factor).apart(target.interval) for base in known):
            continue
        given = ", ".join(f"'{base.text}'" for base in known)
        text = f"{about(evidence, target)}: '{growth.text}' on {given} is not '{target.text}'."
        yield Hit("RED-X030", members_of([growth, target, *known]), text, (*target.scope, target.id))


def _as_present(target: Figure) -> Figure:
    """Return the target as a figure of the year before the article: what it is to grow from."""
    year = target.article_year
    return replace(target, years=(year - 1, year) if year else None, stated=False, status="observed")


def shares(evidence: Evidence) -> Iterator[Hit]:
    """RED-X031: a share, the part and the whole. The whole may come from a reference, of any edition."""
    pairs = settings()["amount_of_share"]
    for figures in evidence.by_article.values():
        for share in figures:
            if share.indicator not in pairs or share.entity is not None or share.is_future or _in_words(share):
                continue
            indicator = pairs[share.indicator]
            parts = [f for f in _alike(figures, indicator, share) if same_time(f, share) and not f.is_future]
            for part in parts:
                totals = _totals(evidence, figures, part)
                if totals and all(_share_is_off(share, part, total) for total in totals):
                    total = max(totals, key=lambda total: _as_known(total, part))
                    what = f"{about(evidence, share)} is given as '{share.text}'"
                    text = f"{what}, but '{part.text}' of {total.text} is another share."
                    yield Hit("RED-X031", members_of([share, part, total]), text, (*share.scope, share.id, part.id))


def _as_known(total: Figure, part: Figure) -> tuple[bool, bool, tuple[int, int], tuple[int, str], str]:
    """Order totals: known when the article was printed, of the years it speaks of, the latest last."""
    known = total.edition[0] <= (part.article_year or 9999)
    return known, overlap(total.years, part.years), total.years or (0, 0), total.edition, total.id


def _in_words(share: Figure) -> bool:
    """Whether a share is told in words; those are often shares of something else: "a quarter of last year's"."""
    return not any(character.isdigit() for character in share.text)


def _totals(evidence: Evidence, figures: list[Figure], part: Figure) -> list[Figure]:
    """Return the world's amount: as the article has it, or as the references have it."""
    if part.country == "WLD":
        return []
    own = [
        f
        for f in figures
        if f.country == "WLD" and f.indicator == part.indicator and f.unit == part.unit
        and f.commodity == part.commodity and same_time(f, part) and not f.is_future and f.entity is None
    ]  # fmt: skip
    if own:
        return own
    near = evidence.known.by_subject.get(("WLD", part.indicator, part.unit), ())
    years = part.years
    if not part.stated and years is not None:
        years = (years[1] - settings()["era_years"], years[1])
    stock = part.indicator in names("stocks")
    return [r for r in near if r.commodity == part.commodity and (stock or overlap(r.years, years))]


def _share_is_off(share: Figure, part: Figure, total: Figure) -> bool:
    if total.interval.low <= 0 or part.interval.low < 0:
        return False
    told = Interval(100 * part.interval.low / total.interval.high, 100 * part.interval.high / total.interval.low)
    slack = float(settings()["reference_slack"].get("%", 0.0)) if total.is_reference else 0.0
    return share.interval.apart(told.widened(slack))


def parts_above_whole(evidence: Evidence) -> Iterator[Hit]:
    """RED-X032: a country with more than the world, or a company, mine or deposit with more than its country."""
    unclear = contrasts(evidence)
    for figures in evidence.by_article.values():
        least: dict[tuple[object, ...], Figure] = {}
        for f in figures:
            if f.id not in unclear and f.indicator in names("additive") and f.entity is None and f.partner is None:
                key = (f.country, f.indicator, f.commodity, f.is_future, f.years)
                if key not in least or f.interval.high < least[key].interval.high:
                    least[key] = f
        for part in figures:
            for whole in least.values():
                if _is_part(part, whole) and beyond(part.interval.low, whole.interval.high):
                    larger = evidence.name(whole.country)
                    text = f"{about(evidence, part)}: '{part.text}' is more than '{whole.text}' of {larger}."
                    # Ore of a deposit against oxides of a country: not told apart in most articles.
                    deposit = part.entity is not None and part.indicator in names("stocks")
                    relation = "different_scope" if deposit else "contradicts"
                    yield Hit("RED-X032", members_of([part, whole]), text, (*part.scope, part.id, whole.id), relation)


def _is_part(part: Figure, whole: Figure) -> bool:
    one_thing = (part.indicator, part.unit, part.commodity) == (whole.indicator, whole.unit, whole.commodity)
    if not one_thing or part.is_future != whole.is_future or not overlap(part.years, whole.years):
        return False
    if part.entity is not None:
        return whole.country == part.country
    return whole.country == "WLD" and part.country != "WLD"


def shares_above_hundred(evidence: Evidence) -> Iterator[Hit]:
    """RED-X033: shares of several countries, or of several partners, that together are more than the whole."""
    for article, figures in evidence.by_article.items():
        groups: dict[tuple[object, ...], dict[str, Figure]] = defaultdict(dict)
        for f in figures:
            if f.unit != "%" or f.entity is not None or f.is_future:
                continue
            time = f.years if f.stated else None
            if f.indicator in names("whole") and f.country not in evidence.known.blocs:
                _keep_least(groups[f.indicator, f.commodity, f.stage, time], f.country, f)
            elif f.indicator in names("partner") and f.partner and f.partner not in evidence.known.blocs:
                _keep_least(groups[f.indicator, f.commodity, f.stage, time, f.country], f.partner, f)
        for group in groups.values():
            least = sum(f.interval.low for f in group.values())
            if len(group) > 1 and beyond(least, 100.0):
                told = ", ".join(f"'{f.text}' ({evidence.name(f.partner or f.country)})" for f in group.values())
                first = next(iter(group.values()))
                text = f"{about(evidence, first)}: {told} together are more than 100 %."
                yield Hit(
                    "RED-X033",
                    members_of(group.values()),
                    text,
                    (first.country, first.indicator, article, first.commodity),
                )


def _keep_least(group: dict[str, Figure], name: str, figure: Figure) -> None:
    held = group.get(name)
    if held is None or figure.interval.low < held.interval.low:
        group[name] = figure


def complements(evidence: Evidence) -> Iterator[Hit]:
    """RED-X034: what a country covers itself and what it imports are together all it needs.

    Where they are, and the imports are told of one partner, that partner stands for all of them.
    """
    for figures in evidence.by_article.values():
        for own in figures:
            if own.indicator != "self_sufficiency" or own.is_future or own.unit != "%":
                continue
            rest = Interval(100 - own.interval.high, 100 - own.interval.low)
            for imports in figures:
                if not _are_complements(own, imports):
                    continue
                fits = not imports.interval.apart(rest)
                if fits == (imports.partner is not None):
                    yield _complement(evidence, own, imports, fits)


def _are_complements(own: Figure, imports: Figure) -> bool:
    """Whether one is what a country covers itself and the other what it imports of the same good at the same time."""
    same = (imports.country, imports.commodity, imports.unit) == (own.country, own.commodity, own.unit)
    return imports.indicator == "import_dependence" and same and not imports.is_future and same_time(own, imports)


def _complement(evidence: Evidence, own: Figure, imports: Figure, fits: bool) -> Hit:
    what = f"{about(evidence, imports)}: '{imports.text}' and '{own.text}' of own supply"
    if fits:
        text = f"{what} are together all that is needed, so one partner stands for all imports."
        return Hit(
            "RED-X034", members_of([own, imports]), text, (*imports.scope, imports.id, own.id), "different_scope"
        )
    return Hit(
        "RED-X034", members_of([own, imports]), f"{what} are not together 100 %.", (*imports.scope, imports.id, own.id)
    )
