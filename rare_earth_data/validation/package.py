"""Check a data package: its descriptor, the files, every table, and what follows from other rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rare_earth_data.findings import Finding
from rare_earth_data.schema.tables import Table
from rare_earth_data.validation.compiled import UncheckableSchemaError, compile_table
from rare_earth_data.validation.derived import count_findings, value_findings
from rare_earth_data.validation.descriptor import read_descriptor
from rare_earth_data.validation.evidence import Evidence
from rare_earth_data.validation.parquet import ParquetSource
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.source import CsvSource, Source
from rare_earth_data.validation.tables import check_tables, header_findings


def open_table(path: Path, name: str, table: Table, report: Report) -> Source | None:
    """Open a table file and check its header; None where there is nothing in it to check."""
    parquet = path.suffix.lower() in (".parquet", ".pq")
    source = ParquetSource(path, name, table) if parquet else CsvSource(path, name, table)
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
    files: Mapping[str, Path],
    names: Mapping[str, str],
    report: Report,
    documents: Path | None = None,
) -> None:
    """Check table files against schemas and each other, and against the documents under a folder where they are there."""
    sources: dict[str, Source] = {}
    for name, path in files.items():
        if source := open_table(path, names[name], tables[name], report):
            sources[name] = source
    counts = check_tables(tables, sources, report)
    report.note(f"{len(counts)} tables, {sum(counts.values()):,} rows")
    sound = {name: path for name, path in files.items() if name in sources and path.suffix == ".csv"}
    if "country_metrics" in sound:
        report.add(value_findings(sound["country_metrics"], names["country_metrics"]))
    report.add(count_findings(sound, names))
    if documents is not None:
        report.add(Evidence(documents, sound, names).findings())
    elif "documents" in sound:
        report.note("evidence: not checked, the documents are not here")


def check_package(descriptor: Path, shown: str, report: Report, documents: Path | None = None) -> None:
    """Check the package of a descriptor. ``shown`` is its name in findings; files are named beside it."""
    described = read_descriptor(descriptor, shown)
    report.add(described.findings)
    prefix = shown[: len(shown) - len(descriptor.name)]
    names = {name: prefix + path.relative_to(descriptor.parent).as_posix() for name, path in described.files.items()}
    check_files(described.tables, described.files, names, report, documents)
