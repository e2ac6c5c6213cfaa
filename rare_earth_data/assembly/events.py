"""Join ``seeds/curation/events.yaml``: policy events, their parties, and the words of the articles that report them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rare_earth_data.candidates import event_score
from rare_earth_data.curation.anchors import Anchor, Anchors
from rare_earth_data.curation.files import Entry, read_curation
from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import codelist_entries

Row = dict[str, Any]
Tables = dict[str, list[Row]]

_COPIED = (
    "title", "legal_status", "date_precision", "date_basis", "effective_date_precision", "issuer_body",
    "instrument_number", "relation", "summary",
)  # fmt: skip
_MONTHS = {
    "Q1": ("01", "03"),
    "Q2": ("04", "06"),
    "Q3": ("07", "09"),
    "Q4": ("10", "12"),
    "H1": ("01", "06"),
    "H2": ("07", "12"),
}
_SHAPES = {
    "day": r"\d{4}-\d{2}-\d{2}", "month": r"\d{4}-\d{2}", "quarter": r"\d{4}-Q[1-4]", "half": r"\d{4}-H[12]", "year": r"\d{4}",
}  # fmt: skip


def iso_date(written: str | None) -> str | None:
    """Return a written date in ISO 8601: a quarter or half (``2025-Q3``, ``2025-H1``) as its interval of months."""
    if written is None or written[5:] not in _MONTHS:
        return written
    year, (first, last) = written[:4], _MONTHS[written[5:]]
    return f"{year}-{first}/{year}-{last}"


def event_type_rows() -> tuple[Row, ...]:
    """Return the rows of the ``event_types`` table."""
    return tuple(dict(entry) for entry in codelist_entries("event_types"))


def _event_row(data: dict[str, Any]) -> Row:
    return {
        "event_id": data["id"],
        "event_type": data["type"],
        "date": iso_date(data.get("date")),
        "effective_date": iso_date(data.get("effective_date")),
        "parent_event_id": data.get("parent"),
        "source_id": data.get("source"),
        **{name: data.get(name) for name in _COPIED},
    }


def _date_findings(entry: Entry) -> Iterator[Finding]:
    for field in ("date", "effective_date"):
        written, precision = entry.data.get(field), entry.data.get(f"{field}_precision")
        if written is None and precision not in (None, "unknown"):
            yield entry.finding(
                "RED-E001", f"{field}_precision is {precision}, but there is no {field}", f"{field}_precision"
            )
        elif written is not None and not re.fullmatch(_SHAPES.get(precision or "", "(?!)"), written):
            yield entry.finding(
                "RED-E001", f"{field} {written} is not a {precision or 'date of known precision'}", field
            )
    if entry.data.get("date_basis") == "official" and not entry.data.get("source"):
        yield entry.finding(
            "RED-E002", "an official date needs its source", "date_basis", expected="source: <source_id>"
        )
    if entry.data.get("date") and not entry.data.get("date_basis"):
        yield entry.finding(
            "RED-E002", "a date needs its basis", "date", expected="date_basis: official, stated or inferred"
        )


def _reference_findings(entry: Entry, events: set[str], sources: set[str]) -> Iterator[Finding]:
    parent, source = entry.data.get("parent"), entry.data.get("source")
    if parent is not None and (parent not in events or parent == entry.data["id"]):
        yield entry.finding(
            "RED-E003", f"there is no other event {parent!r}", "parent", expected="the id of another event"
        )
    if (parent is None) != (entry.data.get("relation") is None):
        yield entry.finding("RED-E003", "parent and relation come together", expected="both, or neither")
    if source is not None and source not in sources:
        yield entry.finding("RED-E004", f"there is no source {source!r}", "source", expected="an id of sources.yaml")


def _mentions(entry: Entry, anchors: Anchors) -> Iterator[Anchor | Finding]:
    for index, mention in enumerate(entry.data["mentions"]):
        yield anchors.resolve(entry, mention, "mentions", index)


def _mention_row(event: str, anchor: Anchor, text: str) -> Row:
    return {
        "event_id": event,
        "claim_id": anchor.claim_id,
        "article_id": anchor.article_id,
        "start": anchor.start,
        "end": anchor.end,
        "text": text,
    }


def join_events(tables: Tables, anchors: Anchors, root: Path) -> list[Finding]:
    """Fill the tables of events in place and return what is wrong with the file. Call it when ``sources`` is filled."""
    curation, findings = read_curation("events", root)
    entries = curation.entries("events")
    ids = {entry.data["id"] for entry in entries}
    sources = {row["source_id"] for row in tables["sources"]}
    for entry in sorted(entries, key=lambda entry: (entry.data.get("date", "9999"), entry.data["id"])):
        data, event = entry.data, entry.data["id"]
        findings += _date_findings(entry)
        findings += _reference_findings(entry, ids, sources)
        tables["policy_events"].append(_event_row(data))
        tables["event_parties"] += [{"event_id": event, **party} for party in data["parties"]]
        for found, mention in zip(_mentions(entry, anchors), data["mentions"], strict=True):
            if isinstance(found, Finding):
                findings.append(found)
            else:
                tables["event_mentions"].append(_mention_row(event, found, mention["quote"]))
    return findings + _unrecorded(tables, anchors, curation.entries("not_events"))


def _unrecorded(tables: Tables, anchors: Anchors, dismissed: list[Entry]) -> list[Finding]:
    """Return a note for each claim that looks like an event, is quoted by none, and was not dismissed by a person."""
    settled = {row["claim_id"] for row in tables["event_mentions"]}
    findings = []
    for entry in dismissed:
        found = anchors.resolve(entry, entry.data)
        if isinstance(found, Finding):
            findings.append(found)
        else:
            settled.add(found.claim_id)
    for row in tables["claims"]:
        candidate = None if row["claim_id"] in settled else event_score(row["text"], row["language"])
        if candidate is not None:
            message = f"looks like an unrecorded event ({candidate.cue}): {row['text'][:100]}"
            findings.append(anchors.note("RED-E005", row["claim_id"], message))
    return findings
