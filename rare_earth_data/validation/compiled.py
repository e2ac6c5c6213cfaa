"""Compile a table schema into Polars expressions: one gate a field that is cheap to try, and the checks behind it.

A gate says whether anything is wrong with a field in a block; only then its checks say what, and in which rows. A missing
cell breaks nothing but ``required``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import Field, Table

LEAST, MOST = -(2**63), 2**63 - 1
_DATE_FORMATS = {"datetime": "%Y-%m-%dT%H:%M:%S", "date": "%Y-%m-%d"}
_INTEGERS = r"\A(?:[-+]?[0-9]{1,18}(?:,[-+]?[0-9]{1,18})*)?\z"


class UncheckableSchemaError(ValueError):
    """Raised for a schema that asks for what cannot be checked: an unknown type, a pattern without linear time."""


@dataclass(frozen=True, slots=True)
class Check:
    """One keyword of one field: ``broken`` is true in the rows that break it; ``message`` follows the cell's text."""

    code: str
    broken: pl.Expr
    message: str
    expected: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class FieldChecks:
    """What is checked in one field. ``gate`` is true wherever a check may be."""

    field: str
    gate: pl.Expr
    checks: tuple[Check, ...]


def _missing(field: Field) -> pl.Expr:
    return pl.col(field.name) == ""


def _bounds(field: Field) -> tuple[float | None, float | None]:
    return field.minimum, field.maximum


def _shown(field: Field) -> str:
    low, high = (f"{bound:g}" if bound is not None else None for bound in _bounds(field))
    if low is not None and high is not None:
        return f"from {low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}"


def _number_checks(field: Field, number: pl.Expr, words: str) -> tuple[pl.Expr, list[Check]]:
    """Return where the cell is a number within its bounds, and the checks of type and range."""
    low, high = _bounds(field)
    inside = number >= (LEAST if low is None and field.type == "integer" else float("-inf") if low is None else low)
    if high is not None:
        inside &= number <= high
    checks = [Check("RED-T020", number.is_null() & ~_missing(field), f"is not {words}", words)]
    if low is not None or high is not None:
        checks.append(Check("RED-T024", ~inside.fill_null(True), "is out of range", _shown(field)))
    return inside.fill_null(False), checks


def _integer(field: Field) -> tuple[pl.Expr, list[Check]]:
    return _number_checks(field, pl.col(field.name).cast(pl.Int64, strict=False), "a whole number")


def _number(field: Field) -> tuple[pl.Expr, list[Check]]:
    number = pl.col(field.name).cast(pl.Float64, strict=False)
    finite = pl.when(number.is_finite()).then(number)
    return _number_checks(field, finite, "a finite number")


def _one_of(field: Field, words: tuple[str, ...], type_: str) -> tuple[pl.Expr, list[Check]]:
    known = pl.col(field.name).is_in(list(words))
    return known, [Check("RED-T020", ~known & ~_missing(field), f"is not {type_}", ", ".join(words))]


def _moment(field: Field) -> tuple[pl.Expr, list[Check]]:
    format_ = field.format if field.format not in (None, "default", "any") else _DATE_FORMATS[field.type]
    column = pl.col(field.name)
    parsed = column.str.to_datetime(format_, strict=False)
    same = (parsed.dt.to_string(format_) == column).fill_null(False)
    words = f"a {field.type} written {format_}"
    return same, [Check("RED-T020", ~same & ~_missing(field), f"is not {words}", words)]


def _list(field: Field) -> tuple[pl.Expr, list[Check]] | None:
    if field.item_type in (None, "string"):
        return None
    if field.item_type != "integer":
        raise UncheckableSchemaError(f"field {field.name}: lists of {field.item_type} cannot be checked")
    numbers = pl.col(field.name).str.contains(_INTEGERS)
    words = "whole numbers with commas between"
    return numbers, [Check("RED-T020", ~numbers, f"is not a list of {words}", words)]


def _type_checks(field: Field) -> tuple[pl.Expr, list[Check]] | None:
    if field.type in ("string", "any"):
        return None
    if field.type == "boolean":
        return _one_of(field, ("true", "false"), "a boolean")
    makers = {"integer": _integer, "number": _number, "datetime": _moment, "date": _moment, "list": _list}
    if field.type not in makers:
        raise UncheckableSchemaError(f"field {field.name}: the type {field.type!r} cannot be checked")
    return makers[field.type](field)


