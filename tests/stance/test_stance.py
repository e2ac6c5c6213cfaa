"""Stance against a table of labelled sentences, and its promises: any text, linear time, well-formed rules."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.knowledge import load_knowledge, schemas_dir
from rare_earth_data.stance import Stance, read_stance
from rare_earth_data.stance.phrases import Phrases, expand, fold

EXAMPLES: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8")
)
ROWS = [(language, *row) for language, rows in EXAMPLES.items() for row in rows]
MODALITIES = {entry["modality"] for entry in load_knowledge("codelists/modality.yaml")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2][:40]}")
def test_example(row: tuple[str, ...]) -> None:
    language, modality, text, *attribution = row
    stance = read_stance(text, language)
    assert stance.modality == modality
    if attribution:
        assert stance.attribution == (None if attribution == ["-"] else attribution[0])


def test_examples_cover_every_modality_in_both_languages() -> None:
    assert len(ROWS) >= 120
    for language, rows in EXAMPLES.items():
        assert {row[0] for row in rows} == MODALITIES, language


def test_code_list_is_complete() -> None:
    for entry in load_knowledge("codelists/modality.yaml"):
        assert set(entry) == {"modality", "title", "definition", "example"}
        assert read_stance(entry["example"]).modality == entry["modality"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_name_known_modalities(language: str) -> None:
    kinds = set(load_knowledge("reading/stance.yaml")[language]["cues"])
    assert kinds - {"would", "none"} == MODALITIES - {"asserted"}


def _entries(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [entry for part in value.values() for entry in _entries(part)]
    return [entry for part in value for entry in _entries(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_entry_is_text(language: str) -> None:
    """YAML turns ``on`` into true: such a word needs quotation marks."""
    for entry in _entries(load_knowledge("reading/stance.yaml")[language]):
        assert isinstance(entry, str)
        assert expand(entry)
        assert entry == entry.strip()


def test_no_entry_is_cut_by_a_comment() -> None:
    """A blank and ``#`` begin a comment in YAML, where a digit was meant: such an entry needs quotation marks."""
    for name in ("stance", "event_cues"):
        lines = (schemas_dir() / "reading" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        for line in lines:
            entry = line.strip().removeprefix("- ")
            assert entry.startswith('"') or not line.strip().startswith("- ") or " #" not in entry


def test_the_title_names_whom_a_pronoun_means() -> None:
    title = "美财长放话:一旦出尔反尔,美国将随时准备动手"
    assert read_stance("他表示,美国不希望脱钩。", "zh", title).attribution == "美财长放话"
    assert read_stance("他表示,美国不希望脱钩。", "zh").attribution is None


def test_full_width_marks_read_like_half_width_ones() -> None:
    half = "分析人士认为,这一协议象征意义大于实际意义。"
    assert read_stance(half.replace(",", "\uff0c"), "zh") == read_stance(half, "zh")


@given(st.text(max_size=300), st.sampled_from(["en", "zh", "fr", ""]))
def test_reads_any_text(text: str, language: str) -> None:
    stance = read_stance(text, language, title=text)
    assert isinstance(stance, Stance)
    assert stance.modality in MODALITIES


_PIECES = st.sampled_from([*" ,;.:()\"“”'", *(word for row in ROWS for word in row[2].split(" "))])


@given(st.lists(_PIECES, max_size=40).map(" ".join), st.sampled_from(["en", "zh"]))
def test_attribution_is_a_span_of_the_text(text: str, language: str) -> None:
    attribution = read_stance(text, language).attribution
    assert attribution is None or (attribution in text and attribution.strip() == attribution != "")


@pytest.mark.parametrize(
    "piece",
    [
        "over ",
        "(",
        "1",
        " ",
        '"',
        "“",
        ", which ",
        "that could ",
        ", said ",
        ", and ",
        "; ",
        "according to ",
        "说,",
        "据",
        "2年",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_time_is_linear(piece: str, language: str) -> None:
    read_stance("warm up", language)
    started = time.process_time()
    read_stance(piece * (200_000 // len(piece)), language)
    assert time.process_time() - started < 2.0


def test_phrases_expand_and_the_longest_wins() -> None:
    assert expand("plan(s|) to") == ["plans to", "plan to"]
    assert expand("(a |)b #") == ["a b #", "b #"]
    phrases = Phrases({"x": ["will"], "y": ["will (build|buy)"]})
    assert phrases.kind("will build") == "y"
    with pytest.raises(ValueError, match="brackets"):
        expand("plan(s to")
    with pytest.raises(ValueError, match="both"):
        Phrases({"x": ["may"], "y": ["may"]})


@given(st.text(max_size=50))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
