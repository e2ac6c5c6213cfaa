"""All detectors over a set of tables: a pure function of the rows, whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rare_earth_data.conflicts.arithmetic import complements, multiples, parts_above_whole, shares, shares_above_hundred
from rare_earth_data.conflicts.claims import contradictions, spreads, vintages
from rare_earth_data.conflicts.evidence import Evidence
from rare_earth_data.conflicts.forecasts import forecasts_of_the_past
from rare_earth_data.conflicts.hits import Hit, member_rows
from rare_earth_data.conflicts.naming import wrong_bodies, wrong_names, wrong_times
from rare_earth_data.conflicts.offices import out_of_office
from rare_earth_data.conflicts.references import (
    against_references,
    aims_below_the_present,
    basis_not_stated,
    hedges_lost,
    of_another_scope,
)
from rare_earth_data.conflicts.repeats import other_subjects, other_units, same_source
from rare_earth_data.conflicts.titles import from_titles

Row = dict[str, Any]
Tables = Mapping[str, Iterable[Mapping[str, Any]]]
Detector = Callable[[Evidence], Iterator[Hit]]

OF_ARTICLES: tuple[Detector, ...] = (
    basis_not_stated,
    aims_below_the_present,
    from_titles,
    multiples,
    shares,
    parts_above_whole,
    shares_above_hundred,
    complements,
    forecasts_of_the_past,
    out_of_office,
    wrong_bodies,
    wrong_times,
)
"""These look at one article at a time, and at references."""

OF_GROUPS: dict[str, tuple[Detector, ...]] = {
    "subject": (contradictions, spreads, vintages, against_references),
    "reference": (hedges_lost, of_another_scope),
    "number": (other_units,),
    "amount": (other_subjects,),
    "set": (same_source,),
    "name": (wrong_names,),
}
"""These compare articles; ``groups`` says what all rows have in common that they hold against each other."""


def detect(evidence: Evidence, detectors: Iterable[Detector]) -> list[Hit]:
    """Return what detectors find, each once, in the order of ids."""
    hits: dict[str, Hit] = {}
    for hit in (hit for detector in detectors for hit in detector(evidence)):
        # Of two subjects with one id, which is rare, always the same is kept, whatever the order.
        held = hits.get(identifier := hit.conflict_id)
        if held is None or held.canonical <= hit.canonical:
            hits[identifier] = hit
    return [hits[identifier] for identifier in sorted(hits)]


def find_hits(tables: Tables) -> list[Hit]:
    """Return what all detectors find, each once, in the order of ids.

    ``tables`` holds rows by table name: articles, claims, country_metrics and, where there are any, mentions,
    reference_metrics, sources and areas. No curation is needed.
    """
    detectors = (*OF_ARTICLES, *(detector for family in OF_GROUPS.values() for detector in family))
    return detect(Evidence(tables), detectors)


def find_conflicts(tables: Tables) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``conflicts`` and of ``conflict_members`` that the detectors alone find, all unreviewed."""
    hits = find_hits(tables)
    members = [row for hit in hits for row in member_rows(hit.conflict_id, hit.members)]
    return [hit.row() for hit in hits], members
