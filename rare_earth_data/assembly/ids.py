"""Identifiers that do not move: each is a hash of what the thing is, never of where it stands among others.

A JSON array is hashed, never a joined string: ["a", "bc"] and ["ab", "c"] must differ.
"""

from __future__ import annotations

import hashlib
import json


def stable_id(prefix: str, *parts: str | int | None) -> str:
    """Return ``<prefix>-`` and 20 hexadecimal digits of the SHA-256 of the parts as a JSON array."""
    canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(canonical.encode('ascii')).hexdigest()[:20]}"


def article_id(publisher: str | None, published_at: str | None, title: str | None, body: str) -> str:
    """Identify an article by publisher (as printed), time and title; by its body where the page gives no title."""
    return stable_id("art", publisher, published_at, title, None if title else body)


def claim_id(article: str, text: str, repetition: int) -> str:
    """Identify a claim by its article and text; ``repetition`` counts equal texts in one article from 0."""
    return stable_id("clm", article, text, repetition)


def metric_id(claim: str, start: int, end: int, indicator: str) -> str:
    """Identify a metric by its claim, its span inside the claim and its indicator."""
    return stable_id("met", claim, start, end, indicator)
