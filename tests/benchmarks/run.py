"""``make bench``: every benchmark, one after the other; results also go to a JSON file."""

from __future__ import annotations

import importlib
import json
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

BENCHMARKS = ("loading", "load", "reading", "figures", "scaling", "parts", "diff")


def main(names: list[str]) -> None:
    """Run the benchmarks of these names (all without any) and save what they measured."""
    results: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    for name in names or BENCHMARKS:
        results[name] = importlib.import_module(f"tests.benchmarks.{name}").run()
    path = Path("bench.json")
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"\nsaved to {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
