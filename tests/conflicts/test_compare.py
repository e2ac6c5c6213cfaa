"""Figures side by side, and the way back of one of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rare_earth_data.comparison import UnknownCodeError, UnknownMetricError, side_by_side, trace
from rare_earth_data.conflicts import find_conflicts
from rare_earth_data.engines.pandas_engine import read_table
from rare_earth_data.schema.cells import csv_bytes
from rare_earth_data.schema.tables import table
from tests.conflicts.samples import page, tables_of

TEXT = page(
    ("2025-10-20", "China controls 60% of global rare earth refining"),
    (
        "2025-11-03",
        "China controls over 90% of global rare earth refining",
        "Brazil has 21 million tons of rare earth reserves",
    ),
)
REFERENCES = [
    {
        "id": "survey-2025-chn", "source": "survey-2025", "country": "CHN", "indicator": "refining_share",
        "stage": "separation", "commodity": "rare_earths", "value": 91, "qualifier": "eq", "unit": "%", "period": "2024",
    }
]  # fmt: skip


@pytest.fixture
def frames(tmp_path: Path) -> dict[str, pd.DataFrame]:
    tables = tables_of(TEXT, references=REFERENCES)
    tables["conflicts"], tables["conflict_members"] = find_conflicts(tables)
    frames = {}
    for name, rows in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(csv_bytes(table(name), rows))
        frames[name] = read_table(tmp_path / f"{name}.csv", table(name).descriptor)
    return frames


def test_claims_and_references_side_by_side(frames: dict[str, pd.DataFrame]) -> None:
    found = side_by_side(frames, {"country": "CHN", "indicator": "refining_share"})
    assert list(found["side"]) == ["claim", "claim", "reference"]
    assert list(found["quote"][:2]) == ["60%", "over 90%"]
    assert found["value"].tolist() == [60, 90, 91]
    assert found["source"][2] == "Sample survey"
    assert found["conflicts"].map(len).tolist()[0] >= 1
    assert side_by_side(frames, {"country": "CHN"}, references=False)["side"].unique().tolist() == ["claim"]


def test_an_unknown_code_names_those_there_are(frames: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(UnknownCodeError, match="refining_share"):
        side_by_side(frames, {"indicator": "refining_shares"})


def test_the_way_back(frames: dict[str, pd.DataFrame]) -> None:
    metric = frames["country_metrics"].iloc[0]["metric_id"]
    found = trace(frames, metric)
    assert found.marked == "China controls [60%] of global rare earth refining"
    assert TEXT[found.start : found.end] == "60%"
    assert found.line is None
    assert [judgement.adjudication for judgement in found.conflicts] == ["unreviewed"] * len(found.conflicts) != []
    assert "[60%]" in str(found) and "unreviewed" in str(found)
    with pytest.raises(UnknownMetricError):
        trace(frames, "met-none")
