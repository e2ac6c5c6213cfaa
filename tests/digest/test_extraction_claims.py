"""The development pages: 20 invented articles in the layout of the seeds, with their claims annotated by hand.

The annotation keeps the site's cut mark in the last claim of a cut full text; the reader leaves it out and marks the claim.
"""

import json
from collections import defaultdict

import pytest

from rare_earth_data.digest import decode, read_page

PAGES = {"page_1.txt": 1, "page_3.txt": 21}


@pytest.fixture(scope="module")
def gold(root):
    claims = defaultdict(list)
    for line in (root / "tests/extraction/claims.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        cut = row["text"].endswith(" ...")
        claims[row["file"], row["article"]].append(
            (row["section"], row["group"], row["text"], tuple(row["citations"]), cut)
        )
    return claims


@pytest.mark.parametrize("name", PAGES)
def test_claims(root, gold, name):
    document, damage = decode((root / "tests/extraction" / name).read_bytes(), name, name)
    page, findings = read_page(document)
    assert (damage, findings) == ([], [])
    assert len(page.articles) == 10
    for article in page.articles:
        read = [(c.section, c.group_number, c.text, c.citations, c.is_truncated) for c in article.claims]
        assert read == gold[name, PAGES[name] + article.position - 1], article.title
        assert article.is_truncated == any(claim.is_truncated for claim in article.claims)


def test_every_annotated_claim_belongs_to_a_page(gold):
    assert sum(map(len, gold.values())) > 190
    assert {name for name, _ in gold} == set(PAGES)
