"""Reading a statistical survey's own table into reference figures.

A survey publishes a new edition every year, and revises what it said in the last one. So an edition is dropped beside
the others, untouched, with a small YAML that says what its columns mean; nothing about an edition is written here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rare_earth_data.findings import Finding, in_order

COLUMNS = ("Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value", "Notes")
KEYS = {
    "section": "Section",
    "commodity": "Commodity",
    "country": "Country",
    "statistics": "Statistics",
    "detail": "Statistics_detail",
    "unit": "Unit",
}
MAPPING_KEYS = ("source", "id_prefix", "edition", "year", "units", "commodities", "rows")
FLAG_COLUMN = "Is critical mineral 2025"

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SINGLE = re.compile(rf"(>=|<=|[><≥≤])?\s?({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s?[-–]\s?({_NUMBER})")
_YEARS = re.compile(r"(\d{4})(?:[-–](\d{4}|\d{2}))?")
_QUALIFIERS = {None: "eq", ">": "gt", "<": "lt", ">=": "ge", "≥": "ge", "<=": "le", "≤": "le"}


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One row of the table ``reference_metrics``: a figure of a source, as one edition of it has it."""

    reference_id: str
    country: str
    indicator: str
    commodity: str
    qualifier: str
    unit: str
    period: str
    source_id: str
    partner: str | None = None
    stage: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str | None = None


class Figure(NamedTuple):
    """What a cell says: a value, its bounds, how it is hedged, and what there is to note about it."""

    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    note: str = ""


