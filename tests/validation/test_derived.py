"""Figures against the words that state them, counts against what is counted, rows against their documents."""

import hashlib

import pytest

from rare_earth_data.validation.derived import count_findings, value_findings
from rare_earth_data.validation.evidence import Evidence
from rare_earth_data.validation.rows import placed_rows


def written(folder, **tables):
    """Write tables, each a list of rows, as CSV files; returns {name: path}."""
    files = {}
    for name, rows in tables.items():
        files[name] = folder / f"{name}.csv"
        lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
        files[name].write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return files


def figure(text, value="", low="", high="", review="unreviewed"):
    return {"metric_id": "m", "value_text": text, "value": value, "low": low, "high": high, "review": review}


@pytest.mark.parametrize(
    ("row", "severities"),
    [
        (figure("12 tons", "12"), []),
        (figure("12 tons", "13"), ["error"]),
        (figure("12 tons", "13", review="confirmed"), ["warning"]),
        (figure("12 tons", ""), ["error"]),
        (figure("12 tons", "12", "12"), []),
        (figure("12 tons", "12", "11"), ["error"]),
        (figure("35%-40%", "", "35", "40"), []),
        (figure("35%-40%", "", "35", "41"), ["error"]),
        (figure("35%-40%", "", "35"), ["error"]),
        (figure("fell by 5%", "-5"), []),
        (figure("", "13"), []),
        (figure("no number", "13"), []),
    ],
)
def test_figures_are_what_the_words_state(tmp_path, row, severities):
    (path,) = written(tmp_path, country_metrics=[row]).values()
    found = list(value_findings(placed_rows(path, "m.csv")))
    assert [finding.severity for finding in found] == severities
    assert all((f.code, f.line, f.row_key, f.field) == ("RED-T030", 2, "m", "value") for f in found)


def counted(tmp_path, count, *positions):
    rows = [{"article_id": str(at), "document_id": "d", "position": str(place)} for at, place in enumerate(positions)]
    rows += [{"article_id": "o", "document_id": "other", "position": "9"}]
    files = written(tmp_path, documents=[{"document_id": "d", "article_count": count}], appearances=rows)
    found = list(count_findings(files, {"documents": "d.csv"}))
    assert all((f.code, f.line, f.row_key, f.field) == ("RED-T031", 2, "d", "article_count") for f in found)
    return [finding.severity for finding in found]


@pytest.mark.parametrize(
    ("count", "positions", "severities"),
    [
        ("2", (1, 2), []),
        ("1", (1, 2), ["error"]),
        ("3", (1, 2), ["warning"]),
        ("1", (3,), []),
        ("2", (3,), ["error"]),
        ("3", (3,), ["warning"]),
        ("1", (), ["error"]),
        ("0", (), []),
        ("", (1, 2), []),
    ],
)
def test_articles_of_a_document_are_as_many_as_appear(tmp_path, count, positions, severities):
    assert counted(tmp_path, count, *positions) == severities


def test_counts_need_both_tables(tmp_path):
    files = written(tmp_path, documents=[{"document_id": "d", "article_count": "7"}])
    assert list(count_findings(files, {"documents": "d.csv"})) == []


TEXT = "Head\nOre was sold. Ore rose.\n"


def document(**changes):
    data = TEXT.encode()
    row = {"document_id": "d", "path": "d.txt", "sha256": hashlib.sha256(data).hexdigest(), "byte_size": str(len(data))}
    return row | changes


ARTICLE = {"article_id": "a", "document_id": "d", "title": "Head", "title_start": "0", "title_end": "4"}
CLAIM = {"claim_id": "c", "article_id": "a", "text": "Ore was sold.", "start": "5", "end": "18"}
MENTION = {"claim_id": "c", "text": "Ore", "start": "5", "end": "8"}


def evidence(tmp_path, documents=(), articles=(), claims=(), mentions=()):
    (tmp_path / "d.txt").write_text(TEXT, newline="")
    tables = {
        "documents": documents or [document()],
        "articles": articles or [ARTICLE],
        "claims": claims or [CLAIM],
        "mentions": mentions or [MENTION],
    }
    files = written(tmp_path, **tables)
    found = list(Evidence(tmp_path, files, {name: f"{name}.csv" for name in files}).findings())
    assert all(finding.line == 2 and finding.severity == "error" for finding in found)
    return [(finding.code, finding.table, finding.field) for finding in found]


def test_sound_rows_lead_back_to_their_words(tmp_path):
    assert evidence(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"path": "nowhere.txt"}, "RED-T041", "path"),
        ({"path": "../d.txt"}, "RED-T041", "path"),
        ({"sha256": "0" * 64}, "RED-T040", "sha256"),
        ({"byte_size": "3"}, "RED-T040", "byte_size"),
        ({"byte_size": ""}, "RED-T040", "byte_size"),
    ],
)
def test_a_document_that_is_another(tmp_path, changes, code, field):
    assert evidence(tmp_path, documents=[document(**changes)]) == [(code, "documents", field)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"text": "Ore was bought"}, ["RED-T001"]),
        ({"start": "18", "end": "18"}, ["RED-T033"]),
        ({"start": "-1"}, ["RED-T033"]),
        ({"start": "19"}, ["RED-T033"]),
        ({"end": str(len(TEXT))}, ["RED-T001"]),
        ({"end": str(len(TEXT) + 1)}, ["RED-T033"]),
        ({"start": "", "end": ""}, []),
        ({"end": ""}, []),
        ({"article_id": "other"}, []),
    ],
)
def test_the_span_of_a_claim(tmp_path, changes, codes):
    found = evidence(tmp_path, claims=[CLAIM | changes], mentions=[MENTION | {"claim_id": "none"}])
    assert found == [(code, "claims", "text") for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"start": "4", "end": "8", "text": "\nOre"}, ["RED-T033"]),
        ({"start": "5", "end": "18", "text": "Ore was sold."}, []),
        ({"start": "5", "end": "19", "text": "Ore was sold. "}, ["RED-T033"]),
        ({"start": "19", "end": "22"}, ["RED-T033"]),
        ({"start": "9", "end": "12"}, ["RED-T001"]),
    ],
)
def test_the_span_of_a_mention_lies_in_that_of_its_claim(tmp_path, changes, codes):
    text = changes.get("text", "Ore").replace("\n", "\\n")
    found = evidence(tmp_path, mentions=[MENTION | changes | {"text": text}])
    assert found == [(code, "mentions", "text") for code in codes]


def test_a_title_is_where_it_is_said_to_be(tmp_path):
    assert evidence(tmp_path, articles=[ARTICLE | {"title_end": "3"}]) == [("RED-T001", "articles", "title")]
    assert evidence(tmp_path, articles=[ARTICLE | {"title": "", "title_start": "", "title_end": ""}]) == []


def test_places_lead_into_the_document(tmp_path):
    (tmp_path / "d.txt").write_text(TEXT, newline="")
    files = written(
        tmp_path, documents=[document()], articles=[ARTICLE], claims=[CLAIM | {"text": "Ore was not sold."}]
    )
    (found,) = Evidence(tmp_path, files, {name: f"{name}.csv" for name in files}).findings()
    assert (found.related.file, found.related.line, found.related.column) == ("d.txt", 2, 1)
    assert (found.related.message, found.expected, found.row_key) == ("Ore was sold.", "'Ore was sold.'", "c")


def test_without_the_table_of_documents_nothing_leads_anywhere(tmp_path):
    files = written(tmp_path, articles=[ARTICLE], claims=[CLAIM | {"text": "x"}])
    assert list(Evidence(tmp_path, files, {name: name for name in files}).findings()) == []
