"""Version numbers: MAJOR.MINOR.PATCH, and the bump from one to another."""

from __future__ import annotations

import re
from enum import IntEnum

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")

Parts = tuple[int, int, int]


class Bump(IntEnum):
    """How much a version number must grow; a larger one covers a smaller one."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name


def parts(version: str) -> Parts:
    """Return a version as three numbers. Raises ValueError for anything but MAJOR.MINOR.PATCH."""
    match = _VERSION.fullmatch(version)
    if not match:
        raise ValueError(f"{version!r} is not a version: three numbers are expected, such as 1.4.0")
    return int(match[1]), int(match[2]), int(match[3])


def bumped(version: str, bump: Bump) -> str:
    """Return the least version that is ``bump`` above ``version``."""
    major, minor, patch = parts(version)
    after = {
        Bump.NONE: (major, minor, patch),
        Bump.PATCH: (major, minor, patch + 1),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.MAJOR: (major + 1, 0, 0),
    }
    return ".".join(map(str, after[bump]))


def covers(version: str, previous: str, due: Bump) -> bool:
    """Whether ``version`` is at least ``due`` above ``previous``."""
    return parts(version) >= parts(bumped(previous, due))
