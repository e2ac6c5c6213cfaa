"""The command on whole things: a repository, a package, its zip; lines, exit statuses, files written."""

import json
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from rare_earth_data.commands import main
from rare_earth_data.loading import DATA
from rare_earth_data.validation.targets import validate
from tests.validation.building import build_repository

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A repository of one seed page and the curation that fits it, built."""
    page = "001_948baba2ab69d766.txt"
    titles = (
        "titles:\n  - title: 美国懵了,中国恢复稀土出口,但一个关键限制,让美方有苦说不错\n    en: America is stunned\n"
    )
    text = (ROOT / "seeds" / page).read_bytes()
    return build_repository(tmp_path_factory.mktemp("built"), page, text, titles, lambda name: "data" in name)


@pytest.fixture
def repository(built, tmp_path):
    return shutil.copytree(built, tmp_path / "repository")


def errors(path, **options):
    return [finding for finding in validate(path, **options).ordered if finding.severity == "error"]


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def line_of(path, words):
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if words in line)


def test_a_sound_repository_passes(repository):
    assert errors(repository) == []


def test_this_repository_has_no_error_besides_what_a_rebuild_would_change():
    assert [finding for finding in errors(ROOT) if finding.code != "RED-P020"] == []


def test_an_edited_table_is_stale_on_its_line(repository):
    claims = repository / "rare_earth_data/data/claims.csv"
    edit(claims, "asserted", "opinion")
    found = {finding.code: finding for finding in errors(repository)}
    assert set(found) == {"RED-P020", "RED-P005", "RED-P006"}
    stale = found["RED-P020"]
    assert (stale.file, stale.line) == ("rare_earth_data/data/claims.csv", line_of(claims, "opinion"))
    assert stale.expected[:30] == claims.read_text(encoding="utf-8").split("\n")[stale.line - 1][:30]


def test_a_changed_quote_points_at_the_row_and_into_the_document(repository):
    claims = repository / "rare_earth_data/data/claims.csv"
    edit(claims, "China", "Chile")
    (found,) = [finding for finding in errors(repository) if finding.code == "RED-T001"]
    assert found.line == line_of(claims, "Chile")
    page = (repository / found.related.file).read_text(encoding="utf-8").split("\n")
    line = page[found.related.line - 1]
    assert line[found.related.column - 1 :].startswith(found.expected.strip("'\"")[:20])


def test_a_changed_document_is_told_by_its_hash_and_by_what_a_rebuild_would_do(repository):
    edit(repository / "seeds/001_948baba2ab69d766.txt", "China", "Chile")
    assert {"RED-T040", "RED-P020", "RED-T001"} <= {finding.code for finding in errors(repository)}


def test_a_curation_error_stands_on_its_line(repository):
    titles = repository / "seeds/curation/titles.yaml"
    edit(titles, "    en: America", "    english: America")
    (found, *_) = [finding for finding in errors(repository) if finding.code == "RED-C002"]
    assert (found.file, found.line) == ("seeds/curation/titles.yaml", 2)
    titles.write_text("titles:\n  - title: nowhere\n    en: x\n", encoding="utf-8")
    (found,) = [finding for finding in errors(repository) if finding.code == "RED-C101"]
    assert (found.line, found.column) == (2, 12)
    alone = [finding for finding in errors(titles) if finding.code == "RED-C101"]
    assert [finding.line for finding in alone] == [2]


def test_a_floor_is_told_on_its_line(repository):
    (repository / "schemas").mkdir()
    floors = "# floors\ndocuments: {rows: 1}\nclaims:\n  rows: 5000\n"
    (repository / "schemas/floors.yaml").write_text(floors, encoding="utf-8")
    (found,) = errors(repository)
    assert (found.code, found.file, found.line, found.table) == ("RED-T003", "schemas/floors.yaml", 4, "claims")


def test_a_package_folder_a_descriptor_and_a_zip(repository, tmp_path):
    data = repository / "rare_earth_data" / "data"
    assert errors(data) == [] and errors(data / "datapackage.json") == []
    assert errors(repository / "datapackage.json", documents=repository) == []
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in data.iterdir():
            archive.write(path, f"package-0.1.0/{path.name}")
    assert errors(tmp_path / "p.zip") == []
    assert errors(tmp_path / "p.zip", documents=repository) == []


def test_the_installed_package_passes():
    assert errors(DATA) == []


def test_without_documents_the_report_says_so(repository):
    assert any("evidence: not checked" in text for text in validate(repository / "rare_earth_data" / "data").checked)


def test_a_wrong_byte_is_found_at_its_resource(repository):
    data = repository / "rare_earth_data" / "data"
    with open(data / "claims.csv", "ab") as file:
        file.write(b"\n")
    found = errors(data)
    assert [finding.code for finding in found] == ["RED-T011", "RED-P005", "RED-P006"]
    assert found[1].line == line_of(data / "datapackage.json", '"claims.csv"')


def test_a_table_is_checked_with_its_neighbours(repository):
    data = repository / "rare_earth_data" / "data"
    assert errors(data / "claims.csv") == []
    edit(data / "articles.csv", "art-", "arx-")
    assert {finding.code for finding in errors(data / "claims.csv")} == {"RED-T027"}


def test_rows_of_several_lines_keep_their_line(tmp_path):
    header = "event_id,area,role\n"
    (tmp_path / "event_parties.csv").write_text(header + '"a\nb\nc",CHN,issuer\nd,CHN,author\ne,CHN,author\n')
    assert [finding.line for finding in errors(tmp_path / "event_parties.csv")] == [5, 6]


def test_a_damaged_row_does_not_hide_the_rows_after_it(tmp_path):
    header = "event_id,area,role\n"
    rows = 'a,CHN,issuer\nb,CHN\nc,CHN,issuer,x\n\nd,CHN,author\n"e"x,CHN,issuer\nf,CHN,author\n'
    (tmp_path / "event_parties.csv").write_text(header + rows)
    assert [(finding.line, finding.code) for finding in errors(tmp_path / "event_parties.csv")] == [
        (3, "RED-T011"), (4, "RED-T011"), (5, "RED-T011"), (6, "RED-T023"), (7, "RED-T012"), (8, "RED-T023"),
    ]  # fmt: skip


def test_parquet_gives_the_findings_of_its_csv(repository, tmp_path):
    import polars as pl

    source = repository / "rare_earth_data" / "data" / "claims.csv"
    edit(source, "asserted", "no-such-code")
    frame = pl.read_csv(source, infer_schema=False, empty_string_is_null=True).with_columns(
        pl.col("ordinal", "start", "end", "group_number").cast(pl.Int64),
        pl.col("is_truncated") == "true",
        pl.col("citations").fill_null("").str.split(","),
    )
    frame.write_parquet(tmp_path / "claims.parquet")
    lone = tmp_path / "lone"
    lone.mkdir()
    shutil.copy(source, lone)
    ours = [(f.code, f.row_key, f.field) for f in errors(lone / "claims.csv")]
    assert [(f.code, f.row_key, f.field) for f in errors(tmp_path / "claims.parquet")] == ours
    assert [code for code, _, _ in ours] == ["RED-T023"]


def test_exit_statuses_and_outputs(repository, tmp_path, capsys):
    assert main(["validate", str(repository)]) == 0
    assert " 0 errors" in capsys.readouterr().out
    edit(repository / "seeds/curation/titles.yaml", "    en: America", "    english: America")
    names = [str(tmp_path / name) for name in ("f.sarif", "f.xml", "f.json", "f.md", "f.txt")]
    outputs = [word for name in names for word in ("--output", name)]
    assert main(["validate", str(repository), "--format", "github", *outputs]) == 1
    assert "::error file=seeds/curation/titles.yaml,line=2," in capsys.readouterr().out
    assert json.loads((tmp_path / "f.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "f.json").read_text())["counts"]["error"] >= 1
    assert int(xml.parse(tmp_path / "f.xml").getroot().get("failures")) >= 1
    assert "RED-C002" in (tmp_path / "f.md").read_text() and "RED-C002" in (tmp_path / "f.txt").read_text()
    assert main(["validate", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["validate", str(repository), "--output", "findings.pdf"]) == 2


def test_warnings_fail_only_when_asked(repository, capsys):
    assert main(["validate", str(repository), "--severity", "note"]) == 0
    assert "warning" in capsys.readouterr().out
    assert main(["validate", str(repository), "--fail-on", "warning"]) == 1


def test_the_summary_names_changed_rows_and_new_conflicts(repository, built, tmp_path):
    pytest.importorskip("duckdb")
    edit(repository / "rare_earth_data/data/claims.csv", "asserted", "opinion")
    summary = tmp_path / "summary.md"
    before = str(built / "rare_earth_data" / "data")
    after = str(repository / "rare_earth_data" / "data")
    assert main(["validate", after, "--against", before, "--output", str(summary)]) == 1
    assert "| `claims` | 0 | 0 | 1 | `modality` (1) |" in summary.read_text(encoding="utf-8")


def test_rules_are_listed_and_explained(capsys):
    assert main(["rules"]) == 0
    assert "RED-T020" in capsys.readouterr().out
    assert main(["rules", "RED-T020"]) == 0
    assert "gives it:" in capsys.readouterr().out
    assert main(["rules", "RED-T999"]) == 2


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The commands under test, in case they are not registered."""
    from rare_earth_data import commands

    for name in ("validate", "rules", "new"):
        monkeypatch.setitem(commands.COMMANDS, name, commands.COMMANDS.get(name, name))
