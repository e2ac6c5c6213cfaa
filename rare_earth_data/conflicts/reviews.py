"""Join what people judged to what the detectors found.

A review absorbs a detection whose sides it covers: two of them, or all the words that are at issue. The conflict then has
the review's name, judgement and explanation and the rule's code, and keeps the members of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rare_earth_data.conflicts.hits import Hit, Member, member_rows

Row = dict[str, Any]

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's judgement, with its members found in the documents."""

    id: str
    kind: str
    relation: str
    severity: str
    adjudication: str
    explanation: str
    source_id: str | None
    members: tuple[Member, ...]


def _shared(review: Review, hit: Hit) -> tuple[int, int]:
    """Return how many of the hit's words, and how many of its references, the review covers."""
    covered = [member for member in hit.members if any(member.touches(own) for own in review.members)]
    references = sum(member.reference_id is not None for member in covered)
    return len(covered) - references, references


def _covers(review: Review, hit: Hit) -> tuple[int, ...] | None:
    """Return how well a review fits a hit; None where it does not cover it."""
    words, references = _shared(review, hit)
    at_issue = len({member.text for member in hit.members if member.reference_id is None})
    if not words or (words < at_issue and words + references < 2):
        return None
    row = hit.row()
    return int(row["relation"] == review.relation), words + references, int(row["kind"] == review.kind)


def assign(reviews: Sequence[Review], hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Return the hits that each review absorbs, by the id of the review; a hit goes to the review that fits it best."""
    places: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        for key in {key for member in review.members for key in _keys(member)}:
            places[key].append(review)
    absorbed: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        near = {r.id: r for member in hit.members for key in _keys(member) for r in places.get(key, ())}
        fits = [(fit, review.id) for review in near.values() if (fit := _covers(review, hit)) is not None]
        if fits:
            best = max(fit for fit, _ in fits)
            absorbed[min(identifier for fit, identifier in fits if fit == best)].append(hit)
    return absorbed


def _keys(member: Member) -> list[str]:
    return [key for key in (member.claim_id, member.article_id, member.reference_id) if key]


def _joined(review: Review, hits: Sequence[Hit]) -> list[Member]:
    members = list(review.members)
    for hit in hits:
        members += [member for member in hit.members if not any(member.touches(known) for known in members)]
    return members


def _first_rule(review: Review, hits: Sequence[Hit]) -> str:
    """Return the code of the rule whose hit shares most with the review."""
    ranked = sorted(hits, key=lambda hit: (tuple(-count for count in _covers(review, hit) or ()), hit.rule))
    return ranked[0].rule if ranked else REVIEW


def join(reviews: Sequence[Review], hits: Sequence[Hit]) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``conflicts`` and ``conflict_members``: reviewed ones, then what nobody has looked at."""
    absorbed = assign(reviews, hits)
    conflicts, members = [], []
    for review in reviews:
        found = absorbed.get(review.id, [])
        conflicts.append(
            {
                "conflict_id": review.id,
                "kind": review.kind,
                "relation": review.relation,
                "severity": review.severity,
                "adjudication": review.adjudication,
                "detected_by": _first_rule(review, found),
                "explanation": review.explanation,
                "source_id": review.source_id,
            }
        )
        members += member_rows(review.id, _joined(review, found))
    taken = {hit.conflict_id for found in absorbed.values() for hit in found}
    for hit in hits:
        if hit.conflict_id not in taken:
            conflicts.append(hit.row())
            members += member_rows(hit.conflict_id, hit.members)
    return conflicts, members
