"""What changed in the schemas of two packages, and which bump each change asks for.

The rules, in one sentence each: what breaks code written against the old package is MAJOR (a table, field, key or type is
gone or different, a constraint is tightened); what lets something new occur is MINOR (tables and fields added, a constraint
loosened); words and order of codes are PATCH. Whether one pattern is narrower than another cannot be told, so a changed
pattern counts as tightened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rare_earth_data.diffing.renames import Renames
from rare_earth_data.diffing.versions import Bump

Descriptor = Mapping[str, Any]

# Keywords of a field that say how its cells are to be read, with their defaults.
_READING: dict[str, Any] = {"type": "string", "format": "default", "itemType": "string", "delimiter": ","}
_LOWER = ("minimum", "minLength")
_UPPER = ("maximum", "maxLength")
_FLAGS = ("required", "unique")
_WORDS = ("title", "description", "example", "codelist")
_PACKAGE_WORDS = ("title", "description", "keywords", "contributors", "sources", "homepage")


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One change of a schema: of a table, or of a field where one is named. ``reason`` says why the bump is due."""

    table: str
    field: str | None
    change: str  # added, removed, renamed, changed
    what: str  # table, field, type, key, reference, order, package, or the keyword that changed
    old: Any
    new: Any
    bump: Bump
    reason: str


def _constraint(keyword: str, old: Any, new: Any) -> tuple[Bump, str]:
    """Return the bump of a changed constraint, and the reason."""
    if keyword in _FLAGS:
        tightened = bool(new)
    elif keyword in _LOWER:
        tightened = new is not None and (old is None or new > old)
    elif keyword in _UPPER:
        tightened = new is not None and (old is None or new < old)
    else:
        tightened = new is not None
    if tightened:
        return Bump.MAJOR, f"constraint {keyword} tightened"
    return Bump.MINOR, f"constraint {keyword} loosened"


def _enum(old: list[str] | None, new: list[str] | None) -> tuple[Bump, str]:
    if old is None:
        return Bump.MAJOR, "constraint enum tightened"
    if new is None:
        return Bump.MINOR, "constraint enum loosened"
    if gone := [code for code in old if code not in new]:
        return Bump.MAJOR, f"codes removed: {', '.join(map(str, gone))}"
    if added := [code for code in new if code not in old]:
        return Bump.MINOR, f"codes added: {', '.join(map(str, added))}"
    return Bump.PATCH, "codes in another order"


