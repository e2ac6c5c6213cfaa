"""What a detector finds: a hit, with its members, and the id under which it is kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rare_earth_data.conflicts.evidence import Figure
from rare_earth_data.knowledge import load_knowledge

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """One side of a conflict: words of a claim or of a title, or a reference figure."""

    claim_id: str | None = None
    metric_id: str | None = None
    reference_id: str | None = None
    article_id: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None

    @classmethod
    def of(cls, figure: Figure) -> Member:
        """Make a member of a figure."""
        if figure.is_reference:
            return cls(reference_id=figure.id)
        return cls(figure.claim_id, figure.id, None, None, figure.start, figure.end, figure.text)

    @classmethod
    def words(cls, claim: Any, start: int, end: int) -> Member:
        """Make a member of words of a claim; ``start`` and ``end`` count from the start of its text."""
        at = claim["start"]
        return cls(claim["claim_id"], None, None, None, at + start, at + end, claim["text"][start:end])

    @classmethod
    def title_words(cls, article: Any, start: int, end: int) -> Member:
        """Make a member of words of a title; ``start`` and ``end`` count from its start."""
        at = article["title_start"]
        return cls(None, None, None, article["article_id"], at + start, at + end, article["title"][start:end])

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells members apart, and their order: references last."""
        place = (self.claim_id or self.article_id or "", f"{self.start or 0:012d}", f"{self.end or 0:012d}")
        return ("1" if self.reference_id else "0", *place, self.metric_id or "", self.reference_id or "")

    def touches(self, other: Member) -> bool:
        """Whether two members are one reference, or share characters of one text."""
        if self.reference_id or other.reference_id:
            return self.reference_id == other.reference_id
        if (self.claim_id, self.article_id) != (other.claim_id, other.article_id):
            return False
        return (self.start or 0) < (other.end or 0) and (other.start or 0) < (self.end or 0)


@dataclass(frozen=True, slots=True)
class Hit:
    """One detection. ``subject`` names what it is about, so that its id stays when another article joins it."""

    rule: str
    members: tuple[Member, ...]
    explanation: str
    subject: tuple[str | None, ...]
    relation: str | None = None

    @property
    def canonical(self) -> str:
        """Rule and subject, as they are hashed."""
        return json.dumps([self.rule, *self.subject], ensure_ascii=True, separators=(",", ":"))

    @property
    def conflict_id(self) -> str:
        """The id of the conflict while nobody has reviewed it: readable words, and a hash of rule and subject."""
        digest = hashlib.sha256(self.canonical.encode("ascii")).hexdigest()[:8]
        words = [word for part in self.subject[:3] if part for word in re.findall(r"[a-z0-9]+", part.lower())]
        return "-".join([self.rule.removeprefix("RED-").lower(), *words[:6], digest])

    def row(self) -> Row:
        """Return the row of ``conflicts``."""
        told = rule(self.rule)["conflict"]
        return {
            "conflict_id": self.conflict_id,
            "kind": told["kind"],
            "relation": self.relation or told["relation"],
            "severity": told["severity"],
            "adjudication": "unreviewed",
            "detected_by": self.rule,
            "explanation": self.explanation,
            "source_id": None,
        }


def member_rows(conflict_id: str, members: Iterable[Member]) -> list[Row]:
    """Return the rows of ``conflict_members``, numbered from 1."""
    return [
        {
            "conflict_id": conflict_id,
            "member": number,
            "claim_id": member.claim_id,
            "metric_id": member.metric_id,
            "reference_id": member.reference_id,
            "start": member.start,
            "end": member.end,
            "text": member.text,
            "article_id": member.article_id,
        }
        for number, member in enumerate(members, start=1)
    ]


@cache
def rules() -> dict[str, dict[str, Any]]:
    """Return the rules of ``schemas/rules/conflicts.yaml`` by code."""
    return {entry["code"]: entry for entry in load_knowledge("rules/conflicts.yaml")}


def rule(code: str) -> dict[str, Any]:
    """Return one rule; raises KeyError for a code that is none."""
    return rules()[code]


def members_of(figures: Iterable[Figure]) -> tuple[Member, ...]:
    """Return the members of figures: each once, a value once an article, references last."""
    kept: dict[tuple[Any, ...], Member] = {}
    for figure in figures:
        key = (figure.id,) if figure.is_reference else (figure.article_id, figure.scope, figure.interval, figure.years)
        kept.setdefault(key, Member.of(figure))
    return tuple(sorted(kept.values(), key=lambda member: member.identity))
