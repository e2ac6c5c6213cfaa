"""Check fields that follow from others: figures from the words that state them, counts from what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import isclose
from pathlib import Path

from rare_earth_data.figures import parse_value_text
from rare_earth_data.findings import Finding
from rare_earth_data.validation.rows import Cells, PlacedRow, decimal, text_rows, whole

Numbers = tuple[float, ...]

_NUMBERS = ("value", "low", "high")
_LONGEST_VALUE_TEXT = 500


@lru_cache(maxsize=50_000)
def _stated(value_text: str) -> Numbers | None:
    """Return the numbers that the words state, without sign; None where they cannot be read alone."""
    quantity = parse_value_text(value_text)
    if quantity is None:
        return None
    numbers = (quantity.value, quantity.low, quantity.high)
    return tuple(sorted({abs(number) for number in numbers if number is not None}))


def _same(ours: Numbers, stated: Numbers) -> bool:
    """Whether two sets of numbers agree. A bound that the words repeat as their value may stand once."""
    return len(ours) == len(stated) and all(isclose(a, b, rel_tol=1e-9) for a, b in zip(ours, stated, strict=True))


def value_findings(rows: Iterable[PlacedRow]) -> Iterator[Finding]:
    """Compare the figures of ``country_metrics`` with their words. What a person has looked at is only a warning."""
    for file, line, row in rows:
        text = row.get("value_text", "")
        ours = tuple(sorted({abs(n) for name in _NUMBERS if (n := decimal(row.get(name))) is not None}))
        if not text or len(text) > _LONGEST_VALUE_TEXT:
            continue
        stated = _stated(text)
        if stated and not _same(ours, stated):
            severity = "error" if row.get("review") == "unreviewed" else "warning"
            yield Finding(
                "RED-T030", severity, f"{text!r} does not state {_listed(ours)}", file, line, line and 1, "country_metrics",
                row.get("metric_id"), "value", _listed(stated),
            )  # fmt: skip


def _listed(numbers: Numbers) -> str:
    return " and ".join(f"{number:.15g}" for number in numbers) or "nothing"


def count_findings(files: Mapping[str, Path], names: Mapping[str, str]) -> Iterator[Finding]:
    """Compare ``documents.article_count`` with the appearances. An article that stands twice on a page appears once."""
    if not {"documents", "appearances"} <= set(files):
        return
    appearing = Counter(row.get("document_id", "") for _, row in text_rows(files["appearances"]))
    last: dict[str, int] = {}
    for _, row in text_rows(files["appearances"]):
        document = row.get("document_id", "")
        last[document] = max(last.get(document, 0), whole(row.get("position")) or 0)
    for line, row in text_rows(files["documents"]):
        document = row.get("document_id", "")
        if found := count_finding(row, appearing[document], last.get(document, 0), names["documents"], line):
            yield found


def count_finding(row: Cells, found: int, last: int, file: str, line: int | None) -> Finding | None:
    """Compare the count of a row of ``documents`` with the articles found, and the place of the last of them."""
    document, count = row.get("document_id", ""), whole(row.get("article_count"))
    if count is None or count == found:
        return None
    severity = "error" if count < max(found, last) or found == 0 else "warning"
    return Finding(
        "RED-T031", severity, f"article_count is {count}, but {found} articles appear", file, line, line and 1, "documents",
        document, "article_count", str(found),
    )  # fmt: skip
