"""What is global: articles on several pages, equal identities, the order of documents."""

from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.assembly.merge import merge
from rare_earth_data.assembly.pages import document_rows
from rare_earth_data.documents import Document

HEADER = "Workflow\n稀土\nicon\nSearch documents\n"


def article(number, body=None):
    body = body or f"Core Viewpoint - China mined {number},000 tons of rare earths in 2024 [1] - Prices fell [2]"
    return f"标题第{number}号\nSou Hu Cai Jing· 2025-10-{number:02} 03:26\n{body}\n"


def page(name, *articles):
    return Document.from_text(HEADER + "".join(articles), name, f"{name}.txt")


def rows_of(*documents):
    tables, findings = {}, []
    for rows in merge(document_rows(document) for document in documents):
        findings += rows.findings
        for name, new in rows.tables.items():
            tables.setdefault(name, []).extend(new)
    return tables, findings


def test_an_article_on_two_pages_is_one_article_with_two_appearances():
    tables, findings = rows_of(page("a", article(1), article(2)), page("b", article(2), article(3)))
    assert len(tables["articles"]) == 3
    assert len(tables["appearances"]) == 4
    assert len({row["claim_id"] for row in tables["claims"]}) == len(tables["claims"]) == 6
    assert len({row["metric_id"] for row in tables["country_metrics"]}) == len(tables["country_metrics"])
    assert [f for f in findings if f.severity == "error"] == []


def test_an_article_twice_on_one_page_is_one_article():
    tables, _ = rows_of(page("a", article(1), article(2), article(1)))
    assert len(tables["articles"]) == 2
    assert len(tables["claims"]) == 4
    assert len(tables["appearances"]) == 2


def test_the_same_identity_with_another_body_names_both_places():
    other = "Core Viewpoint - Something else altogether happened [1]"
    tables, findings = rows_of(page("a", article(1)), page("b", article(1, other)))
    (finding,) = [f for f in findings if f.code == "RED-D101"]
    assert finding.file == "b.txt"
    assert finding.line == 5
    assert "a.txt:5:1" in finding.message
    assert len(tables["articles"]) == 1


@given(st.permutations(range(1, 6)), st.integers(1, 4))
def test_ids_do_not_move_when_documents_are_added_or_read_in_another_order(order, kept):
    documents = {number: page(f"p{number}", article(number)) for number in order}
    every, _ = rows_of(*documents.values())
    some, _ = rows_of(*[documents[number] for number in sorted(order)[:kept]])
    for table, key in (("articles", "article_id"), ("claims", "claim_id"), ("country_metrics", "metric_id")):
        assert {row[key] for row in some[table]} <= {row[key] for row in every[table]}


@given(
    st.lists(st.sampled_from(["Prices fell", "Stocks rose", "Output doubled", "Talks go on"]), max_size=6), st.data()
)
def test_ids_do_not_move_when_a_bullet_is_inserted(bullets, data):
    def claims(texts):
        body = "Core Viewpoint - The start [1]" + "".join(f" - {text} [2]" for text in texts)
        tables, _ = rows_of(page("a", article(1, body)))
        return [row["claim_id"] for row in tables["claims"]]

    place = data.draw(st.integers(0, len(bullets)))
    inserted = [*bullets[:place], "A new bullet", *bullets[place:]]
    before, after = claims(bullets), claims(inserted)
    assert set(before) <= set(after)
    assert len(after) == len(set(after)) == len(before) + 1
