"""Charts: what is drawn, and the files they are written to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("altair")

import rare_earth_data as red
from rare_earth_data.commands import main
from rare_earth_data.comparison import UnknownCodeError
from rare_earth_data.plotting.events import event_mark, window_start
from rare_earth_data.plotting.groups import dispute, plots
from rare_earth_data.wording import figure_text


def _row(**given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "side": "claim", "id": "met-1", "country": "CHN", "indicator": "refining_share", "commodity": "rare_earths",
        "unit": "%", "value": 60.0, "low": None, "high": None, "qualifier": "eq", "published_at": "2025-10-20 10:00",
        "quote": "60%", "sentence": "…", "title_en": None, "title": "题", "publisher": None, "period": None,
        "status": "observed", "relations": [], "source": None, "edition": None,
    }  # fmt: skip
    return {**row, **given}


def test_figures_are_written_with_their_hedge() -> None:
    assert figure_text(_row(value=90.0, low=90.0, qualifier="gt")) == "> 90 %"
    assert figure_text(_row(value=None, low=35.0, high=40.0, qualifier="range")) == "35–40 %"
    assert figure_text(_row(value=28500000.0, qualifier="approx", unit="t")) == "≈ 28,500,000 t"
    assert figure_text(_row(value=-1.5)) == "−1.5 %"


def test_only_comparable_figures_share_axes() -> None:
    found = plots(
        [_row(), _row(commodity="graphite"), _row(unit="t", value=5.0), _row(value=70.0), _row(country="USA")]
    )
    assert [len(plot.points) for plot in found] == [2, 1, 1, 1]


def test_an_open_interval_reaches_the_end_of_the_axis() -> None:
    plot = plots(
        [_row(value=90.0, low=90.0, qualifier="gt"), _row(value=60.0), _row(value=5.0, high=5.0, qualifier="lt")]
    )[0]
    over, exact, under = plot.points
    assert (over["from"], over["to"]) == (90.0, plot.domain[1])
    assert (exact["from"], exact["to"]) == (None, None)
    assert (under["from"], under["to"]) == (plot.domain[0], 5.0)


def test_numbers_far_apart_are_on_a_logarithmic_axis() -> None:
    assert plots([_row(value=1.0, unit="t"), _row(value=1000.0, unit="t")])[0].is_log
    assert not plots([_row(value=0.0, unit="t"), _row(value=1000.0, unit="t")])[0].is_log


def test_an_edition_shows_its_last_period_and_close_lines_share_a_label() -> None:
    reference = {"side": "reference", "source": "survey-2025", "edition": "Survey 2025", "published_at": None}
    rows = [_row(), _row(value=99.0)]
    rows += [
        _row(**reference, id=f"r{year}", period=year, value=float(value))
        for year, value in (("2023", 80), ("2024", 91))
    ]
    rows.append(_row(**{**reference, "source": "other", "edition": "Other 2024"}, id="o", period="2024", value=91.5))
    plot = plots(rows)[0]
    assert {row["id"] for row in plot.references} == {"r2024", "o"}
    assert sorted(row["label"] for row in plot.references) == ["", "Survey 2025 (2024), Other 2024 (2024)"]


def test_a_repeated_source_is_no_dispute() -> None:
    assert dispute(["same_primary"]) == dispute([]) == "no conflict known"
    assert dispute(["different_vintage", "contradicts"]) == "contradicted"
    assert dispute(["different_scope"]) == "another measure or year"


def test_one_old_event_does_not_squeeze_the_axis() -> None:
    row = {"event_id": "e", "title": "t", "event_type": "x", "legal_status": "y"}
    marks = [event_mark({**row, "date": date}, "") for date in ("2012", "2025-10", "2025-11-03", "")]
    assert window_start(marks) == {"year": 2024, "month": 8}
    assert (marks[1]["from"], marks[1]["to"]) == ("2025-10-01", "2025-10-31")
    assert marks[3]["from"] is None


def test_charts_of_the_package() -> None:
    chart = red.plot.figures("refining_share", country="CHN", commodity="rare_earths").to_dict()
    assert len(chart["datasets"]["claims"]) > 10
    assert chart["datasets"]["references"]
    several = red.plot.figures("investment").to_dict()
    assert len(several["vconcat"]) > 2
    assert red.plot.events(country="USA").to_dict()["datasets"]["events"]
    with pytest.raises(UnknownCodeError):
        red.plot.figures("refining_shares")


@pytest.mark.parametrize("ending", ["png", "svg", "html"])
def test_compare_draws_a_file(tmp_path: Path, ending: str) -> None:
    pytest.importorskip("vl_convert")
    path = tmp_path / f"chart.{ending}"
    arguments = ["compare", "--country", "CHN", "--indicator", "refining_share", "--commodity", "rare_earths"]
    assert main([*arguments, "--chart", str(path)]) == 0
    starts = {"png": b"\x89PNG", "svg": b"<svg", "html": b"\n<!DOCTYPE html>"}
    assert path.read_bytes().lstrip().startswith(starts[ending].lstrip())
    if ending == "html":
        assert b'src="http' not in path.read_bytes()


def test_another_ending_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["compare", "--indicator", "refining_share", "--country", "CHN", "--chart", str(tmp_path / "a.gif")]) == 2
    )
    assert ".png, .svg, .html" in capsys.readouterr().err
