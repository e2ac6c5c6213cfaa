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
from rare_earth_data.validation.rows import Cells, text_rows, whole

Span = tuple[int, int]


class Evidence:
    """The documents of a package under ``root``, and the way of each row to its document."""

    def __init__(self, root: Path, files: Mapping[str, Path], names: Mapping[str, str]) -> None:
        self.root, self.files, self.names = root, files, names
        self.documents: dict[str, Document] = {}
        self._document_of: dict[str, str] = {}
        self._spans: dict[str, dict[str, Span]] = {"claims": {}}
        self._rules: dict[str, dict[str, Any]] = load_knowledge("evidence.yaml")

    def findings(self) -> Iterator[Finding]:
        """Check everything; documents first, then the tables in the order in which they lead to them."""
        yield from self._read_documents()
        for table, rule in self._rules.items():
            if table in self.files:
                for line, row in text_rows(self.files[table]):
                    yield from self._row(table, rule, line, row)

    def _read_documents(self) -> Iterator[Finding]:
        if "documents" not in self.files:
            return
        for line, row in text_rows(self.files["documents"]):
            identifier, path = row.get("document_id", ""), row.get("path", "")

            def finding(
                code: str, message: str, field: str, expected: str, at: int = line, key: str = identifier
            ) -> Finding:
                return Finding(
                    code, "error", message, self.names["documents"], at, 1, "documents", key, field, expected
                )

            trouble = path_trouble(self.root, path)
            file = self.root / path
            if trouble or not file.is_file():
                message = f"the path {path[:200]!r} {trouble or 'leads to no file'}"
                yield finding("RED-T041", message, "path", "the path of the document")
                continue
            data = file.read_bytes()
            self._document_of[identifier] = identifier
            if (digest := hashlib.sha256(data).hexdigest()) != row.get("sha256"):
                yield finding("RED-T040", f"{path} has another SHA-256", "sha256", digest)
            if len(data) != whole(row.get("byte_size")):
                yield finding("RED-T040", f"{path} has {len(data)} bytes", "byte_size", str(len(data)))
            document, _ = decode(data, identifier, path)
            if document is not None:
                self.documents[identifier] = document

    def _row(self, table: str, rule: Mapping[str, Any], line: int, row: Cells) -> Iterator[Finding]:
        document = self._document_of.get(row.get(rule["by"], ""))
        if document is not None and table in ("articles", "claims"):
            self._document_of[row.get("article_id" if table == "articles" else "claim_id", "")] = document
        start, end = whole(row.get(rule["start"])), whole(row.get(rule["end"]))
        text = self.documents[document].text if document in self.documents else None
        if text is None or document is None or start is None or end is None:
            return
        if table == "claims":
            self._spans["claims"][row.get("claim_id", "")] = (start, end)
        around = self._spans.get(rule.get("inside", ""), {}).get(row.get(rule["by"], ""))
        if not 0 <= start < end <= len(text):
            yield self._finding("RED-T033", table, rule, line, row, "the span is not in the document", None)
        elif around and not around[0] <= start < end <= around[1]:
            message, place = "the span is not inside that of its claim", self._place(document, start)
            yield self._finding("RED-T033", table, rule, line, row, message, place)
        elif text[start:end] != row.get(rule["text"]):
            place = self._place(document, start, text[start : min(end, start + 80)])
            yield self._finding("RED-T001", table, rule, line, row, "the text is not what stands at the span", place)

    def _place(self, document: str, offset: int, words: str = "") -> Place:
        line, column = self.documents[document].position(offset)
        return Place(self.documents[document].path, line, column, words)

    def _finding(
        self, code: str, table: str, rule: Mapping[str, Any], line: int, row: Cells, message: str, place: Place | None
    ) -> Finding:
        expected = repr(place.message) if place and place.message else "words of the document"
        keys = ("metric_id", "claim_id", "article_id") if table != "articles" else ("article_id",)
        key = next((row[name] for name in keys if row.get(name)), None)
        return Finding(
            code, "error", message, self.names[table], line, 1, table, key, rule["text"], expected, place
        )  # fmt: skip
