"""Check a repository: what people edit, the tables as they are there, and whether they are what a rebuild would give."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rare_earth_data.assembly.assemble import Assembly, assemble
from rare_earth_data.assembly.files import DATA, generated_files
from rare_earth_data.curation.files import CURATION
from rare_earth_data.curation.located import Located, read_yaml
from rare_earth_data.findings import Finding
from rare_earth_data.schema.editor import curation_names
from rare_earth_data.validation.descriptor import read_descriptor
from rare_earth_data.validation.package import check_package
from rare_earth_data.validation.report import Report

DESCRIPTOR = "datapackage.json"
FLOORS = Path("schemas", "floors.yaml")
_UNREAD = ("RED-C001", "RED-C002")
# What follows where a file that others refer to could not be read: it would bury the one finding that matters.
_FOLLOWING = ("RED-C102", "RED-C301", "RED-C303", "RED-C401", "RED-C402", "RED-E003", "RED-E004", "RED-E005")


def _first_difference(there: bytes, rebuilt: bytes) -> tuple[int, int, str]:
    """Return the first line that differs, how many do when compared one by one, and what a rebuild has there."""
    old, new = there.splitlines(), rebuilt.splitlines()
    differing = [number for number, (a, b) in enumerate(zip(old, new, strict=False), start=1) if a != b]
    number = sum(1 for _ in differing) + abs(len(old) - len(new))
    first = differing[0] if differing else min(len(old), len(new)) + 1
    wanted = new[first - 1].decode("utf-8", "replace") if first <= len(new) else "no such line"
    return first, max(number, 1), wanted


def stale_findings(root: Path, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Compare generated files with a rebuild. Pages and code that a repository does not have need not be there."""
    for name, content in files.items():
        path = root / name
        if not path.is_file():
            if name.startswith(DATA) or name == DESCRIPTOR:
                yield Finding("RED-P020", "error", "the file is not there", name, expected="rare-earth-data build")
            continue
        there = path.read_bytes()
        if there != content:
            line, number, wanted = _first_difference(there, content)
            message = f"the file is not what a rebuild gives: {number} lines differ, from here on"
            yield Finding("RED-P020", "error", message, name, line, 1, expected=wanted[:200])


def floor_findings(root: Path, assembly: Assembly) -> Iterator[Finding]:
    """Compare the numbers of rows and filled cells with the floors of the repository, where it sets any."""
    if not (root / FLOORS).is_file():
        return
    located, findings = read_yaml(root / FLOORS, root)
    yield from findings
    if located is None or not isinstance(located.data, dict):
        return
    for table, floors in located.data.items():
        rows = assembly.tables.get(table)
        if rows is None or not _are_floors(floors):
            yield located.finding(
                "RED-C002", (table,), f"no floors can be read for {table!r}", "{rows: N, fill: {field: share}}"
            )
            continue
        yield from _row_floor(located, table, len(rows), floors.get("rows", 0))
        for field, share in floors.get("fill", {}).items():
            yield from _fill_floor(located, table, field, rows, share)


def _are_floors(floors: Any) -> bool:
    """Whether an entry has the shape of floors: a least number of rows, and least shares of filled cells by field."""
    if not isinstance(floors, dict) or not set(floors) <= {"rows", "fill"}:
        return False
    rows, fill = floors.get("rows", 0), floors.get("fill", {})
    return isinstance(rows, int) and isinstance(fill, dict) and all(isinstance(n, int | float) for n in fill.values())


def _row_floor(located: Located, table: str, rows: int, least: int) -> Iterator[Finding]:
    if rows < least:
        message = f"{table} has {rows} rows: rows were lost"
        yield replace(located.finding("RED-T003", (table, "rows"), message, f"at least {least}"), table=table)


def _fill_floor(
    located: Located, table: str, field: str, rows: list[dict[str, Any]], share: float
) -> Iterator[Finding]:
    filled = sum(1 for row in rows if row.get(field) not in (None, "", []))
    if rows and filled / len(rows) < share:
        message = f"{table}.{field} is filled in {filled} of {len(rows)} rows"
        finding = located.finding("RED-T004", (table, "fill", field), message, f"at least {share:.0%}")
        yield replace(finding, table=table, field=field)


def curation_findings(root: Path) -> Iterator[Finding]:
    """Report files of the curation folder that nothing reads."""
    known = [f"{name}.yaml" for name in curation_names()]
    for path in sorted((root / CURATION).glob("*")):
        if path.is_file() and path.name not in known and not path.name.startswith("."):
            name = path.relative_to(root).as_posix()
            yield Finding("RED-C008", "error", "no curation file has this name", name, 1, 1, expected=", ".join(known))


def link_findings(root: Path) -> Iterator[Finding]:
    """Report symbolic links among the seeds: they could lead to any file of the machine that checks them."""
    for path in sorted((root / "seeds").rglob("*")):
        if path.is_symlink():
            name = path.relative_to(root).as_posix()
            yield Finding("RED-P003", "error", "a symbolic link", name, expected="a file of its own")


def _check_rebuilt(root: Path, files: Mapping[str, bytes], report: Report) -> None:
    """Check what a rebuild would give; its lines are not those of the files that are there, so none are named."""
    rebuilt = Report()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            if name.startswith(DATA):
                (Path(folder) / name.removeprefix(DATA)).write_bytes(content)
        check_package(Path(folder) / DESCRIPTOR, DATA + DESCRIPTOR, rebuilt, root)
    known = {(finding.code, finding.table, finding.row_key, finding.field) for finding in report.findings}
    for finding in rebuilt.ordered:
        if (finding.code, finding.table, finding.row_key, finding.field) not in known:
            report.add(replace(finding, line=None, column=None, message=f"after a rebuild: {finding.message}"))


def check_repository(root: Path, report: Report) -> Assembly | None:
    """Check everything in the repository at ``root``; returns what it was assembled into, if it was."""
    links = list(link_findings(root))
    report.add(links)
    if links:
        report.note("the repository: not checked, symbolic links are not followed")
        return None
    assembly = assemble(root)
    report.add(curation_findings(root))
    unread = [finding for finding in assembly.findings if finding.code in _UNREAD]
    if unread:
        report.add(finding for finding in assembly.findings if finding.code not in _FOLLOWING)
        report.note("what curation files say of each other, and floors: not checked until all files can be read")
    else:
        report.add(assembly.findings)
        report.add(floor_findings(root, assembly))
    report.note(f"{len(assembly.documents)} documents")
    if (root / DESCRIPTOR).is_file():
        report.add(read_descriptor(root / DESCRIPTOR, DESCRIPTOR).findings)
    if (root / DATA / DESCRIPTOR).is_file():
        check_package(root / DATA / DESCRIPTOR, DATA + DESCRIPTOR, report, root)
    if assembly.errors:
        report.note("staleness: not checked, the repository cannot be built as it is")
        return assembly
    files = generated_files(root, assembly)
    stale = list(stale_findings(root, files))
    report.add(stale)
    if stale:
        _check_rebuilt(root, files, report)
    return assembly
