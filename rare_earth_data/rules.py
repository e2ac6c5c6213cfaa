"""The rules as they are written under ``schemas/rules/``: what each code means, with an example that breaks it.

The page of rules, the texts in SARIF and the tests come from here. A rule without a failing example is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from rare_earth_data.knowledge import load_knowledge, schemas_dir

SEVERITIES = ("error", "warning", "note")
_GROUPS = {
    "documents": "Documents",
    "curation": "Files that people edit",
    "surveys": "Surveys",
    "events": "Policy events",
    "tables": "Tables",
    "package": "Packages and repositories",
    "conflicts": "Conflicts",
}
_LONGEST_SHOWN = 700


class RuleError(ValueError):
    """Raised for a rule that is not complete."""


class UnknownRuleError(LookupError):
    """Raised for a code that no rule has."""

    def __init__(self, code: str) -> None:
        near = get_close_matches(code.upper(), rules(), n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        super().__init__(f"there is no rule {code!r}.{hint} 'rare-earth-data rules' lists them.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``bad`` and ``good`` are its examples; ``more`` is what its kind of example needs besides."""

    code: str
    name: str
    severity: str
    sentence: str
    bad: Any
    good: Any
    group: str
    more: Mapping[str, Any]

    def __str__(self) -> str:
        return "\n".join([f"{self.code} {self.name} ({self.severity})", self.sentence, *self.examples()])

    def examples(self) -> list[str]:
        """Return the examples as indented lines: what gives the finding, and what does not."""
        lines = []
        for title, example in (("gives it", self.bad), ("does not", self.good)):
            lines += ["", f"{title}:", *(f"    {line}" for line in example_lines(self, example))]
        return lines


def _files(rule: Rule, example: Any) -> dict[str, Any]:
    return example if isinstance(example, dict) else {str(rule.more.get("file", "page.txt")): example}


def example_lines(rule: Rule, example: Any) -> list[str]:
    """Return an example as lines of text: its files one after the other, bytes escaped, long ones cut."""
    lines: list[str] = []
    for name, content in _files(rule, example).items():
        text = content.decode("ascii", "backslashreplace") if isinstance(content, bytes) else str(content)
        shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        printable = (c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in shown)
        lines += [f"{name}:", *(f"  {line}" for line in "".join(printable).split("\n"))]
        while lines[-1].strip() == "":
            lines.pop()
    return lines


def make_rule(entry: Mapping[str, Any], group: str) -> Rule:
    """Make a rule of its entry in YAML. Raises RuleError for one that lacks something, above all a failing example."""
    known = ("code", "name", "severity", "sentence", "bad", "good")
    missing = [key for key in known if key not in entry]
    code = entry.get("code", "a rule without a code")
    if missing:
        raise RuleError(f"{code} of {group} lacks {', '.join(missing)}")
    if not entry["bad"]:
        raise RuleError(f"{code} of {group} has no example that breaks it")
    if entry["severity"] not in SEVERITIES:
        raise RuleError(f"{code} of {group} has the severity {entry['severity']!r}")
    more = {key: value for key, value in entry.items() if key not in known}
    return Rule(
        entry["code"], entry["name"], entry["severity"], entry["sentence"], entry["bad"], entry["good"], group,
        MappingProxyType(more),
    )  # fmt: skip


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its code. Raises RuleError for a rule that is not complete, or a code given twice."""
    found: dict[str, Rule] = {}
    names = sorted(path.stem for path in (schemas_dir() / "rules").glob("*.yaml"))
    for group in sorted(names, key=lambda name: (list(_GROUPS).index(name) if name in _GROUPS else len(_GROUPS), name)):
        for entry in load_knowledge(f"rules/{group}.yaml"):
            rule = make_rule(entry, group)
            if rule.code in found:
                raise RuleError(f"{rule.code} is given twice")
            found[rule.code] = rule
    return MappingProxyType(found)


def rule(code: str) -> Rule:
    """Return the rule of a code, in any case. Raises UnknownRuleError."""
    try:
        return rules()[code.upper()]
    except KeyError:
        raise UnknownRuleError(code) from None


def rules_page() -> str:
    """Return the page of rules in Markdown, generated from ``schemas/rules/``."""
    lines = [
        "# Rules",
        "",
        "Generated from `schemas/rules/`; do not edit. `rare-earth-data rules CODE` prints one of them.",
        "An error makes `rare-earth-data validate` fail; warnings and notes do not.",
    ]
    group = None
    for entry in rules().values():
        if entry.group != group:
            group = entry.group
            lines += ["", f"## {_GROUPS.get(group, group)}"]
        lines += ["", f"### {entry.code} {entry.name}", "", f"{entry.severity.capitalize()}. {entry.sentence}"]
        for title, example in (("Gives the finding:", entry.bad), ("Does not:", entry.good)):
            lines += ["", title, "", "````text", *example_lines(entry, example), "````"]
    return "\n".join(lines) + "\n"
