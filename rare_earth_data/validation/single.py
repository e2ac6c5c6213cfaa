"""Check one file by itself: a digest document, a curation file, or a table with its neighbours as far as they are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rare_earth_data.curation.files import CURATION, read_curation_file
from rare_earth_data.digest import decode, read_page
from rare_earth_data.digest.words import words
from rare_earth_data.findings import Finding
from rare_earth_data.package import PARQUET_SUFFIXES
from rare_earth_data.schema.editor import curation_names
from rare_earth_data.validation.report import Report

CSV_SUFFIXES = (".csv", *PARQUET_SUFFIXES)


def check_document(path: Path, name: str, report: Report) -> None:
    """Check a digest document: can it be read, and what of it was not understood."""
    with open(path, "rb") as file:
        data = file.read(words().limits.document_bytes + 1)
    document, findings = decode(data, path.stem, name)
    report.add(findings)
    if document is None:
        return
    page, found = read_page(document)
    report.add(found)
    claims = sum(len(article.claims) for article in page.articles)
    report.note(f"{name}: {len(page.articles)} articles, {claims} claims")


def repository_of(path: Path) -> Path | None:
    """Return the repository of a curation file that lies in its place, or None."""
    folder = path.resolve().parent
    root = folder.parent.parent
    return root if folder == root / CURATION and (root / "seeds").is_dir() else None


def check_curation(path: Path, name: str, report: Report) -> None:
    """Check a curation file against its JSON Schema and, where it lies in a repository, against the documents."""
    if path.stem not in curation_names():
        known = ", ".join(f"{known}.yaml" for known in curation_names())
        report.add(Finding("RED-C008", "error", "no curation file has this name", name, 1, 1, expected=known))
        return
    curation, findings = read_curation_file(path.stem, path, path.parent)
    prefix = name[: len(name) - len(path.name)]
    report.add(_renamed(findings, path.name, prefix))
    entries = sum(map(len, curation.lists.values()))
    report.note(f"{name}: {entries} entries")
    root = repository_of(path)
    if root is not None and not findings:
        _check_in_repository(path.resolve(), root, prefix, report)
    elif root is None:
        report.note("quotes and references: not checked, the file does not lie in a repository")


def _renamed(findings: list[Finding], file: str, prefix: str) -> Iterator[Finding]:
    from dataclasses import replace

    for finding in findings:
        yield replace(finding, file=prefix + finding.file) if finding.file == file else finding


def _check_in_repository(path: Path, root: Path, prefix: str, report: Report) -> None:
    from dataclasses import replace

    from rare_earth_data.assembly.assemble import assemble

    inside = path.relative_to(root).as_posix()
    for finding in assemble(root).findings:
        if finding.file == inside:
            report.add(replace(finding, file=prefix + path.name))


def check_table(path: Path, name: str, report: Report) -> None:
    """Check a table file by the name of its stem; tables beside it serve for its foreign keys."""
    from rare_earth_data.schema.tables import all_tables
    from rare_earth_data.validation.derived import value_findings
    from rare_earth_data.validation.package import open_table
    from rare_earth_data.validation.rows import placed_rows
    from rare_earth_data.validation.source import Source
    from rare_earth_data.validation.tables import check_tables

    tables, source_of = all_tables(), path.stem
    source = open_table([path], [name], tables[source_of], report)
    if source is None:
        return
    neighbours: dict[str, Source] = {}
    for key in tables[source_of].foreign_keys:
        beside = path.with_name(f"{key.table}{path.suffix}")
        if key.table in (source_of, *neighbours) or not beside.is_file():
            continue
        if opened := open_table([beside], [beside.name], tables[key.table], Report()):
            neighbours[key.table] = opened
    counts = check_tables(tables, {source_of: source}, report, neighbours)
    report.note(f"{name}: {counts[source_of]:,} rows")
    if source_of == "country_metrics" and path.suffix == ".csv":
        report.add(value_findings(placed_rows(path, name)))
