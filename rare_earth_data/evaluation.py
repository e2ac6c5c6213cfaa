"""Measure the bare reading rules against facts that people annotated.

A gold file is JSON lines, one fact each: ``file``, ``article`` (position), ``quote``, ``country``, ``counterpart``,
``indicator``, ``commodity``, ``value``, ``low``, ``high``, ``qualifier``, ``unit``, ``period``, ``status``. Facts are paired
greedily within an article by their number and unit, those agreeing in more fields first. Gold facts of indicator ``other`` are
optional: neither missing when absent nor spurious when found.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.facts import read_metrics

Fact = Mapping[str, Any]

# The annotated sets of the repository: name -> (facts, pages).
SETS = {
    "the seeds": ("tests/golden/seed_metrics.jsonl", "seeds/*.txt"),
    "development set": ("tests/extraction/metrics.jsonl", "tests/extraction/page_[13].txt"),
    "further pages": ("tests/extraction/extra_metrics.jsonl", "tests/extraction/extra_page_*.txt"),
    "harder pages": ("tests/extraction/round2_metrics.jsonl", "tests/extraction/round2_page_*.txt"),
    "pages farther afield": ("tests/extraction/afield_metrics.jsonl", "tests/extraction/afield_page_*.txt"),
    "fresh pages": ("tests/extraction/fresh_metrics.jsonl", "tests/extraction/fresh_page_*.txt"),
    "blind pages": ("tests/extraction/blind_metrics.jsonl", "tests/extraction/blind_page_*.txt"),
}
# No weight is fitted to them. Do not look at them to find out what to mend.
BLIND = frozenset(("blind pages",))

LEVELS: Mapping[str, tuple[str, ...]] = {
    "value+unit": (),
    "+country": ("country",),
    "+indicator": ("country", "indicator"),
    "+qualifier,period,status": ("country", "indicator", "qualifier", "period", "status"),
}
FIELDS = ("country", "partner", "indicator", "commodity", "qualifier", "period", "status")
_NEAR = 1e-3

# Gold files may count articles over several pages of ten.
ARTICLES_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of a comparison, and what follows from them."""

    found: int
    missing: int
    spurious: int

    @property
    def precision(self) -> float:
        """Share of the facts read that are in the gold."""
        return self.found / (self.found + self.spurious) if self.found + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were read."""
        return self.found / (self.found + self.missing) if self.found + self.missing else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.found + self.missing + self.spurious
        return 2 * self.found / total if total else 1.0


@dataclass(slots=True)
class Evaluation:
    """The outcome: a score per level, agreement per field and per indicator, and the facts that went wrong."""

    levels: dict[str, Score] = field(default_factory=dict)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    indicators: dict[str, Score] = field(default_factory=dict)
    missed: list[Fact] = field(default_factory=list)
    invented: list[Fact] = field(default_factory=list)
    differing: list[tuple[Fact, Fact, tuple[str, ...]]] = field(default_factory=list)


def read_gold(path: Path) -> list[Fact]:
    """Read a gold file; ``document`` and ``partner`` are understood for ``file`` and ``counterpart``."""
    with open(path, encoding="utf-8") as file:
        facts = [json.loads(line) for line in file if line.strip()]
    for fact in facts:
        fact.setdefault("file", f"{fact.get('document')}.txt")
        fact.setdefault("counterpart", fact.get("partner"))
    return facts


def read_facts(paths: Iterable[Path]) -> Iterator[Fact]:
    """Read documents with the bare rules and yield their facts in the shape of a gold file."""
    for path in paths:
        document = Document.from_text(path.read_bytes().decode("utf-8"), path.stem, path.name)
        page, _ = read_page(document)
        for article in page.articles:
            for index, metric in read_metrics(article, document.text):
                yield {
                    "file": path.name,
                    "article": article.position,
                    "quote": document.text[metric.start : metric.end],
                    "claim": article.claims[index].text,
                    "start": metric.start,
                    "country": metric.country,
                    "counterpart": metric.partner,
                    "entity": metric.entity,
                    "indicator": metric.indicator,
                    "commodity": metric.commodity,
                    "value": metric.value,
                    "low": metric.low,
                    "high": metric.high,
                    "qualifier": metric.qualifier,
                    "unit": metric.unit,
                    "period": metric.period,
                    "status": metric.status,
                }


def compare(gold: Sequence[Fact], read: Sequence[Fact]) -> Evaluation:
    """Pair gold facts with facts read, article by article, and score them."""
    evaluation = Evaluation()
    pairs, missed, evaluation.invented = _paired(gold, read)
    evaluation.missed = [fact for fact in missed if fact["indicator"] != "other"]
    counted = [(one, two) for one, two in pairs if one["indicator"] != "other"]
    for level, names in LEVELS.items():
        right = sum(all(_agree(name, one, two) for name in names) for one, two in counted)
        wrong = len(counted) - right
        evaluation.levels[level] = Score(right, len(evaluation.missed) + wrong, len(evaluation.invented) + wrong)
    for name in FIELDS:
        evaluation.fields[name] = (sum(_agree(name, one, two) for one, two in counted), len(counted))
    for one, two in counted:
        if differing := tuple(name for name in FIELDS if not _agree(name, one, two)):
            evaluation.differing.append((one, two, differing))
    evaluation.indicators = _per_indicator(counted, evaluation)
    return evaluation


def pair_facts(gold: Sequence[Fact], read: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Return the facts read that are in the gold, each as (gold fact, fact read)."""
    return _paired(gold, read)[0]


