"""Print policy events in order: date, type, parties, title and status.

examples:
  rare-earth-data timeline --country CHN --since 2025-04
  rare-earth-data timeline --type import_tariff --mentions
"""

from __future__ import annotations

import argparse

from rare_earth_data.commands.printing import add_format, print_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--country", metavar="AREA", help="only events this area takes part in, for instance CHN")
    parser.add_argument("--since", metavar="DATE", help="from this date on: 2025, 2025-04 or 2025-04-09")
    parser.add_argument("--until", metavar="DATE", help="up to and including this date")
    parser.add_argument("--type", dest="event_type", metavar="TYPE", help="only events of this type")
    parser.add_argument("--undated", action="store_true", help="also events whose date nobody knows, last")
    parser.add_argument("--mentions", action="store_true", help="also the sentences that report each event")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Print the timeline."""
    from rare_earth_data.chronology import timeline

    events = timeline(options.country, options.since, options.until, options.event_type, undated=options.undated)
    columns = ["date", "event_type", "legal_status", "parties", "title"]
    rows = []
    for event in events.to_dict("records"):
        row = {column: "" if event[column] != event[column] else str(event[column]) for column in columns}
        if not options.mentions:
            rows.append(row)
            continue
        for mention in event["mentions"]:
            rows.append({**row, "sentence": mention["sentence"], "article": str(mention["title_en"])})
    print_rows(rows, options.format, [*columns, "sentence", "article"] if options.mentions else columns)
    return 0
