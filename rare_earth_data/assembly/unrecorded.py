"""Claims that look like a policy event and that no event quotes yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rare_earth_data.assembly.seeds import read_document
from rare_earth_data.candidates import Candidate, find_candidates
from rare_earth_data.curation.files import read_curation
from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.model import Claim


def _quotes(root: Path) -> list[str]:
    """Return what the recorded events quote; a document of its own may narrow a quote, which does not matter here."""
    curation, _ = read_curation("events", root)
    return [mention["quote"] for entry in curation.entries("events") for mention in entry.data["mentions"]]


def _claims(paths: Iterable[tuple[Path, Path]]) -> Iterator[tuple[Document, list[Claim]]]:
    for path, folder in paths:
        document, _ = read_document(path, folder)
        if document is not None:
            page, _ = read_page(document)
            yield document, [claim for article in page.articles for claim in article.claims]


def _row(document: Document, candidate: Candidate, claim: Claim) -> dict[str, str]:
    line, column = document.position(claim.start)
    return {
        "place": f"{document.path}:{line}:{column}",
        "score": f"{candidate.score:.1f}",
        "cue": candidate.cue,
        "actor": candidate.actor or "",
        "date": candidate.date_text or "",
        "text": claim.text,
    }


def unrecorded_events(
    paths: Iterable[tuple[Path, Path]], root: Path, *, everything: bool = False
) -> list[dict[str, str]]:
    """Return a row for each claim that looks like an event and that no event quotes, in the order of the documents.

    ``paths`` are (document, folder its path is told relative to); with ``everything`` quoted claims are listed too.
    """
    quotes = [] if everything else _quotes(root)
    rows = []
    for document, claims in _claims(paths):
        for candidate in find_candidates(claims):
            claim = candidate.claim
            if claim is not None and not any(quote in claim.text for quote in quotes):
                rows.append(_row(document, candidate, claim))
    return rows


def figures(paths: Iterable[tuple[Path, Path]], root: Path) -> list[tuple[str, str]]:
    """Return (figure, value): how the finder compares with the recorded events when it knows none of them."""
    quotes = _quotes(root)
    events = listed = hits = 0
    for _, claims in _claims(paths):
        quoted = [any(quote in claim.text for quote in quotes) for claim in claims]
        found = {id(candidate.claim) for candidate in find_candidates(claims)}
        events += sum(quoted)
        listed += len(found)
        hits += sum(id(claim) in found for claim, is_quoted in zip(claims, quoted, strict=True) if is_quoted)
    return [
        ("claims that mention an event", f"{events:,}"),
        ("of these listed", f"{hits:,} ({hits / max(events, 1):.1%})"),
        ("claims listed", f"{listed:,}"),
        ("of these noise", f"{listed - hits:,} ({(listed - hits) / max(listed, 1):.1%})"),
    ]
