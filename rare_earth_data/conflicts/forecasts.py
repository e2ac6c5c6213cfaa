"""Forecasts and aims for a time that was over when the article was printed."""

from __future__ import annotations

from collections.abc import Iterator

from rare_earth_data.conflicts.claims import about
from rare_earth_data.conflicts.evidence import Evidence
from rare_earth_data.conflicts.hits import Hit, members_of

_LOOKS_AHEAD = ("forecast", "target")


def forecasts_of_the_past(evidence: Evidence) -> Iterator[Hit]:
    """RED-X040: a figure told as a forecast or an aim for a year before that of the article."""
    for figure in evidence.figures:
        if (
            figure.status not in _LOOKS_AHEAD
            or not figure.stated
            or figure.years is None
            or figure.article_year is None
        ):
            continue
        if figure.years[1] < figure.article_year:
            text = (
                f"{about(evidence, figure)}: '{figure.text}' is a {figure.status} for {figure.years[1]} "
                f"in an article of {figure.article_year}."
            )
            yield Hit("RED-X040", members_of([figure]), text, (*figure.scope, figure.id))
