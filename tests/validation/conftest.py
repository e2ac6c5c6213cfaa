"""Lay out the examples of rules as files, and validate them."""

import io
import shutil
import warnings
import zipfile

import pytest

from rare_earth_data.assembly.extract import extract, find_documents
from rare_earth_data.findings import Finding
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_line
from rare_earth_data.schema.descriptor import descriptor_bytes, package_descriptor
from rare_earth_data.schema.opinion import frictionless_findings
from rare_earth_data.validation.targets import validate


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode("utf-8")


def write_files(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))


def write_package(folder, files):
    """Write table files, all other tables empty, and the descriptor where none is given."""
    contents = {name: csv_line(table.field_names).encode() for name, table in all_tables().items()}
    given = {name.removesuffix(".csv"): as_bytes(content) for name, content in files.items() if name.endswith(".csv")}
    if "datapackage.json" not in files:
        contents |= given
        write_files(folder, {f"{name}.csv": content for name, content in contents.items()})
        (folder / "datapackage.json").write_bytes(descriptor_bytes(package_descriptor(contents, "0.1.0")))
    write_files(folder, files)


def write_archive(path, files, *, twice=False, repeat=1):
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in files.items():
            for _ in range(2 if twice else 1):
                archive.writestr(name, as_bytes(content) * repeat)
    path.write_bytes(buffer.getvalue())


def example_findings(rule, example, folder) -> list[Finding]:
    """Lay out an example under ``folder`` and return what is found in it."""
    files = example if isinstance(example, dict) else {rule.more.get("file", "page.txt"): example}
    check = rule.more.get("check")
    folder.mkdir()
    if rule.more.get("archive"):
        write_archive(folder / "p.zip", files, twice=rule.more.get("twice"), repeat=rule.more.get("repeat", 1))
        return validate(folder / "p.zip").findings
    if check in ("datapackage", "frictionless"):
        write_package(folder, files)
        if check == "frictionless":
            return frictionless_findings(folder / "datapackage.json")
        return validate(folder / "datapackage.json", folder).findings
    write_files(folder, files)
    if check == "extract":
        paths, _ = find_documents([folder])
        summary = extract(paths, folder / "out")
        text = (folder / "out" / "findings.csv").read_text(encoding="utf-8")
        return [Finding(line.split(",")[0], "", line) for line in text.splitlines()[1:] if summary]
    if rule.more.get("build"):
        build_first(folder, files)
    repository = any(name.startswith("seeds/") for name in files)
    target = folder if repository or "datapackage.json" in files else folder / (check or next(iter(files)))
    return validate(target).findings


def build_first(folder, files):
    """Build the repository, then put the files over what was built."""
    from rare_earth_data.assembly.assemble import assemble
    from rare_earth_data.assembly.files import generated_files

    shutil.rmtree(folder / "rare_earth_data", ignore_errors=True)
    write_files(folder, generated_files(folder, assemble(folder)))
    write_files(folder, {name: content for name, content in files.items() if name.startswith("rare_earth_data/")})


@pytest.fixture
def findings_of(tmp_path):
    """Return a function from (rule, "bad" or "good") to the codes found in that example."""

    def codes(rule, which):
        return {finding.code for finding in example_findings(rule, getattr(rule, which), tmp_path / which)}

    return codes
