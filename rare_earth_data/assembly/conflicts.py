"""Fill ``conflicts`` and ``conflict_members``: what the detectors find, and ``seeds/curation/reviews.yaml``."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rare_earth_data.conflicts.find import find_hits
from rare_earth_data.conflicts.hits import Member
from rare_earth_data.conflicts.reviews import Review, join
from rare_earth_data.curation.anchors import Anchors
from rare_earth_data.curation.files import Entry, read_curation
from rare_earth_data.findings import Finding

Row = dict[str, Any]
Tables = dict[str, list[Row]]


class _Members:
    """Turns the members of reviews, quotes and references, into those of conflicts."""

    def __init__(self, tables: Tables, anchors: Anchors) -> None:
        self.anchors = anchors
        self.references = {row["reference_id"] for row in tables["reference_metrics"]}
        self.metrics: dict[str, list[Row]] = defaultdict(list)
        for row in tables["country_metrics"]:
            self.metrics[row["claim_id"]].append(row)

    def of(self, entry: Entry, index: int) -> Member | Finding:
        """Return the member at ``index`` of a review, or what is wrong with it."""
        data = entry.data["members"][index]
        if ("quote" in data) == ("reference" in data):
            return entry.finding(
                "RED-C403", "a member is a quote or a reference", "members", index, expected="one of the two"
            )
        if "reference" in data:
            if data["reference"] not in self.references:
                message = f"there is no reference {data['reference']!r}"
                return entry.finding(
                    "RED-C402", message, "members", index, "reference", expected="an id of reference_metrics"
                )
            return Member(reference_id=data["reference"])
        anchor = self.anchors.resolve(entry, data, "members", index)
        if isinstance(anchor, Finding):
            return anchor
        article = anchor.article_id if anchor.claim_id is None else None
        metric = self._metric(anchor.claim_id, anchor.start, anchor.end)
        return Member(anchor.claim_id, metric, None, article, anchor.start, anchor.end, data["quote"])

    def _metric(self, claim: str | None, start: int, end: int) -> str | None:
        """Return the figure that a quote overlaps most, the first of them where there are several."""
        near = [row for row in self.metrics.get(claim or "", ()) if row["start"] < end and start < row["end"]]
        if not near:
            return None
        best = max(near, key=lambda row: (min(end, row["end"]) - max(start, row["start"]), -row["start"]))
        return str(best["metric_id"])


def _review(entry: Entry, members: list[Member]) -> Review:
    data = entry.data
    return Review(
        data["id"], data["kind"], data["relation"], data["severity"], data["adjudication"],
        data["explanation"].strip(), data.get("source"), tuple(members),
    )  # fmt: skip


def read_reviews(tables: Tables, anchors: Anchors, root: Path) -> tuple[list[Review], list[Finding]]:
    """Read the reviews of the repository at ``root``; a review with a member that cannot be found is left out."""
    curation, findings = read_curation("reviews", root)
    sources = {row["source_id"] for row in tables["sources"]}
    places, reviews = _Members(tables, anchors), []
    for entry in curation.entries("reviews"):
        source = entry.data.get("source")
        if source is not None and source not in sources:
            findings.append(
                entry.finding("RED-C401", f"there is no source {source!r}", "source", expected="an id of sources.yaml")
            )
        found = [places.of(entry, index) for index in range(len(entry.data["members"]))]
        findings += [member for member in found if isinstance(member, Finding)]
        if members := [member for member in found if isinstance(member, Member)]:
            reviews.append(_review(entry, members))
    return reviews, findings


def join_conflicts(tables: Tables, anchors: Anchors, root: Path) -> list[Finding]:
    """Fill ``conflicts`` and ``conflict_members`` in place. Call it when figures, sources and references are there."""
    reviews, findings = read_reviews(tables, anchors, root)
    conflicts, members = join(reviews, find_hits(tables))
    tables["conflicts"] += conflicts
    tables["conflict_members"] += members
    return findings
