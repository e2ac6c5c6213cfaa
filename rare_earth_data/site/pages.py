"""What a page is: a template, where it goes, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rare_earth_data.site.names import Name

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``path`` is relative to the site; ``nav`` the entry of the menu it belongs to; ``uses`` its scripts."""

    path: str
    template: str
    title: Name
    nav: str
    view: dict[str, Any] = field(default_factory=dict)
    uses: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The way from the page to the top of the site."""
        return "../" * self.path.count("/")


def parts(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut a long list, so that no page grows with the corpus; an empty list is one empty part."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def part_name(name: str, number: int) -> str:
    """Return the name of a part, counted from 1; the first has the plain name."""
    return name if number == 1 else f"{name}-part{number}"
