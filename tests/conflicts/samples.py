"""Tables of invented documents and sample references, for the tests of conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rare_earth_data.areas import area_rows
from rare_earth_data.assembly.pages import document_rows
from rare_earth_data.documents import Document

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Sample = tuple[str, ...]

TITLES = ("世界稀土格局正在变化", "稀土供应链面临重组", "各国加紧布局稀土", "稀土产业迎来新变局")
FIELDS = (
    "country",
    "partner",
    "indicator",
    "stage",
    "commodity",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "period",
)


def page(*articles: Sample) -> str:
    """Return a document of articles, each (day, claim, claim ...); a first word that is no day is a title."""
    lines = ["稀土产业", "Search documents"]
    for number, (day, *claims) in enumerate(articles):
        lines += [f"{TITLES[number % 4]}{number}", f"Sou Hu Cai Jing· {day} 08:{10 + number}"]
        lines.append("Core Insights " + " ".join(f"- {claim} [{n}]" for n, claim in enumerate(claims, 1)))
    return "\n".join(lines) + "\n"


def survey_rows(references: Iterable[Row]) -> Tables:
    """Return the rows of sources and references of a sample survey."""
    sources = [
        {
            "source_id": f"survey-{year}",
            "title": "Sample survey",
            "publisher": "Survey",
            "year": year,
            "edition": str(year),
            "basis": "official document",
        }
        for year in (2025, 2026)
    ]
    rows = [
        {"reference_id": r["id"], "source_id": r["source"], **{name: r.get(name) for name in FIELDS}}
        for r in references
    ]
    return {"sources": sources, "reference_metrics": rows}


def tables_of(*texts: str, references: Iterable[Row] = ()) -> Tables:
    """Read documents into tables as the package does, with sample references and no curation."""
    names = ("documents", "publishers", "articles", "claims", "mentions", "country_metrics")
    tables: Tables = {name: [] for name in names}
    for number, text in enumerate(texts):
        rows = document_rows(Document.from_text(text, f"page_{number}", f"page_{number}.txt")).tables
        for name in names:
            tables[name] += rows[name]
    tables["publishers"] = list({row["publisher_id"]: row for row in tables["publishers"]}.values())
    return {**tables, **survey_rows(references), "areas": list(area_rows())}


def figure_rows(*rows: Row) -> Tables:
    """Return tables of bare figures: each a row of ``country_metrics`` with ``article`` and ``year`` beside it."""
    tables: Tables = {"articles": [], "claims": [], "country_metrics": []}
    for number, row in enumerate(rows):
        article = f"art-{row.get('article', number)}"
        if not any(known["article_id"] == article for known in tables["articles"]):
            printed = f"{row.get('year', 2025)}-10-20 08:00"
            tables["articles"].append(
                {"article_id": article, "title": None, "title_start": None, "published_at": printed}
            )
        claim = {
            "claim_id": f"clm-{number}",
            "article_id": article,
            "text": "x" * 20,
            "start": 100 * number,
            "language": "en",
        }
        tables["claims"].append(claim)
        figure: Row = {
            "country": "CHN", "partner": None, "entity": None, "indicator": "refining_share", "stage": "separation",
            "commodity": "rare_earths", "value": None, "low": None, "high": None, "qualifier": "eq", "unit": "%",
            "period": None, "status": "observed",
        }  # fmt: skip
        figure.update({key: value for key, value in row.items() if key not in ("article", "year")})
        place = {"claim_id": claim["claim_id"], "start": 100 * number, "end": 100 * number + 5, "value_text": "x" * 5}
        tables["country_metrics"].append({**figure, **place, "metric_id": f"met-{number}"})
    return tables
