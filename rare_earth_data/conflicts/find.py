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

DETECTORS: tuple[Callable[[Evidence], Iterator[Hit]], ...] = (
    contradictions,
    spreads,
    vintages,
    against_references,
    basis_not_stated,
    hedges_lost,
    aims_below_the_present,
    of_another_scope,
    from_titles,
    multiples,
    shares,
    parts_above_whole,
    shares_above_hundred,
    complements,
    forecasts_of_the_past,
    other_units,
    other_subjects,
    same_source,
    out_of_office,
    wrong_names,
    wrong_bodies,
    wrong_times,
)


def find_hits(tables: Tables) -> list[Hit]:
    """Return what the detectors find, each once, in the order of ids.

    ``tables`` holds rows by table name: articles, claims, country_metrics and, where there are any, reference_metrics,
    sources and areas. No curation is needed.
    """
    evidence = Evidence(tables)
    hits = {hit.conflict_id: hit for detect in DETECTORS for hit in detect(evidence)}
    return [hits[identifier] for identifier in sorted(hits)]


def find_conflicts(tables: Tables) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``conflicts`` and of ``conflict_members`` that the detectors alone find, all unreviewed."""
    hits = find_hits(tables)
    members = [row for hit in hits for row in member_rows(hit.conflict_id, hit.members)]
    return [hit.row() for hit in hits], members
