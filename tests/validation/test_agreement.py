"""The fast checker is held together with frictionless: on generated tables, each with one defect of a known kind.

The fast checker must find every defect at its row and field. Frictionless must say the same wherever it can check that
kind; where the two differ is listed, with the reason, and is itself tested.
"""

import csv
import io
from functools import cache

import pytest
from frictionless import Package, Resource, Schema, system
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_line, format_cell
from rare_earth_data.schema.strategies import tables
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.source import CsvSource
from rare_earth_data.validation.tables import check_tables, header_findings

# Tables drawn of each schema, and defects tried on each: some 2,000 tables in all (RED_HYPOTHESIS=long: 288,000).
EXAMPLES = 7 if settings.default.max_examples < 1000 else 1000
DEFECTS = 16

# kind: (code of ours, error of frictionless)
KINDS = {
    "type": ("RED-T020", "type-error"),
    "required": ("RED-T021", "constraint-error"),
    "pattern": ("RED-T022", "constraint-error"),
    "enum": ("RED-T023", "constraint-error"),
    "minimum": ("RED-T024", "constraint-error"),
    "maximum": ("RED-T024", "constraint-error"),
    "unique": ("RED-T026", "unique-error"),
    "primaryKey": ("RED-T002", "primary-key"),
    "foreignKey": ("RED-T027", "foreign-key"),
    "cell too many": ("RED-T011", "extra-cell"),
    "cell too few": ("RED-T011", "missing-cell"),
    "field renamed": ("RED-T010", "incorrect-label"),
    "none": (None, None),
}
# What one of the two says besides, because of the same defect: an emptied key is no reference, a changed one points nowhere.
BESIDES = {"RED-T002", "RED-T020", "RED-T021", "RED-T022", "RED-T023", "RED-T024", "RED-T026", "RED-T027", "RED-T032"}
WRONG = {
    "integer": ["1.5", "many", "1e3", "1,000"],
    "number": ["many", "1.5.2", "--1", "1,000"],
    "boolean": ["maybe", "2"],
    "datetime": ["2025-13-45 10:00", "2025-02-30 10:00", "yesterday", "2025-10-27"],
    "list": ["one,two", "1,,2", "1;2"],
}


def targets_of(table):
    """Keys that the tables pointed to have: what foreign keys may name."""
    return {key.table for key in table.foreign_keys if key.table != table.name}


POOL = [f"key-{number}" for number in range(4)]


def other_rows(table):
    return {
        name: [
            {field: value for key in table.foreign_keys if key.table == name for field in key.references}
            for value in POOL
        ]
        for name in targets_of(table)
    }


def consistent(table, rows):
    """Make spans as long as their words: a strategy draws fields one by one."""
    rule = load_knowledge("evidence.yaml").get(table.name)
    for row in rows if rule else []:
        text, start = row[rule["text"]], row[rule["start"]]
        if text is None or start is None:
            row[rule["start"]] = row[rule["end"]] = None
        else:
            row[rule["end"]] = start + len(text)
    return rows


def possible(table):
    """(kind, field) of every defect that the table's schema knows."""
    pairs = [("none", None), ("cell too many", None), ("cell too few", None), ("primaryKey", None)]
    pairs += [("field renamed", field.name) for field in table.fields]
    for field in table.fields:
        if field.type in WRONG and (field.type != "list" or field.item_type == "integer"):
            pairs.append(("type", field.name))
        for kind, there in (
            ("required", field.required and field.type != "list"),
            ("pattern", field.pattern),
            ("enum", field.enum),
            ("minimum", field.minimum is not None),
            ("maximum", field.maximum is not None),
            ("unique", field.unique and (field.name,) != table.primary_key),
        ):
            if there:
                pairs.append((kind, field.name))
    return pairs + [("foreignKey", key.fields[0]) for key in table.foreign_keys]


def spoil(table, header, lines, kind, name, draw):
    """Put the defect in; returns the index of the row that has it."""
    row = draw(st.integers(0, len(lines) - 1))
    column = table.field_names.index(name) if name else 0
    field = table.field(name) if name else None
    if kind == "type":
        lines[row][column] = draw(st.sampled_from(WRONG[field.type]))
    elif kind in ("required", "pattern", "enum", "minimum", "maximum", "foreignKey"):
        lines[row][column] = {
            "required": "",
            "pattern": "ax/yz|",
            "enum": "no-such-code",
            "minimum": str(int((field.minimum if field else None) or 0) - 1),
            "maximum": str(int((field.maximum if field else None) or 0) + 1),
            "foreignKey": "nowhere",
        }[kind]
    elif kind in ("primaryKey", "unique"):
        row = max(row, 1)
        for key in table.primary_key if kind == "primaryKey" else (name,):
            lines[row][table.field_names.index(key)] = lines[0][table.field_names.index(key)]
    elif kind == "cell too many":
        lines[row].append("more")
    elif kind == "cell too few":
        lines[row].pop()
    elif kind == "field renamed":
        header[column] += "_"
    return row


def ours(table, text, folder):
    """What the fast checker finds: (code, row index, field)."""
    report, sources = Report(), {}
    path = folder / f"{table.name}.csv"
    path.write_text(text, encoding="utf-8", newline="")
    source = CsvSource(path, path.name, table)
    report.add(source.open_header())
    report.add(header_findings(table, source.header, path.name))
    for name, rows in other_rows(table).items():
        beside = folder / f"{name}.csv"
        beside.write_text(csv_line(rows[0]) + "".join(csv_line(row.values()) for row in rows), encoding="utf-8")
        sources[name] = CsvSource(beside, beside.name, all_tables()[name])
        sources[name].open_header()
    check_tables(all_tables(), {table.name: source}, report, sources)
    starts = {line: index for index, line in enumerate(first_lines(text))}
    assert all(finding.line in starts for finding in report.findings)
    return {
        (finding.code, starts[finding.line] - 1, finding.field)
        for finding in report.findings
        if finding.severity == "error"
    }


