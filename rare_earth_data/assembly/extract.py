"""Read any number of documents into CSV tables, one document at a time: memory does not grow with the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from rare_earth_data import __version__
from rare_earth_data.areas import area_rows
from rare_earth_data.assembly.events import event_type_rows
from rare_earth_data.assembly.facts import entity_rows, indicator_rows
from rare_earth_data.assembly.merge import Seen, merge
from rare_earth_data.assembly.pages import DocumentRows
from rare_earth_data.assembly.write import replace_file
from rare_earth_data.extras import require
from rare_earth_data.findings import Finding, in_order
from rare_earth_data.scaling.records import file_record, read_rows
from rare_earth_data.scaling.sources import Found, find_files, missing_inputs
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_line, write_rows
from rare_earth_data.schema.descriptor import descriptor_bytes, package_descriptor

SHOWN = 20
# Tables that hold what the package knows, whatever the documents say.
STANDING: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
    "areas": area_rows,
    "entities": entity_rows,
    "indicators": indicator_rows,
    "event_types": event_type_rows,
}
_Read = tuple[DocumentRows | None, list[Finding]]
_FINDING_FIELDS = ("code", "severity", "file", "line", "column", "message", "expected")


@dataclass(slots=True)
class Summary:
    """Row counts by table, how many findings and errors there were, and the first of them."""

    counts: dict[str, int] = field(default_factory=dict)
    errors: int = 0
    shown_findings: list[str] = field(default_factory=list)


def find_documents(paths: list[Path]) -> tuple[list[tuple[Path, Path]], list[Path]]:
    """Return (document, folder its path is told relative to) in the order of their ids, and the paths that are missing."""
    found: dict[str, Found] = {}
    for file in find_files(paths):
        found[file.path] = min(file, found.get(file.path, file))
    documents = [(Path(file.path), Path(file.root)) for file in found.values()]
    return sorted(documents, key=lambda pair: (pair[0].stem, pair[0].as_posix())), missing_inputs(paths)


def _read(paths: Iterable[tuple[Path, Path]]) -> Iterator[_Read]:
    """Yield the rows of each file, None where there are none, and the findings that are in no rows."""
    seen: dict[str, str] = {}
    for path, root in paths:
        record = file_record(Found(str(path), str(root)))
        if record.document_id is not None:
            first = seen.setdefault(record.document_id, record.origin)
            if first != record.origin:
                message = f"another document has the same name: {first}"
                yield None, [Finding("RED-D102", "error", message, record.origin, expected="a file name of its own")]
                continue
        yield read_rows(record), record.findings


class _Output:
    """The open table files of one extraction, written beside their place and renamed when all is there."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.counts = dict.fromkeys([*all_tables(), "findings"], 0)
        self.files: dict[str, TextIO] = {}
        for name, table in all_tables().items():
            self.files[name] = self._open(name, stack)
            self.files[name].write(csv_line(table.field_names))
        self.files["findings"] = self._open("findings", stack)
        self.files["findings"].write(csv_line(_FINDING_FIELDS))

    def _open(self, name: str, stack: ExitStack) -> TextIO:
        return stack.enter_context(open(self.folder / f".{name}.csv.part", "w", encoding="utf-8", newline=""))

    def write(self, name: str, rows: list[dict[str, Any]]) -> None:
        self.counts[name] += write_rows(all_tables()[name], rows, self.files[name])

    def write_findings(self, findings: list[Finding]) -> None:
        for finding in findings:
            cells = (getattr(finding, name) for name in _FINDING_FIELDS)
            self.files["findings"].write(csv_line("" if cell is None else str(cell) for cell in cells))
        self.counts["findings"] += len(findings)

    def finish(self) -> None:
        for name, file in self.files.items():
            file.close()
            (self.folder / f".{name}.csv.part").replace(self.folder / f"{name}.csv")


def extract(paths: list[tuple[Path, Path]], folder: Path, *, progress: bool = False) -> Summary:
    """Read documents (see ``find_documents``) into ``folder``; raises OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    summary, seen = Summary(), Seen()
    with ExitStack() as stack:
        output = _Output(folder, stack)
        for name, rows_of in STANDING.items():
            output.write(name, list(rows_of()))
        for read, findings in _with_progress(_read(paths), len(paths), progress):
            for rows in merge([read] if read else [], seen):
                for name, new in rows.tables.items():
                    output.write(name, new)
                findings = findings + rows.findings
            _report(output, summary, findings)
        output.finish()
    summary.counts = output.counts
    describe_tables(folder)
    return summary


def _with_progress(documents: Iterable[_Read], total: int, wanted: bool) -> Iterable[_Read]:
    if not wanted:
        return documents
    bar: Iterable[_Read] = require("tqdm", "extract", "the progress bar").tqdm(documents, total=total, unit="documents")
    return bar


def _report(output: _Output, summary: Summary, findings: list[Finding]) -> None:
    findings = in_order(findings)
    output.write_findings(findings)
    summary.errors += sum(finding.severity == "error" for finding in findings)
    room = SHOWN - len(summary.shown_findings)
    if room > 0:
        summary.shown_findings += [str(finding) for finding in findings[:room]]


def describe_tables(folder: Path) -> None:
    """Write the descriptor of a folder that holds every table as CSV."""
    contents = {name: (folder / f"{name}.csv").read_bytes() for name in all_tables()}
    replace_file(folder / "datapackage.json", descriptor_bytes(package_descriptor(contents, __version__)))
