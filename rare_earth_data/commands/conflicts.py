"""Print where figures and statements disagree, with every side in its own words.

examples:
  rare-earth-data conflicts
  rare-earth-data conflicts --new
  rare-earth-data conflicts --kind scale --format json
  rare-earth-data conflicts --data tables      # those that 'extract' found
"""

from __future__ import annotations

import argparse
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rare_earth_data.commands.printing import add_format, print_rows
from rare_earth_data.loading import DATA
from rare_earth_data.package import DataPackage, read_package
from rare_earth_data.schema.cells import format_cell

Cells = dict[str, str]
_WIDTH = 110


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--new", action="store_true", help="only what a rule found and nobody has reviewed")
    parser.add_argument("--kind", metavar="KIND", help="only conflicts of this kind: value, scale, entity ...")
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="a package, CSV or Parquet (default: the one installed)"
    )
    add_format(parser)


def _read(package: DataPackage, name: str) -> Iterator[Cells]:
    """Yield the rows of a table as text."""
    fields = package.tables[name].fields
    for row in package.rows(name):
        yield {field.name: format_cell(field, row[field.name]) for field in fields}


def _chosen(conflicts: list[Cells], options: argparse.Namespace) -> list[Cells]:
    kinds = sorted({row["kind"] for row in conflicts})
    if options.kind and options.kind not in kinds:
        raise LookupError(f"there is no conflict of kind {options.kind!r}. The kinds are: {', '.join(kinds)}.")
    return [
        row
        for row in conflicts
        if (not options.new or row["adjudication"] == "unreviewed")
        and (not options.kind or row["kind"] == options.kind)
    ]


class _Places:
    """Says where members stand: day and document of an article, or the source of a reference. Nothing else is kept."""

    def __init__(self, package: DataPackage, members: Iterable[Cells]) -> None:
        members = list(members)
        claims = {member["claim_id"] for member in members}
        self.article_of = {
            row["claim_id"]: row["article_id"] for row in _read(package, "claims") if row["claim_id"] in claims
        }
        wanted = {member["article_id"] for member in members} | set(self.article_of.values())
        self.articles = {row["article_id"]: row for row in _read(package, "articles") if row["article_id"] in wanted}
        self.references = {row["reference_id"]: row for row in _read(package, "reference_metrics")}

    def line(self, member: Cells) -> str:
        if member["reference_id"]:
            row = self.references[member["reference_id"]]
            number = row["value"] or f"{row['low']} to {row['high']}"
            return f"{row['qualifier']} {number} {row['unit']}, {row['period']} (reference {row['reference_id']})"
        article = self.articles[member["article_id"] or self.article_of[member["claim_id"]]]
        place = "title" if not member["claim_id"] else "text"
        return f"'{member['text']}' ({place}, {article['document_id']}, {article['published_at'][:10]})"


def _print_text(conflicts: list[Cells], members: dict[str, list[Cells]], places: _Places) -> None:
    for row in conflicts:
        print(
            f"{row['conflict_id']}  [{row['severity']}, {row['relation']}, {row['adjudication']}, {row['detected_by']}]"
        )
        print(textwrap.fill(row["explanation"], _WIDTH, initial_indent="  ", subsequent_indent="  "))
        for member in members[row["conflict_id"]]:
            print(textwrap.fill(places.line(member), _WIDTH, initial_indent="  - ", subsequent_indent="    "))
        print()
    print(f"{len(conflicts)} conflicts")


def run(options: argparse.Namespace) -> int:
    """Print the conflicts asked for."""
    package = read_package(options.data)
    conflicts = _chosen(list(_read(package, "conflicts")), options)
    chosen = {row["conflict_id"] for row in conflicts}
    members: dict[str, list[Cells]] = defaultdict(list)
    for member in _read(package, "conflict_members"):
        if member["conflict_id"] in chosen:
            members[member["conflict_id"]].append(member)
    places = _Places(package, (member for of in members.values() for member in of))
    if options.format == "text":
        _print_text(conflicts, members, places)
    else:
        told = (places.line(member) for row in conflicts for member in members[row["conflict_id"]])
        sides = {row["conflict_id"]: [next(told) for _ in members[row["conflict_id"]]] for row in conflicts}
        print_rows([{**row, "sides": " | ".join(sides[row["conflict_id"]])} for row in conflicts], options.format)
    return 0
