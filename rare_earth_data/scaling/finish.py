"""Give a part its final form: without the rows that other parts have already, in the format of the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from rare_earth_data.scaling.globals import BUCKET
from rare_earth_data.scaling.job import Job, new_file
from rare_earth_data.scaling.schemas import ARTICLE, DOCUMENT, FINDING_FIELDS, OF_ARTICLES, PART_TABLES, part_schema
from rare_earth_data.scaling.writing import final_writer

Row = dict[str, Any]

_ROWS = 16_384


@dataclass(slots=True)
class Decided:
    """What the global step has decided about one part: documents and articles that go, and findings that come."""

    documents: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    findings: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))


def finish_part(job: Job, number: int, spec: dict[str, Any]) -> None:
    """Write the final form of a part that has been read, unless that has been done."""
    if job.is_finished(number):
        return
    decided = decided_of(job, number)
    counts: dict[str, int] = {"errors": 0}
    for name in PART_TABLES:
        if name == "publishers":
            continue
        batches = (
            _findings(job, number, decided, counts) if name == "findings" else kept_rows(job, number, name, decided)
        )
        counts[name] = _write(job, number, name, batches)
    job.mark_finished(number, counts)


def _write(job: Job, number: int, name: str, batches: Iterator[pa.Table]) -> int:
    count = 0
    with new_file(job.final_file(name, number)) as temporary, final_writer(temporary, name, job.format) as write:
        for rows in batches:
            write(rows)
            count += rows.num_rows
    return count


def _answers(job: Job, kind: str, number: int) -> list[Row]:
    folder = job.decided / kind / f"bucket={number // BUCKET}"
    if not folder.is_dir():
        return []
    rows: list[Row] = ds.dataset(folder, format="parquet").to_table(filter=ds.field("part") == number).to_pylist()
    return rows


def decided_of(job: Job, number: int) -> Decided:
    """Return what the global step has decided about a part."""
    decided = Decided()
    for row in _answers(job, "documents", number):
        decided.documents.add(row["document"])
        message = f"another document has the same name: {row['first']}"
        finding = _finding("RED-D102", row["origin"], None, None, message, "a file name of its own")
        decided.findings[row["document"]].append(finding)
    for row in _answers(job, "articles", number):
        decided.articles.add(row["article"])
        if row["differs"]:
            message = f"the same publisher, time and title stand with another body at {row['first']}"
            finding = _finding("RED-D101", row["file"], row["line"], row["column"], message, None)
            decided.findings[row["document"]].append(finding)
    return decided


def _finding(code: str, file: str, line: int | None, column: int | None, message: str, expected: str | None) -> Row:
    return dict(zip(FINDING_FIELDS, (code, "error", file, line, column, message, expected), strict=True))


def _batches(job: Job, number: int, name: str) -> Iterator[pa.Table]:
    with pq.ParquetFile(job.stage(number) / f"{name}.parquet") as file:
        for batch in file.iter_batches(_ROWS):
            yield pa.Table.from_batches([batch])


def _without(rows: pa.Table, column: str, gone: set[int]) -> pa.Table:
    if not gone:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows.column(column), value_set=pa.array(gone, pa.int64()))))


def kept_rows(job: Job, number: int, name: str, decided: Decided) -> Iterator[pa.Table]:
    """Yield the rows of a part without those that another part has."""
    for rows in _batches(job, number, name):
        rows = _without(rows, DOCUMENT, decided.documents)
        yield _without(rows, ARTICLE, decided.articles) if name in OF_ARTICLES else rows


def _findings(job: Job, number: int, decided: Decided, counts: dict[str, int]) -> Iterator[pa.Table]:
    by_document: dict[int, list[Row]] = defaultdict(list)
    for rows in _batches(job, number, "findings"):
        for row in _without(rows, DOCUMENT, decided.documents).to_pylist():
            by_document[row[DOCUMENT]].append(row)
    for document, added in decided.findings.items():
        rows_of = by_document[document]
        rows_of += [{**row, DOCUMENT: document} for row in added]
        rows_of.sort(key=lambda row: (row["file"], row["line"] or 0, row["column"] or 0, row["code"], row["message"]))
    found = [row for _, rows_of in sorted(by_document.items()) for row in rows_of]
    counts["errors"] += sum(row["severity"] == "error" for row in found)
    if found:
        yield pa.Table.from_pylist(found, schema=part_schema("findings"))
