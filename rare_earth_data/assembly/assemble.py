"""The way of the data: parse -> read -> join -> check. A pure function of ``seeds/``, ``schemas/`` and the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rare_earth_data.areas import area_rows
from rare_earth_data.assembly.conflicts import join_conflicts
from rare_earth_data.assembly.corrections import correct_metrics
from rare_earth_data.assembly.events import event_type_rows, join_events
from rare_earth_data.assembly.facts import entity_rows, indicator_rows
from rare_earth_data.assembly.merge import merge
from rare_earth_data.assembly.pages import DocumentRows, document_rows
from rare_earth_data.assembly.references import join_references
from rare_earth_data.assembly.seeds import seed_documents
from rare_earth_data.assembly.sources import join_sources
from rare_earth_data.assembly.stances import correct_stance
from rare_earth_data.assembly.titles import join_titles
from rare_earth_data.curation.anchors import Anchors
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding, in_order
from rare_earth_data.release.history import recorded_changes
from rare_earth_data.schema import all_tables

Row = dict[str, Any]
Progress = Callable[[str], None]


@dataclass(slots=True)
class Assembly:
    """All tables of a repository, the documents they came from, and everything that was found on the way."""

    tables: dict[str, list[Row]]
    documents: dict[str, Document]
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop a build."""
        return [finding for finding in self.findings if finding.severity == "error"]


def _read_seeds(root: Path, progress: Progress) -> tuple[list[DocumentRows], list[Finding]]:
    read, findings = [], []
    for document, found in seed_documents(root):
        findings += found
        if document is not None:
            progress(f"reading {document.path}")
            read.append(document_rows(document))
    return read, findings


def assemble(root: Path, progress: Progress = lambda _: None) -> Assembly:
    """Read the repository at ``root`` into tables. ``progress`` is told each step in words."""
    read, findings = _read_seeds(root, progress)
    tables: dict[str, list[Row]] = {name: [] for name in all_tables()}
    for rows in merge(read):
        findings += rows.findings
        for name, new in rows.tables.items():
            tables[name].extend(new)
    tables["areas"].extend(area_rows())
    tables["publishers"].sort(key=lambda row: str(row["publisher_id"]))
    progress("joining English titles")
    findings += join_titles(tables, root)
    documents = {rows.document.document_id: rows.document for rows in read}
    anchors = Anchors(documents, tables["articles"], tables["claims"])
    progress("applying corrections of stance and figures")
    findings += correct_stance(tables, anchors, root)
    tables["entities"].extend(entity_rows())
    tables["indicators"].extend(indicator_rows())
    findings += correct_metrics(tables, anchors, root)
    progress("joining policy events")
    tables["event_types"].extend(event_type_rows())
    findings += join_sources(tables, root)
    findings += join_events(tables, anchors, root)
    progress("joining references and finding conflicts")
    findings += join_references(tables, root)
    findings += join_conflicts(tables, anchors, root)
    tables["changes"].extend(recorded_changes(root))
    return Assembly(tables, documents, in_order(findings))
