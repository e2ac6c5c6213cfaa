from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.facts import area_names, known_entities, read_mentions


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.area or mention.entity_id or "") for mention in read_mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2023 Myanmar sent China ore", [("Myanmar", "MMR"), ("China", "CHN")]),
        ("the U.S. and the US, not us", [("U.S.", "USA"), ("US", "USA")]),
        ("Turkey's mines, not turkey", [("Turkey", "TUR")]),
        ("South America and North American buyers", []),
        ("South Africa", [("South Africa", "ZAF")]),
        ("a loan of US$465 million", []),
        ("Kazakh, Burmese and Quebecers", [("Kazakh", "KAZ"), ("Burmese", "MMR"), ("Quebecers", "CAN")]),
        ("Brussels, the Kremlin and MOFCOM", [("Brussels", "EUU"), ("Kremlin", "RUS"), ("MOFCOM", "CHN")]),
        ("MP Materials at Mountain Pass", [("MP Materials", "mp-materials"), ("Mountain Pass", "mountain-pass")]),
        ("the Democratic Republic of Congo", [("Democratic Republic of Congo", "COD")]),
        ("Papua New Guinea is not Guinea", [("Papua New Guinea", "PNG"), ("Guinea", "GIN")]),
        ("中美日三方", [("中", "CHN"), ("美", "USA")]),
        ("其中美国买走三成", [("美国", "USA")]),
        ("对美出口以美元计", [("美", "USA")]),
        ("北方稀土与白云鄂博", [("北方稀土", "northern-rare-earth"), ("白云鄂博", "bayan-obo")]),
    ],
)
def test_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@given(st.text(max_size=200))
def test_mentions_are_spans_in_order(text: str) -> None:
    at = 0
    for mention in read_mentions(text):
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert (mention.area is None) != (mention.entity_id is None)
        at = mention.end


@given(st.sampled_from(sorted(area_names())))
def test_every_area_is_found_by_its_own_names(area: str) -> None:
    english, chinese = area_names()[area]
    for name in (english, chinese):
        # Babel prints some names with a bracket or a hyphen that no article uses.
        if name and name.replace(" ", "").isalpha():
            assert area in {found for _, found in named(f"{name}")}


def test_every_entity_is_found_by_its_own_name() -> None:
    for entity_id, entry in known_entities().items():
        if entry["kind"] != "material":
            assert entity_id in {found for _, found in named(entry["name_en"])}, entry["name_en"]
