"""Claims that look like a policy event, so that a new document leaves a to-do list and not a hole in the timeline.

The finder is deliberately broad: missing an event costs more than reading a claim too many. What counts as a cue, an actor
and how much each weighs is data (``schemas/reading/event_cues.yaml``). It needs nothing but the claim's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.model import Claim
from rare_earth_data.stance.phrases import Phrases, fold

_CUES = ("acts", "statements", "measures", "undertakings", "references")  # of two that weigh the same, the first counts
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATES = {
    "en": rf"(?<!\w)(?:{_MONTH}\.? \d{{1,2}}(?:-\d{{1,2}})?(?:, \d{{4}})?|(?:\d{{1,2}} )?{_MONTH},? \d{{4}}"
    rf"|in {_MONTH}(?:,? \d{{4}})?|(?:(?:early|mid|late|by|in|since|until|from) )?(?:19|20)\d\d)(?!\w)",
    "zh": r"(?:(?:19|20)?\d\d年(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|[今去明前]年)",
}
_AMOUNTS = {
    "en": r"[$€£¥]\s?\d|\d (?:million|billion|trillion)(?!\w)|\d ?%",
    "zh": r"\d[万亿%]",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that looks like an event: the words that made it one, who acts, and when, as far as the text says.

    ``score`` orders candidates, highest first; it is a sum of weights, not a probability. ``claim`` is ``None`` where a
    bare text was scored.
    """

    score: float
    cue: str
    actor: str | None
    date_text: str | None
    claim: Claim | None = None


class _Rules:
    """One language of ``reading/event_cues.yaml``, compiled."""

    def __init__(self, data: dict[str, Any], language: str) -> None:
        self.phrases = Phrases(data[language], words=language != "zh")
        self.finditer = re.compile(self.phrases.pattern).finditer
        self.date = re.compile(_DATES[language]).search
        self.amount = re.compile(_AMOUNTS[language]).search
        self.weights: dict[str, float] = data["weights"]
        self.bonus: dict[str, float] = data["bonus"]
        self.needs_body = frozenset(data["needs_body"])
        self.needs_actor = frozenset(data["needs_actor"]) | self.needs_body
        self.upper_case_only = frozenset(data["upper_case_only"])
        self.threshold: float = data["threshold"]


@cache
def _rules(language: str) -> _Rules:
    return _Rules(load_knowledge("reading/event_cues.yaml"), language)


def event_score(text: str, language: str = "en") -> Candidate | None:
    """Return the candidate that a text makes, or ``None`` if it does not look like an event. Never raises on any text.

    ``language`` is ``zh`` for Chinese; anything else is read as English.
    """
    rules, folded = _rules("zh" if language.startswith("zh") else "en"), fold(text)
    first = _first_of_each(rules, text, folded)
    best = _strongest(rules, first)
    if best is None:
        return None
    date = rules.date(folded)
    score = rules.weights[best] + sum(rules.bonus[kind] for kind in ("body", "country") if kind in first)
    score += rules.bonus["date"] * bool(date) + rules.bonus["amount"] * bool(rules.amount(folded))
    if score < rules.threshold:
        return None
    actor = first.get("body") or first.get("country")
    return Candidate(score, _quote(text, first[best]) or "", _quote(text, actor), _quote(text, date))


def _first_of_each(rules: _Rules, text: str, folded: str) -> dict[str, re.Match[str]]:
    """Return the first match of every kind of cue."""
    first: dict[str, re.Match[str]] = {}
    for match in rules.finditer(folded):
        words = match.group()
        if words not in rules.upper_case_only or text[match.start() : match.end()].isupper():
            first.setdefault(rules.phrases.kind(words) or "none", match)
    return first


def _strongest(rules: _Rules, first: dict[str, re.Match[str]]) -> str | None:
    """Return the kind of the heaviest cue that has the actor it needs."""
    lacking: frozenset[str] = frozenset()
    if "body" not in first:
        lacking = rules.needs_body if "country" in first else rules.needs_actor
    cues = [kind for kind in _CUES if kind in first and kind not in lacking]
    return max(cues, key=lambda kind: rules.weights[kind], default=None)


def _quote(text: str, match: re.Match[str] | None) -> str | None:
    return text[match.start() : match.end()] if match else None


def find_candidates(claims: Iterable[Claim]) -> Iterator[Candidate]:
    """Yield a candidate for every claim that looks like an event, in the order of the claims."""
    for claim in claims:
        candidate = event_score(claim.text, claim.language)
        if candidate is not None:
            yield replace(candidate, claim=claim)
