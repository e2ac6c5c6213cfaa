"""What follows from other rows and from the documents, for Parquet tables of any size: one document at a time in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from rare_earth_data.engines.duckdb_csv import quoted
from rare_earth_data.findings import Finding
from rare_earth_data.validation.derived import count_finding, value_findings
from rare_earth_data.validation.evidence import (
    KEY_FIELDS,
    Rule,
    document_findings,
    evidence_rules,
    read_document,
    span_finding,
)
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.parquet_tables import ParquetTables, number, parquet_tables, text
from rare_earth_data.validation.rows import PlacedRow

Sources = Mapping[str, ParquetSource]

# How the rows of a table are joined to their documents, by the field that leads to them.
_WAYS = {
    "document_id": "JOIN documents AS d USING (document_id)",
    "article_id": "JOIN articles AS a USING (article_id) JOIN documents AS d ON a.document_id = d.document_id",
    "claim_id": "JOIN claims AS c USING (claim_id) JOIN articles AS a ON c.article_id = a.article_id "
    "JOIN documents AS d ON a.document_id = d.document_id",
}
_NEEDED = {"document_id": ["documents"], "article_id": ["articles", "documents"]}
_NEEDED["claim_id"] = ["claims", *_NEEDED["article_id"]]


def parquet_findings(sources: Sources, documents: Path | None) -> Iterator[Finding]:
    """Check figures against their words, counts against what is counted, and spans against the documents under a folder."""
    if "country_metrics" in sources:
        yield from value_findings(_placed(sources["country_metrics"]))
    with parquet_tables(sources) as tables:
        try:
            yield from _counts(tables, sources)
            if documents is not None:
                yield from _evidence(tables, sources, documents)
        except duckdb.Error as error:
            name = next(iter(sources.values())).name
            yield Finding("RED-T012", "error", f"rows cannot be joined: {str(error).splitlines()[0][:200]}", name)


def _placed(source: ParquetSource) -> Iterator[PlacedRow]:
    for block in source.blocks():
        for index, row in enumerate(block.frame.iter_rows(named=True)):
            yield source.place(block.first_row + index), None, row


def _asked(tables: ParquetTables, sources: Sources, name: str, question: str) -> Iterator[PlacedRow]:
    for row, cells in tables.rows(name, question):
        yield sources[name].place(row), None, cells


def _texts(source: ParquetSource, fields: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(f"{text(field)} AS {quoted(field)}" for field in fields if field in source.header)


def _counts(tables: ParquetTables, sources: Sources) -> Iterator[Finding]:
    if not {"documents", "appearances"} <= set(sources):
        return
    question = f"""
        SELECT {number()}, {_texts(sources["documents"], ("document_id", "article_count"))},
            coalesce(a.found, 0) AS _found, coalesce(a.last, 0) AS _last
        FROM documents AS t LEFT JOIN (
            SELECT document_id, count(*) AS found, max(position) AS last FROM appearances GROUP BY document_id
        ) AS a USING (document_id) WHERE t.article_count <> coalesce(a.found, 0) ORDER BY _file, _row
    """
    for file, line, row in _asked(tables, sources, "documents", question):
        found: Any = row["_found"]
        last: Any = row["_last"]
        if finding := count_finding(row, found, last, file, line):
            yield finding


def _evidence(tables: ParquetTables, sources: Sources, root: Path) -> Iterator[Finding]:
    if "documents" not in sources:
        return
    columns = _texts(sources["documents"], ("document_id", "path", "sha256", "byte_size"))
    for placed in _asked(tables, sources, "documents", f"SELECT {number()}, {columns} FROM documents AS t"):
        yield from document_findings(root, placed)
    for name, rule in evidence_rules().items():
        if {name, *_NEEDED[rule["by"]]} <= set(sources):
            yield from _spans(tables, sources, name, rule, root)


def _spans(tables: ParquetTables, sources: Sources, name: str, rule: Rule, root: Path) -> Iterator[Finding]:
    """Compare the words of a table's rows with their spans, document by document."""
    wanted = dict.fromkeys((rule["text"], rule["start"], rule["end"], *KEY_FIELDS))
    around = ", c.start AS _from, c.end AS _to" if rule.get("inside") else ""
    question = f"""
        SELECT {number()}, {_texts(sources[name], tuple(wanted))}, d.document_id AS _document, d.path AS _path{around}
        FROM {quoted(name)} AS t {_WAYS[rule["by"]]} ORDER BY _document, _file, _row
    """
    rows = _asked(tables, sources, name, question)
    for (identifier, path), members in groupby(rows, key=lambda placed: (placed[2]["_document"], placed[2]["_path"])):
        document = read_document(root, identifier, path)
        for placed in members if document is not None else ():
            row: dict[str, Any] = placed[2]
            inside = (row["_from"], row["_to"]) if around else None
            if document is not None and (found := span_finding(document, name, rule, placed, inside)):
                yield found
