"""The event finder: on labelled sentences, on the seeds against the curated events, and on any text."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.candidates import Candidate, event_score, find_candidates
from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.model import Claim
from rare_earth_data.stance.phrases import expand

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8")
)


def _rows(label: str) -> list[tuple[str, str]]:
    return [(language, text) for language, labels in EXAMPLES.items() for text in labels[label]]


@pytest.mark.parametrize(("language", "text"), _rows("events"))
def test_event_is_listed(language: str, text: str) -> None:
    candidate = event_score(text, language)
    assert candidate is not None
    assert candidate.cue in text
    assert candidate.actor is None or candidate.actor in text
    assert candidate.date_text is None or candidate.date_text in text


@pytest.mark.parametrize(("language", "text"), _rows("others"))
def test_other_is_not_listed(language: str, text: str) -> None:
    assert event_score(text, language) is None


def test_parts_of_a_candidate() -> None:
    text = "On December 3, 2024, Beijing banned exports of gallium"
    assert event_score(text) == Candidate(3.5, "banned", "Beijing", "December 3, 2024")


def test_us_the_country_is_not_us_the_pronoun() -> None:
    assert event_score("The US aims to rebuild its own chain") is not None
    assert event_score("They aim to please us") is None


def test_find_candidates_keeps_the_claims() -> None:
    claims = [Claim("Beijing banned exports", 0, 22), Claim("Yttrium is a metal", 23, 41)]
    assert [candidate.claim for candidate in find_candidates(claims)] == claims[:1]


def _seed_claims() -> Iterator[tuple[str, Claim]]:
    """Yield every claim of the seeds with its document."""
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        page, _ = read_page(Document.from_text(path.read_text(encoding="utf-8")))
        for article in page.articles:
            for claim in article.claims:
                yield path.stem, claim


def _curated_quotes() -> dict[str, list[str]]:
    events: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / "seeds" / "curation" / "events.yaml").read_text(encoding="utf-8")
    )["events"]
    quotes: dict[str, list[str]] = defaultdict(list)
    for event in events:
        for mention in event["mentions"]:
            quotes[mention["document"]].append(mention["quote"])
    return quotes


def test_figures_on_the_seeds() -> None:
    """At least 90% of the claims that mention an event are listed; at most a third of those listed are noise."""
    quotes = _curated_quotes()
    found = missed = noise = 0
    for document, claim in _seed_claims():
        mentions = any(quote in claim.text for quote in quotes[document])
        listed = event_score(claim.text, claim.language) is not None
        found, missed, noise = found + (listed and mentions), missed + (mentions > listed), noise + (listed > mentions)
    print(f"claims with an event listed: {found} of {found + missed}; noise: {noise} of {found + noise}")
    assert found / (found + missed) >= 0.9
    assert noise / (found + noise) <= 1 / 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cues_are_well_formed(language: str) -> None:
    """Every kind of cue has its weight, and every cue is lower-case text."""
    data = load_knowledge("reading/event_cues.yaml")
    assert set(data[language]) | {"statements"} == set(data["weights"]) | {"body", "country", "none"}
    for entries in data[language].values():
        for entry in entries:
            assert isinstance(entry, str)
            assert all(plain == plain.lower() for plain in expand(entry))


@given(st.text(max_size=300), st.sampled_from(["en", "zh", "fr", ""]))
def test_reads_any_text(text: str, language: str) -> None:
    candidate = event_score(text, language)
    assert candidate is None or candidate.score > 0


@pytest.mark.parametrize(
    "piece", ["over ", "(", "1", " ", "ban ", "2025 ", "$", "in may ", "January 1", "公告", "20年"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_time_is_linear(piece: str, language: str) -> None:
    event_score("warm up", language)
    started = time.process_time()
    event_score(piece * (200_000 // len(piece)), language)
    assert time.process_time() - started < 2.0
