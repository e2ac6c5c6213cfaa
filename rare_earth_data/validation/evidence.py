"""Check that rows lead back to the words of their documents: the file by its hash, the words by their span."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rare_earth_data.digest import decode
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding, Place
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.validation.descriptor import path_trouble
from rare_earth_data.validation.rows import PlacedRow, placed_rows, whole

Span = tuple[int, int]
Rule = Mapping[str, Any]

# The first of these fields that is filled tells a row of a table.
KEY_FIELDS = ("metric_id", "claim_id", "article_id")


def evidence_rules() -> dict[str, dict[str, str]]:
    """Return how the rows of each table lead back to words (``schemas/evidence.yaml``), documents first."""
    rules: dict[str, dict[str, str]] = load_knowledge("evidence.yaml")
    return rules


def _file_trouble(root: Path, path: str) -> str | None:
    return path_trouble(root, path) or (None if (root / path).is_file() else "leads to no file")


def read_document(root: Path, identifier: str, path: str) -> Document | None:
    """Return the document of a row of ``documents``; None where it is not under ``root`` or cannot be read."""
    if _file_trouble(root, path):
        return None
    return decode((root / path).read_bytes(), identifier, path)[0]


def document_findings(root: Path, placed: PlacedRow) -> Iterator[Finding]:
    """Compare a row of ``documents`` with its file."""
    file, line, row = placed
    path = row.get("path", "")

    def finding(code: str, message: str, field: str, expected: str) -> Finding:
        key = row.get("document_id", "")
        return Finding(code, "error", message, file, line, line and 1, "documents", key, field, expected)

    if trouble := _file_trouble(root, path):
        yield finding("RED-T041", f"the path {path[:200]!r} {trouble}", "path", "the path of the document")
        return
    data = (root / path).read_bytes()
    if (digest := hashlib.sha256(data).hexdigest()) != row.get("sha256"):
        yield finding("RED-T040", f"{path} has another SHA-256", "sha256", digest)
    if len(data) != whole(row.get("byte_size")):
        yield finding("RED-T040", f"{path} has {len(data)} bytes", "byte_size", str(len(data)))


def span_finding(
    document: Document, table: str, rule: Rule, placed: PlacedRow, around: Span | None = None
) -> Finding | None:
    """Compare the words of a row with those at its span, which is to lie inside ``around``."""
    row, text = placed[2], document.text
    start, end = whole(row.get(rule["start"])), whole(row.get(rule["end"]))
    if start is None or end is None:
        return None
    if not 0 <= start < end <= len(text):
        return _finding("RED-T033", table, rule, placed, "the span is not in the document", None)
    if around and not around[0] <= start < end <= around[1]:
        place = _place(document, start)
        return _finding("RED-T033", table, rule, placed, "the span is not inside that of its claim", place)
    if text[start:end] != row.get(rule["text"]):
        place = _place(document, start, text[start : min(end, start + 80)])
        return _finding("RED-T001", table, rule, placed, "the text is not what stands at the span", place)
    return None


def _place(document: Document, offset: int, words: str = "") -> Place:
    line, column = document.position(offset)
    return Place(document.path, line, column, words)


def _finding(code: str, table: str, rule: Rule, placed: PlacedRow, message: str, place: Place | None) -> Finding:
    file, line, row = placed
    expected = repr(place.message) if place and place.message else "words of the document"
    key = next((row[name] for name in KEY_FIELDS if row.get(name)), None)
    return Finding(code, "error", message, file, line, line and 1, table, key, rule["text"], expected, place)


class Evidence:
    """The documents of a package under ``root``, and the way of each row of its CSV tables to its document."""

    def __init__(self, root: Path, files: Mapping[str, Path], names: Mapping[str, str]) -> None:
        self.root, self.files, self.names = root, files, names
        self.documents: dict[str, Document] = {}
        self._document_of: dict[str, str] = {}
        self._spans: dict[str, dict[str, Span]] = {"claims": {}}

    def findings(self) -> Iterator[Finding]:
        """Check everything; documents first, then the tables in the order in which they lead to them."""
        yield from self._read_documents()
        for table, rule in evidence_rules().items():
            if table in self.files:
                for placed in placed_rows(self.files[table], self.names[table]):
                    if found := self._row(table, rule, placed):
                        yield found

    def _read_documents(self) -> Iterator[Finding]:
        if "documents" not in self.files:
            return
        for placed in placed_rows(self.files["documents"], self.names["documents"]):
            yield from document_findings(self.root, placed)
            identifier, path = (placed[2].get(name, "") for name in ("document_id", "path"))
            self._document_of[identifier] = identifier
            if (document := read_document(self.root, identifier, path)) is not None:
                self.documents[identifier] = document

    def _row(self, table: str, rule: Rule, placed: PlacedRow) -> Finding | None:
        row = placed[2]
        document = self._document_of.get(row.get(rule["by"], ""))
        if document is not None and table in ("articles", "claims"):
            self._document_of[row.get("article_id" if table == "articles" else "claim_id", "")] = document
        if document is None or document not in self.documents:
            return None
        start, end = whole(row.get(rule["start"])), whole(row.get(rule["end"]))
        if table == "claims" and start is not None and end is not None:
            self._spans["claims"][row.get("claim_id", "")] = (start, end)
        around = self._spans.get(rule.get("inside", ""), {}).get(row.get(rule["by"], ""))
        return span_finding(self.documents[document], table, rule, placed, around)