def _paired(gold: Sequence[Fact], read: Sequence[Fact]) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    pairs: list[tuple[Fact, Fact]] = []
    missed: list[Fact] = []
    invented: list[Fact] = []
    ours, theirs = _by_article(gold), _by_article(read)
    for article in sorted(ours.keys() | theirs.keys()):
        matched, left, more = _pair(ours.get(article, []), theirs.get(article, []))
        pairs += matched
        missed += left
        invented += more
    return pairs, missed, invented


def _by_article(facts: Iterable[Fact]) -> dict[tuple[str, int], list[Fact]]:
    grouped: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact["file"], (fact["article"] - 1) % ARTICLES_A_PAGE + 1].append(fact)
    return grouped


def _pair(gold: list[Fact], read: list[Fact]) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Pair by number and unit, in rounds from most fields agreeing to none."""
    possible = [
        (-sum(_agree(name, one, two) for name in FIELDS) - _same_words(one, two), i, j)
        for i, one in enumerate(gold)
        for j, two in enumerate(read)
        if same_number(one, two)
    ]
    left, right, pairs = set(range(len(gold))), set(range(len(read))), []
    for _, i, j in sorted(possible):
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            pairs.append((gold[i], read[j]))
    return pairs, [gold[i] for i in sorted(left)], [read[j] for j in sorted(right)]


def _same_words(one: Fact, two: Fact) -> int:
    return 2 if two["quote"] in one["quote"] or one["quote"] in two["quote"] else 0


def same_number(one: Fact, two: Fact) -> bool:
    """Whether two facts give the same value, or the same bounds, in the same unit."""
    if one["unit"] != two["unit"]:
        return False
    if one["value"] is not None and two["value"] is not None:
        return _near(one["value"], two["value"])
    bounds = [(one[side], two[side]) for side in ("low", "high")]
    return one["value"] is two["value"] is None and all(
        a == b or (a is not None and b is not None and _near(a, b)) for a, b in bounds
    )


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= _NEAR * max(abs(one), abs(two))


def _agree(name: str, one: Fact, two: Fact) -> bool:
    if name == "commodity":
        return one[name] == two[name] or (one[name] == "other" and two[name] not in ("rare_earths", "none"))
    key = "counterpart" if name == "partner" else name
    return bool(one[key] == two[key])


def _per_indicator(counted: Sequence[tuple[Fact, Fact]], evaluation: Evaluation) -> dict[str, Score]:
    found: Counter[str] = Counter(one["indicator"] for one, two in counted if one["indicator"] == two["indicator"])
    missing: Counter[str] = Counter(one["indicator"] for one, two in counted if one["indicator"] != two["indicator"])
    spurious: Counter[str] = Counter(two["indicator"] for one, two in counted if one["indicator"] != two["indicator"])
    missing.update(fact["indicator"] for fact in evaluation.missed)
    spurious.update(fact["indicator"] for fact in evaluation.invented)
    names = sorted(found.keys() | missing.keys() | spurious.keys())
    return {name: Score(found[name], missing[name], spurious[name]) for name in names}


def table(evaluations: Mapping[str, Evaluation]) -> str:
    """Render the F1 of several sets at every level as a Markdown table."""
    lines = [f"| F1 of the bare rules | facts | {' | '.join(LEVELS)} |", "|---|--:|" + "--:|" * len(LEVELS)]
    for name, evaluation in evaluations.items():
        first = next(iter(evaluation.levels.values()))
        scores = " | ".join(f"{score.f1:.2f}" for score in evaluation.levels.values())
        lines.append(f"| {name} | {first.found + first.missing} | {scores} |")
    return "\n".join(lines) + "\n"


def report(evaluation: Evaluation, worst: int = 30) -> str:
    """Render an evaluation as text, with at most ``worst`` facts of each kind of mistake."""
    lines = [f"{'level':28}{'P':>7}{'R':>7}{'F1':>7}"]
    lines += [f"{name:28}{s.precision:7.3f}{s.recall:7.3f}{s.f1:7.3f}" for name, s in evaluation.levels.items()]
    lines += ["", f"{'field':28}{'right':>7}{'of':>7}"]
    lines += [f"{name:28}{right:7}{total:7}" for name, (right, total) in evaluation.fields.items()]
    lines += ["", f"{'indicator':28}{'found':>7}{'missed':>7}{'wrong':>7}"]
    lines += [f"{name:28}{s.found:7}{s.missing:7}{s.spurious:7}" for name, s in evaluation.indicators.items()]
    lines += ["", f"missed: {len(evaluation.missed)}"] + [_line(fact) for fact in evaluation.missed[:worst]]
    lines += ["", f"invented: {len(evaluation.invented)}"] + [_line(fact) for fact in evaluation.invented[:worst]]
    lines += ["", f"differing: {len(evaluation.differing)}"]
    for one, two, names in evaluation.differing[:worst]:
        keys = ["counterpart" if name == "partner" else name for name in names]
        lines.append(f"{_line(one)}\n      " + ", ".join(f"{key} {one[key]} read as {two[key]}" for key in keys))
    return "\n".join(lines)


def _line(fact: Fact) -> str:
    number = fact["value"] if fact["value"] is not None else f"{fact['low']}..{fact['high']}"
    place = f"{fact['file']}:{fact['article']}"
    return f"  {place} {fact['country']} {fact['indicator']} {number} {fact['unit']} «{fact['quote']}»"
