"""What a path is checked as, and what is said of what was, and was not, checked."""

import shutil
import zipfile

import pytest

from rare_earth_data.assembly.assemble import assemble
from rare_earth_data.schema import all_tables
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.repository import curation_findings, floor_findings, link_findings, stale_findings
from rare_earth_data.validation.single import repository_of
from rare_earth_data.validation.targets import NotCheckableError, validate
from tests.validation.building import build_repository

PAGE = """稀土产业
Search documents
矿山停产
Sou Hu Cai Jing· 2025-10-20 08:10
Core Insights - Output of mines in China rose to 2,600 tons in 2024 [1] - Prices rose [2]
"""
TITLES = "titles:\n  - {title: 矿山停产, en: Mines close}\ntopics:\n  - {topic: 稀土产业, en: Rare earths}\n"
DATA = "rare_earth_data/data"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A repository of one page, built."""
    return build_repository(
        tmp_path_factory.mktemp("made"),
        "page.txt",
        PAGE.encode(),
        TITLES,
        lambda name: name.startswith(DATA) or name == "datapackage.json",
    )


@pytest.fixture
def repository(made, tmp_path):
    return shutil.copytree(made, tmp_path / "repository")


def codes(path, **options):
    return [finding.code for finding in validate(path, **options).ordered if finding.severity == "error"]


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_a_sound_repository_says_what_was_checked(repository):
    report = validate(repository)
    assert [finding.code for finding in report.ordered if finding.severity != "note"] == []
    assert "1 documents" in report.checked
    assert not any("not checked" in text for text in report.checked)


@pytest.mark.parametrize("name", [f"{DATA}/claims.csv", f"{DATA}/datapackage.json", "datapackage.json"])
def test_a_generated_file_that_is_not_there(repository, name):
    (repository / name).unlink()
    stale = [finding for finding in validate(repository).ordered if finding.code == "RED-P020"]
    assert [(finding.file, finding.severity, finding.message) for finding in stale] == [
        (name, "error", "the file is not there")
    ]


def stale(folder, there, rebuilt):
    (folder / "a").write_bytes(there)
    return [(f.line, f.message, f.expected) for f in stale_findings(folder, {"a": rebuilt, "docs/b.md": b"x"})]


@pytest.mark.parametrize(
    ("there", "rebuilt", "line", "number", "wanted"),
    [
        (b"a\nb\n", b"a\nc\n", 2, 1, "c"),
        (b"a\nb\n", b"x\ny\n", 1, 2, "x"),
        (b"a\n", b"a\nb\n", 2, 1, "b"),
        (b"a\nb\nc\n", b"a\n", 2, 2, "no such line"),
        (b"a\n", b"a", 2, 1, "no such line"),
        (b"", b"a\n", 1, 1, "a"),
    ],
)
def test_the_first_line_that_differs(tmp_path, there, rebuilt, line, number, wanted):
    message = f"the file is not what a rebuild gives: {number} lines differ, from here on"
    assert stale(tmp_path, there, rebuilt) == [(line, message, wanted)]
    assert stale(tmp_path, rebuilt, rebuilt) == []


@pytest.mark.parametrize(
    ("floors", "told"),
    [
        ("documents: {rows: 1}", []),
        ("documents: {rows: 2}", [("RED-T003", "documents", None)]),
        ("claims: {rows: 2, fill: {text: 1.0}}", []),
        ("claims: {fill: {group_number: 0.01}}", [("RED-T004", "claims", "group_number")]),
        ("areas: {fill: {members: 1.0}}", [("RED-T004", "areas", "members")]),
        ("documents: {fill: {topic: 1.0, sha256: 1}}", []),
        ("claims: {fill: {citations: 1.0}}", []),
        ("sources: {fill: {title: 1.0}}", []),
        ("people: {rows: 1}", [("RED-C002", None, None)]),
        ("claims: 3", [("RED-C002", None, None)]),
        ("claims: {rows: many}", [("RED-C002", None, None)]),
        ("claims: {row: 3}", [("RED-C002", None, None)]),
        ("claims: {fill: 3}", [("RED-C002", None, None)]),
        ("claims: {fill: {text: all}}", [("RED-C002", None, None)]),
        ("claims: [", [("RED-C001", None, None)]),
        ("- claims", []),
        ("", []),
    ],
)
def test_floors(repository, floors, told):
    (repository / "schemas").mkdir()
    (repository / "schemas" / "floors.yaml").write_text(floors, encoding="utf-8")
    found = list(floor_findings(repository, assemble(repository)))
    assert [(finding.code, finding.table, finding.field) for finding in found] == told
    assert all(finding.file == "schemas/floors.yaml" and finding.severity == "error" for finding in found)


def test_two_tables_of_wrong_floors_are_both_told(repository):
    (repository / "schemas").mkdir()
    (repository / "schemas" / "floors.yaml").write_text("people: {rows: 1}\nclaims: {rows: 99}\n", encoding="utf-8")
    found = list(floor_findings(repository, assemble(repository)))
    assert [finding.code for finding in found] == ["RED-C002", "RED-T003"]
    assert codes(repository) == ["RED-C002", "RED-T003"]


def test_a_file_that_nothing_reads(repository):
    folder = repository / "seeds" / "curation"
    (folder / "headlines.yaml").write_text("x")
    (folder / ".hidden.yaml").write_text("x")
    (folder / "folder").mkdir()
    found = list(curation_findings(repository))
    assert [(finding.code, finding.file) for finding in found] == [("RED-C008", "seeds/curation/headlines.yaml")]
    assert codes(repository) == ["RED-C008"]


def test_a_link_among_the_seeds_stops_everything(repository):
    (repository / "seeds" / "link.txt").symlink_to(repository / "seeds" / "page.txt")
    assert [finding.file for finding in link_findings(repository)] == ["seeds/link.txt"]
    report = validate(repository)
    assert [finding.code for finding in report.ordered] == ["RED-P003"]
    assert report.checked == ["the repository: not checked, symbolic links are not followed"]


def test_a_file_that_cannot_be_read_hides_what_only_follows_from_it(repository):
    folder = repository / "seeds" / "curation"
    (folder / "sources.yaml").write_text("sources: [\n", encoding="utf-8")
    (folder / "references.yaml").write_text(
        "references:\n  - {id: usa-2024, country: USA, indicator: mine_production, commodity: rare_earths, value: 1, "
        "qualifier: eq, unit: t, period: '2024', source: survey}\n",
        encoding="utf-8",
    )
    report = validate(repository)
    assert [finding.code for finding in report.ordered if finding.severity == "error"] == ["RED-C001"]
    assert any("not checked until all files can be read" in text for text in report.checked)
    assert "staleness: not checked, the repository cannot be built as it is" in report.checked
    (folder / "sources.yaml").unlink()
    assert "RED-C301" in codes(repository)


def test_a_repository_whose_root_descriptor_is_wrong(repository):
    replace(repository / "datapackage.json", f'"{DATA}/claims.csv"', f'"{DATA}/other.csv"')
    assert {"RED-P004", "RED-P020"} <= set(codes(repository))


def test_what_a_rebuild_would_break_is_told_once_and_without_a_line(repository):
    entry = "{quote: 'rose to 2,600 tons', value_text: '2,600 tons', action: correct, set: {entity: nobody}, reason: r}"
    (repository / "seeds" / "curation" / "metrics.yaml").write_text(f"metrics:\n  - {entry}\n", encoding="utf-8")
    found = [finding for finding in validate(repository).ordered if finding.code == "RED-T027"]
    assert [(finding.table, finding.field, finding.line, finding.column) for finding in found] == [
        ("country_metrics", "entity", None, None)
    ]
    assert found[0].message.startswith("after a rebuild: entity 'nobody' is not in")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nowhere", "there is no"),
        (lambda folder: folder, "holds neither seeds/ nor datapackage.json"),
        (lambda folder: written(folder / "people.csv"), "no table is called 'people'"),
        (lambda folder: written(folder / "a.exe"), "a file that ends in .exe"),
        (lambda folder: written(folder / "a"), "a file that ends in nothing"),
    ],
)
def test_what_cannot_be_checked(tmp_path, make, words):
    with pytest.raises(NotCheckableError, match=words):
        validate(make(tmp_path))


def written(path, text="x"):
    path.write_text(text, encoding="utf-8")
    return path


def test_endings_in_any_case(tmp_path):
    assert codes(written(tmp_path / "titles.YML", "titles: [\n")) == ["RED-C001"]
    assert codes(written(tmp_path / "page.TXT", "")) == ["RED-D001"]
    assert codes(written(tmp_path / "any.JSON", "{")) == ["RED-P001"]
    assert codes(written(tmp_path / "any.ZIP", "")) == ["RED-P010"]
    assert codes(written(tmp_path / "claims.CSV", "")) == ["RED-T010"]
    assert codes(written(tmp_path / "claims.pq", "")) == ["RED-T012"]


def test_a_document_says_what_was_read(tmp_path):
    report = validate(written(tmp_path / "page.txt", PAGE))
    assert report.checked == [f"{(tmp_path / 'page.txt').as_posix()}: 1 articles, 2 claims"]
    assert validate(written(tmp_path / "none.txt", "")).checked == []


def test_a_curation_file_by_itself(tmp_path):
    path = written(tmp_path / "titles.yaml", TITLES)
    report = validate(path)
    assert report.ordered == []
    assert report.checked == [
        f"{path.as_posix()}: 2 entries",
        "quotes and references: not checked, the file does not lie in a repository",
    ]
    assert codes(written(tmp_path / "headlines.yaml", TITLES)) == ["RED-C008"]


def test_a_curation_file_in_its_repository(repository):
    titles = repository / "seeds" / "curation" / "titles.yaml"
    report = validate(titles)
    assert report.ordered == [] and len(report.checked) == 1
    titles.write_text("titles:\n  - {title: nowhere, en: x}\n", encoding="utf-8")
    found = [finding for finding in validate(titles).ordered if finding.severity == "error"]
    assert [(finding.code, finding.file, finding.line) for finding in found] == [("RED-C101", titles.as_posix(), 2)]
    titles.write_text("titles:\n  - {title: nowhere}\n", encoding="utf-8")
    found = validate(titles)
    assert [(finding.code, finding.file) for finding in found.ordered] == [("RED-C002", titles.as_posix())]
    assert len(found.checked) == 1


def test_the_repository_of_a_curation_file(repository, tmp_path):
    assert repository_of(repository / "seeds" / "curation" / "titles.yaml") == repository.resolve()
    assert repository_of(repository / "titles.yaml") is None
    assert repository_of(repository / "seeds" / "titles.yaml") is None


def test_a_table_and_those_beside_it(tmp_path):
    header = ",".join(all_tables()["appearances"].field_names)
    path = written(tmp_path / "appearances.csv", f"{header}\nart-{'0' * 20},page,1\n")
    report = validate(path)
    assert report.ordered == []
    assert f"{path.as_posix()}: 1 rows" in report.checked
    assert sum("is not here" in text for text in report.checked) == 2
    documents = ",".join(all_tables()["documents"].field_names)
    written(tmp_path / "documents.csv", f"{documents}\n")
    report = validate(path)
    assert [finding.code for finding in report.ordered] == ["RED-T027"]
    assert sum("is not here" in text for text in report.checked) == 1
    written(tmp_path / "documents.csv", "\n")
    assert validate(path).ordered == []


def test_a_table_of_figures_is_held_against_its_words(repository, tmp_path):
    source = repository / DATA / "country_metrics.csv"
    assert codes(source) == []
    replace(source, ",2600,", ",2700,")
    assert codes(source) == ["RED-T030"]
    assert "RED-T030" in codes(repository / DATA)


def test_a_table_without_a_sound_header_is_not_checked_further(repository):
    replace(repository / DATA / "country_metrics.csv", ",period,", ",value,")
    assert "RED-T030" not in codes(repository / DATA) and "RED-T010" in codes(repository / DATA)


def test_articles_of_a_package_are_counted(repository):
    path = repository / DATA / "documents.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{lines[0]}\n{lines[1][: lines[1].rindex(',')]},0\n", encoding="utf-8", newline="")
    assert "RED-T031" in codes(repository / DATA)


def test_the_report_counts_tables_and_rows(repository):
    folder = repository / DATA
    rows = sum(len((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1 for name in all_tables())
    assert f"{len(all_tables())} tables, {rows:,} rows" in validate(folder).checked


def test_a_zip_is_checked_as_what_it_holds(repository, tmp_path):
    replace(repository / DATA / "claims.csv", "asserted", "nothing")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for path in (repository / DATA).iterdir():
            archive.write(path, f"p/{path.name}")
        archive.writestr("p/inner/datapackage.json", "{}")
    found = [finding for finding in validate(tmp_path / "p.zip").ordered if finding.severity == "error"]
    assert {finding.code for finding in found} == {"RED-P005", "RED-P006", "RED-T023"}
    assert {finding.file.partition("!")[0] for finding in found} == {(tmp_path / "p.zip").as_posix()}
    assert {finding.file.partition("!")[2] for finding in found} == {"p/claims.csv", "p/datapackage.json"}


def test_a_report_takes_up_another_with_all_it_counted():
    inside = Report()
    inside.add_uncounted("RED-T020", 3)
    inside.note("a table")
    outside = Report()
    outside.absorb(inside, "p.zip!")
    assert (outside.count("error"), outside.checked) == (3, ["a table"])


def test_a_package_without_its_documents_says_so(repository):
    assert any(text.startswith("evidence: not checked") for text in validate(repository / DATA).checked)
    (repository / DATA / "documents.csv").unlink()
    assert not any(text.startswith("evidence: not checked") for text in validate(repository / DATA).checked)


def test_a_schema_that_cannot_be_checked_is_told_at_its_table(tmp_path):
    schema = '{"fields": [{"name": "note", "type": "geopoint"}]}'
    written(tmp_path / "datapackage.json", f'{{"resources": [{{"name": "n", "path": "n.csv", "schema": {schema}}}]}}')
    written(tmp_path / "n.csv", "note\n1\n")
    found = [finding for finding in validate(tmp_path).ordered if finding.severity == "error"]
    assert [(finding.code, finding.file, finding.table) for finding in found] == [("RED-P002", "n.csv", "n")]
    written(tmp_path / "n.csv", "other\n1\n")
    assert set(codes(tmp_path)) == {"RED-T010"}
