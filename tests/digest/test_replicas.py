"""The replicas: pages with the structures of the site's pages and invented prose, read against their gold.

In the gold, ``byline`` is the line as printed (two are cut off by the end of the page), ``sections`` is null for a body
that is no digest, ``head_raw`` is the heading as it stands in the body, and ``cut`` tells that the page ends inside the
article's text.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document

REPLICAS = [json.loads(line) for line in (Path(__file__).parent / "replicas.jsonl").read_text("utf-8").splitlines()]
BYLINE = re.compile(r"(?:(?P<name>[^·]*?)· ?)?(?P<date>\d{4}-\d\d-\d\d \d\d:\d\d)?")


def read(replica):
    return read_page(Document.from_text(replica["text"], replica["id"]))


def expected_byline(printed):
    if printed is None:
        return None, None
    match = BYLINE.fullmatch(printed)
    return (match["name"], match["date"]) if match else (printed.split("·")[0].strip(), None)


def gold_bullets(article):
    return [
        (bullet["text"], tuple(bullet["cites"])) for section in article["sections"] for bullet in section["bullets"]
    ]


def compare(replica):
    """Yield (what, expected, read) for everything the gold says about a page."""
    page, _ = read(replica)
    yield "articles", len(replica["gold"]), len(page.articles)
    for gold, article in zip(replica["gold"], page.articles, strict=False):
        yield "titles", gold["title"], article.title
        yield "bylines", expected_byline(gold["byline"]), (article.publisher, article.published_at)
        if gold["sections"] is None:
            continue
        yield "cuts", gold["cut"], article.is_truncated
        yield "headings", [section["head_raw"] for section in gold["sections"]], [h.raw for h in article.headings]
        yield "bullets", gold_bullets(gold), [(claim.text, claim.citations) for claim in article.claims]


def test_all_replicas_are_read_exactly():
    right, total, wrong = Counter(), Counter(), []
    for replica in REPLICAS:
        for what, expected, got in compare(replica):
            listed = isinstance(expected, list)
            total[what] += len(expected) if listed else 1
            if expected == got:
                right[what] += len(expected) if listed else 1
            else:
                right[what] += len(set(expected) & set(got)) if listed else 0
                wrong.append((replica["id"], what, expected, got))
    shares = ", ".join(f"{what} {right[what]}/{total[what]} ({right[what] / total[what]:.1%})" for what in total)
    assert not wrong, f"exact: {shares}; wrong: {wrong[:5]}"


@pytest.mark.parametrize("replica", REPLICAS, ids=lambda replica: replica["id"])
def test_bullets_stand_under_their_heading(replica):
    page, _ = read(replica)
    for gold, article in zip(replica["gold"], page.articles, strict=True):
        for section in gold["sections"] or []:
            raw = section["head_raw"]
            heading = next(heading for heading in article.headings if heading.raw == raw)
            group = re.match(r"Group (\d+)", raw)
            assert heading.group_number == (int(group[1]) if group else None)
            assert heading.title == (re.sub(r"^Group \d+:? ?", "", raw) or None)
            texts = [(c.text, c.section, c.group_number) for c in article.claims]
            for bullet in section["bullets"]:
                assert (bullet["text"], heading.title, heading.group_number) in texts


@pytest.mark.parametrize("replica", REPLICAS, ids=lambda replica: replica["id"])
def test_spans(replica):
    page, _ = read(replica)
    text = replica["text"]
    for article in page.articles:
        if article.title is not None:
            assert text[article.title_start : article.title_end] == article.title
        for part in (*article.claims, *article.headings):
            assert article.body_start <= part.start < part.end <= article.body_end
        for claim in article.claims:
            assert text[claim.start : claim.end] == claim.text
        for heading in article.headings:
            assert text[heading.start : heading.end] == heading.raw


def test_other_bodies():
    kinds = Counter()
    for replica in REPLICAS:
        page, findings = read(replica)
        for gold, article in zip(replica["gold"], page.articles, strict=True):
            if gold["sections"] is None:
                kinds[article.body_kind] += 1
                assert article.is_truncated
                assert bool(article.claims) == (article.body_kind == "full_text")
                assert article.body_kind == "full_text" or "RED-D020" in {finding.code for finding in findings}
            else:
                assert article.body_kind == "digest"
    assert kinds == {"table": 3, "full_text": 2}
