"""From one page to rows: its document, publishers, articles, appearances, claims, mentions and figures.

This is the per-document step. It knows nothing of other documents, so that any number of them can be read in any order,
in one process or in many.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rare_earth_data.assembly.facts import mention_rows, metric_rows
from rare_earth_data.assembly.ids import article_id, claim_id, stable_id
from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.model import Article, Claim, Page
from rare_earth_data.stance import read_stance

Row = dict[str, Any]

PAGE_TABLES = ("documents", "publishers", "articles", "appearances", "claims", "mentions", "country_metrics")


@dataclass(slots=True)
class DocumentRows:
    """The rows that one document gives, by table, the article objects behind them, and what was found."""

    document: Document
    page: Page
    tables: dict[str, list[Row]]
    findings: list[Finding]
    bodies: dict[str, str] = field(default_factory=dict)


@cache
def _known_publishers() -> dict[str, Row]:
    return {
        name: {
            "publisher_id": entry["publisher_id"],
            "name": entry["names"][0],
            "name_zh": entry.get("zh"),
            "name_en": entry.get("en"),
            "kind": entry["kind"],
        }
        for entry in load_knowledge("reading/publishers.yaml")
        for name in entry["names"]
    }


def publisher_row(name: str) -> Row:
    """Return the row of a publisher by its printed name; an unknown one gets an id made from the name."""
    if known := _known_publishers().get(name):
        return known
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") if name.isascii() else ""
    return {"publisher_id": slug or stable_id("publisher", name), "name": name, "kind": "unknown"}


def _article_row(document: Document, article: Article, identifier: str) -> Row:
    return {
        "article_id": identifier,
        "document_id": document.document_id,
        "position": article.position,
        "title": article.title,
        "publisher_id": publisher_row(article.publisher)["publisher_id"] if article.publisher else None,
        "published_at": article.published_at,
        "body_language": article.body_language,
        "body_kind": article.body_kind,
        "is_truncated": article.is_truncated,
        "title_start": article.title_start,
        "title_end": article.title_end,
        "body_start": article.body_start,
        "body_end": article.body_end,
    }


def _claim_row(identifier: str, article: str, ordinal: int, claim: Claim, title: str | None) -> Row:
    stance = read_stance(claim.text, claim.language, title)
    return {
        "claim_id": identifier,
        "article_id": article,
        "ordinal": ordinal,
        "section": claim.section,
        "group_number": claim.group_number,
        "text": claim.text,
        "language": claim.language,
        "citations": list(claim.citations),
        "start": claim.start,
        "end": claim.end,
        "is_truncated": claim.is_truncated,
        "modality": stance.modality,
        "attribution": stance.attribution,
    }


def claim_rows(article: Article, identifier: str) -> list[Row]:
    """Return the rows of an article's claims, in order."""
    seen: Counter[str] = Counter()
    rows = []
    for ordinal, claim in enumerate(article.claims, start=1):
        claim_identifier = claim_id(identifier, claim.text, seen[claim.text])
        seen[claim.text] += 1
        rows.append(_claim_row(claim_identifier, identifier, ordinal, claim, article.title))
    return rows


def document_rows(document: Document) -> DocumentRows:
    """Read a document into rows. Never raises for what a text contains; what was not understood is in ``findings``."""
    page, findings = read_page(document)
    tables: dict[str, list[Row]] = {name: [] for name in PAGE_TABLES}
    result = DocumentRows(document, page, tables, list(findings))
    tables["documents"].append(
        {
            "document_id": document.document_id,
            "path": document.path,
            "sha256": document.sha256,
            "byte_size": document.byte_size,
            "topic": page.topic,
            "article_count": len(page.articles),
        }
    )
    for article in page.articles:
        body = document.text[article.body_start : article.body_end]
        identifier = article_id(article.publisher, article.published_at, article.title, body)
        result.bodies[identifier] = body
        tables["articles"].append(_article_row(document, article, identifier))
        tables["appearances"].append(
            {"article_id": identifier, "document_id": document.document_id, "position": article.position}
        )
        if article.publisher:
            tables["publishers"].append(publisher_row(article.publisher))
        claims = claim_rows(article, identifier)
        claim_ids = [row["claim_id"] for row in claims]
        tables["claims"].extend(claims)
        tables["mentions"].extend(mention_rows(article, claim_ids))
        tables["country_metrics"].extend(metric_rows(document, article, claim_ids))
    return result