def first_lines(text):
    """The line on which each record starts, counted independently of the checker: line feeds before it."""
    starts, line, inside = [1], 1, False
    for character in text[:-1]:
        inside ^= character == '"'
        if character == "\n":
            line += 1
            if not inside:
                starts.append(line)
    return starts


@cache
def schema_of(name, references):
    descriptor = all_tables()[name].descriptor
    return Schema.from_descriptor(
        {key: value for key, value in descriptor.items() if references or key != "foreignKeys"}
    )


def theirs(table, text, references=True):
    """What frictionless finds: (type, row index, field); without references it takes half the time."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    resources = [Resource(name=table.name, data=rows, schema=schema_of(table.name, references))]
    for name, others in (other_rows(table) if references else {}).items():
        fields = [{"name": field, "type": "string"} for field in others[0]]
        data = [list(others[0]), *(list(row.values()) for row in others)]
        resources.append(Resource(name=name, data=data, schema=Schema.from_descriptor({"fields": fields})))
    with system.use_context(trusted=True):
        report = Package(resources=resources).validate()
    return {
        (error.type, (getattr(error, "row_number", None) or 1) - 2, getattr(error, "field_name", None))
        for task in report.tasks
        if task.name == table.name
        for error in task.errors
    }


def same_place(kind, name, row, found, table):
    code = KINDS[kind][0]
    fields = {"primaryKey": ", ".join(table.primary_key), "cell too many": None, "cell too few": None}
    if kind == "field renamed":
        return (code, -1, name) in found
    return (code, row, fields.get(kind, name)) in found


def agree(table, kind, field, row, text, folder):
    """Both find the one defect where it is, and nothing where there is none."""
    found = ours(table, text, folder)
    also = theirs(table, text, references=kind in ("foreignKey", "none"))
    if kind == "none":
        assert found == set() and also == set()
        return
    code, error = KINDS[kind]
    assert same_place(kind, field, row, found, table), (kind, field, row, found)
    assert {other for other, _, _ in found} <= BESIDES | {code}
    assert any(type_ == error for type_, _, _ in also), (kind, field, also)
    if kind not in ("field renamed", "primaryKey", "cell too many"):
        assert any(type_ == error and at == row for type_, at, _ in also), (kind, field, row, also)


@pytest.mark.parametrize("name", all_tables())
def test_one_defect_is_found_by_both(name, tmp_path):
    table = all_tables()[name]
    pairs = possible(table)
    others = other_rows(table)

    @settings(max_examples=EXAMPLES, phases=[Phase.generate])
    @given(st.data())
    def run(data):
        rows = consistent(table, data.draw(tables(table, others, min_rows=2, max_rows=4)))
        cells = [[format_cell(field, row.get(field.name)) for field in table.fields] for row in rows]
        for kind, field in data.draw(st.lists(st.sampled_from(pairs), min_size=DEFECTS, max_size=DEFECTS)):
            header, lines = list(table.field_names), [list(line) for line in cells]
            row = spoil(table, header, lines, kind, field, data.draw)
            text = csv_line(header) + "".join(map(csv_line, lines))
            agree(table, kind, field, row, text, tmp_path)

    run()


# Where only ours objects: a table, a field, a cell, and why that is right. There is no kind that only theirs finds.
DIFFERENCES = {
    "boolean words": ("claims", "is_truncated", "True", "a value has one spelling, so that equal tables are equal bytes"),
    "not a number": ("country_metrics", "value", "NaN", "no figure is NaN; Table Schema lets it pass as a number"),
    "infinity": ("country_metrics", "value", "INF", "no figure is infinite; Table Schema lets it pass as a number"),
    "underscored number": ("country_metrics", "value", "1_000", "Python alone reads underscores in numbers"),
    "single-digit month": ("articles", "published_at", "2025-1-2 03:04", "strptime takes 1 for 01; texts no longer sort"),
    "blank before a number": ("claims", "ordinal", " 1", "Python strips blanks, other readers make the column text"),
    "huge whole number": ("claims", "ordinal", "9" * 30, "more than 64 bits, which no column of a frame holds"),
    "span of another length": ("mentions", "text", "longer than its span", "frictionless knows no rule between fields"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DIFFERENCES)
def test_the_differences_are_as_listed(kind, tmp_path):
    name, field, cell, why = DIFFERENCES[kind]
    table = all_tables()[name]
    assert len(why) > 20
    row = sound_row(table)
    assert ours(table, csv_line(table.field_names) + csv_line(row.values()), tmp_path) == set()
    row[field] = cell
    text = csv_line(table.field_names) + csv_line(row.values())
    objects = {"ours": bool(ours(table, text, tmp_path)), "theirs": bool(theirs(table, text))}
    assert [side for side, objected in objects.items() if objected] == ["ours"]


def sound_row(table):
    """The first row of the table in the package, with keys of the pool."""
    from rare_earth_data.loading import DATA

    with open(DATA / f"{table.name}.csv", encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return row | {name: POOL[0] for key in table.foreign_keys for name in key.fields if row[name]}
