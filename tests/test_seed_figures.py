"""The figures as shipped, against the annotation that two readers made of the seeds."""

import json

import pandas as pd
import pytest

import rare_earth_data as red

EXACT = ("country", "partner", "entity", "indicator", "stage", "commodity", "qualifier", "unit", "period", "status")
NUMBERS = ("value", "low", "high")


@pytest.fixture(scope="module")
def shipped():
    articles = red.load("articles")[["article_id", "document_id", "position"]]
    claims = red.load("claims")[["claim_id", "article_id", "text"]]
    return red.load("country_metrics").merge(claims, on="claim_id").merge(articles, on="article_id")


@pytest.fixture(scope="module")
def annotated(root):
    lines = (root / "tests" / "golden" / "seed_metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def as_row(values):
    row = [None if pd.isna(values[name]) else values[name] for name in EXACT]
    return tuple(row + [None if pd.isna(values[name]) else round(float(values[name]), 2) for name in NUMBERS])


def test_every_annotated_figure_is_there_right_in_all_fields_and_no_other(shipped, annotated):
    wanted = {
        (row["document"], row["article"], row["value_text"], as_row({**row, **{n: row[n] for n in NUMBERS}}))
        for row in ({**row, **{n: float("nan") if row[n] is None else row[n] for n in NUMBERS}} for row in annotated)
    }
    given = {
        (row["document_id"], row["position"], row["value_text"], as_row(row)) for row in shipped.to_dict("records")
    }
    spans = {(document, article, row) for document, article, _, row in given}
    missing = [row for row in wanted if (row[0], row[1], row[3]) not in spans]
    assert missing == []
    assert len(shipped) == len(annotated)


def test_a_person_checked_every_figure(shipped):
    assert set(shipped["review"]) <= {"confirmed", "corrected"}


def test_the_words_stand_in_the_claim(shipped):
    for row in shipped.to_dict("records"):
        assert row["value_text"] in row["text"]


def test_chinas_refining_share_in_their_words(shipped):
    shares = shipped[(shipped.country == "CHN") & (shipped.indicator == "refining_share")]
    words = set(shares["value_text"])
    assert {"60%", "over 80%", "over 85%", "over 90%", "92%"} <= words
    over = shares[shares["value_text"] == "over 90%"].iloc[0]
    assert (over["value"], over["low"], over["qualifier"]) == (90, 90, "gt")
    assert pd.isna(over["high"])
