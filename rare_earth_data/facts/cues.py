"""The cue words of ``schemas/reading``: which words point to which indicator, commodity, direction and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rare_earth_data.facts.lexicon import Lexicon
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import codelist_entries


@dataclass(frozen=True)
class Rule:
    """How one indicator is recognised; see the head of ``schemas/reading/indicators.yaml`` for the meaning of the fields."""

    indicator: str
    units: frozenset[str]
    words: Mapping[str, float]
    needs: frozenset[str] = frozenset()
    change: str = "any"
    gap: str = "any"
    base: float = 0.0
    partner: frozenset[str] = frozenset()
    payer: frozenset[str] = frozenset()
    owner: bool = False
    place: bool = False
    status: str | None = None
    fixed_status: bool = False
    stage: str | None = None
    commodity: str | None = None
    not_commodity: str | None = None
    forecast: bool = False
    forecast_as: str | None = None
    share: Mapping[str, str] = field(default_factory=dict)
    growth: Mapping[str, str] = field(default_factory=dict)
    elsewhere: str | None = None
    grade: str | None = None
    as_target: str | None = None
    for_commodity: Mapping[str, str] = field(default_factory=dict)
    typical: float | None = None
    at_most: float | None = None
    world_output: bool = False
    near: bool = False
    of_world: bool = False
    counterparty: str | None = None
    also_needs: Mapping[str, list[str]] = field(default_factory=dict)
    payer_with: Mapping[str, list[str]] = field(default_factory=dict)
    from_others: str | None = None
    business: bool = False


_SETS = ("units", "needs", "partner", "payer")


@cache
def rules() -> dict[str, Rule]:
    """Return the recognition rules by indicator, in the order of the file."""
    result: dict[str, Rule] = {}
    for indicator, entry in load_knowledge("reading/indicators.yaml")["indicators"].items():
        fields: dict[str, Any] = {name: frozenset(value) if name in _SETS else value for name, value in entry.items()}
        fitted = fitted_weights().get(indicator, {})
        words: dict[str, float] = fields.pop("words")
        groups = [*words, *(group for group in fitted if group not in words and group != "base")]
        fields["words"] = {group: words.get(group, 0.0) + fitted.get(group, 0.0) for group in groups}
        fields["base"] = fields.get("base", 0.0) + fitted.get("base", 0.0)
        result[indicator] = Rule(indicator=indicator, **fields)
    return result


Weights = Mapping[str, Mapping[str, float]]


@cache
def fitted_weights() -> Weights:
    """Return what ``build/weigh.py`` adds to the weights written by hand: by indicator, then by group of words or "base"."""
    return _other_weights[-1] if _other_weights else load_knowledge("reading/weights.yaml")["indicators"] or {}


_other_weights: list[Weights] = []


@contextmanager
def read_with(weights: Weights) -> Iterator[None]:
    """Read with other fitted weights than the ones that are shipped, to measure what they are worth."""
    _other_weights.append(weights)
    try:
        _forget()
        yield
    finally:
        _other_weights.pop()
        _forget()


def _forget() -> None:
    for remembered in (fitted_weights, rules, rules_for):
        remembered.cache_clear()


@cache
def rules_for(unit: str) -> tuple[Rule, ...]:
    """Return the rules of the indicators that may have a unit, in the order of the file."""
    return tuple(rule for rule in rules().values() if unit in rule.units)


@cache
def word_lexicon() -> Lexicon[tuple[str, ...]]:
    """Cue words of indicators; a phrase may belong to several groups."""
    return _grouped(load_knowledge("reading/indicators.yaml")["words"])


@cache
def word_groups() -> tuple[str, ...]:
    """Return the names of the groups of cue words, in the order of the file."""
    return tuple(load_knowledge("reading/indicators.yaml")["words"])


@cache
def direction_lexicon() -> Lexicon[tuple[str, ...]]:
    """Words of rising, falling and comparing."""
    return _grouped(load_knowledge("reading/indicators.yaml")["direction"])


@cache
def status_lexicon() -> Lexicon[tuple[str, ...]]:
    """Words that tell plans, targets, forecasts and threats, and those that deny."""
    knowledge = load_knowledge("reading/status.yaml")
    others = {name: knowledge[name] for name in ("denied", "negated", "not_negated")}
    return _grouped({**knowledge["status"], **others})


@cache
def commodity_lexicon() -> Lexicon[str]:
    """Words that name a commodity."""
    commodities = load_knowledge("reading/commodities.yaml")["commodities"]
    return Lexicon((phrase, name) for name, words in commodities.items() for phrase in _both(words))


@cache
def weak_commodities() -> frozenset[str]:
    """Commodities whose words are often used of something else."""
    return frozenset(load_knowledge("reading/commodities.yaml")["weak"])


@cache
def unmined_commodities() -> frozenset[str]:
    """By-products and manufactured goods."""
    return frozenset(load_knowledge("reading/commodities.yaml")["not_mined"])


@cache
def world_output() -> Mapping[str, float]:
    """Tonnes of a commodity that the world digs or makes in a year, by order of magnitude."""
    output: dict[str, float] = load_knowledge("reading/commodities.yaml")["world_output"]
    return output


@cache
def rare_earth_commodities() -> frozenset[str]:
    """Rare earths and everything below them in the commodity list."""
    parents = {e["commodity"]: e.get("parent") for e in codelist_entries("commodities")}
    found = {"rare_earths"}
    for _ in range(3):
        found |= {commodity for commodity, parent in parents.items() if parent in found}
    return frozenset(found)


@cache
def reference_nouns() -> dict[str, str]:
    """Nouns that carry on the last country or bloc, with which of the two."""
    references = load_knowledge("reading/areas.yaml")["references"]
    return {noun: kind for kind, nouns in references.items() for noun in nouns}


def _both(words: Mapping[str, list[str]]) -> Iterator[str]:
    yield from words.get("en") or ()
    yield from words.get("zh") or ()


def _grouped(groups: Mapping[str, Mapping[str, list[str]]]) -> Lexicon[tuple[str, ...]]:
    phrases: dict[str, tuple[str, ...]] = {}
    for group, words in groups.items():
        for phrase in _both(words):
            phrases[phrase] = (*phrases.get(phrase, ()), group)
    return Lexicon(phrases.items(), all_equal=True)
