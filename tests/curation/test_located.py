"""YAML that people edit: values, places, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rare_earth_data.curation import located as located_module
from rare_earth_data.curation.located import MAX_DEPTH, parse_yaml, read_yaml


def test_values_and_places():
    located, findings = parse_yaml("a: 1\nb:\n  - NO\n  - 'true'\n  - 2025-10-09\n  - 1.5\n  - null\n", "x.yaml")
    assert findings == []
    assert located.data == {"a": 1, "b": ["NO", "true", "2025-10-09", 1.5, None]}
    assert located.place(("b", 2)) == (5, 5)
    assert located.place(("b", 2, "deeper")) == (5, 5)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: 1\na: 2\n", "twice", 2),
        ("a: &x [1]\nb: *x\n", "anchors", 1),
        ("a: !!python/object/apply:os.system ['true']\n", "tag", 1),
        ("a: [1, 2\nb: 3\n", "not YAML", 2),
        ("? [a, b]\n: 1\n", "key", 1),
        ("[" * (MAX_DEPTH + 2), "deep", 1),
        ("a: 1\n---\nb: 2\n", "second document", 3),
        ("a: 'never closed\n", "not YAML", 2),
    ],
)
def test_refused(text, words, line):
    located, (finding,) = parse_yaml(text, "x.yaml")
    assert located is None
    assert finding.code == "RED-C001"
    assert words in finding.message
    assert finding.line == line


def test_an_expanding_document_is_refused_at_once():
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"] + [
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    located, findings = parse_yaml("\n".join(lines), "x.yaml")
    assert located is None
    assert "anchors" in findings[0].message


def test_files_that_are_not_there_or_not_text(tmp_path):
    assert "no such file" in read_yaml(tmp_path / "none.yaml", tmp_path)[1][0].message
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9")
    assert "UTF-8" in read_yaml(tmp_path / "latin.yaml", tmp_path)[1][0].message


@given(st.text(max_size=200))
def test_arbitrary_text_never_raises(text):
    located, findings = parse_yaml(text, "x.yaml")
    assert (located is None) == bool(findings)


def test_size_and_depth_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(located_module, "MAX_BYTES", 5)
    (tmp_path / "a.yaml").write_text("a: bc")
    assert read_yaml(tmp_path / "a.yaml", tmp_path)[1] == []
    (tmp_path / "a.yaml").write_text("a: bcd")
    assert "larger than" in read_yaml(tmp_path / "a.yaml", tmp_path)[1][0].message
    assert parse_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "x.yaml")[1] == []
    assert "deep" in parse_yaml("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "x.yaml")[1][0].message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("'12'", "12"),
        ("! 12", "12"),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("012", "012"),
        (".", "."),
        ("e", "e"),
        ("~", None),
        ("", None),
        ("true", True),
        ("'true'", "true"),
        ("yes", "yes"),
        ("2025-10-09", "2025-10-09"),
        ("1_000", "1_000"),
    ],
)
def test_a_word_is_a_word(text, value):
    located, findings = parse_yaml(f"a: {text}\n", "x.yaml")
    assert findings == []
    assert located.data == {"a": value} and type(located.data["a"]) is type(value)


@pytest.mark.parametrize(
    "text", ["a: &x b\n", "a: *x\n", "a: !!str b\n", "a: !x [b]\n", "&x a: b\n", "? !!str a\n: b\n"]
)
def test_anchors_and_tags_are_refused_wherever_they_stand(text):
    located, findings = parse_yaml(text, "x.yaml")
    assert (located is None, [finding.code for finding in findings]) == (True, ["RED-C001"])
