"""What of a report is shown, and how much is not."""

from __future__ import annotations

from dataclasses import dataclass, field

from rare_earth_data.findings import Finding
from rare_earth_data.validation.report import SEVERITIES, Report


@dataclass(frozen=True, slots=True)
class View:
    """The findings to show, in order; ``hidden`` counts the others. ``changes`` is Markdown about rows, for a summary."""

    target: str
    findings: list[Finding]
    counts: dict[str, int]
    hidden: int = 0
    checked: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, report: Report, severity: str = "note", most: int | None = None, changes: list[str] | None = None
    ) -> View:
        """Show findings of ``severity`` and graver, ``most`` of them at most: errors first, where not all fit."""
        wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
        counts = {name: report.count(name) for name in SEVERITIES}
        graver = [finding for finding in report.ordered if finding.severity in wanted]
        chosen = sorted(graver, key=lambda finding: SEVERITIES.index(finding.severity))[:most]
        kept = set(map(id, chosen))
        shown = [finding for finding in graver if id(finding) in kept]
        return cls(report.target, shown, counts, sum(counts.values()) - len(shown), report.checked, changes or [])

    @property
    def total(self) -> str:
        """The numbers in words: ``2 errors, 1 warning, 14 notes (12 not shown)``."""
        parts = [f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in self.counts.items()]
        return ", ".join(parts) + (f" ({self.hidden:,} not shown)" if self.hidden else "")


def printable(text: str) -> str:
    """Return a text without control characters and lone surrogates, which terminals and files take amiss."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
