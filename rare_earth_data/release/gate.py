"""Whether a release may be made. Every reason against it is given, not the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rare_earth_data.diffing.diff import Diff, diff
from rare_earth_data.diffing.versions import Bump, covers, parts
from rare_earth_data.package import DataPackage, read_package
from rare_earth_data.places import open_package
from rare_earth_data.release import git
from rare_earth_data.release.history import TABLE, change_rows, record_path
from rare_earth_data.schema.cells import csv_bytes
from rare_earth_data.schema.tables import table

_NOTHING: dict[str, Any] = {"version": "0.0.0", "resources": []}


def _before_the_first(package: DataPackage) -> DataPackage:
    """Return the empty package that a first release is compared with: the same but for its tables."""
    said = {key: value for key, value in package.descriptor.items() if key not in _NOTHING}
    return DataPackage(package.folder, {**said, **_NOTHING}, "nothing")


@contextmanager
def difference_from_last(root: Path, previous: str | None = None) -> Iterator[Diff]:
    """Compare the package of a repository with its last release, for the time of a ``with`` block.

    ``previous`` is a place (see ``places``) to compare with in the place of the last tag.
    """
    package = read_package(root, "this")
    place = previous or git.last_release(root, package.version)
    if place is None:
        with diff(_before_the_first(package), package, leave_out=(TABLE,)) as found:
            yield found
        return
    with open_package(place, repository=root) as old, diff(old, package, leave_out=(TABLE,)) as found:
        yield found


def record_bytes(difference: Diff) -> bytes:
    """Return the record of what a release changes, as it should stand under ``seeds/releases/``."""
    return csv_bytes(table(TABLE), change_rows(difference, difference.new.version))


def version_refusals(difference: Diff) -> list[str]:
    """Return why the version of the new package is not the one due."""
    old, new, due = difference.old.version, difference.new.version, difference.bump
    try:
        parts(new)
    except ValueError as error:
        return [str(error)]
    if due is Bump.NONE:
        return [f"nothing changed since {old}: there is nothing to release"] if new == old else []
    if covers(new, old, due):
        return []
    why = "; ".join(reason for bump, reason in difference.reasons() if bump is due)
    return [f"version {new} is too small: since {old} a {due} bump is due, at least {difference.least_version} ({why})"]


def _tree_refusals(root: Path, version: str) -> Iterator[str]:
    if changed := git.unclean(root):
        shown = ", ".join(line.strip() for line in changed[:5])
        yield f"the tree is not clean: {shown}{' …' if len(changed) > 5 else ''}"
    tagged = git.commit_of_tag(root, f"v{version}")
    if tagged not in (None, git.head(root)):
        yield f"version {version} was released before, from commit {tagged}"


def _finding_refusals(root: Path) -> Iterator[str]:
    from rare_earth_data.assembly.build import build

    result = build(root, write=False)
    for finding in result.findings:
        if finding.severity == "error":
            yield str(finding)
    for name in result.changed:
        yield f"{name} is not what a build gives: run make data"


def _record_refusals(root: Path, difference: Diff) -> Iterator[str]:
    path = record_path(root, difference.new.version)
    if not path.is_file() or path.read_bytes() != record_bytes(difference):
        name = path.relative_to(root).as_posix()
        yield f"{name} does not say what this release changes: prepare the release and commit it"


def refusals(root: Path, previous: str | None = None) -> list[str]:
    """Return every reason not to release the package of the repository at ``root``; none means that it may be released."""
    with difference_from_last(root, previous) as difference:
        reasons = [*version_refusals(difference), *_tree_refusals(root, difference.new.version)]
        reasons += _record_refusals(root, difference)
    return [*reasons, *_finding_refusals(root)]
