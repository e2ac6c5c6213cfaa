"""How the reader says what it did not understand: findings with a place, their severity taken from the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import load_knowledge


@cache
def _codes() -> dict[str, tuple[str, str]]:
    """Map each rule's name to its code and severity."""
    return {rule["name"]: (rule["code"], rule["severity"]) for rule in load_knowledge("rules/documents.yaml")}


def finding(name: str, message: str, path: str, line: int = 1, column: int = 1, expected: str | None = None) -> Finding:
    """Make a finding of the rule called ``name`` (see ``schemas/rules/documents.yaml``)."""
    code, severity = _codes()[name]
    return Finding(code, severity, message, path, line, column, expected=expected)


@dataclass(slots=True)
class Report:
    """Collects the findings of one document, placing each by its offset."""

    document: Document
    findings: list[Finding] = field(default_factory=list)

    def add(self, name: str, offset: int, message: str, expected: str | None = None) -> None:
        """Report that the rule called ``name`` was broken at ``offset`` of the document."""
        line, column = self.document.position(offset)
        self.findings.append(finding(name, message, self.document.path, line, column, expected))


def shown(text: str, limit: int = 60) -> str:
    """Return a text as a message can show it: on one line, printable, not too long."""
    short = text if len(text) <= limit else text[:limit] + "…"
    return ascii_safe(" ".join(short.split()))


def ascii_safe(text: str) -> str:
    """Return the text with control characters and lone surrogates escaped, so that every terminal and file takes it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
