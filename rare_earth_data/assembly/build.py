"""The main job: assemble, check, write. Nothing is written unless all passes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rare_earth_data.assembly.assemble import assemble
from rare_earth_data.assembly.checks import check_assembly
from rare_earth_data.assembly.files import DATA, generated_files
from rare_earth_data.assembly.write import differing, write_generated
from rare_earth_data.findings import Finding, in_order
from rare_earth_data.schema.opinion import frictionless_findings


@dataclass(slots=True)
class BuildResult:
    """What a build did: row counts, findings, and the files that changed (or would change)."""

    counts: dict[str, int]
    findings: list[Finding]
    changed: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)


def build(root: Path, *, write: bool = True, progress: Callable[[str], None] = lambda _: None) -> BuildResult:
    """Build the package of the repository at ``root``; with ``write=False`` only say what would change."""
    assembly = assemble(root, progress)
    counts = {name: len(rows) for name, rows in assembly.tables.items()}
    findings = assembly.findings
    if not assembly.errors:
        progress("checking evidence, keys and floors")
        findings = findings + check_assembly(assembly)
        files = generated_files(root, assembly)
    result = BuildResult(counts, in_order(findings))
    if not result.ok:
        return result
    progress("validating the package with frictionless")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            if name.startswith(DATA):
                (Path(folder) / name.removeprefix(DATA)).write_bytes(content)
        result.findings = in_order(result.findings + frictionless_findings(Path(folder) / "datapackage.json"))
    if result.ok and write:
        progress("writing tables and descriptors")
        result.changed = write_generated(root, files, DATA)
    elif result.ok:
        result.changed = differing(root, files)
    return result
