"""Look at figures side by side, and follow one back to the words it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from rare_earth_data.knowledge import PACKAGE
from rare_earth_data.loading import load

if TYPE_CHECKING:
    import pandas as pd

    from rare_earth_data._tables import TableName

_FIGURE = [
    "country", "partner", "indicator", "stage", "commodity", "value", "low", "high", "qualifier", "unit", "period",
]  # fmt: skip
COLUMNS = [
    "side", "id", *_FIGURE, "status", "quote", "sentence", "title_en", "published_at", "publisher", "document_id",
    "source", "basis", "conflicts",
]  # fmt: skip
_TABLES = (
    "country_metrics", "claims", "articles", "publishers", "reference_metrics", "sources", "conflicts",
    "conflict_members",
)  # fmt: skip


class UnknownCodeError(LookupError):
    """Raised for a code that no figure has; the message names the nearest that there are."""

    def __init__(self, field: str, code: str, known: list[str]) -> None:
        near = get_close_matches(code, known, n=3, cutoff=0.4) or known[:8]
        super().__init__(f"no figure has the {field} {code!r}. There are, for instance: {', '.join(near)}.")


class UnknownMetricError(LookupError):
    """Raised for a metric that the package does not have."""

    def __init__(self, metric_id: str) -> None:
        super().__init__(f"there is no metric {metric_id!r}; ids are in load('country_metrics')")


def compare(
    country: str | None = None,
    indicator: str | None = None,
    *,
    partner: str | None = None,
    commodity: str | None = None,
    stage: str | None = None,
    references: bool = True,
) -> pd.DataFrame:
    """Return what all claims and all references say, one row a figure, side by side.

    Give any of the codes of ``country_metrics`` to narrow the choice: ``compare(country="CHN", indicator="refining_share")``.
    ``side`` is ``claim`` or ``reference``; a claim has its quote, sentence, article and publisher, a reference its source
    and how well founded it is. ``conflicts`` lists the conflicts that a figure is a member of. Ordered by country,
    indicator, commodity, side and period or day. Raises UnknownCodeError for a code that no figure has.
    """
    wanted = {"country": country, "indicator": indicator, "partner": partner, "commodity": commodity, "stage": stage}
    return side_by_side(_loaded(*_TABLES), wanted, references=references)


def _loaded(*names: str) -> dict[str, pd.DataFrame]:
    return {name: load(cast("TableName", name)) for name in names}


def side_by_side(
    tables: Mapping[str, pd.DataFrame], wanted: Mapping[str, str | None], *, references: bool = True
) -> pd.DataFrame:
    """Return the figures of loaded tables that have the codes wanted; see ``compare``."""
    import pandas as pd

    sides = [_claims(tables)] + ([_references(tables)] if references else [])
    frame = pd.concat([side.astype(object) for side in sides if len(side)], ignore_index=True).reindex(columns=COLUMNS)
    frame["conflicts"] = (
        frame["id"].map(_conflicts_by_member(tables)).map(lambda ids: ids if isinstance(ids, list) else [])
    )
    for field, code in wanted.items():
        if code is not None:
            known = sorted({str(value) for value in frame[field].dropna()})
            if code not in known:
                raise UnknownCodeError(field, code, known)
            frame = frame[frame[field] == code]
    frame = frame.astype({"value": "float64", "low": "float64", "high": "float64"})
    frame["published_at"] = pd.to_datetime(frame["published_at"])
    order = ["country", "indicator", "commodity", "side", "published_at", "period", "id"]
    return frame.sort_values(order, na_position="last", kind="stable").reset_index(drop=True)


def _claims(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    articles = tables["articles"][["article_id", "document_id", "title_en", "published_at", "publisher_id"]]
    publishers = tables["publishers"][["publisher_id", "name"]].rename(columns={"name": "publisher"})
    claims = tables["claims"][["claim_id", "article_id", "text"]].rename(columns={"text": "sentence"})
    frame = tables["country_metrics"].merge(claims, on="claim_id").merge(articles, on="article_id")
    frame = frame.merge(publishers, on="publisher_id", how="left")
    return frame.rename(columns={"metric_id": "id", "value_text": "quote"}).assign(side="claim")


def _references(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    sources = tables["sources"][["source_id", "title", "basis"]].rename(columns={"title": "source"})
    frame = tables["reference_metrics"].merge(sources, on="source_id", how="left")
    return frame.rename(columns={"reference_id": "id", "note": "sentence"}).assign(side="reference")


def _conflicts_by_member(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    members = tables["conflict_members"]
    for column in ("metric_id", "reference_id"):
        named = members[members[column].notna()]
        for identifier, conflict in zip(named[column], named["conflict_id"], strict=True):
            held = found.setdefault(str(identifier), [])
            if conflict not in held:
                held.append(str(conflict))
    return found


@dataclass(frozen=True, slots=True)
class Judgement:
    """A conflict that a figure is a member of, and what was judged of it."""

    conflict_id: str
    relation: str
    adjudication: str
    detected_by: str
    explanation: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from. Print it to read it.

    ``line`` is known only where the document is at hand (in a checkout); ``start`` and ``end`` are offsets into it.
    ``marked`` is the sentence with the figure in brackets; ``method`` and ``review`` say who read it and whether a person
    confirmed or corrected it.
    """

    metric_id: str
    document: str
    line: int | None
    start: int
    end: int
    article_id: str
    title: str | None
    title_en: str | None
    published_at: str | None
    publisher: str | None
    marked: str
    figure: str
    method: str
    review: str
    conflicts: tuple[Judgement, ...]

    def __str__(self) -> str:
        place = self.document + (f":{self.line}" if self.line else "")
        lines = [
            f"{self.metric_id}: {self.figure}",
            f"document:  {place}, characters {self.start} to {self.end}",
            f"article:   {self.title_en or self.title or self.article_id}",
            f"           {self.title}" if self.title_en and self.title != self.title_en else "",
            f"published: {self.published_at or 'no date'}, {self.publisher or 'no publisher'}",
            f"sentence:  {self.marked}",
            f"read by:   {self.method}, {self.review}",
        ]
        for judgement in self.conflicts:
            lines.append(f"conflict:  {judgement.conflict_id} ({judgement.relation}, {judgement.adjudication})")
            lines.append(f"           {judgement.explanation}")
        return "\n".join(line for line in lines if line)


