"""Read a JSON file that nobody vouches for: bounded in size and depth, no key twice, no number that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MAX_BYTES = 50_000_000


class JsonError(ValueError):
    """Raised with a sentence, a line and a column for what is not JSON."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise JsonError(f"the key {key[:80]!r} stands twice in one object")
        data[key] = value
    return data


def _constant(word: str) -> Any:
    raise JsonError(f"{word} is not JSON")


def read_json(path: Path) -> tuple[Any, str]:
    """Return the data and the text of a JSON file. Raises JsonError, or OSError where it cannot be opened."""
    if path.stat().st_size > MAX_BYTES:
        raise JsonError(f"larger than {MAX_BYTES:,} bytes")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8: byte {error.start + 1}", data.count(b"\n", 0, error.start) + 1) from error
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant), text
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg}", error.lineno, error.colno) from error
    except RecursionError as error:
        raise JsonError("nested too deep") from error
    except JsonError:
        raise
    except ValueError as error:
        raise JsonError(f"not JSON that can be read: {str(error)[:100]}") from error


def place_of(text: str, part: str) -> tuple[int, int]:
    """Return line and column of the first place of a part of the text, or of its start."""
    offset = max(text.find(part), 0)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
