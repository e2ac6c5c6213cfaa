"""Figures of claims against official statistics: as they stood on the day of the article, and as they stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rare_earth_data.conflicts.claims import about, contrasts, is_scale_slip
from rare_earth_data.conflicts.comparable import is_single, outside, same_stage
from rare_earth_data.conflicts.evidence import Evidence, Figure, Scope, Years, is_era, overlap
from rare_earth_data.conflicts.hits import Hit, members_of
from rare_earth_data.conflicts.intervals import digits
from rare_earth_data.conflicts.settings import names, settings


def own_references(evidence: Evidence, figure: Figure) -> list[Figure]:
    """Return the observed references about the same thing as the figure, of all editions and years."""
    if figure.entity is not None:
        return []
    near = evidence.known.by_subject.get((figure.country, figure.indicator, figure.unit), ())
    return [
        r
        for r in near
        if r.commodity == figure.commodity and r.partner == figure.partner and same_stage(r, figure) and not r.is_future
    ]


def as_of(references: Iterable[Figure], figure: Figure) -> list[Figure]:
    """Return the references a reader could have had on the day of the article: of each publisher its latest edition."""
    known = [r for r in references if figure.article_year is None or r.edition[0] <= figure.article_year]
    if figure.indicator not in names("stocks"):
        known = [r for r in known if overlap(r.years, figure.years) and is_era(figure.years) <= is_era(r.years)]
    latest: dict[tuple[str | None, Years | None], Figure] = {}
    for reference in known:
        key = (reference.publisher, None if figure.indicator in names("stocks") else reference.years)
        held = latest.get(key)
        if held is None or (held.edition, held.years or (0, 0)) <= (reference.edition, reference.years or (0, 0)):
            latest[key] = reference
    return list(latest.values())


@dataclass(slots=True)
class _Gathered:
    """Figures of one subject with the same outcome, and the references they were held against."""

    figures: list[Figure] = field(default_factory=list)
    references: dict[str, Figure] = field(default_factory=dict)

    def add(self, figure: Figure, references: Iterable[Figure]) -> None:
        self.figures.append(figure)
        self.references.update((reference.id, reference) for reference in references)


def _told(figures: Iterable[Figure]) -> str:
    texts = list(dict.fromkeys(_quoted(f) if not f.is_reference else f"{f.text} ({f.source_id})" for f in figures))
    return ", ".join(texts[:6]) + (" ..." if len(texts) > 6 else "")


def _quoted(figure: Figure) -> str:
    """Return the words of a figure, and its number where the sign does not show in them: "fell by 9.3%"."""
    if figure.value is None or figure.value >= 0 or "-" in figure.text:
        return f"'{figure.text}'"
    return f"'{figure.text}' ({figure.value:,.15g} {figure.value_unit})"


_ENDINGS = {
    "contradicts": "No edition agrees with it.",
    "different_vintage": "Another year or edition agrees with it.",
    "scale_error": "The two differ by a power of ten.",
    "entity_error": "It is the figure of another country.",
}


def _verdict(
    evidence: Evidence, figure: Figure, own: list[Figure], held: list[Figure]
) -> tuple[str, str, list[Figure]]:
    """Return (rule, relation, references) for a figure that all of ``held`` lie apart from."""
    if slips := [r for r in held if is_scale_slip(figure.interval, r.interval, figure.unit)]:
        return "RED-X020", "scale_error", slips
    if agreeing := [r for r in own if not outside(figure, r)]:
        nearest = max(agreeing, key=lambda r: (overlap(r.years, figure.years), r.edition, r.id))
        return "RED-X010", "different_vintage", [*held, nearest]
    if others := _figure_of_another(evidence, figure):
        return "RED-X051", "entity_error", [*held, *others]
    return "RED-X010", "contradicts", held


def _figure_of_another(evidence: Evidence, figure: Figure) -> list[Figure]:
    """Return the references of other countries that have exactly this number, where the number is a telling one."""
    if figure.value is None or figure.qualifier not in ("eq", "approx"):
        return []
    if digits(figure.value) < 2 or figure.unit == "%":
        return []
    same = evidence.known.by_value.get((figure.indicator, figure.value_unit, figure.value), ())
    others = [
        r
        for r in same
        if r.country != figure.country and r.commodity == figure.commodity and overlap(r.years, figure.years)
    ]
    return [r for r in others if r.edition[0] <= (figure.article_year or 9999)] or others[:1]


def against_references(evidence: Evidence) -> Iterator[Hit]:
    """RED-X010, X011, X020, X051: claims against references, one hit a subject and outcome."""
    gathered: dict[tuple[str, str, Scope], _Gathered] = defaultdict(_Gathered)
    unclear = contrasts(evidence)
    for figure in evidence.figures:
        if figure.is_future or not is_single(figure) or figure.id in unclear or not evidence.is_named(figure):
            continue
        own = own_references(evidence, figure)
        held = as_of(own, figure)
        if not held:
            continue
        if all(outside(figure, r) for r in held):
            if any(r.verified for r in held):
                rule, relation, references = _verdict(evidence, figure, own, held)
                gathered[rule, relation, figure.scope].add(figure, references)
        elif newer := _changed_since(figure, own, held):
            gathered["RED-X011", "superseded", figure.scope].add(figure, newer)
    for (rule, relation, scope), group in gathered.items():
        yield _hit(evidence, rule, relation, scope, group)


def _hit(evidence: Evidence, rule: str, relation: str, scope: Scope, group: _Gathered) -> Hit:
    references = list(group.references.values())
    what = about(evidence, group.figures[0])
    if relation == "superseded":
        text = f"{what}: {_told(group.figures)} was right when printed; {_told(references)} since."
    else:
        text = f"{what}: {_told(group.figures)}, where the reference has {_told(references)}. {_ENDINGS[relation]}"
    return Hit(rule, members_of([*group.figures, *references]), text, (*scope, relation), relation)


def _changed_since(figure: Figure, own: list[Figure], held: list[Figure]) -> list[Figure]:
    """Return what agreed when the article was printed and what the newest edition of its publisher has, if apart."""
    stock = figure.indicator in names("stocks")
    for reference in held:
        if outside(figure, reference):
            continue
        later = [r for r in own if r.publisher == reference.publisher and (stock or r.years == reference.years)]
        newest = max(later, key=lambda r: (r.edition, r.years or (0, 0), r.id))
        if newest.edition > reference.edition and outside(figure, newest):
            return [reference, newest]
    return []


def basis_not_stated(evidence: Evidence) -> Iterator[Hit]:
    """RED-X012: a price without its market, or a share of one partner who is not named, where the references differ."""
    for figure in evidence.figures:
        if figure.is_future or figure.entity is not None:
            continue
        if figure.indicator in names("market") and figure.country == "WLD":
            near = [r for r in _same_good(evidence, figure) if r.country != "WLD" and _is_current(r, figure)]
        elif figure.indicator in names("partner") and figure.partner is None:
            if as_of(own_references(evidence, figure), figure):
                continue
            near = [r for r in _same_good(evidence, figure) if r.country == figure.country and r.partner]
            near = sorted(near, key=lambda r: (r.value or 0, r.edition, r.id))[-1:]
        else:
            continue
        differing = list({(r.country, r.stage, r.interval): r for r in near}.values())
        if differing and all(outside(figure, r) for r in differing):
            text = (
                f"{about(evidence, figure)}: '{figure.text}' does not say of which market or partner; "
                f"there are {_told(differing)}."
            )
            yield Hit("RED-X012", members_of([figure, *differing]), text, (*figure.scope, figure.id))


def _is_current(reference: Figure, figure: Figure) -> bool:
    """Whether a reference is about the last year that the figure can be about."""
    return reference.years is not None and figure.years is not None and reference.years[1] >= figure.years[1]


def _same_good(evidence: Evidence, figure: Figure) -> list[Figure]:
    near = evidence.known.by_good.get((figure.indicator, figure.unit, figure.commodity), ())
    return [r for r in near if overlap(r.years, figure.years) and not r.is_future]


_SIDES = {"gt": "above", "ge": "above", "lt": "below", "le": "below"}


def hedges_lost(evidence: Evidence) -> Iterator[Hit]:
    """RED-X013: the number of a source that says "more than" or "at most", told without the bound or with another."""
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for figure in evidence.figures:
        if figure.value is None or figure.qualifier not in ("eq", *_SIDES):
            continue
        for reference in evidence.known.by_value.get((figure.indicator, figure.value_unit, figure.value), ()):
            same = (figure.country, figure.partner) == (reference.country, reference.partner)
            if same and _hedges_differ(figure, reference) and _is_one(figure, reference):
                gathered[reference.id].add(figure, [reference])
    for identifier, group in gathered.items():
        reference = group.references[identifier]
        text = (
            f"{about(evidence, group.figures[0])}: {_told(group.figures)}, where the source has {_told([reference])}."
        )
        yield Hit("RED-X013", members_of([*group.figures, reference]), text, (identifier,))


def _hedges_differ(figure: Figure, reference: Figure) -> bool:
    """Whether a bound of the reference is lost; "over" for "at least" matters only where the number is a limit of a rule."""
    if reference.qualifier not in _SIDES or reference.qualifier == figure.qualifier:
        return False
    if figure.qualifier == "eq":
        return True
    return _SIDES.get(figure.qualifier) == _SIDES[reference.qualifier] and figure.indicator in names("limits")


def is_distinctive(value: float | None) -> bool:
    """Whether a number is no round one that two sources have by chance: 3,500 or 700 billion, not 40 or a billion."""
    if value is None:
        return False
    return digits(value) >= 2 or (value >= 1000 and f"{value:e}"[0] not in "125")


def _is_one(figure: Figure, reference: Figure) -> bool:
    """Whether a number equal to that of a reference is likely to be taken from it."""
    same_time = figure.stated and figure.years == reference.years
    return figure.commodity == reference.commodity or same_time or is_distinctive(figure.value)


def of_another_scope(evidence: Evidence) -> Iterator[Hit]:
    """RED-X052: the very number of a reference, told of another commodity or another partner."""
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for figure in evidence.figures:
        if figure.value is None or not is_distinctive(figure.value) or not evidence.is_named(figure):
            continue
        if any(not outside(figure, r) for r in own_references(evidence, figure)):
            continue
        for reference in evidence.known.by_value.get((figure.indicator, figure.value_unit, figure.value), ()):
            if _differs_in_one(figure, reference) and overlap(figure.years, reference.years):
                gathered[reference.id].add(figure, [reference])
    for identifier, group in gathered.items():
        reference = group.references[identifier]
        text = (
            f"{about(evidence, group.figures[0])}: {_told(group.figures)}. The source has this number for "
            f"{about(evidence, reference)}."
        )
        partner = any(figure.partner != reference.partner for figure in group.figures)
        relation = "entity_error" if partner else "different_scope"
        yield Hit("RED-X052", members_of([*group.figures, reference]), text, (identifier,), relation)


def _differs_in_one(figure: Figure, reference: Figure) -> bool:
    """Whether the commodity differs and nothing else, or the partner of a share that means little without it."""
    if figure.country != reference.country:
        return False
    if figure.partner == reference.partner:
        return figure.commodity != reference.commodity
    return figure.commodity == reference.commodity and figure.indicator in names("partner")


def aims_below_the_present(evidence: Evidence) -> Iterator[Hit]:
    """RED-X014: an aim or forecast of a country that is a fraction of what it already makes."""
    known = settings()["growing"]
    for figure in evidence.figures:
        if not figure.is_future or figure.entity is not None or figure.indicator not in known["indicators"]:
            continue
        available = [r for r in own_references(evidence, figure) if r.edition[0] <= (figure.article_year or 9999)]
        if not available or figure.years is None:
            continue
        present = max(available, key=lambda r: (r.years or (0, 0), r.edition, r.id))
        too_little = figure.interval.high < present.interval.low * known["below"]
        if too_little and figure.years[1] >= (present.years or (0, 0))[0]:
            text = (
                f"{about(evidence, figure)}: '{figure.text}' is aimed at, where there are {_told([present])} already."
            )
            yield Hit("RED-X014", members_of([figure, present]), text, (*figure.scope, figure.id))
