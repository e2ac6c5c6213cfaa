"""A quote is found where it stands inside one claim or title, and nowhere else."""

import pytest

from rare_earth_data.curation.anchors import Anchors
from rare_earth_data.documents import Document

TEXT = "Ore price\nOre was sold. Ore rose.\nOre price\n"


@pytest.fixture
def anchors():
    """Two documents of the same words; in the second no title was found."""
    documents = {name: Document(name, f"seeds/{name}.txt", TEXT) for name in ("one", "two")}
    articles, claims = [], []
    for name in documents:
        titled = name == "one"
        articles.append(
            {
                "article_id": f"art-{name}",
                "document_id": name,
                "title_start": 0 if titled else None,
                "title_end": 9 if titled else None,
            }
        )
        for number, (start, end) in enumerate([(24, 33), (10, 23)]):
            claims.append({"claim_id": f"{name}-{number}", "article_id": f"art-{name}", "start": start, "end": end})
    return Anchors(documents, articles, claims)


def places(anchors, quote, document=None):
    return [(found.document_id, found.claim_id, found.start, found.end) for found in anchors.find(quote, document)]


def test_a_quote_stands_in_a_title_or_a_claim(anchors):
    assert places(anchors, "Ore price") == [("one", None, 0, 9)]
    assert places(anchors, "was sold", "one") == [("one", "one-1", 14, 22)]
    assert places(anchors, "Ore", "two") == [("two", "two-1", 10, 13), ("two", "two-0", 24, 27)]


def test_the_whole_of_a_claim_is_a_quote_of_it_and_more_is_not(anchors):
    assert places(anchors, "Ore was sold.", "one") == [("one", "one-1", 10, 23)]
    assert places(anchors, "Ore was sold. ", "one") == []
    assert places(anchors, "sold. Ore", "one") == []


def test_every_document_is_searched_or_the_one_that_is_named(anchors):
    assert [place[0] for place in places(anchors, "was sold")] == ["one", "two"]
    assert places(anchors, "was sold", "three") == []
    assert places(anchors, "was bought") == []


def test_quotes_that_overlap_are_all_found():
    document = Document("d", "seeds/d.txt", "aaaa")
    claim = {"claim_id": "c", "article_id": "a", "start": 0, "end": 4}
    article = {"article_id": "a", "document_id": "d", "title_start": None, "title_end": None}
    found = Anchors({"d": document}, [article], [claim]).find("aa")
    assert [anchor.start for anchor in found] == [0, 1, 2]


def test_a_note_stands_at_its_claim(anchors):
    note = anchors.note("RED-E005", "two-0", "look")
    assert (note.severity, note.file, note.line, note.column, note.row_key) == ("note", "seeds/two.txt", 2, 15, "two-0")
