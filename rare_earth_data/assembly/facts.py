"""From an article to the rows of ``mentions`` and ``country_metrics``, as the bare rules read them; and the code lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from rare_earth_data.assembly.ids import metric_id
from rare_earth_data.documents import Document
from rare_earth_data.facts import known_entities, read_mentions, read_metrics
from rare_earth_data.model import Article
from rare_earth_data.schema.tables import codelist_entries, table

Row = dict[str, Any]


@cache
def entity_rows() -> tuple[Row, ...]:
    """Return the rows of the ``entities`` table, by id."""
    fields = table("entities").field_names
    rows = [{name: entity.get(name) for name in fields} for entity in known_entities().values()]
    return tuple(sorted(rows, key=lambda row: str(row["entity_id"])))


@cache
def indicator_rows() -> tuple[Row, ...]:
    """Return the rows of the ``indicators`` table, in the order of the code list."""
    fields = table("indicators").field_names
    return tuple({name: entry.get(name) for name in fields} for entry in codelist_entries("indicators"))


def mention_rows(article: Article, claim_ids: list[str]) -> Iterator[Row]:
    """Return where the claims of an article name areas and entities."""
    for identifier, claim in zip(claim_ids, article.claims, strict=True):
        for mention in read_mentions(claim.text, claim.language):
            yield {
                "claim_id": identifier,
                "start": claim.start + mention.start,
                "end": claim.start + mention.end,
                "text": mention.text,
                "entity_id": mention.entity_id,
                "area": mention.area,
            }


def metric_rows(document: Document, article: Article, claim_ids: list[str]) -> Iterator[Row]:
    """Return the figures of an article as the rules read them, in order, each once."""
    seen = set()
    for index, metric in sorted(read_metrics(article, document.text), key=lambda pair: (pair[0], pair[1].start)):
        claim, identifier = article.claims[index], claim_ids[index]
        key = metric_id(identifier, metric.start - claim.start, metric.end - claim.start, metric.indicator)
        if key in seen:
            continue
        seen.add(key)
        yield {
            "metric_id": key,
            "claim_id": identifier,
            "country": metric.country,
            "partner": metric.partner,
            "entity": metric.entity,
            "indicator": metric.indicator,
            "stage": metric.stage,
            "commodity": metric.commodity,
            "value": metric.value,
            "low": metric.low,
            "high": metric.high,
            "qualifier": metric.qualifier,
            "unit": metric.unit,
            "value_text": document.text[metric.start : metric.end],
            "start": metric.start,
            "end": metric.end,
            "period": metric.period,
            "status": metric.status,
            "method": "rule",
            "review": "unreviewed",
        }
