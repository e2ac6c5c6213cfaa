"""Print how the bare reading rules do against annotated facts: ``evaluate.py GOLD.jsonl PAGE.txt...``."""

from __future__ import annotations

import argparse
from pathlib import Path

from rare_earth_data.evaluation import compare, read_facts, read_gold, report


def main() -> None:
    """Compare the facts of the pages with the gold file and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="annotated facts, JSON lines")
    parser.add_argument("pages", type=Path, nargs="+", help="the documents they were taken from")
    parser.add_argument("--worst", type=int, default=30, help="how many mistakes of each kind to list")
    options = parser.parse_args()
    print(report(compare(read_gold(options.gold), list(read_facts(options.pages))), options.worst))


if __name__ == "__main__":
    main()
