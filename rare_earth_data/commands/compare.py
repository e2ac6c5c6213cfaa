"""Print what claims and references say about one thing, side by side.

examples:
  rare-earth-data compare --country CHN --indicator refining_share
  rare-earth-data compare --country RUS --indicator reserves --format markdown
  rare-earth-data compare --country CHN --indicator refining_share --chart refining.svg
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rare_earth_data.commands.printing import add_format, print_rows

_TEXT = ("side", "figure", "period", "status", "quote", "day", "where")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    for name, example in (("country", "CHN"), ("indicator", "refining_share"), ("partner", "USA")):
        parser.add_argument(f"--{name}", metavar="CODE", help=f"only figures with this {name}, for instance {example}")
    parser.add_argument("--commodity", metavar="CODE", help="only figures about this commodity")
    parser.add_argument("--stage", metavar="CODE", help="only figures of this stage of the value chain")
    parser.add_argument("--claims-only", action="store_true", help="leave the references out")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw them instead, into a .png, .svg or .html file")
    add_format(parser)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if value is None or value != value:
        return ""
    return f"{value:,.15g}" if isinstance(value, float) else str(value)


def _figure(row: dict[str, Any]) -> str:
    signs = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "approx": "~"}
    if row["qualifier"] == "range":
        return f"{_text(row['low'])} to {_text(row['high'])} {row['unit']}"
    return f"{signs.get(row['qualifier'], '')}{_text(row['value'])} {row['unit']}"


def _line(row: dict[str, Any]) -> dict[str, str]:
    claim = row["side"] == "claim"
    return {
        "side": row["side"],
        "figure": _figure(row),
        "period": _text(row["period"]),
        "status": _text(row["status"]),
        "quote": _text(row["quote"] if claim else row["id"]),
        "day": _text(row["published_at"])[:10] if claim and row["published_at"] == row["published_at"] else "",
        "where": _text(row["title_en"] if claim else row["source"]),
    }


def _draw(options: argparse.Namespace) -> int:
    from rare_earth_data.plot import figures, save

    chosen = {name: getattr(options, name) for name in ("partner", "commodity", "stage")}
    save(figures(options.indicator, options.country, **chosen, references=not options.claims_only), options.chart)
    print(f"written: {options.chart}")
    return 0


def run(options: argparse.Namespace) -> int:
    """Print or draw the figures; the other formats have all columns."""
    if options.chart is not None:
        return _draw(options)
    from rare_earth_data.comparison import COLUMNS, compare

    frame = compare(
        options.country,
        options.indicator,
        partner=options.partner,
        commodity=options.commodity,
        stage=options.stage,
        references=not options.claims_only,
    )
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    if options.format == "text":
        print_rows([_line(row) for row in rows], "text", _TEXT)
    else:
        print_rows([{name: _text(row[name]) for name in COLUMNS} for row in rows], options.format, COLUMNS)
    return 0
