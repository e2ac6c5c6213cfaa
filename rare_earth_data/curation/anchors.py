"""Find the words that a person quoted: an anchor is a claim or a title, and the span of the quote in its document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rare_earth_data.curation.files import Entry
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands. ``claim_id`` is None where it stands in the title of the article."""

    document_id: str
    article_id: str
    claim_id: str | None
    start: int
    end: int


class Anchors:
    """The claims and titles of the assembled articles, searchable by quote."""

    def __init__(self, documents: Mapping[str, Document], articles: list[Row], claims: list[Row]) -> None:
        self._documents = documents
        self._places: dict[str, tuple[str, int]] = {}
        self._spans: dict[str, list[tuple[int, int, str, str | None]]] = {name: [] for name in documents}
        document_of = {row["article_id"]: row["document_id"] for row in articles}
        for row in articles:
            if row["title_start"] is not None:
                span = (row["title_start"], row["title_end"], row["article_id"], None)
                self._spans[row["document_id"]].append(span)
        for row in claims:
            span = (row["start"], row["end"], row["article_id"], row["claim_id"])
            self._spans[document_of[row["article_id"]]].append(span)
            self._places[row["claim_id"]] = (document_of[row["article_id"]], row["start"])
        for spans in self._spans.values():
            spans.sort(key=lambda span: span[:2])

    def note(self, code: str, claim_id: str, message: str) -> Finding:
        """Return a note at a claim."""
        document_id, start = self._places[claim_id]
        document = self._documents[document_id]
        line, column = document.position(start)
        return Finding(code, "note", message, document.path, line, column, "claims", claim_id)

    def _in_document(self, quote: str, document_id: str) -> Iterator[Anchor]:
        spans, text = self._spans[document_id], self._documents[document_id].text
        start = text.find(quote)
        while start >= 0:
            index = bisect_right(spans, start, key=lambda span: span[0]) - 1
            if index >= 0 and start + len(quote) <= spans[index][1]:
                _, _, article, claim = spans[index]
                yield Anchor(document_id, article, claim, start, start + len(quote))
            start = text.find(quote, start + 1)

    def find(self, quote: str, document_id: str | None = None) -> list[Anchor]:
        """Return every place of a quote inside a claim or title, in all documents or in one."""
        names = [document_id] if document_id is not None else list(self._documents)
        return [anchor for name in names if name in self._documents for anchor in self._in_document(quote, name)]

    def resolve(self, entry: Entry, data: Mapping[str, Any], *keys: str | int) -> Anchor | Finding:
        """Return the one place of ``data["quote"]``, or the finding that it is not there, or there more than once."""
        quote, document_id = data["quote"], data.get("document")
        if document_id is not None and document_id not in self._documents:
            known = ", ".join(self._documents)
            return entry.finding("RED-C004", f"there is no document {document_id!r}", *keys, "document", expected=known)
        found = self.find(quote, document_id)
        if len(found) == 1:
            return found[0]
        if not found:
            message = f"the quote {quote!r} stands in no claim or title"
            return entry.finding("RED-C005", message, *keys, "quote", expected="words of one claim, exactly as printed")
        places = ", ".join(f"{anchor.document_id}:{anchor.start}" for anchor in found[:4])
        message = f"the quote {quote!r} stands {len(found)} times ({places})"
        return entry.finding("RED-C006", message, *keys, "quote", expected="more of its words, or the document")
