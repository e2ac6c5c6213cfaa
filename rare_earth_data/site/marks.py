"""Cut a text into pieces at the ends of the marks that lie on it, which may overlap in any way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Where several marks could lead somewhere, the first of these does.
KINDS = ("figure", "event", "conflict", "area", "entity")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a document, what it was read as, where it leads (a relative address), and its own anchor."""

    start: int
    end: int
    kind: str
    label: str
    href: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text under always the same marks, and the anchors of the marks that start with it."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]

    @property
    def kinds(self) -> str:
        """The kinds of the marks, as class names."""
        present = {mark.kind for mark in self.marks}
        return " ".join(f"is-{kind}" for kind in KINDS if kind in present)

    @property
    def href(self) -> str:
        """Where the piece leads."""
        return next((mark.href for mark in self.marks if mark.href), "")

    @property
    def label(self) -> str:
        """What the piece was read as."""
        return "; ".join(dict.fromkeys(mark.label for mark in self.marks))


def pieces(text: str, offset: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return ``text``, which starts at ``offset`` of its document, in pieces. Marks that lie elsewhere are left out."""
    end = offset + len(text)
    inside = [mark for mark in marks if mark.start < end and mark.end > offset and mark.start < mark.end]
    cuts = sorted({offset, end, *(cut for mark in inside for cut in (mark.start, mark.end) if offset < cut < end)})
    opening = sorted(inside, key=lambda mark: mark.start, reverse=True)
    current: list[Mark] = []
    found = []
    for start, stop in pairwise(cuts):
        current = [mark for mark in current if mark.end > start]
        started: list[Mark] = []
        while opening and opening[-1].start <= start:
            started.append(opening.pop())
        current += started
        found.append(Piece(text[start - offset : stop - offset], _ordered(current), _anchors(started)))
    return found


def _ordered(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (KINDS.index(mark.kind), mark.start, mark.end)))


def _anchors(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.anchor for mark in marks if mark.anchor))
