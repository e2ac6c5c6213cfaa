"""Identifiers: stable, and distinct where a joined string would not be."""

from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.assembly.ids import article_id, claim_id, stable_id


def test_parts_are_not_joined():
    assert stable_id("x", "a", "bc") != stable_id("x", "ab", "c")
    assert stable_id("x", None) != stable_id("x", "None")


PARTS = st.lists(st.text() | st.integers() | st.none(), max_size=4)


@given(PARTS, PARTS)
def test_equal_only_for_equal_parts(first, second):
    assert (stable_id("x", *first) == stable_id("x", *second)) == (first == second)


def test_ids_do_not_change_between_versions():
    assert article_id("P", "2025-01-01 00:00", "T", "body") == article_id("P", "2025-01-01 00:00", "T", "other body")
    assert article_id("P", None, None, "body") != article_id("P", None, None, "other body")
    assert claim_id("art-1", "text", 0) != claim_id("art-1", "text", 1)
    assert stable_id("art", "Sou Hu Cai Jing", "2025-10-27 03:26") == "art-5921ba781be838603e9a"
