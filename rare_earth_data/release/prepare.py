"""Prepare a release: write down what it changes, for the ``changes`` table and for CHANGELOG.md."""

from __future__ import annotations

import re
from pathlib import Path

from rare_earth_data.assembly.write import replace_file
from rare_earth_data.diffing.diff import Diff
from rare_earth_data.diffing.render import markdown_lines
from rare_earth_data.release.gate import difference_from_last, record_bytes, version_refusals
from rare_earth_data.release.history import record_path

CHANGELOG = "CHANGELOG.md"
_HEADING = "### Data"


def data_section(difference: Diff) -> str:
    """Return the section on data of a version's entry in the changelog."""
    return "\n".join([_HEADING, "", *markdown_lines(difference, limit=0)]) + "\n"


def updated_changelog(text: str, version: str, section: str) -> str:
    """Put the section on data into the entry ``## <version>``, in the place of an older one; the entry is made if need be."""
    heading = re.compile(rf"(?m)^## \[?{re.escape(version)}\]?(?=\s|$).*$")
    if not heading.search(text):
        entries = re.search(r"(?m)^## ", text)
        place = entries.start() if entries else len(text)
        text = f"{text[:place].rstrip()}\n\n## {version}\n\n{text[place:]}".lstrip()
    found = heading.search(text)
    assert found is not None
    following = re.compile(r"(?m)^## ").search(text, found.end())
    end = following.start() if following else len(text)
    entry = text[found.end() : end]
    old = re.search(rf"(?m)^{_HEADING}$", entry)
    if old:
        later = re.compile(r"(?m)^### ").search(entry, old.end())
        entry = entry[: old.start()] + (entry[later.start() :] if later else "")
    return (
        f"{text[: found.end()]}\n{entry.rstrip()}\n\n{section}\n{text[end:]}".replace("\n\n\n", "\n\n").rstrip() + "\n"
    )


def prepare(root: Path, previous: str | None = None) -> tuple[list[str], list[Path]]:
    """Write the record and the changelog of the version that the repository has now.

    Returns reasons why the version is not the one due (nothing is written then), and the files that were written.
    """
    with difference_from_last(root, previous) as difference:
        if reasons := version_refusals(difference):
            return reasons, []
        version = difference.new.version
        record = record_path(root, version)
        replace_file(record, record_bytes(difference))
        changelog = root / CHANGELOG
        text = changelog.read_text(encoding="utf-8") if changelog.is_file() else "# Changes\n"
        replace_file(changelog, updated_changelog(text, version, data_section(difference)).encode("utf-8"))
    return [], [record, changelog]
