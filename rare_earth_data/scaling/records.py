"""The documents of a part, one at a time, whatever holds them; what cannot be read is a finding in its place."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from rare_earth_data.assembly.pages import DocumentRows, document_rows
from rare_earth_data.assembly.seeds import read_document
from rare_earth_data.digest import decode
from rare_earth_data.digest.report import ascii_safe
from rare_earth_data.digest.words import words
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding
from rare_earth_data.scaling.sources import Found
from rare_earth_data.schema.tables import table

Spec = dict[str, Any]

_ROWS = 64
# Escapes make a line of JSON longer than its text: \uXXXX is six bytes for one.
_LONGEST_ESCAPE = 6


@dataclass(slots=True)
class Record:
    """A document as it was found. ``origin`` says where, and is unique; ``document`` is None where it cannot be read."""

    origin: str
    document_id: str | None
    document: Document | None = None
    findings: list[Finding] = field(default_factory=list)


def unreadable(message: str, place: str) -> Finding:
    """Make the finding of something that cannot be read."""
    return Finding("RED-D100", "error", f"cannot be read: {message}", place)


def read_rows(record: Record) -> DocumentRows | None:
    """Read a record's document into rows. A failure of the reader itself is a finding too: it must not end a long run."""
    if record.document is None:
        return None
    try:
        return document_rows(record.document)
    except Exception as error:
        message = ascii_safe(f"the reader failed: {type(error).__name__}: {error}"[:300])
        record.findings.append(unreadable(message, record.document.path))
        return None


def records(spec: Spec) -> Iterator[Record]:
    """Yield the documents of a part, in order."""
    try:
        yield from _READERS[spec["kind"]](spec)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        # A container that ends in the middle: what came before it is kept.
        yield Record(spec["path"], None, findings=[unreadable(ascii_safe(str(error)[:300]), spec["label"])])


def file_record(found: Found) -> Record:
    """Read one file."""
    if not _is_identifier(found.stem):
        safe = ascii_safe(found.name)
        return Record(ascii_safe(found.path), None, findings=[unreadable("its name is no UTF-8", safe)])
    document, findings = read_document(Path(found.path), Path(found.root))
    return Record(Path(found.path).as_posix(), found.stem, document, findings)


def _files(spec: Spec) -> Iterator[Record]:
    for path, root in spec["files"]:
        yield file_record(Found(path, root))


def _unreadable(spec: Spec) -> Iterator[Record]:
    yield Record(spec["path"], None, findings=[unreadable(ascii_safe(spec["message"]), spec["label"])])


def _lines(spec: Spec) -> Iterator[Record]:
    longest = words().limits.document_bytes * _LONGEST_ESCAPE
    number = spec["line"]
    with open(spec["path"], "rb") as file:
        file.seek(spec["start"])
        while file.tell() < spec["end"] and (line := file.readline(longest)):
            place = f"{spec['label']}#{number}"
            if not line.endswith(b"\n") and _skip_line(file):
                yield Record(f"{spec['path']}#{number}", None, findings=[unreadable("the line is too long", place)])
            elif line.strip():
                yield _from_json(line, place, f"{spec['path']}#{number}")
            number += 1


def _skip_line(file: BinaryIO) -> bool:
    """Go on to the next line; tell whether anything was left of this one."""
    left = False
    while rest := file.readline(1 << 20):
        left = True
        if rest.endswith(b"\n"):
            break
    return left


def _from_json(line: bytes, place: str, origin: str) -> Record:
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        problem = "the line is no UTF-8" if isinstance(error, UnicodeDecodeError) else "the line is no JSON"
        return Record(origin, None, findings=[unreadable(f"{problem}: {ascii_safe(str(error)[:200])}", place)])
    if not isinstance(data, dict):
        return Record(origin, None, findings=[unreadable("the line is no JSON object", place)])
    return _from_fields(data.get("document_id"), data.get("text"), place, origin)


def _from_fields(identifier: object, text: object, place: str, origin: str) -> Record:
    if not _is_identifier(identifier):
        message = f"document_id is {ascii_safe(str(identifier)[:60])!r}, not the name of a document"
        return Record(origin, None, findings=[unreadable(message, place)])
    assert isinstance(identifier, str)
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    if not isinstance(text, bytes):
        return Record(origin, identifier, findings=[unreadable("text is missing or is no text", place)])
    document, findings = decode(text, identifier, place)
    return Record(origin, identifier, document, findings)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(table("documents").field("document_id").pattern or ".+")


def _is_identifier(value: object) -> bool:
    if not isinstance(value, str) or "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        return False
    return _pattern().fullmatch(value) is not None


def _rows(spec: Spec) -> Iterator[Record]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(spec["path"]) as file:
        names = [name for name in ("document_id", "text") if name in file.schema_arrow.names]
        passed, first, last = 0, spec["first"], spec["first"] + spec["documents"]
        for batch in file.iter_batches(_ROWS, row_groups=[spec["group"]], columns=names):
            if passed + batch.num_rows > first:
                for index, row in enumerate(batch.to_pylist(), start=passed):
                    if first <= index < last:
                        number = spec["row"] + index - first
                        place, origin = f"{spec['label']}#{number}", f"{spec['path']}#{number}"
                        yield _from_fields(row.get("document_id"), row.get("text"), place, origin)
            passed += batch.num_rows
            if passed >= last:
                break


def _members(spec: Spec) -> Iterator[Record]:
    limit = words().limits.document_bytes
    with zipfile.ZipFile(spec["path"]) as archive:
        for member in archive.infolist()[spec["first"] : spec["last"]]:
            if not member.filename.endswith(".txt"):
                continue
            place, origin = (ascii_safe(f"{spec[key]}#{member.filename}") for key in ("label", "path"))
            stem = Path(member.filename).stem
            if not _is_identifier(stem):
                yield Record(origin, None, findings=[unreadable("its name is no name of a document", place)])
                continue
            try:
                with archive.open(member) as file:
                    # One byte more than may be is enough to know that there are too many.
                    data = file.read(limit + 1)
            except (OSError, ValueError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
                yield Record(origin, stem, findings=[unreadable(ascii_safe(str(error)[:200]), place)])
                continue
            yield Record(origin, stem, *decode(data, stem, place))


_READERS = {"text": _files, "jsonl": _lines, "parquet": _rows, "zip": _members, "unreadable": _unreadable}
