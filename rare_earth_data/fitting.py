"""Fit the weights of the cue words to the annotated facts.

The weights in ``indicators.yaml`` are written by hand; what is fitted is only what to add to them. A number chooses among the
indicators that its unit and its words allow, with odds that grow with the score of each (a softmax), and the additions are
those that make the annotated choices likeliest while staying small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.evaluation import BLIND, SETS, pair_facts, read_facts, read_gold
from rare_earth_data.facts import cues
from rare_earth_data.facts.indicators import ENOUGH
from rare_earth_data.facts.reader import read_numbers
from rare_earth_data.facts.reading import Reading

BASE, OTHER = "base", "other"
PASSES, BATCH, RATE, STAY_SMALL, LEAST = 15, 64, 0.05, 3.0, 0.1
Vector = NDArray[np.float64]


class Choice(NamedTuple):
    """A number: how near each group stands, the rules it may choose, by row, their scores by hand, which of them are right."""

    near: Vector
    rows: list[int]
    scores: Vector
    right: NDArray[np.bool_]


class Axes:
    """The rows and columns of the weights: indicators and groups of words."""

    def __init__(self) -> None:
        self.indicators = list(cues.rules())
        self.groups = [BASE, *cues.word_groups()]
        self.row = {name: at for at, name in enumerate([*self.indicators, OTHER])}
        self.column = {name: at for at, name in enumerate(self.groups)}


def choices_of(root: Path, name: str, axes: Axes) -> Iterator[Choice]:
    """Yield the annotated numbers of a set that choose by their own words."""
    gold_path, pattern = SETS[name]
    paths = sorted(root.glob(pattern))
    readings = {
        (path.name, start): reading
        for path in paths
        for start, reading in _readings(Document.from_text(path.read_bytes().decode("utf-8"), path.stem, path.name))
    }
    for gold, fact in pair_facts(read_gold(root / gold_path), list(read_facts(paths))):
        reading = readings.get((fact["file"], fact["start"]))
        if reading is not None and reading.followed is None:
            yield _choice(reading, gold["indicator"], axes)


def _readings(document: Document) -> Iterator[tuple[int, Reading]]:
    for article in read_page(document)[0].articles:
        for index, reading, _ in read_numbers(article):
            yield article.claims[index].start + reading.quantity.start, reading


def _choice(reading: Reading, indicator: str, axes: Axes) -> Choice:
    near = np.zeros(len(axes.groups))
    near[0] = 1.0
    for group, weight in reading.near.items():
        near[axes.column[group]] = weight
    rows = [axes.row[rule.indicator] for rule, _ in reading.choices] + [axes.row[OTHER]]
    scores = [score for _, score in reading.choices] + [ENOUGH]
    right = [reading.meant_by(rule).indicator == indicator for rule, _ in reading.choices] + [indicator == OTHER]
    return Choice(near, rows, np.array(scores), np.array(right))


def _fit(choices: list[Choice], axes: Axes) -> Vector:
    """Return the additions, by indicator and group: Adam on the likelihood of the right choices and the squared weights."""
    weights = np.zeros((len(axes.row), len(axes.groups)))
    momentum, spread, step = np.zeros_like(weights), np.zeros_like(weights), 0
    choices = [choice for choice in choices if choice.right.any()]
    order = np.random.default_rng(0)
    for _ in range(PASSES):
        shuffled = order.permutation(len(choices))
        for first in range(0, len(choices), BATCH):
            slope = STAY_SMALL * weights * (BATCH / len(choices))
            for at in shuffled[first : first + BATCH]:
                _descend(slope, weights, choices[at])
            step += 1
            momentum = 0.9 * momentum + 0.1 * slope
            spread = 0.99 * spread + 0.01 * slope * slope
            weights -= RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
    return weights


def _descend(slope: Vector, weights: Vector, choice: Choice) -> None:
    values = choice.scores + weights[choice.rows] @ choice.near
    odds = np.exp(values - values.max())
    odds /= odds.sum()
    wanted = odds * choice.right
    np.add.at(slope, choice.rows, np.outer(odds - wanted / wanted.sum(), choice.near))


def fit(root: Path, without: Sequence[str] = ()) -> dict[str, dict[str, float]]:
    """Return what to add to the weights, to a tenth, fitted to the annotated sets but the blind ones and ``without``."""
    axes = Axes()
    with cues.read_with({}):  # so that fitting again gives the same
        choices = [choice for name in SETS if name not in {*BLIND, *without} for choice in choices_of(root, name, axes)]
    weights = _fit(choices, axes)
    found: dict[str, dict[str, float]] = {}
    for indicator in axes.indicators:
        row = weights[axes.row[indicator]]
        kept = {group: round(float(row[at]), 1) for at, group in enumerate(axes.groups) if abs(row[at]) >= LEAST}
        if kept:
            found[indicator] = kept
    return found
