"""A document as read from disk: its text, and where every character of it stands.

Offsets everywhere in this package count Unicode code points of the decoded text, end exclusive, so that
``document.text[start:end]`` is exactly the quoted span. Line and column are counted from 1, for people.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """One source page, decoded.

    ``text`` is the decoded file with nothing changed: no newline translation, no stripping, a byte-order mark kept.
    """

    document_id: str
    path: str
    text: str
    sha256: str = ""
    byte_size: int = 0

    @classmethod
    def from_text(cls, text: str, document_id: str = "document", path: str = "<text>") -> Document:
        """Make a document of a string, for tests and for texts that come from no file."""
        data = text.encode("utf-8", "surrogatepass")
        return cls(document_id, path, text, hashlib.sha256(data).hexdigest(), len(data))

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find, position = self.text.find, 0
        while (position := find("\n", position) + 1) > 0:
            starts.append(position)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return the (line, column) of an offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1
