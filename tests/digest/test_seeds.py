"""The five seeds: 36 articles, their claims checked against the pages by reading. The golden file is not regenerated."""

import json
import re
from collections import defaultdict

import pytest

from rare_earth_data.digest import decode, read_page

ARTICLES = {
    "000_494ef7dd1b9949f4": ("稀土技术", 10),
    "001_948baba2ab69d766": ("高性能稀土永磁体", 3),
    "002_3260e73088ab1401": ("稀土供应链多元化", 10),
    "003_e7cd9f18a27565ba": ("稀土产业", 10),
    "004_c1f42b3a4af5787f": ("稀土产业自主", 3),
}
MARKER = re.compile(r"\[\d+\](?:\[\d+\])*")


@pytest.fixture(scope="module")
def pages(root):
    read = {}
    for name in ARTICLES:
        document, damage = decode((root / "seeds" / f"{name}.txt").read_bytes(), name, f"seeds/{name}.txt")
        page, findings = read_page(document)
        assert (damage, findings) == ([], []), "a seed is not understood"
        read[name] = (document.text, page)
    return read


@pytest.fixture(scope="module")
def golden(root):
    claims = defaultdict(list)
    for line in (root / "tests/golden/seed_claims.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        key = row["document"], row["article"]
        claims[key].append((row["section"], row["group"], row["text"], tuple(row["citations"])))
    return claims


def test_articles(pages):
    assert {name: (page.topic, len(page.articles)) for name, (_, page) in pages.items()} == ARTICLES
    assert sum(len(page.articles) for _, page in pages.values()) == 36
    for text, page in pages.values():
        for position, article in enumerate(page.articles, 1):
            assert article.position == position
            assert text[article.title_start : article.title_end] == article.title
            line = f"\n{article.title}\n{article.publisher}· {article.published_at}\n"
            assert line + text[article.body_start : article.body_end] in text


def test_claims_are_the_golden_ones(pages, golden):
    read = {
        (name, article.position): [(c.section, c.group_number, c.text, c.citations) for c in article.claims]
        for name, (_, page) in pages.items()
        for article in page.articles
    }
    assert set(read) == set(golden)
    for key, claims in golden.items():
        assert read[key] == claims, key


def test_every_chain_of_citations_ends_one_claim(pages):
    """Counted without the reader: in the seeds each bullet ends in citations, and nothing else does."""
    english = 0
    for text, page in pages.values():
        for article in page.articles:
            if article.body_kind == "digest":
                chains = MARKER.findall(text, article.body_start, article.body_end)
                printed = ["".join(f"[{number}]" for number in claim.citations) for claim in article.claims]
                assert printed == chains
                english += len(chains)
    assert english == 352


def test_nothing_is_left_between_headings_and_claims(pages):
    """What no heading and no claim covers is only dashes, citations, full stops, blanks and the cut mark."""
    for text, page in pages.values():
        for article in page.articles:
            at, rest = article.body_start, ""
            for part in sorted((*article.headings, *article.claims), key=lambda part: part.start):
                assert part.start >= at
                rest += text[at : part.start]
                at = part.end
            rest += text[at : article.body_end]
            assert re.sub(r"\[\d+\]|[-.\s]", "", rest) == ""


def test_full_texts(pages):
    _, page = pages["003_e7cd9f18a27565ba"]
    full = [article for article in page.articles if article.body_kind == "full_text"]
    assert [(article.position, len(article.claims)) for article in full] == [(5, 18), (7, 13)]
    for article in full:
        assert article.is_truncated and article.claims[-1].is_truncated
        assert all(claim.text.endswith("。") and claim.language == "zh" for claim in article.claims[:-1])
        assert article.claims[-1].text.endswith(" ...")
