"""From the rows of many documents to tables: what is global is settled here, and nowhere else.

An article that stands on several pages is one article with several appearances; its rows are those of the first page, in
the order of document ids. The same identity with another body is an error that names both places.
"""

from __future__ import annotations

import hashlib
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rare_earth_data.assembly.pages import DocumentRows
from rare_earth_data.findings import Finding

Row = dict[str, Any]


@dataclass(slots=True)
class Seen:
    """What must be remembered while documents pass by: one small entry an article and a publisher."""

    articles: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    appearances: set[tuple[str, str]] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)


def place_of(rows: DocumentRows, row: Row) -> tuple[int, int]:
    """Return (line, column) where an article begins in its document."""
    start = row["title_start"] if row["title_start"] is not None else row["body_start"]
    return rows.document.position(start)


def _new_articles(rows: DocumentRows, seen: Seen) -> Iterator[Row]:
    for row in rows.tables["articles"]:
        identifier = row["article_id"]
        digest = hashlib.sha256(rows.bodies[identifier].encode("utf-8", "surrogatepass")).digest()
        line, column = place_of(rows, row)
        here = f"{rows.document.path}:{line}:{column}"
        known = seen.articles.setdefault(identifier, (digest, here))
        if known == (digest, here):
            yield row
        elif known[0] != digest:
            message = f"the same publisher, time and title stand with another body at {known[1]}"
            rows.findings.append(
                Finding("RED-D101", "error", message, rows.document.path, line, column, "articles", identifier)
            )


def merge(documents: Iterable[DocumentRows], seen: Seen | None = None) -> Iterator[DocumentRows]:
    """Pass documents on with only the rows that are new, in the order given; give them in the order of their ids.

    Articles, claims (and all that hangs on an article) and publishers come once; every appearance is kept.
    """
    seen = seen or Seen()
    for rows in documents:
        new = list(_new_articles(rows, seen))
        bodies = [(row["body_start"], row["body_end"]) for row in new]
        tables = rows.tables
        tables["articles"] = new
        for name in ("claims", "mentions", "country_metrics"):
            tables[name] = [row for row in tables[name] if _inside(row, bodies)]
        tables["publishers"] = _new_by_key(tables["publishers"], seen.publishers)
        tables["appearances"] = _first_appearances(tables["appearances"], seen)
        yield rows


def _inside(row: Row, spans: list[tuple[int, int]]) -> bool:
    """Whether a row's words stand in one of the spans; they are in order, and do not overlap."""
    index = bisect_right(spans, (row["start"], sys.maxsize)) - 1
    return index >= 0 and row["start"] < spans[index][1]


def _new_by_key(rows: list[Row], seen: set[str]) -> list[Row]:
    fresh = []
    for row in rows:
        if row["publisher_id"] not in seen:
            seen.add(row["publisher_id"])
            fresh.append(row)
    return fresh


def _first_appearances(rows: list[Row], seen: Seen) -> list[Row]:
    fresh = []
    for row in rows:
        key = (row["article_id"], row["document_id"])
        if key not in seen.appearances:
            seen.appearances.add(key)
            fresh.append(row)
    return fresh