def provenance(metric_id: str) -> Provenance:
    """Return where a figure comes from: document, article, sentence, and what was corrected or judged of it.

    Raises UnknownMetricError.
    """
    return trace(_loaded(*_TABLES, "documents"), metric_id)


def _row(frame: pd.DataFrame, key: str, value: Any) -> dict[str, Any]:
    found = frame[frame[key] == value]
    if not len(found):
        return {}
    return {str(name): _plain(cell) for name, cell in found.iloc[0].items()}


def _plain(cell: Any) -> Any:
    import pandas as pd

    return None if not isinstance(cell, list) and pd.isna(cell) else cell


def trace(tables: Mapping[str, pd.DataFrame], metric_id: str) -> Provenance:
    """Return the provenance of a figure of loaded tables; see ``provenance``."""
    metric = _row(tables["country_metrics"], "metric_id", metric_id)
    if not metric:
        raise UnknownMetricError(metric_id)
    claim = _row(tables["claims"], "claim_id", metric["claim_id"])
    article = _row(tables["articles"], "article_id", claim["article_id"])
    document = _row(tables["documents"], "document_id", article["document_id"])
    publisher = _row(tables["publishers"], "publisher_id", article["publisher_id"])
    start, end = metric["start"] - claim["start"], metric["end"] - claim["start"]
    text = claim["text"]
    printed = article["published_at"]
    return Provenance(
        metric_id=metric_id,
        document=document["path"],
        line=_line(document["path"], metric["start"]),
        start=int(metric["start"]),
        end=int(metric["end"]),
        article_id=article["article_id"],
        title=article["title"],
        title_en=article.get("title_en"),
        published_at=None if printed is None else str(printed)[:16],
        publisher=publisher.get("name"),
        marked=f"{text[:start]}[{text[start:end]}]{text[end:]}",
        figure=_described(metric),
        method=str(metric["method"]),
        review=str(metric["review"]),
        conflicts=_judgements(tables, metric_id),
    )


def _line(path: str, offset: int) -> int | None:
    from rare_earth_data.documents import Document

    file = PACKAGE.parent / path
    if not file.is_file():
        return None
    return Document.from_text(file.read_bytes().decode("utf-8")).position(int(offset))[0]


def _described(metric: Mapping[str, Any]) -> str:
    numbers = [f"{name} {metric[name]:,.15g}" for name in ("value", "low", "high") if metric[name] is not None]
    about = [str(metric[name]) for name in ("country", "partner", "indicator", "commodity", "period") if metric[name]]
    return f"{' '.join(about)}: {metric['qualifier']} {', '.join(numbers)} {metric['unit']} ({metric['status']})"


def _judgements(tables: Mapping[str, pd.DataFrame], metric_id: str) -> tuple[Judgement, ...]:
    judgements = []
    for identifier in _conflicts_by_member(tables).get(metric_id, []):
        row = _row(tables["conflicts"], "conflict_id", identifier)
        told = {name: row[name] for name in ("conflict_id", "relation", "adjudication", "detected_by", "explanation")}
        judgements.append(Judgement(**told, source_id=row["source_id"]))
    return tuple(judgements)
