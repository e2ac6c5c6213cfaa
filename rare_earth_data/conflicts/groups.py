"""The rows that are held against each other, by what they have in common: so that each group can be compared by itself.

``keyed_rows`` gives every row under each of its groups; ``group_hits`` compares the rows of one group by the same detectors
that compare all rows at once. Over all groups, and with the detectors that look at single articles, that finds what
``find_hits`` finds in all rows together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rare_earth_data.conflicts.evidence import Evidence, Figure, Known
from rare_earth_data.conflicts.find import OF_GROUPS, detect
from rare_earth_data.conflicts.hits import Hit
from rare_earth_data.conflicts.naming import wrong_names_in
from rare_earth_data.conflicts.repeats import COUNTED, amount_key, count_key, is_telling, repeat_key, written_numbers

Row = dict[str, Any]
Key = tuple[Any, ...]

SETS = "set"
"""Groups of this family are first joined: see ``rare_earth_data.scaling.compare``."""


def _group(family: str, key: Key) -> str:
    return json.dumps([family, *key], ensure_ascii=True, separators=(",", ":"))


def _figure_groups(figure: Figure, known: Known) -> Iterator[str]:
    """Yield the groups of a figure. A key may be coarser than a detector's own, never finer."""
    yield _group("subject", (figure.country, figure.indicator, figure.unit, figure.commodity, figure.entity))
    told = (figure.indicator, figure.value_unit, figure.value)
    if figure.value is not None and any(r.country == figure.country for r in known.by_value.get(told, ())):  # type: ignore[arg-type]
        yield _group("reference", (figure.country, *told))
    for family, key in (("number", count_key(figure)), ("amount", amount_key(figure)), (SETS, repeat_key(figure))):
        if key is not None:
            yield _group(family, key)


def _claim_groups(evidence: Evidence, claim: Mapping[str, Any], read: set[tuple[str, float | None]]) -> Iterator[str]:
    """Yield the groups of a claim as words: numbers in it that are no figures, about each area that it names; wrong names."""
    identifier, text = claim["claim_id"], claim["text"]
    if areas := evidence.areas_of.get(identifier):
        numbers = {n for n in written_numbers(text) if is_telling(n) and (identifier, n) not in read}
        yield from (_group("number", (area, COUNTED, number)) for area in areas for number in numbers)
    yield from (_group("name", (name,)) for name in wrong_names_in(text))


def keyed_rows(evidence: Evidence, metrics: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Row]]:
    """Yield (group, row) to compare, each row once a group: those of ``metrics`` that are figures, and claims as words.

    A row is that of ``country_metrics`` (of a claim only ``claim_id``), with what is needed of its claim and article. The
    evidence must hold whole articles.
    """
    by_id = {row["metric_id"]: row for row in metrics}
    for figure in evidence.figures:
        claim = evidence.claims[figure.claim_id]
        row = {**by_id[figure.id], **_common(evidence, claim), "claim_text": None}
        yield from ((group, row) for group in _figure_groups(figure, evidence.known))
    read = {(str(figure.claim_id), figure.value) for figure in evidence.figures}
    for claim in evidence.claims.values():
        row = {**_common(evidence, claim), "claim_text": claim["text"]}
        yield from ((group, row) for group in _claim_groups(evidence, claim, read))


def _common(evidence: Evidence, claim: Mapping[str, Any]) -> Row:
    article, identifier = evidence.articles[claim["article_id"]], claim["claim_id"]
    return {
        "claim_id": identifier,
        "claim_start": claim["start"],
        "areas": sorted(evidence.areas_of.get(identifier, ())),
        "article_id": article["article_id"],
        "published_at": article.get("published_at"),
    }


def group_hits(group: str, rows: list[Row], known: Known) -> list[Hit]:
    """Compare the rows of one group by the detectors of its family."""
    family, *key = json.loads(group)
    hits = detect(_evidence(rows, known), OF_GROUPS[family])
    # A claim may hold several wrong names; the others have groups of their own.
    return [hit for hit in hits if hit.subject[1] == key[0]] if family == "name" else hits


def _evidence(rows: list[Row], known: Known) -> Evidence:
    """Make tables of rows that ``keyed_rows`` gave."""
    articles, claims = {}, {}
    for row in rows:
        article, claim = row["article_id"], row["claim_id"]
        articles[article] = {"article_id": article, "published_at": row["published_at"], "title": None}
        told = {"start": row["claim_start"], "text": row["claim_text"] or ""}
        claims[claim] = {"claim_id": claim, "article_id": article, **told}
    mentions = ({"claim_id": row["claim_id"], "area": area} for row in rows for area in row["areas"])
    metrics = [row for row in rows if row.get("metric_id") is not None]
    tables = {"articles": articles.values(), "claims": claims.values(), "mentions": mentions}
    return Evidence({**tables, "country_metrics": metrics}, known)
