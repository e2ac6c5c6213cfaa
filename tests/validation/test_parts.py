"""Tables of several Parquet files: what a descriptor may say of them, and every defect with its file and row."""

import hashlib
import json
import shutil

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from rare_earth_data.package import NotAPackageError, read_package
from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.run import extract_corpus
from rare_earth_data.validation import descriptor as descriptors
from rare_earth_data.validation.targets import validate
from tests.benchmarks.parts import measure, multiply
from tests.scaling.corpus import disagreeing, texts, write_texts


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    write_texts(folder, texts(60) + disagreeing(10))
    return folder


@pytest.fixture(scope="module")
def made(documents, tmp_path_factory):
    """The tables of the documents, as CSV and as Parquet in several parts."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rare_earth_data.scaling.plan.SMALLEST", 9_000)
        patch.setattr("rare_earth_data.scaling.plan.LARGEST", 9_000)
        for format_ in ("csv", "parquet"):
            extract_corpus([documents], folder / format_, LocalEngine(1), format=format_)
    assert len(list((folder / "parquet" / "claims").iterdir())) > 2
    return folder


@pytest.fixture
def package(made, tmp_path):
    return shutil.copytree(made / "parquet", tmp_path / "package")


def errors(path, **options):
    return [finding for finding in validate(path, **options).ordered if finding.severity == "error"]


def parts(package, table):
    return sorted((package / table).iterdir())


def edit(path, row, **cells):
    """Change cells of a row of a part file; ``row`` counts from 1."""
    table = pq.read_table(path)
    for name, cell in cells.items():
        values = table.column(name).to_pylist()
        values[row - 1] = cell
        table = table.set_column(table.column_names.index(name), name, pa.array(values))
        table = table.cast(pq.read_schema(path))
    pq.write_table(table, path)


def words_of(documents, package):
    """The start of the pages, which is alike in all."""
    path = pq.read_table(parts(package, "documents")[2]).column("path")[0].as_py()
    return (documents / path).read_text(encoding="utf-8")


def resize(package):
    """Let the descriptor state the sizes that files have now."""
    change(package, lambda resource: resource.pop("bytes"))


def change(package, how, name=None):
    file = package / "datapackage.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    for resource in data["resources"]:
        if name in (None, resource["name"]):
            how(resource)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_what_extraction_writes_passes(made, documents):
    for format_ in ("csv", "parquet"):
        report = validate(made / format_, documents)
        assert report.findings == []
        assert any("tables" in text for text in report.checked)
    rows = {validate(made / format_).checked[0] for format_ in ("csv", "parquet")}
    assert len(rows) == 1


def test_every_defect_has_its_file_and_row(package, documents):
    claims, metrics = parts(package, "claims"), parts(package, "country_metrics")
    key = pq.read_table(claims[0]).column("claim_id")[1].as_py()
    edit(claims[2], 3, claim_id=key)
    edit(claims[1], 2, modality="no-such-code")
    edit(claims[1], 4, text="words that nobody wrote")
    edit(metrics[1], 5, claim_id="clm-" + "0" * 20)
    edit(metrics[2], 1, country="Zz")
    edit(metrics[2], 2, value_text="99 tons")
    edit(metrics[2], 9, start=0, end=4, value_text=words_of(documents, package)[:4])
    edit(parts(package, "documents")[1], 1, sha256="0" * 64, article_count=0)
    resize(package)
    found = {(f.code, f.file) for f in errors(package, documents=documents)}
    assert {
        ("RED-T002", f"claims/{claims[2].name}#3"),
        ("RED-T023", f"claims/{claims[1].name}#2"),
        ("RED-T001", f"claims/{claims[1].name}#4"),
        ("RED-T027", f"country_metrics/{metrics[1].name}#5"),
        ("RED-T027", f"country_metrics/{metrics[2].name}#1"),
        ("RED-T030", f"country_metrics/{metrics[2].name}#2"),
        ("RED-T033", f"country_metrics/{metrics[2].name}#9"),
        ("RED-T040", f"documents/{parts(package, 'documents')[1].name}#1"),
        ("RED-T031", f"documents/{parts(package, 'documents')[1].name}#1"),
    } <= found
    (repeated,) = [f for f in errors(package) if f.code == "RED-T002"]
    assert repeated.message.endswith(f"stands already in claims/{claims[0].name}#2")
    assert repeated.row_key == key


def test_parts_give_the_findings_of_csv(made, tmp_path, documents):
    folder = shutil.copytree(made / "csv", tmp_path / "csv")
    package = shutil.copytree(made / "parquet", tmp_path / "parquet")
    lost = pq.read_table(parts(package, "claims")[1]).column("claim_id")[0].as_py()
    path = parts(package, "claims")[1]
    pq.write_table(pq.read_table(path).filter(pc.field("claim_id") != lost), path)
    lines = (folder / "claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "claims.csv").write_text("".join(line for line in lines if not line.startswith(lost)), encoding="utf-8")
    resize(package)
    change(folder, lambda resource: (resource.pop("bytes"), resource.pop("hash")))
    found = [
        sorted((f.code, f.table, f.row_key, f.field, f.message) for f in errors(where, documents=documents))
        for where in (folder, package)
    ]
    assert found[0] == found[1] != []


def test_a_damaged_part_is_told_and_the_others_are_checked(package):
    claims = parts(package, "claims")
    claims[1].write_bytes(claims[1].read_bytes()[:-100])
    edit(claims[2], 2, modality="no-such-code")
    resize(package)
    found = [(f.code, f.file) for f in errors(package)]
    assert (("RED-T012", f"claims/{claims[1].name}")) in found
    assert (("RED-T023", f"claims/{claims[2].name}#2")) in found
    assert not [code for code, _ in found if code == "RED-T027"]
    assert any("claims is not whole" in text for text in validate(package).checked)


def test_a_part_with_a_damaged_page(package):
    claims = parts(package, "claims")
    with open(claims[1], "r+b") as file:
        file.seek(pq.read_metadata(claims[1]).row_group(0).column(0).dictionary_page_offset or 4)
        file.write(b"\xff" * 200)
    resize(package)
    assert ("RED-T012", f"claims/{claims[1].name}") in [(f.code, f.file) for f in errors(package)]
    assert any("claims is not whole" in text for text in validate(package).checked)


def test_a_part_with_other_fields_is_told(package):
    path = parts(package, "claims")[1]
    pq.write_table(pq.read_table(path).drop_columns(["text"]), path)
    resize(package)
    assert [(f.code, f.file) for f in errors(package)] == [("RED-T010", f"claims/{path.name}")]


@pytest.mark.parametrize("paths", [[], [1], ["claims.parquet"] * 2, ["a.csv", "b.csv"], ["x.parquet", None], {}])
def test_lists_that_are_none(package, paths):
    change(package, lambda resource: resource.update(path=paths), "claims")
    assert "RED-P002" in {finding.code for finding in errors(package)}
    with pytest.raises(NotAPackageError):
        read_package(package)


def test_too_many_parts(package, monkeypatch):
    monkeypatch.setattr(descriptors, "MOST_PARTS", 2)
    assert "RED-P002" in {finding.code for finding in errors(package)}


def test_paths_that_lead_out(package, tmp_path):
    inside = parts(package, "claims")[0]
    shutil.copy(inside, tmp_path / "outside.parquet")
    good = f"claims/{inside.name}"
    (package / "linked").symlink_to(tmp_path)
    for bad in (
        "../outside.parquet",
        str(tmp_path / "outside.parquet"),
        "linked/outside.parquet",
        "http://x/y.parquet",
    ):
        change(package, lambda resource: resource.update(path=[good, bad]), "claims")  # noqa: B023
        assert "RED-P003" in {finding.code for finding in errors(package)}
        with pytest.raises(NotAPackageError):
            read_package(package)


def test_a_part_that_is_not_there(package):
    parts(package, "claims")[1].unlink()
    (found,) = [f for f in errors(package) if f.code == "RED-P004"]
    assert "part-" in found.message and "more" not in found.message
    with pytest.raises(NotAPackageError, match="is missing"):
        read_package(package)


def test_parts_that_are_not_there_are_counted(package):
    for path in parts(package, "claims")[1:3]:
        path.unlink()
    (found,) = [f for f in errors(package) if f.code == "RED-P004"]
    assert found.message.endswith(", and 1 more")


def test_size_and_hash_are_those_of_all_parts(package):
    content = b"".join(path.read_bytes() for path in parts(package, "claims"))
    change(package, lambda resource: resource.update(hash=f"sha256:{hashlib.sha256(content).hexdigest()}"), "claims")
    assert errors(package) == []
    with open(parts(package, "claims")[1], "ab") as file:
        file.write(b"\n")
    assert {"RED-P005", "RED-P006"} <= {finding.code for finding in errors(package)}


def test_memory_does_not_grow_with_the_parts(made, tmp_path):
    multiply(made / "parquet", tmp_path / "few", 5)
    multiply(made / "parquet", tmp_path / "many", 150)
    (few_found, few, _, small), (found, many, _, large) = measure(tmp_path / "few"), measure(tmp_path / "many")
    assert few_found == found == 2  # the two tables that are left out
    assert many > 15 * few
    assert large < 1.5 * small
