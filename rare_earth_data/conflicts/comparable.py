"""When two figures are about one thing: same country, indicator, stage, commodity, partner, time and status.

Only comparable figures can contradict each other; others differ in scope, or in vintage, or have nothing to do with each
other.
"""

from __future__ import annotations

from rare_earth_data.conflicts.evidence import Figure, is_era, overlap
from rare_earth_data.conflicts.settings import names, settings


def is_single(figure: Figure) -> bool:
    """Whether there is one right value for what the figure is about."""
    if figure.indicator in names("volatile"):
        return figure.stated
    if figure.entity is not None and figure.indicator in names("by_entity"):
        return True
    return figure.indicator in names("single")


def is_estimate(figure: Figure) -> bool:
    """Whether the figure is an estimate of what nobody can know yet: estimates spread, they do not contradict."""
    if figure.indicator in names("spread"):
        return figure.status == "forecast"
    return figure.is_future and figure.stated and is_single(figure)


def same_stage(first: Figure, second: Figure) -> bool:
    """Whether the stages are equal, or one is not told."""
    return first.stage == second.stage or first.stage is None or second.stage is None


def outside(figure: Figure, reference: Figure) -> bool:
    """Whether a claim's figure is not the number of a reference: neither rounds to the other.

    References are given a little slack, by unit.
    """
    slack = float(settings()["reference_slack"].get(figure.unit, 0.0))
    rounded_by_claim = not figure.interval.apart(reference.exact.widened(slack))
    rounded_by_source = not figure.exact.apart(reference.interval.widened(slack))
    return not rounded_by_claim and not rounded_by_source


def _scope_differs(first: Figure, second: Figure) -> str | None:
    """Return "different_scope" where one names a partner or a stage and the other does not, "other" where both do."""
    if first.commodity != second.commodity:
        return "other"
    pairs = ((first.partner, second.partner), (first.stage, second.stage))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    if any(None not in pair for pair in differing):
        return "other"
    return "different_scope" if differing else None


def relation(first: Figure, second: Figure) -> str | None:
    """Return what lies between two figures: a code of ``conflict_relation``, or None where nothing does. Symmetric."""
    subject = (first.country, first.indicator, first.unit, first.entity)
    if subject != (second.country, second.indicator, second.unit, second.entity):
        return None
    if first.is_future != second.is_future or not first.interval.apart(second.interval):
        return None
    estimates = is_estimate(first) and is_estimate(second)
    if not estimates and not (is_single(first) and is_single(second) and not first.is_future):
        return None
    if scope := _scope_differs(first, second):
        return None if scope == "other" else scope
    if is_era(first.years) or is_era(second.years) or not overlap(first.years, second.years):
        return "different_vintage" if first.stated != second.stated else None
    return "opinion_spread" if estimates else "contradicts"
