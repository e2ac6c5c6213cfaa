"""The columns of part files: those of the tables, and beside them which document and article of the part a row is of."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from rare_earth_data.assembly.pages import PAGE_TABLES
from rare_earth_data.engines.pyarrow_engine import arrow_schema
from rare_earth_data.schema.tables import Field, table

DOCUMENT, ARTICLE = "_document", "_article"
FINDING_FIELDS = ("code", "severity", "file", "line", "column", "message", "expected")
# The tables whose rows hang on one article; those of an article that is not new go with it.
OF_ARTICLES = frozenset(("articles", "claims", "mentions", "country_metrics"))
PART_TABLES = (*PAGE_TABLES, "findings")

_PLAIN = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
_INSIDE = {DOCUMENT: pa.int64(), ARTICLE: pa.int64()}
FINDINGS = pa.schema({name: pa.int64() if name in ("line", "column") else pa.string() for name in FINDING_FIELDS})
DOCUMENT_KEYS = pa.schema(
    {"part": pa.int64(), "document": pa.int64(), "document_id": pa.string(), "origin": pa.string()}
)
ARTICLE_KEYS = pa.schema(
    {"part": pa.int64(), "document": pa.int64(), "article": pa.int64(), "document_id": pa.string()}
    | {"article_id": pa.string(), "digest": pa.string(), "file": pa.string(), "line": pa.int64(), "column": pa.int64()}
)
PUBLISHER_KEYS = pa.schema(
    {"part": pa.int64(), "document": pa.int64(), "ordinal": pa.int64(), "document_id": pa.string()}
    | {field.name: pa.string() for field in table("publishers").fields}
)

# Rows to compare, as JSON, under the group that they belong to; `words` marks claims that are no figures.
KEYED = pa.schema({"group": pa.string(), "article_id": pa.string(), "words": pa.bool_(), "row": pa.string()})
# What was found: a row a member, as JSON; with the first comes the conflict. `subject` tells conflicts of one id apart.
HITS = pa.schema(
    {"conflict_id": pa.string(), "subject": pa.string(), "member": pa.int64(), "conflict": pa.string()}
    | {"row": pa.string()}
)

# What the global step answers; the folder an answer lies in tells its bucket.
DOCUMENT_ANSWERS = pa.schema(
    {"bucket": pa.int64(), "part": pa.int64(), "document": pa.int64(), "origin": pa.string(), "first": pa.string()}
)
ARTICLE_ANSWERS = pa.schema(
    {"bucket": pa.int64(), "part": pa.int64(), "document": pa.int64(), "article": pa.int64(), "article_id": pa.string()}
    | {"file": pa.string(), "line": pa.int64(), "column": pa.int64(), "differs": pa.bool_(), "first": pa.string()}
)


def _plain(field: Field) -> pa.DataType:
    if field.type == "list":
        return pa.list_(pa.int64() if field.item_type == "integer" else pa.string())
    return _PLAIN.get(field.type, pa.string())


@cache
def part_schema(name: str) -> pa.Schema:
    """Return the columns of a table in a part: plain types, dates and codes as text."""
    own = FINDINGS if name == "findings" else pa.schema({f.name: _plain(f) for f in table(name).fields})
    return pa.schema([*own, *(pa.field(inside, type_) for inside, type_ in _INSIDE.items())])


@cache
def final_schema(name: str) -> pa.Schema:
    """Return the columns of a table in the result."""
    return FINDINGS if name == "findings" else arrow_schema(table(name).descriptor)


def as_final(rows: pa.Table, name: str) -> pa.Table:
    """Give the rows of a part the types of the result."""
    schema = final_schema(name)
    columns = []
    for field in schema:
        column = rows.column(field.name)
        if pa.types.is_string(column.type):
            # As in CSV, what is empty is missing.
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        if pa.types.is_timestamp(field.type):
            # The reader gives only dates that exist; text of another form would be a null, not the end of a long run.
            format_ = table(name).field(field.name).format
            column = pc.strptime(column, format=format_, unit="us", error_is_null=True)
        columns.append(column.dictionary_encode() if pa.types.is_dictionary(field.type) else column.cast(field.type))
    return pa.Table.from_arrays(
        [column.cast(field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
