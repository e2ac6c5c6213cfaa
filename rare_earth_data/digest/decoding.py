"""Bytes to a document, with a finding instead of a traceback for whatever is wrong with them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from rare_earth_data.digest.prose import has_han
from rare_earth_data.digest.report import finding
from rare_earth_data.digest.words import words
from rare_earth_data.documents import Document
from rare_earth_data.findings import Finding

_BAD_SHARE = 50
"""Damage is repaired while at most one character in so many is damaged; beyond that the encoding is another one."""
_ALWAYS_REPAIRED = 2


def decode(data: bytes, document_id: str, path: str) -> tuple[Document | None, list[Finding]]:
    """Decode a file. A few bytes that are no UTF-8 become U+FFFD and are reported; what is no UTF-8 text gives None.

    The text is as in the file: newlines, blanks and a byte-order mark stay. ``sha256`` and ``byte_size`` are the file's.
    """
    limit = words().limits.document_bytes
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        return None, [finding("empty-document", "The file is empty or blank.", path, expected="a digest page")]
    if len(data) > limit:
        message = f"The file has {len(data)} bytes."
        return None, [finding("document-too-large", message, path, expected=f"at most {limit} bytes")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [finding("not-utf-8", "The file begins as UTF-16 does.", path, expected="UTF-8")]
    zero = data.find(0)
    if zero >= 0:
        message = f"The file holds {data.count(0)} zero bytes; it is no text."
        return None, [finding("binary-content", message, path, *_place(data, zero), expected="UTF-8 text")]
    digest = hashlib.sha256(data).hexdigest()
    try:
        return Document(document_id, path, data.decode("utf-8"), digest, len(data)), []
    except UnicodeDecodeError as error:
        return _repair(data, error.start, Document(document_id, path, "", digest, len(data)))


def _repair(data: bytes, first: int, empty: Document) -> tuple[Document | None, list[Finding]]:
    """Replace a few damaged bytes and report the first; give up where most of the text is in another encoding."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    place = _place(data, first)
    if damaged > max(_ALWAYS_REPAIRED, len(text) // _BAD_SHARE):
        message = f"{damaged} places are no UTF-8{_guess(data)}."
        return None, [finding("not-utf-8", message, empty.path, *place, expected="UTF-8")]
    message = f"{damaged} places are no UTF-8 and read as U+FFFD; the first is byte {first} (0x{data[first]:02X})."
    return replace(empty, text=text), [finding("encoding-damage", message, empty.path, *place, expected="UTF-8")]


def _guess(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; the file may be GB18030" if has_han(text) else ""


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Return the line and column of a byte, counting characters where they can be read."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[line_start:offset].decode("utf-8", "replace")) + 1
