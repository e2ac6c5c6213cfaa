"""XLSX: a sheet a table, and in front the dictionary of all fields.

Text is written as text, never as a formula or a link, and where it begins like a formula the cell is marked so that editing it
does not make it one. Numbers that a spreadsheet would round are written as text.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rare_earth_data.exporters.base import Exporter, ExportError, Written
from rare_earth_data.extras import require
from rare_earth_data.schema.cells import format_cell
from rare_earth_data.schema.tables import Field, Table

_MOST_ROWS = 1_048_576
_LONGEST = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
# Spreadsheets count days from 1900 and take that year for a leap year.
_FIRST_DAY = datetime(1900, 3, 1)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADINGS = ("table", "field", "type", "key", "required", "meaning", "codes")


def _length(text: str) -> int:
    """Count characters as spreadsheets do: those beyond the first 65,536 code points twice."""
    return len(text) + sum(character > "\uffff" for character in text)


class XlsxExporter(Exporter):
    """Writes ``<name>-<version>.xlsx``."""

    format = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def set_up(self) -> None:
        """Start the workbook and write its front sheet."""
        xlsxwriter = require("xlsxwriter", "export", "the format xlsx")
        self.path = self.folder / f"{self.stem}.xlsx"
        self.book = xlsxwriter.Workbook(str(self.path), _OPTIONS)
        date = self.facts.date[:10]
        created = datetime.fromisoformat(date) if date else datetime(1980, 1, 1)
        descriptor = self.package.descriptor
        self.book.set_properties({"title": descriptor.get("title", ""), "created": created})
        self.heading = self.book.add_format({"bold": True, "bottom": 1})
        self.guarded = self.book.add_format({"quote_prefix": True})
        self.time = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._front()

    def _front(self) -> None:
        sheet = self.book.add_worksheet("dictionary")
        descriptor = self.package.descriptor
        licences = "; ".join(licence.get("title", licence["name"]) for licence in descriptor.get("licenses", []))
        lines = [descriptor.get("title", ""), f"version {self.package.version}", licences]
        for row, text in enumerate(lines):
            self._text(sheet, row, 0, text)
        top = len(lines) + 1
        sheet.write_row(top, 0, _HEADINGS, self.heading)
        row = top
        for table in self.package.tables.values():
            for field in table.fields:
                row += 1
                for column, text in enumerate(self._described(table, field)):
                    self._text(sheet, row, column, text)
        for column, width in enumerate((20, 20, 16, 14, 9, 90, 40)):
            sheet.set_column(column, column, width)
        sheet.autofilter(top, 0, row, len(_HEADINGS) - 1)

    @staticmethod
    def _described(table: Table, field: Field) -> tuple[str, ...]:
        type_ = f"list of {field.item_type or 'string'}" if field.type == "list" else field.type
        targets = [f"in {key.table}" for key in table.foreign_keys if field.name in key.fields]
        key = "; ".join((["key"] if field.name in table.primary_key else []) + targets)
        required = "yes" if field.required else ""
        codes = ", ".join(field.enum or ())
        codes = codes if _length(codes) <= _LONGEST else f"{len(field.enum or ())} codes"
        return table.name, field.name, type_, key, required, field.description, codes

    def _text(self, sheet: Any, row: int, column: int, text: str) -> None:
        if _length(text) > _LONGEST:
            raise ExportError(
                f"{sheet.name}, row {row}: a text of {_length(text):,} characters; XLSX holds {_LONGEST:,}"
            )
        if text:
            sheet.write_string(row, column, text, self.guarded if text.startswith(_FORMULA_STARTS) else None)

    def _cell(self, sheet: Any, row: int, column: int, field: Field, value: Any) -> None:
        if value is None:
            return
        if field.type in ("integer", "number") and float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value)
        elif field.type == "boolean":
            sheet.write_boolean(row, column, value)
        elif field.type == "datetime" and (moment := datetime.strptime(value, field.format or "")) >= _FIRST_DAY:
            sheet.write_datetime(row, column, moment, self.time)
        else:
            self._text(sheet, row, column, format_cell(field, value))

    def feed(self, table: Table, path: Path) -> None:
        """Write the table's sheet."""
        sheet = self.book.add_worksheet(table.name[:31])
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.field_names, self.heading)
        row = 0
        for row, values in enumerate(self.rows(table.name), start=1):
            if row >= _MOST_ROWS:
                raise ExportError(
                    f"table {table.name} has more rows than the {_MOST_ROWS - 1:,} that an XLSX sheet holds"
                )
            for column, field in enumerate(table.fields):
                self._cell(sheet, row, column, field, values[field.name])
        sheet.autofilter(0, 0, row, len(table.fields) - 1)

    def abort(self) -> None:
        """Close the workbook, which removes its temporary files, and remove what it wrote."""
        if hasattr(self, "book"):
            self.book.close()
            self.path.unlink(missing_ok=True)

    def finish(self) -> list[Written]:
        """Close the workbook."""
        self.book.close()
        return [self.written(self.path)]


EXPORTER = XlsxExporter
