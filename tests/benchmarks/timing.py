"""Time things fairly: in turn, several times, in one run; medians are reported, nothing ever fails on a clock."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def in_turn(jobs: dict[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """Median seconds of each job; the jobs take turns, so that a slow moment of the machine hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def python(code: str) -> Callable[[], object]:
    """A job that runs code in a Python of its own."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a titled table."""
    cells = [list(map(str, header)), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