def _pattern(field: Field, pattern: str) -> tuple[pl.Expr, Check]:
    anchored = rf"\A(?:{pattern})\z"
    try:
        pl.Series([""]).str.contains(anchored)
    except pl.exceptions.PolarsError as error:
        raise UncheckableSchemaError(f"field {field.name}: the pattern cannot be checked in linear time") from error
    matches = pl.col(field.name).str.contains(anchored)
    return matches, Check("RED-T022", ~matches & ~_missing(field), "does not match the pattern", pattern)


def _codes(field: Field, codes: tuple[str, ...]) -> tuple[pl.Expr, Check]:
    known = pl.col(field.name).is_in([str(code) for code in codes])
    shown = ", ".join(map(str, codes)) if len(codes) <= 20 else f"one of {len(codes)} codes"
    return known, Check("RED-T023", ~known & ~_missing(field), "is no code of this field", shown)


def _length(field: Field, least: int) -> tuple[pl.Expr, Check]:
    enough = pl.col(field.name).str.len_chars() >= least
    return enough, Check("RED-T025", ~enough & ~_missing(field), "is too short", f"at least {least} characters")


def _formula(field: Field) -> Check:
    column = pl.col(field.name)
    broken = column.str.starts_with("=") | column.str.starts_with("@")
    return Check("RED-T028", broken, "would run as a formula in a spreadsheet", "text that begins otherwise", "warning")


def field_checks(field: Field) -> FieldChecks | None:
    """Compile one field; None where any text will do. Raises UncheckableSchemaError."""
    fine: list[pl.Expr] = []
    checks: list[Check] = []
    if typed := _type_checks(field):
        fine.append(typed[0])
        checks += typed[1]
    for made in (
        _pattern(field, field.pattern) if field.pattern else None,
        _codes(field, field.enum) if field.enum is not None else None,
        _length(field, field.min_length) if field.min_length is not None and field.min_length > 1 else None,
    ):
        if made:
            fine.append(made[0])
            checks.append(made[1])
    gates = [~expression for expression in fine]
    if field.type == "string" and not field.pattern and field.enum is None:
        checks.append(_formula(field))
        gates.append(checks[-1].broken)
    if field.required and field.type != "list":
        checks.insert(0, Check("RED-T021", _missing(field), "is missing", "a value"))
        gates.append(_missing(field))
    if not checks:
        return None
    gate = reduce(or_, gates)
    return FieldChecks(field.name, gate if field.required else gate & ~_missing(field), tuple(checks))


def _span_checks(table: Table, fields: set[str]) -> list[FieldChecks]:
    """Compile what ``schemas/evidence.yaml`` says of a table: a span is as long as the words that it spans."""
    evidence = load_knowledge("evidence.yaml").get(table.name)
    if evidence is None or not {evidence["text"], evidence["start"], evidence["end"]} <= fields:
        return []
    text, start, end = (pl.col(evidence[key]) for key in ("text", "start", "end"))
    length = end.cast(pl.Int64, strict=False) - start.cast(pl.Int64, strict=False)
    wrong = (length != text.str.len_chars()).fill_null(False)
    message = f"is not as long as the span from {evidence['start']} to {evidence['end']}"
    check = Check("RED-T032", wrong, message, "as many code points as end - start")
    return [FieldChecks(evidence["text"], wrong, (check,))]


def compile_table(table: Table, fields: set[str]) -> list[FieldChecks]:
    """Compile the fields of a table that are there, and try them once. Raises UncheckableSchemaError."""
    try:
        found = [checks for field in table.fields if field.name in fields and (checks := field_checks(field))]
        found += _span_checks(table, fields)
        sample = pl.DataFrame({name: ["", "1"] for name in fields})
        sample.select(check.broken.alias(str(number)) for number, check in enumerate(_all_checks(found)))
    except (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError) as error:
        raise UncheckableSchemaError(str(error).split("\n")[0][:200]) from error
    return found


def _all_checks(compiled: list[FieldChecks]) -> list[Check]:
    return [check for checks in compiled for check in checks.checks]
