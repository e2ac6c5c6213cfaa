"""Read YAML that people edit: plain data, and the line and column of every value in it.

Only what JSON could say is read. Tags, anchors, duplicate keys and YAML 1.1's surprises are not: ``NO`` is Norway, dates
stay text, and nothing is ever constructed. Size and depth are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rare_earth_data.findings import Finding

MAX_BYTES = 20_000_000
MAX_DEPTH = 40

Path_ = tuple[str | int, ...]
Place = tuple[int, int]

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})?(?:\.[0-9]{1,17})?(?:[eE][-+]?[0-9]{1,3})?")
_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Located:
    """A YAML file as plain data; ``place(path)`` says where a value stands, both counted from 1."""

    file: str
    data: Any
    places: dict[Path_, Place] = field(repr=False)

    def place(self, path: Path_) -> Place:
        """Return (line, column) of the value at ``path``, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def finding(self, code: str, path: Path_, message: str, expected: str | None = None) -> Finding:
        """Return an error at the value of ``path``."""
        line, column = self.place(path)
        return Finding(code, "error", message, self.file, line, column, expected=expected)


class _Refused(Exception):
    """What this reader does not take; carries the mark of the place."""

    def __init__(self, message: str, mark: Any) -> None:
        super().__init__(message)
        self.mark = mark


def _scalar(event: Any) -> Any:
    if event.style or event.tag == "!":
        return event.value
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if any(character.isdigit() for character in text) and _NUMBER.fullmatch(text):
        return float(text)
    return text


def _refuse_marks(event: Any) -> None:
    """Refuse anchors, aliases and tags, on values and on keys."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("anchors and aliases are not read here: write the value out", event.start_mark)
    if getattr(event, "tag", None) not in (None, "!"):
        raise _Refused(f"the tag {event.tag!r} is not read here: write a plain value", event.start_mark)


class _Builder:
    """Builds data and places from parser events, one value at a time."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.places: dict[Path_, Place] = {}

    def value(self, event: Any, path: Path_) -> Any:
        mark = event.start_mark
        _refuse_marks(event)
        if len(path) > MAX_DEPTH:
            raise _Refused(f"nested more than {MAX_DEPTH} deep", mark)
        self.places[path] = (mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path_) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path_) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused("a key must be a word", event.start_mark)
            _refuse_marks(event)
            key = event.value
            if key in entries:
                raise _Refused(f"the key {key!r} stands here twice", event.start_mark)
            entries[key] = self.value(next(self.events), (*path, key))
        return entries


def parse_yaml(text: str, file: str) -> tuple[Located | None, list[Finding]]:
    """Read YAML text; what cannot be read is one finding with its line and column."""
    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        builder = _Builder(event for event in events if not isinstance(event, _FRAME))
        first = next(builder.events, None)
        if first is None:
            return Located(file, None, {(): (1, 1)}), []
        data = builder.value(first, ())
        if (second := next(builder.events, None)) is not None:
            raise _Refused("a second document: one file holds one", second.start_mark)
        return Located(file, data, builder.places), []
    except (_Refused, yaml.MarkedYAMLError) as error:
        mark = error.mark if isinstance(error, _Refused) else error.problem_mark
        message = str(error) if isinstance(error, _Refused) else f"not YAML: {error.problem}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, [Finding("RED-C001", "error", message, file, line, column)]
    except yaml.YAMLError as error:
        return None, [Finding("RED-C001", "error", f"not YAML: {error}", file, 1, 1)]


def read_yaml(path: Path, root: Path) -> tuple[Located | None, list[Finding]]:
    """Read a YAML file; ``root`` is the folder that findings name it relative to."""
    file = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Finding("RED-C001", "error", f"larger than {MAX_BYTES:,} bytes", file, 1, 1)]
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [Finding("RED-C001", "error", "there is no such file", file, 1, 1)]
    except UnicodeDecodeError as error:
        return None, [Finding("RED-C001", "error", f"not UTF-8: byte {error.start + 1}", file, 1, 1)]
    return parse_yaml(text, file)
