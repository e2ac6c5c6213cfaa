"""How the bare reading rules do against annotated facts: precision, recall and F1, without any correction.

Without arguments every annotated set of the repository is measured; ``--readme`` also writes the table into README.md.
With ``--held-out`` each set is read with weights that were fitted to the others. With GOLD and PAGE... one set is measured
and its worst mistakes are listed.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from rare_earth_data.evaluation import SETS, compare, read_facts, read_gold, report, table
from rare_earth_data.facts.cues import fitted_weights, read_with
from rare_earth_data.fitting import fit

ROOT = Path(__file__).resolve().parent.parent
README = re.compile(r"(?s)(<!-- evaluation -->\n).*?(<!-- /evaluation -->)")


def measure_all(worst: int, *, held_out: bool) -> str:
    """Print the report of every set and return the table of all."""
    results = {}
    for name, (gold, pages) in SETS.items():
        paths = sorted(ROOT.glob(pages))
        with read_with(fit(ROOT, without=[name]) if held_out else fitted_weights()):
            results[name] = compare(read_gold(ROOT / gold), list(read_facts(paths)))
        print(f"\n== {name}\n{report(results[name], worst)}")
    return table(results)


def main() -> None:
    """Measure one set, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", help="annotated facts, JSON lines")
    parser.add_argument("pages", type=Path, nargs="*", help="the documents they were taken from")
    parser.add_argument("--worst", type=int, default=10, help="how many mistakes of each kind to list (default 10)")
    parser.add_argument("--held-out", action="store_true", help="read each set with weights fitted to the others")
    parser.add_argument("--readme", action="store_true", help="write the table of all sets into README.md")
    options = parser.parse_args()
    if options.gold:
        print(report(compare(read_gold(options.gold), list(read_facts(options.pages))), options.worst))
        return
    text = measure_all(options.worst, held_out=options.held_out)
    print(f"\n{text}")
    if options.readme:
        path = ROOT / "README.md"
        path.write_text(README.sub(lambda match: match[1] + text + match[2], path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