class NoFigureError(Exception):
    """A cell that holds no figure; ``reason`` is a code of a finding."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _Tally:
    """Rows that gave no figure, counted by what is the matter with them: where first, and how many."""

    file: str
    seen: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def add(self, code: str, severity: str, about: str, line: int) -> None:
        self.seen.setdefault((code, severity, about), []).append(line)

    def findings(self) -> list[Finding]:
        return in_order(
            Finding(code, severity, f"{about} ({_rows(len(lines))})", self.file, lines[0], table="reference_metrics")
            for (code, severity, about), lines in self.seen.items()
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def read_survey(csv_path: Path, mapping_path: Path) -> tuple[list[ReferenceRow], list[Finding]]:
    """Read a survey's table into reference figures, with the help of the YAML that explains its columns.

    Every row either becomes a figure or is counted in a finding: ``note`` for what the mapping leaves out, what the
    survey withholds or does not have; ``error`` for what could not be read. Raises ``ValueError`` for a mapping that
    is none, and ``OSError`` for a file that is not there.
    """
    mapping = _load_mapping(mapping_path)
    tally = _Tally(csv_path.name)
    figures: dict[str, ReferenceRow] = {}
    with open(csv_path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            tally.add("RED-S001", "error", f"columns missing: {', '.join(missing)}", 1)
            return [], tally.findings()
        for line, row in _numbered(reader):
            _take(row, line, mapping, figures, tally)
    return list(figures.values()), tally.findings()


def _numbered(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in reader:
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def _load_mapping(path: Path) -> dict[str, Any]:
    from rare_earth_data.curation.located import read_yaml

    located, findings = read_yaml(path, path.parent)
    if located is None:
        raise ValueError(str(findings[0]))
    mapping: dict[str, Any] = located.data or {}
    if missing := [key for key in MAPPING_KEYS if key not in mapping]:
        raise ValueError(f"{path}: missing: {', '.join(missing)}")
    for number, rule in enumerate(mapping["rows"], 1):
        if unknown := set(rule["when"]) - set(KEYS):
            raise ValueError(f"{path}: rows, entry {number}: unknown keys {sorted(unknown)}; known: {sorted(KEYS)}")
    return mapping


def _take(
    row: dict[str, str], line: int, mapping: dict[str, Any], figures: dict[str, ReferenceRow], tally: _Tally
) -> None:
    """Turn one row into a figure, or say in the tally why it gives none."""
    name = " / ".join(row[column] for column in ("Section", "Commodity", "Statistics_detail", "Unit"))
    rule = next((rule for rule in mapping["rows"] if _applies(rule["when"], row)), None)
    unit = mapping["units"].get(row["Unit"])
    commodity = rule and (rule.get("commodity") or mapping["commodities"].get(row["Commodity"]))
    if rule is None or unit is None or commodity is None:
        tally.add("RED-S002", "note", f"no entry of the mapping fits {name}", line)
        return
    try:
        area = area_code(row["Country"], mapping.get("countries", {}))
        figure = read_figure(row["Value"], mapping.get("marks", {}))
        period = read_period(row["Year"])
    except NoFigureError as nothing:
        severity, about = _REASONS[nothing.reason]
        cell = row["Country"] if nothing.reason == "RED-S005" else name
        tally.add(nothing.reason, severity, f"{about}: {cell}", line)
        return
    reference = _reference(row, rule, mapping, area, commodity, unit, figure, period)
    if _is_shifted(row):
        tally.add("RED-S009", "note", f"the notes of this row stand in the wrong columns: {name}", line)
    if reference.reference_id in figures:
        tally.add("RED-S008", "error", f"two rows make one id: {reference.reference_id}", line)
        return
    figures[reference.reference_id] = reference


_REASONS = {
    "RED-S003": ("note", "withheld by the survey"),
    "RED-S004": ("note", "not available to the survey"),
    "RED-S005": ("note", "no country or area"),
    "RED-S006": ("error", "a value that could not be read"),
    "RED-S007": ("error", "a year that could not be read"),
}


def _applies(when: dict[str, Any], row: dict[str, str]) -> bool:
    """Whether a row has, in every column the rule names, the text (or one of the texts) that it asks for."""
    return all(row[KEYS[key]] in ([asked] if isinstance(asked, str) else asked) for key, asked in when.items())


def _is_shifted(row: dict[str, str]) -> bool:
    return row.get(FLAG_COLUMN, "") not in ("", "Yes", "No")


def _reference(
    row: dict[str, str],
    rule: dict[str, Any],
    mapping: dict[str, Any],
    area: str,
    commodity: str,
    unit: str,
    figure: Figure,
    period: str,
) -> ReferenceRow:
    is_partner = rule.get("country_is") == "partner"
    country = rule.get("country", area)
    partner = area if is_partner else None
    notes = [rule.get("note", ""), figure.note, "" if _is_shifted(row) else row["Notes"].replace(" -- ", " ")]
    parts = [mapping["id_prefix"], country, partner, rule["indicator"], rule.get("suffix")]
    parts += [None if commodity == mapping.get("default_commodity") else commodity, period]
    return ReferenceRow(
        reference_id="-".join(_slug(part) for part in parts if part),
        country=country,
        partner=partner,
        indicator=rule["indicator"],
        stage=rule.get("stage"),
        commodity=commodity,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        unit=unit,
        period=period,
        source_id=mapping["source"],
        note=" ".join(note for note in notes if note) or None,
    )


def _slug(text: str) -> str:
    return text.lower().replace("_", "-").replace("/", "-")


def read_figure(cell: str, marks: dict[str, list[str]] | None = None) -> Figure:
    """Read a cell: ``45,500``, ``>95``, ``890–1,000``, or one of the survey's marks.

    ``marks`` lists the texts that stand for ``withheld``, ``not_available``, ``zero`` and ``net_exporter``. A net
    exporter's import reliance is below zero, and how far below is not published. Raises ``NoFigureError``.
    """
    marks = marks or {}
    text = cell.strip()
    if text in marks.get("withheld", []):
        raise NoFigureError("RED-S003")
    if not text or text in marks.get("not_available", []):
        raise NoFigureError("RED-S004")
    if text in marks.get("zero", []):
        return Figure(0.0, None, None, "eq")
    if text in marks.get("net_exporter", []):
        return Figure(0.0, None, 0.0, "lt", "Net exporter.")
    if single := _SINGLE.fullmatch(text):
        return _bounded(_number(single[2]), _QUALIFIERS[single[1]])
    if between := _RANGE.fullmatch(text):
        return Figure(None, _number(between[1]), _number(between[2]), "range")
    raise NoFigureError("RED-S006")


def _bounded(value: float, qualifier: str) -> Figure:
    low = value if qualifier in ("gt", "ge") else None
    high = value if qualifier in ("lt", "le") else None
    return Figure(value, low, high, qualifier)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def read_period(cell: str) -> str:
    """Read a year (``2024``) or a span of years (``2021–24``) as ISO 8601. Raises ``NoFigureError``."""
    years = _YEARS.fullmatch(cell.strip())
    if years is None:
        raise NoFigureError("RED-S007")
    first, last = years[1], years[2]
    if last is None:
        return first
    return f"{first}/{first[: 4 - len(last)]}{last}"


def area_code(name: str, aliases: dict[str, str | None]) -> str:
    """Return the ISO alpha-3 code of a country's English name; ``aliases`` (name to code, or to nothing) go first.

    Raises ``NoFigureError`` where the name is no country, or where the aliases say that it stands for no area.
    """
    import pycountry

    if code := aliases.get(name):
        return code
    found = pycountry.countries.get(name=name) or pycountry.countries.get(common_name=name)
    code = getattr(found, "alpha_3", None)
    if name in aliases or code is None:
        raise NoFigureError("RED-S005")
    return str(code)
