"""The reader: a document's bytes to its text, a page's text to its articles, headings and claims."""

from __future__ import annotations

from rare_earth_data.digest.decoding import decode
from rare_earth_data.digest.page import read_page

__all__ = ["decode", "read_page"]