def _constraints(table: str, name: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    before, after = old.get("constraints", {}), new.get("constraints", {})
    for keyword in [*before, *(keyword for keyword in after if keyword not in before)]:
        was, is_ = before.get(keyword), after.get(keyword)
        if was == is_ or (keyword in _FLAGS and bool(was) == bool(is_)):
            continue
        bump, reason = _enum(was, is_) if keyword == "enum" else _constraint(keyword, was, is_)
        yield SchemaChange(table, name, "changed", keyword, was, is_, bump, reason)


def _field(table: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    name = new["name"]
    if old["name"] != name:
        yield SchemaChange(table, name, "renamed", "field", old["name"], name, Bump.MAJOR, "field renamed")
    for keyword, default in _READING.items():
        was, is_ = old.get(keyword, default), new.get(keyword, default)
        if was != is_:
            yield SchemaChange(table, name, "changed", keyword, was, is_, Bump.MAJOR, f"{keyword} of a field changed")
    yield from _constraints(table, name, old, new)
    handled = {"name", "constraints", *_READING}
    for keyword in [*_WORDS, *sorted((old.keys() | new.keys()) - handled - set(_WORDS))]:
        was, is_ = old.get(keyword), new.get(keyword)
        if was != is_:
            yield SchemaChange(table, name, "changed", keyword, was, is_, Bump.PATCH, f"{keyword} reworded")


def _references(schema: Descriptor, table: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    return [
        (tuple(key["fields"]), key["reference"].get("resource") or table, tuple(key["reference"]["fields"]))
        for key in schema.get("foreignKeys", [])
    ]


def _said(reference: tuple[tuple[str, ...], str, tuple[str, ...]]) -> str:
    fields, table, targets = reference
    return f"{', '.join(fields)} -> {table}.{', '.join(targets)}"


def _keys(name: str, old: Descriptor, new: Descriptor, renames: Renames, old_name: str) -> Iterator[SchemaChange]:
    def now(fields: Iterable[str], table: str) -> tuple[str, ...]:
        return tuple(renames.field(table, field) for field in fields)

    key, new_key = now(old.get("primaryKey", []), name), tuple(new.get("primaryKey", []))
    if key != new_key:
        yield SchemaChange(name, None, "changed", "key", list(key), list(new_key), Bump.MAJOR, "primary key changed")
    before = [
        (now(fields, name), renames.table(target), now(targets, renames.table(target)))
        for fields, target, targets in _references(old, old_name)
    ]
    after = _references(new, name)
    for reference in before:
        if reference not in after:
            said = _said(reference)
            yield SchemaChange(
                name, None, "removed", "reference", said, None, Bump.MINOR, "a reference no longer holds"
            )
    known = set(now((field["name"] for field in old["fields"]), name))
    for reference in after:
        if reference not in before:
            tightened = known.issuperset(reference[0])
            bump = Bump.MAJOR if tightened else Bump.MINOR
            reason = "a reference must hold: tightened" if tightened else "reference of an added field"
            yield SchemaChange(name, None, "added", "reference", None, _said(reference), bump, reason)
    if old.get("missingValues", [""]) != new.get("missingValues", [""]):
        was, is_ = old.get("missingValues", [""]), new.get("missingValues", [""])
        yield SchemaChange(name, None, "changed", "missingValues", was, is_, Bump.MAJOR, "cells read otherwise")


def table_changes(name: str, old: Descriptor, new: Descriptor, renames: Renames, old_name: str) -> list[SchemaChange]:
    """Compare two Table Schemas of one table; ``renames`` maps the names of the old one."""
    changes: list[SchemaChange] = []
    if old_name != name:
        changes.append(SchemaChange(name, None, "renamed", "table", old_name, name, Bump.MAJOR, "table renamed"))
    before = {renames.field(name, field["name"]): field for field in old["fields"]}
    after = {field["name"]: field for field in new["fields"]}
    for field in before:
        if field not in after:
            changes.append(SchemaChange(name, field, "removed", "field", field, None, Bump.MAJOR, "field removed"))
    for field, descriptor in after.items():
        if field in before:
            changes += _field(name, before[field], descriptor)
        else:
            changes.append(SchemaChange(name, field, "added", "field", None, field, Bump.MINOR, "field added"))
    kept, now = [field for field in before if field in after], [field for field in after if field in before]
    if kept != now:
        changes.append(SchemaChange(name, None, "changed", "order", kept, now, Bump.MAJOR, "fields in another order"))
    changes += _keys(name, old, new, renames, old_name)
    for keyword in ("title", "description"):
        if old.get(keyword) != new.get(keyword):
            was, is_ = old.get(keyword), new.get(keyword)
            changes.append(SchemaChange(name, None, "changed", keyword, was, is_, Bump.PATCH, f"{keyword} reworded"))
    return changes


def package_changes(old: Descriptor, new: Descriptor) -> list[SchemaChange]:
    """Compare what two packages say of themselves."""
    changes = []
    if old.get("name") != new.get("name"):
        was, is_ = old.get("name"), new.get("name")
        changes.append(SchemaChange("", None, "renamed", "package", was, is_, Bump.MAJOR, "package renamed"))
    if old.get("licenses") != new.get("licenses"):
        was, is_ = old.get("licenses"), new.get("licenses")
        reason = "licences changed: what may be done with the data"
        changes.append(SchemaChange("", None, "changed", "licenses", was, is_, Bump.MAJOR, reason))
    for keyword in _PACKAGE_WORDS:
        if old.get(keyword) != new.get(keyword):
            was, is_ = old.get(keyword), new.get(keyword)
            changes.append(SchemaChange("", None, "changed", keyword, was, is_, Bump.PATCH, f"{keyword} reworded"))
    return changes
