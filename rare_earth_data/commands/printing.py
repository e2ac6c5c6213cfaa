"""Print rows as text that fits the terminal, or as CSV, JSON or Markdown for programs and documents."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

Rows = Sequence[Mapping[str, str]]


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format``: text for people, the others for programs and documents."""
    parser.add_argument("--format", choices=("text", "csv", "json", "markdown"), default="text", help="default: text")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _clipped(text: str, width: int) -> str:
    """Cut text to a display width, wide characters counted as two, and pad it."""
    text = text.replace("\r", " ").replace("\n", " ")
    if _width(text) > width:
        kept, used = "", 1
        for character in text:
            used += _width(character)
            if used > width:
                break
            kept += character
        text = kept + "…"
    return text + " " * (width - _width(text))


def _widths(rows: Rows, columns: Sequence[str], total: int) -> list[int]:
    """Share the terminal: short columns get what they need, long ones an equal part of the rest."""
    needs = [max([_width(column), *(_width(row[column]) for row in rows)]) for column in columns]
    room = max(total - 2 * (len(columns) - 1), 6 * len(columns))
    widths = [0] * len(columns)
    open_columns = list(range(len(columns)))
    while open_columns:
        share = room // len(open_columns)
        fitting = [index for index in open_columns if needs[index] <= share]
        for index in fitting or open_columns:
            widths[index] = min(needs[index], share)
            room -= widths[index]
        open_columns = [index for index in open_columns if index not in fitting] if fitting else []
    return widths


def _print_text(rows: Rows, columns: Sequence[str]) -> None:
    total = shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 160
    widths = _widths(rows, columns, total)
    for line in ({column: column for column in columns}, *rows):
        cells = (_clipped(line[column], width) for column, width in zip(columns, widths, strict=True))
        print("  ".join(cells).rstrip())


def _print_markdown(rows: Rows, columns: Sequence[str]) -> None:
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(row[column].replace("|", "\\|").replace("\n", " ") for column in columns) + " |")


def print_rows(rows: Rows, format_: str, columns: Sequence[str] | None = None) -> None:
    """Print rows of text cells in one of the formats of ``add_format``."""
    columns = columns or (list(rows[0]) if rows else [])
    if format_ == "json":
        print(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif format_ == "csv":
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif format_ == "markdown":
        _print_markdown(rows, columns)
    else:
        _print_text(rows, columns)
