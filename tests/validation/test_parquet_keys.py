"""What DuckDB cannot read is a finding, what goes beyond the findings kept is counted, what is not there is not asked."""

import duckdb
import polars as pl
import pytest

from rare_earth_data.schema.tables import all_tables
from rare_earth_data.validation import parquet_keys, parquet_rows, report
from rare_earth_data.validation.package import check_files
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.targets import validate


@pytest.fixture
def parties(tmp_path):
    """A table in which the keys of two rows come twice."""
    rows = [{"event_id": f"e-{number % 3}", "area": "CHN", "role": "issuer"} for number in range(5)]
    path = tmp_path / "event_parties.parquet"
    pl.DataFrame(rows).write_parquet(path)
    return path


def broken(*_):
    raise duckdb.IOException("the disk is full\nand more")


def test_keys_that_cannot_be_asked_for(parties, monkeypatch):
    monkeypatch.setattr(parquet_keys, "_repeated", broken)
    (found,) = validate(parties).ordered
    assert (found.code, found.message) == ("RED-T012", "keys cannot be checked: the disk is full")


def test_keys_beyond_what_is_kept(parties, monkeypatch):
    whole = validate(parties)
    monkeypatch.setattr(report, "KEPT", 1)
    some = validate(parties)
    assert (len(whole.ordered), len(some.ordered)) == (2, 1)
    assert sum(whole.beyond.values()) == 0
    assert {code: number for (code, _), number in some.beyond.items() if number} == {"RED-T002": 1}


def opened(path):
    source = ParquetSource([path], [path.name], all_tables()[path.stem])
    assert source.open_header() == []
    return source


def test_rows_that_cannot_be_joined(parties, monkeypatch):
    monkeypatch.setattr(parquet_rows, "_counts", broken)
    (found,) = parquet_rows.parquet_findings({"event_parties": opened(parties)}, None)
    assert (found.code, found.message) == ("RED-T012", "rows cannot be joined: the disk is full")


def test_evidence_without_a_table_of_documents(parties, tmp_path):
    assert list(parquet_rows.parquet_findings({"event_parties": opened(parties)}, tmp_path)) == []


def test_figures_in_parquet_are_held_against_their_words(tmp_path):
    path, made = tmp_path / "country_metrics.parquet", Report()
    pl.DataFrame({"metric_id": "m", "value_text": "12 tons", "value": 13.0}).write_parquet(path)
    check_files(all_tables(), {"country_metrics": [path]}, {"country_metrics": ["m.parquet"]}, made)
    assert [finding.file for finding in made.ordered if finding.code == "RED-T030"] == ["m.parquet#1"]
