"""Read one part: its documents into rows by the same function as ever, and the keys that the global step needs.

A part is idempotent: it is written aside and renamed, so that it may be read twice, by two workers or after a kill.
"""

from __future__ import annotations

import hashlib
import sys
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rare_earth_data.assembly.merge import place_of
from rare_earth_data.assembly.pages import PAGE_TABLES, DocumentRows
from rare_earth_data.findings import Finding, in_order
from rare_earth_data.scaling.job import Job, new_folder
from rare_earth_data.scaling.records import Record, read_rows, records, unreadable
from rare_earth_data.scaling.schemas import (
    ARTICLE,
    ARTICLE_KEYS,
    DOCUMENT,
    DOCUMENT_KEYS,
    FINDING_FIELDS,
    OF_ARTICLES,
    PUBLISHER_KEYS,
    part_schema,
)

Row = dict[str, Any]

_SCHEMAS = {name: part_schema(name) for name in (*PAGE_TABLES, "findings") if name != "publishers"} | {
    "publishers": PUBLISHER_KEYS,
    "document_keys": DOCUMENT_KEYS,
    "article_keys": ARTICLE_KEYS,
}
# Rows are kept as Python objects, some twenty times their text, no longer than this many bytes of text.
_FLUSHED = 1 << 20


def stage_part(job: Job, number: int, spec: dict[str, Any]) -> None:
    """Read a part into files of its own, unless that has been done. Raises OSError where they cannot be written."""
    if job.is_staged(number):
        return
    with new_folder(job.stage(number)) as folder, ExitStack() as stack:
        writer = _Writer(folder, number, stack)
        for index, record in enumerate(records(spec)):
            writer.add(index, record)
        writer.flush()


class _Writer:
    """The files of a part being read."""

    def __init__(self, folder: Path, number: int, stack: ExitStack) -> None:
        self.number = number
        self.articles = 0
        self.size = 0
        self.rows: dict[str, list[Row]] = {name: [] for name in _SCHEMAS}
        self.files = {
            name: stack.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in _SCHEMAS.items()
        }

    def add(self, index: int, record: Record) -> None:
        """Take a document and what was found in it."""
        rows = read_rows(record)
        if rows is not None and (trouble := _trouble(rows)):
            record.findings.append(unreadable(trouble, rows.document.path))
            rows = None
        key = {"part": self.number, "document": index, "document_id": record.document_id}
        self.rows["document_keys"].append({**key, "origin": record.origin})
        self._add_findings(index, record.findings + (rows.findings if rows else []))
        if rows is None:
            return
        self._add_tables(index, rows)
        self.rows["article_keys"] += _article_keys(rows, key, self.articles)
        for ordinal, row in enumerate(rows.tables["publishers"]):
            self.rows["publishers"].append({**row, **key, "ordinal": ordinal})
        self.articles += len(rows.tables["articles"])
        self.size += rows.document.byte_size
        if self.size > _FLUSHED:
            self.flush()

    def _add_findings(self, index: int, findings: list[Finding]) -> None:
        for finding in in_order(findings):
            row = {name: getattr(finding, name) for name in FINDING_FIELDS}
            self.rows["findings"].append({**row, DOCUMENT: index})

    def _add_tables(self, index: int, rows: DocumentRows) -> None:
        starts = [row["body_start"] for row in rows.tables["articles"]]
        for number, row in enumerate(rows.tables["articles"], start=self.articles):
            row[ARTICLE] = number
        for name in OF_ARTICLES - {"articles"}:
            for row in rows.tables[name]:
                row[ARTICLE] = self.articles + bisect_right(starts, row["start"]) - 1
        rows.tables["appearances"] = list(
            {row["article_id"]: row for row in reversed(rows.tables["appearances"])}.values()
        )[::-1]
        for name in PAGE_TABLES:
            if name != "publishers":
                for row in rows.tables[name]:
                    row[DOCUMENT] = index
                self.rows[name] += rows.tables[name]

    def flush(self) -> None:
        """Write the rows at hand."""
        for name, rows in self.rows.items():
            if rows:
                self.files[name].write_table(pa.Table.from_pylist(rows, schema=_SCHEMAS[name]))
                rows.clear()
        self.size = 0


def _article_keys(rows: DocumentRows, key: Row, first: int) -> Iterable[Row]:
    for number, row in enumerate(rows.tables["articles"], start=first):
        body = rows.bodies[row["article_id"]]
        line, column = place_of(rows, row)
        yield {
            **key,
            "article": number,
            "article_id": row["article_id"],
            "digest": hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
            "file": rows.document.path,
            "line": line,
            "column": column,
        }


def _trouble(rows: DocumentRows) -> str | None:
    """Say why a document's rows cannot be written, if they cannot: a whole number of more than 64 bits."""
    for claim in rows.tables["claims"]:
        if any(number > sys.maxsize for number in claim["citations"]):
            return f"the claim at {claim['start']} cites a number of more than 64 bits"
    return None
