"""What a release asks of git: whether the tree is clean, what the last release was, and when the commit was made."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path


class GitError(RuntimeError):
    """Raised where git cannot answer; a release is made from a git repository."""


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(done.stderr.strip() or f"git {arguments[0]} failed")
    return done.stdout.strip()


def unclean(root: Path) -> list[str]:
    """Return what is changed or not committed, as ``git status --short`` says it."""
    return _git(root, "status", "--porcelain").splitlines()


def last_release(root: Path, version: str) -> str | None:
    """Return the tag of the last release at or before the commit at hand; None if there is none.

    The tag of ``version`` itself does not count where it names exactly what is here: a release that is made again is
    compared with the one before it.
    """
    tags = _git(root, "tag", "--merged", "HEAD", "--list", "v[0-9]*", "--sort=-v:refname").splitlines()
    own = f"v{version}"
    again = own in tags and commit_of_tag(root, own) == head(root) and not unclean(root)
    return next((tag for tag in tags if not (again and tag == own)), None)


def commit_date(root: Path) -> str:
    """Return the date of the commit at hand, ISO 8601 in UTC."""
    return datetime.fromtimestamp(int(commit_epoch(root)), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def commit_epoch(root: Path) -> str:
    """Return the date of the commit at hand in seconds since 1970."""
    return _git(root, "log", "-1", "--format=%ct")


def commit_of_tag(root: Path, tag: str) -> str | None:
    """Return the commit that a tag names; None if there is no such tag."""
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")
    except GitError:
        return None


def head(root: Path) -> str:
    """Return the commit at hand."""
    return _git(root, "rev-parse", "HEAD")
