"""Say where a figure comes from: document and line, article, sentence, corrections and conflicts.

examples:
  rare-earth-data provenance met-0123456789abcdef0123
"""

from __future__ import annotations

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("metric_id", metavar="METRIC", help="id of a figure, as in country_metrics")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    """Print the provenance of one figure."""
    from dataclasses import asdict

    from rare_earth_data.comparison import provenance

    found = provenance(options.metric_id)
    print(json.dumps(asdict(found), ensure_ascii=False, indent=2) if options.format == "json" else found)
    return 0
