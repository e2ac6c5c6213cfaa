"""Check a data package: its descriptor, the files, every table, and what follows from other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rare_earth_data.findings import Finding
from rare_earth_data.package import is_parquet
from rare_earth_data.schema.tables import Table
from rare_earth_data.validation.compiled import UncheckableSchemaError, compile_table
from rare_earth_data.validation.derived import count_findings, value_findings
from rare_earth_data.validation.descriptor import read_descriptor
from rare_earth_data.validation.evidence import Evidence
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.parquet_rows import parquet_findings
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.rows import placed_rows
from rare_earth_data.validation.source import CsvSource, Source
from rare_earth_data.validation.tables import check_tables, header_findings


def open_table(paths: Sequence[Path], names: Sequence[str], table: Table, report: Report) -> Source | None:
    """Open the files of a table and check their header; None where there is nothing in them to check."""
    name = names[0]
    source = ParquetSource(paths, names, table) if is_parquet(paths[0]) else CsvSource(paths[0], name, table)
    found = source.open_header()
    report.add(found)
    if not source.header:
        return None
    wrong = header_findings(table, source.header, name)
    report.add(wrong)
    if len(set(source.header)) != len(source.header) or not set(source.header) & set(table.field_names):
        return None
    try:
        compile_table(table, set(source.header))
    except UncheckableSchemaError as error:
        report.add(Finding("RED-P002", "error", f"the schema of {table.name}: {error}", name, table=table.name))
        return None
    return source


def check_files(
    tables: Mapping[str, Table],
    files: Mapping[str, Sequence[Path]],
    names: Mapping[str, Sequence[str]],
    report: Report,
    documents: Path | None = None,
) -> None:
    """Check table files against schemas and each other, and against the documents under a folder where they are there."""
    sources: dict[str, Source] = {}
    for name, paths in files.items():
        if source := open_table(paths, names[name], tables[name], report):
            sources[name] = source
    counts = check_tables(tables, sources, report)
    report.note(f"{len(counts)} tables, {sum(counts.values()):,} rows")
    in_parquet = {name: source for name, source in sources.items() if isinstance(source, ParquetSource)}
    if in_parquet:
        report.add(parquet_findings(in_parquet, documents))
    in_csv = {name: files[name][0] for name in sources if name not in in_parquet}
    shown = {name: names[name][0] for name in in_csv}
    if "country_metrics" in in_csv:
        report.add(value_findings(placed_rows(in_csv["country_metrics"], shown["country_metrics"])))
    report.add(count_findings(in_csv, shown))
    if documents is not None:
        report.add(Evidence(documents, in_csv, shown).findings())
    elif "documents" in sources:
        report.note("evidence: not checked, the documents are not here")


def check_package(descriptor: Path, shown: str, report: Report, documents: Path | None = None) -> None:
    """Check the package of a descriptor. ``shown`` is its name in findings; files are named beside it."""
    described = read_descriptor(descriptor, shown)
    report.add(described.findings)
    prefix = shown[: len(shown) - len(descriptor.name)]
    names = {
        name: [prefix + path.relative_to(descriptor.parent).as_posix() for path in paths]
        for name, paths in described.files.items()
    }
    check_files(described.tables, described.files, names, report, documents)
