"""The disagreements known from reading the seeds are in the built tables, with the exact words of their members."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml


def _read(root: Path, name: str) -> list[dict[str, str]]:
    path = root / "rare_earth_data" / "data" / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{name} is not built")
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _reviews(root: Path) -> list[dict[str, Any]]:
    loaded = yaml.safe_load((root / "seeds" / "curation" / "reviews.yaml").read_text(encoding="utf-8"))
    return list(loaded["reviews"])


def test_every_known_disagreement_is_there(root: Path) -> None:
    conflicts = {row["conflict_id"]: row for row in _read(root, "conflicts")}
    members: dict[str, set[str]] = defaultdict(set)
    for row in _read(root, "conflict_members"):
        members[row["conflict_id"]].add(row["reference_id"] or row["text"])
    for review in _reviews(root):
        assert conflicts[review["id"]]["adjudication"] == review["adjudication"]
        assert {m.get("quote") or m["reference"] for m in review["members"]} <= members[review["id"]]
    assert sum("origin" in review for review in _reviews(root)) == 36


def test_members_stand_where_they_say(root: Path) -> None:
    articles = {row["article_id"]: row for row in _read(root, "articles")}
    paths = {row["document_id"]: row["path"] for row in _read(root, "documents")}
    article_of = {row["claim_id"]: row["article_id"] for row in _read(root, "claims")}
    texts = {name: (root / path).read_bytes().decode("utf-8") for name, path in paths.items()}
    for row in _read(root, "conflict_members"):
        if not row["reference_id"]:
            article = articles[row["article_id"] or article_of[row["claim_id"]]]
            assert texts[article["document_id"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_at_least_fifteen_are_found_without_a_review(root: Path) -> None:
    conflicts = {row["conflict_id"]: row for row in _read(root, "conflicts")}
    known = [review["id"] for review in _reviews(root) if "origin" in review]
    assert sum(conflicts[identifier]["detected_by"] != "review" for identifier in known) >= 15
