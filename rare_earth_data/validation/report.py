"""What a validation found: findings, how many more there are of each rule, and what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rare_earth_data.findings import Finding, in_order

KEPT = 10_000
"""How many findings of one rule in one table are kept with their place; the rest is counted."""

SEVERITIES = ("error", "warning", "note")


@dataclass(slots=True)
class Report:
    """The result of a validation. ``uncounted`` is what went beyond ``KEPT``: number of findings by (code, severity)."""

    target: str = ""
    findings: list[Finding] = field(default_factory=list)
    beyond: Counter[tuple[str, str]] = field(default_factory=Counter)
    checked: list[str] = field(default_factory=list)
    _kept: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def add(self, findings: Finding | Iterable[Finding]) -> None:
        """Take findings up; beyond ``KEPT`` of a rule in a table they are only counted."""
        for finding in [findings] if isinstance(findings, Finding) else findings:
            kind = (finding.code, finding.table)
            if self._kept[kind] < KEPT:
                self._kept[kind] += 1
                self.findings.append(finding)
            else:
                self.beyond[finding.code, finding.severity] += 1

    def room(self, code: str, table: str | None) -> int:
        """Return how many findings of a rule in a table would still be kept."""
        return KEPT - self._kept[code, table]

    def add_uncounted(self, code: str, number: int, severity: str = "error") -> None:
        """Count findings that nobody needs to see one by one."""
        if number > 0:
            self.beyond[code, severity] += number

    def note(self, text: str) -> None:
        """Record in words what was checked, or could not be."""
        self.checked.append(text)

    @property
    def ordered(self) -> list[Finding]:
        """The findings in their stable order, each once."""
        return list(dict.fromkeys(in_order(self.findings)))

    def count(self, severity: str) -> int:
        """Return how many findings of a severity there are, those beyond ``KEPT`` included."""
        kept = sum(finding.severity == severity for finding in self.ordered)
        return kept + sum(number for (_, of), number in self.beyond.items() if of == severity)

    def limited(self, most: int | None) -> tuple[list[Finding], int]:
        """Return the findings to show, errors before the rest if not all fit, and how many are not shown."""
        ordered = self.ordered
        hidden = sum(self.beyond.values())
        if most is None or len(ordered) <= most:
            return ordered, hidden
        chosen = sorted(ordered, key=lambda finding: SEVERITIES.index(finding.severity))[:most]
        return in_order(chosen), hidden + len(ordered) - most

    def absorb(self, other: Report, prefix: str) -> None:
        """Take up what another report found, with ``prefix`` before its file names."""
        self.add(replace(finding, file=prefix + finding.file) for finding in other.findings)
        self.beyond.update(other.beyond)
        self.checked += other.checked
