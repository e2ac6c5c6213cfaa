"""What changed between two packages, and the version number that is due for it."""

from rare_earth_data.diffing.apply import apply
from rare_earth_data.diffing.diff import Diff, diff
from rare_earth_data.diffing.versions import Bump

__all__ = ["Bump", "Diff", "apply", "diff"]
