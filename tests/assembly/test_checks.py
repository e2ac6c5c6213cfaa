"""What is checked of assembled tables before anything is written: evidence, keys, floors."""

import pytest

from rare_earth_data.assembly import checks
from rare_earth_data.assembly.assemble import Assembly
from rare_earth_data.assembly.checks import check_assembly
from rare_earth_data.documents import Document
from rare_earth_data.schema import all_tables

TEXT = "Head\nOre was sold.\n"


@pytest.fixture
def assembly(monkeypatch):
    """One article with one claim, and no floors."""
    monkeypatch.setattr(checks, "load_knowledge", lambda name: {})
    tables = {name: [] for name in all_tables()}
    tables["articles"] = [{"article_id": "a", "document_id": "d"}]
    tables["claims"] = [{"claim_id": "c", "article_id": "a", "start": 5, "end": 18, "text": "Ore was sold."}]
    return Assembly(tables, {"d": Document("d", "seeds/d.txt", TEXT)}, [])


def floors(monkeypatch, **given):
    monkeypatch.setattr(checks, "load_knowledge", lambda name: given)


def found(assembly):
    return [(finding.code, finding.table, finding.severity) for finding in check_assembly(assembly)]


def test_sound_tables_have_no_findings(assembly):
    assert found(assembly) == []


def test_a_claim_that_is_not_what_stands_at_its_span(assembly):
    assembly.tables["claims"][0]["text"] = "Ore was bought."
    (finding,) = check_assembly(assembly)
    assert (finding.code, finding.severity) == ("RED-T001", "error")
    assert (finding.file, finding.line, finding.column, finding.row_key) == ("seeds/d.txt", 2, 1, "c")
    assert finding.expected == "'Ore was sold.'"


def test_a_key_that_comes_again(assembly):
    assembly.tables["publishers"] = [{"publisher_id": name} for name in ("x", "y", "x")]
    (finding,) = check_assembly(assembly)
    assert (finding.code, finding.table, finding.row_key) == ("RED-T002", "publishers", "x")
    assert finding.severity == "error"


def test_a_floor_is_reached_or_not(assembly, monkeypatch):
    floors(monkeypatch, claims={"rows": 1})
    assert found(assembly) == []
    floors(monkeypatch, claims={"rows": 2}, articles={"rows": 1})
    assert found(assembly) == [("RED-T003", "claims", "error")]


def test_a_share_of_filled_cells_is_reached_or_not(assembly, monkeypatch):
    assembly.tables["publishers"] = [{"publisher_id": "x", "name": "X"}, {"publisher_id": "y", "name": ""}]
    floors(monkeypatch, publishers={"fill": {"name": 0.5}})
    assert found(assembly) == []
    floors(monkeypatch, publishers={"fill": {"name": 0.51}})
    assert found(assembly) == [("RED-T004", "publishers", "error")]
    assembly.tables["publishers"] = [{"publisher_id": "x", "name": []}, {"publisher_id": "y"}]
    floors(monkeypatch, publishers={"fill": {"name": 0.01}})
    assert found(assembly) == [("RED-T004", "publishers", "error")]


def test_a_table_without_rows_lacks_no_cells(assembly, monkeypatch):
    floors(monkeypatch, publishers={"fill": {"name": 1.0}})
    assert found(assembly) == []
