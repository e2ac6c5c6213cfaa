"""The pages as files: escaping, anchors, sizes, and what is refused. No browser is needed."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("jinja2")
pytest.importorskip("altair")
pytest.importorskip("vl_convert")
pytest.importorskip("itables")

from rare_earth_data.commands import main
from rare_earth_data.loading import DATA
from rare_earth_data.site.build import NotASiteError, build_site
from rare_earth_data.site.content import UnsafeNameError, page_name, read_content
from rare_earth_data.site.marks import Mark, pieces
from rare_earth_data.site.tables import script_text


def test_marks_may_overlap_in_any_way() -> None:
    marks = [
        Mark(10, 15, "area", "China"),
        Mark(13, 20, "figure", "60 %", "figures/x.html", "met-1"),
        Mark(13, 16, "event", "a ban", "timeline.html#b", "event-b"),
        Mark(40, 50, "area", "elsewhere"),
    ]
    found = pieces("0123456789", 10, marks)
    assert [piece.text for piece in found] == ["012", "34", "5", "6789"]
    assert "".join(piece.text for piece in found) == "0123456789"
    assert [piece.kinds for piece in found] == [
        "is-area",
        "is-figure is-event is-area",
        "is-figure is-event",
        "is-figure",
    ]
    assert set(found[1].anchors) == {"met-1", "event-b"}
    assert found[1].href == "figures/x.html"


def test_a_mark_that_starts_before_the_text_marks_its_beginning() -> None:
    assert [piece.kinds for piece in pieces("abcd", 10, [Mark(8, 12, "event", "e")])] == ["is-event", ""]
    assert [piece.text for piece in pieces("abcd", 10, [])] == ["abcd"]


def test_data_in_scripts_cannot_end_them() -> None:
    value = ["</script><!--", "\u2028", "&"]
    text = script_text(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028]", text)


def test_identifiers_that_are_paths_are_refused() -> None:
    assert page_name("refining_share", "CHN") == "refining_share-CHN"
    for bad in ("../x", "a/b", "", ".", "a b"):
        with pytest.raises(UnsafeNameError):
            page_name(bad)


def test_every_claim_and_figure_has_its_anchor(site: Path) -> None:
    content = read_content(DATA)
    for article, claims in content.claims_of.items():
        html = (site / f"articles/{article}.html").read_text(encoding="utf-8")
        for claim in claims:
            assert f'id="{claim["claim_id"]}"' in html
            for metric in content.metrics_of.get(claim["claim_id"], ()):
                assert f'id="{metric["metric_id"]}"' in html
                name = page_name(metric["indicator"], metric["country"])
                assert f'id="{metric["metric_id"]}"' in (site / f"figures/{name}.html").read_text(encoding="utf-8")


def test_the_words_of_a_claim_are_whole(site: Path) -> None:
    from html import unescape

    content = read_content(DATA)
    for article, claims in content.claims_of.items():
        html = (site / f"articles/{article}.html").read_text(encoding="utf-8")
        told = unescape(re.sub(r"<[^>]*>", "", html))
        assert all(claim["text"] in told for claim in claims)


def test_hostile_markup_is_nowhere_in_the_files(hostile: Path) -> None:
    for path in hostile.rglob("*"):
        if path.suffix == ".html" or (path.parent.name == "tables" and path.suffix == ".js"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"<script>alert|<img src=x|<svg onload|<b onmouseover|<iframe", text), path.name


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotASiteError):
        build_site(DATA, tmp_path)
    assert main(["site", "--out", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("library", ["jinja2", "vl_convert"])
def test_without_a_library_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert main(["site", "--out", str(tmp_path / "site")]) == 2
    assert "pip install 'rare-earth-data[site]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_older_site_is_replaced_and_the_same_bytes_come_out(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(DATA, out)
    (out / "old.html").write_text("old")
    build_site(DATA, out)
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert all((out / file).read_bytes() == (site / file).read_bytes() for file in files)


def _corpus(root: Path, folder: Path, copies: int) -> Path:
    """Write the seeds many times over, each copy of other days."""
    from datetime import datetime, timedelta

    folder.mkdir()
    for path in sorted((root / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for copy in range(copies):

            def earlier(found: re.Match[str], copy: int = copy) -> str:
                day = datetime.fromisoformat(found[0]) - timedelta(days=17 * copy, minutes=copy)
                return day.strftime("%Y-%m-%d %H:%M")

            changed = re.sub(r"\b20\d\d-\d\d-\d\d \d\d:\d\d$", earlier, text, flags=re.MULTILINE)
            (folder / f"{path.stem}-{copy}.txt").write_text(changed, encoding="utf-8", newline="")
    main(["extract", str(folder), "--out", str(folder / "tables"), "--quiet"])
    return folder / "tables"


def test_the_time_is_linear_and_no_page_is_large(root: Path, tmp_path: Path) -> None:
    times = []
    for copies in (5, 20):
        tables = _corpus(root, tmp_path / str(copies), copies)
        start = time.process_time()
        build_site(tables, tmp_path / f"site{copies}")
        times.append(time.process_time() - start)
    assert times[1] < times[0] * 4 * 2.5  # what grows with the square takes 16 times as long
    out = tmp_path / "site20"
    assert len(list((out / "articles").iterdir())) == 36 * 20
    sizes = {path: path.stat().st_size for path in out.rglob("*") if path.suffix in (".html", ".js")}
    assert max(sizes.values()) < 2_500_000, max(sizes, key=sizes.__getitem__)
