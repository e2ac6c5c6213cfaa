"""Reading quantities, beside quantulum3 on the same sentences: precision and recall of value and unit, and speed."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.timing import print_table

EXTRACTION = Path(__file__).resolve().parents[1] / "extraction"
# What quantulum3 calls our units. It is treated kindly: its bare numbers that look like a year are not counted against it,
# and its bare fractions count as percent.
UNITS = {
    "percentage": "%", "tonne": "t", "metric ton": "t", "ton": "t", "kilogram": "kg", "gram": "g", "year": "years",
    "month": "months", "day": "days", "dollar": "USD", "united states dollar": "USD", "euro": "EUR",
    "pound sterling": "GBP", "yuan": "CNY", "renminbi": "CNY", "indian rupee": "INR", "south korean won": "KRW",
    "australian dollar": "AUD", "canadian dollar": "CAD", "chinese yuan": "CNY", "chinese yuan per tonne": "CNY/t",
    "chinese yuan per kilogram": "CNY/kg", "per cent": "%", "united states dollar per kilogram": "USD/kg",
    "united states dollar per tonne": "USD/t", "dollar per kilowatt hour": "USD/kWh", "brazilian real": "BRL",
    "becquerel per gram": "Bq/g", "megawatt hour": "MWh", "russian ruble": "RUB", "japanese yen": "JPY",
    "dimensionless": "count", "nanometre": "nm", "short ton": "t", "week": "days",
}  # fmt: skip


class Found(NamedTuple):
    """A value with its unit."""

    value: float
    unit: str


class Sentence(NamedTuple):
    """A claim with the figures that a careful reader takes from it."""

    text: str
    gold: list[Found]
    optional: list[Found]


def sentences() -> Iterator[Sentence]:
    """The English claims of the development set with their annotated figures."""
    claims, facts = (
        [json.loads(line) for line in (EXTRACTION / name).read_text(encoding="utf-8").splitlines()]
        for name in ("claims.jsonl", "metrics.jsonl")
    )
    for claim in claims:
        if not claim["text"].isascii() and sum("\u4e00" <= c <= "\u9fff" for c in claim["text"]) > 10:
            continue
        gold, optional = [], []
        for fact in facts:
            if fact["article"] == claim["article"] and fact["quote"] in claim["text"]:
                values = [fact["value"]] if fact["value"] is not None else [fact["low"], fact["high"]]
                (optional if fact["indicator"] == "other" else gold).extend(Found(v, fact["unit"]) for v in values)
        yield Sentence(claim["text"], gold, optional)


def ours(text: str) -> list[Found]:
    """Values with units as this package reads them; a range counts as its two ends."""
    from rare_earth_data.figures import read_quantities

    found = []
    for quantity in read_quantities(text):
        values = [quantity.value] if quantity.value is not None else [quantity.low, quantity.high]
        found += [Found(value, quantity.unit) for value in values if value is not None]
    return found


def peer(text: str) -> list[Found]:
    """Values with units as quantulum3 reads them, in our units."""
    from quantulum3 import parser

    found = []
    for quantity in parser.parse(text):
        value, unit = quantity.value, UNITS.get(quantity.unit.name, quantity.unit.name)
        if unit == "count" and 0 < value < 1:
            found.append(Found(value * 100, "%"))
        elif not (unit == "count" and 1900 <= value <= 2100):
            found.append(Found(value, unit))
    return found


def _same(first: Found, second: Found) -> bool:
    return first.unit == second.unit and abs(abs(first.value) - abs(second.value)) <= 2e-3 * max(
        abs(second.value), 1e-9
    )


def score(read: Callable[[str], list[Found]], corpus: Iterable[Sentence]) -> Counter[str]:
    """Count hits, misses and spurious readings; readings of optional facts count neither way."""
    counts: Counter[str] = Counter()
    for sentence in corpus:
        left = read(sentence.text)
        for wanted, key in ((sentence.gold, "hit"), (sentence.optional, "optional")):
            for fact in wanted:
                match = next((found for found in left if _same(found, fact)), None)
                if match is not None:
                    left.remove(match)
                    counts[key] += 1
                elif key == "hit":
                    counts["missed"] += 1
        counts["spurious"] += len(left)
    return counts


def run() -> dict[str, dict[str, float]]:
    """Print and return precision, recall and sentences per second of both readers."""
    corpus = list(sentences())
    results = {}
    for name, read in (("rare-earth-data", ours), ("quantulum3", peer)):
        for sentence in corpus[:5]:
            read(sentence.text)
        start = time.perf_counter()
        counts = score(read, corpus)
        seconds = time.perf_counter() - start
        results[name] = {
            "precision": counts["hit"] / (counts["hit"] + counts["spurious"]),
            "recall": counts["hit"] / (counts["hit"] + counts["missed"]),
            "sentences_per_second": len(corpus) / seconds,
            "mb_per_second": sum(len(sentence.text.encode()) for sentence in corpus) / 1e6 / seconds,
        }
    print_table(
        f"Quantities in {len(corpus)} English sentences of the development set: value and unit",
        ("reader", "precision", "recall", "sentences/s", "MB/s"),
        [
            (
                name,
                f"{r['precision']:.3f}",
                f"{r['recall']:.3f}",
                f"{r['sentences_per_second']:,.0f}",
                f"{r['mb_per_second']:.3f}",
            )
            for name, r in results.items()
        ],
    )
    return results


if __name__ == "__main__":
    run()
