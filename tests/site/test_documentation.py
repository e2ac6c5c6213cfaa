"""The tour runs as it stands, and the picture is what the command draws."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rare_earth_data.commands import main


def test_the_tour_runs(root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(root / "docs" / "tour.py")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "[60%]" in done.stdout
    assert "Kinds of disagreement" in done.stdout


def test_the_picture_is_of_the_data(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    picture = root / "docs" / "refining-share.svg"
    made = tmp_path / "made.svg"
    arguments = ["compare", "--country", "CHN", "--indicator", "refining_share", "--commodity", "rare_earths"]
    assert main([*arguments, "--chart", str(made)]) == 0
    assert picture.stat().st_size < 150_000
    # Fonts differ between machines, and with them some widths: what is told of each point does not.
    told = [
        text.split('aria-label="')[1].split('"')[0]
        for text in picture.read_text(encoding="utf-8").split("<path ")
        if "words: " in text
    ]
    again = [
        text.split('aria-label="')[1].split('"')[0]
        for text in made.read_text(encoding="utf-8").split("<path ")
        if "words: " in text
    ]
    assert told
    assert told == again
