"""Values and the text of CSV cells: one canonical spelling for each value, so that equal tables are equal bytes.

The csv module's writer is not used: whether it quotes a lone carriage return depends on the Python version.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TextIO

from rare_earth_data.schema.tables import Field, Table

Row = Mapping[str, Any]

csv.field_size_limit(1 << 30)

_NEEDS_QUOTES = re.compile('[,"\r\n]').search


# Below this a whole number is written the same with and without the detour over Decimal.
_EXACT = 1e15


def format_number(value: float) -> str:
    """Return the shortest plain decimal that reads back to ``value``: no exponent, no trailing zeros."""
    if isinstance(value, float) and value.is_integer() and 0 < abs(value) < _EXACT:
        return str(int(value))
    text = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_cell(field: Field, value: Any) -> str:
    """Return the text of one value; missing values and empty lists are the empty string.

    Raises ValueError for a NUL character, which CSV readers disagree about.
    """
    if value is None:
        return ""
    if field.type == "boolean":
        return "true" if value else "false"
    if field.type == "number":
        return format_number(value)
    if field.type == "list":
        return ",".join(str(item) for item in value)
    text = str(value)
    if "\0" in text:
        raise ValueError(f"field {field.name}: a NUL character cannot be written to CSV")
    return text


def parse_cell(field: Field, text: str) -> Any:
    """Return the value of a cell; the opposite of ``format_cell``. Raises ValueError for text of another type."""
    if field.type == "list":
        items = text.split(",") if text else []
        return [int(item) for item in items] if field.item_type == "integer" else items
    if text == "":
        return None
    if field.type == "integer":
        return int(text)
    if field.type == "number":
        return float(text)
    if field.type == "boolean":
        return {"true": True, "false": False}[text]
    return text


def _quoted(text: str) -> str:
    if _NEEDS_QUOTES(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_line(cells: Iterable[str]) -> str:
    """Return one CSV line (RFC 4180, but ending in a line feed)."""
    return ",".join(map(_quoted, cells)) + "\n"


def write_rows(table: Table, rows: Iterable[Row], file: TextIO) -> int:
    """Write rows as canonical CSV to an open text file (``newline=""``), without a header; returns their number."""
    count = 0
    for line in _lines(table, rows):
        file.write(line)
        count += 1
    return count


def _lines(table: Table, rows: Iterable[Row]) -> Iterator[str]:
    """Format rows with what each field needs looked up once, not for each row."""
    fields = [(field.name, field, field.type not in ("boolean", "number", "list")) for field in table.fields]
    for row in rows:
        cells = []
        for name, field, is_text in fields:
            value = row.get(name)
            if value is None:
                cells.append("")
            elif is_text and type(value) is str and "\0" not in value:
                cells.append(_quoted(value))
            else:
                cells.append(_quoted(format_cell(field, value)))
        yield ",".join(cells) + "\n"


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a table as canonical CSV in UTF-8."""
    buffer = io.StringIO(newline="")
    buffer.write(csv_line(table.field_names))
    write_rows(table, rows, buffer)
    return buffer.getvalue().encode("utf-8")


def read_csv(table: Table, file: TextIO) -> Iterator[dict[str, Any]]:
    """Read canonical CSV back into rows of values. Raises ValueError if the header is not the table's fields."""
    reader = csv.reader(file)
    header: Sequence[str] = next(reader, [])
    if list(header) != table.field_names:
        raise ValueError(f"{table.name}: header is {','.join(header)!r}, expected {','.join(table.field_names)!r}")
    for cells in reader:
        yield {field.name: parse_cell(field, cell) for field, cell in zip(table.fields, cells, strict=True)}
