"""One finding: what is wrong, where, and what was expected. Every check of the package reports with this object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """A place in another file that a finding is about, for instance the words of a document; counted from 1."""

    file: str
    line: int
    column: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found. ``line`` and ``column`` count from 1; ``code`` names a rule of ``schemas/rules/``."""

    code: str
    severity: str
    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    table: str | None = None
    row_key: str | None = None
    field: str | None = None
    expected: str | None = None
    related: Place | None = None

    @property
    def where(self) -> str:
        """The place as ``file:line:column``, as much of it as is known."""
        parts = [self.file or "-"]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: {self.severity}: {self.message} [{self.code}]"
        return f"{text}\n    expected: {self.expected}" if self.expected else text


def as_warning(finding: Finding) -> Finding:
    """Return a finding that does not stop a build."""
    return replace(finding, severity="warning")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in a stable order: file, line, column, code, message."""
    return sorted(
        findings, key=lambda f: (f.file, f.line or 0, f.column or 0, f.code, f.table or "", f.row_key or "", f.message)
    )
