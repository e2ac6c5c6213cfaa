"""Compare two packages of a million claims: time and memory, beside polars and a loop over dictionaries."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rare_earth_data.loading import DATA
from rare_earth_data.package import read_package
from rare_earth_data.schema.cells import csv_line
from tests.benchmarks.timing import print_table

ROWS = 1_000_000

OURS = """
from pathlib import Path
from rare_earth_data.diffing import diff
from rare_earth_data.package import read_package
with diff(read_package(Path(sys.argv[1])), read_package(Path(sys.argv[2]))) as found:
    rows = found.tables["claims"].rows
    print(rows.added, rows.removed, rows.changed, sum(1 for _ in rows.changes()), rows.moved)
"""
POLARS = """
import polars as pl
old, new = (pl.read_csv(f"{folder}/claims.csv", infer_schema=False) for folder in sys.argv[1:])
both = old.join(new, on="claim_id", how="inner", suffix="_new")
fields = [name for name in old.columns if name != "claim_id"]
changed = both.filter(pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}_new")) for name in fields]))
print(len(new.join(old, on="claim_id", how="anti")), len(old.join(new, on="claim_id", how="anti")), len(changed))
"""
LOOP = """
import csv
def read(folder):
    with open(f"{folder}/claims.csv", encoding="utf-8", newline="") as file:
        return {row[0]: row for row in csv.reader(file)}
old, new = map(read, sys.argv[1:])
print(len(new.keys() - old.keys()), len(old.keys() - new.keys()), sum(old[key] != new[key] for key in old.keys() & new.keys()))
"""


def write_package(folder: Path, rows: int, seed: int, edits: bool) -> None:
    """Write a copy of the package with that many claims; with ``edits`` one row in a hundred differs."""
    shutil.copytree(DATA, folder)
    described = read_package(folder).tables["claims"]
    choice = random.Random(seed)
    with open(folder / "claims.csv", "w", encoding="utf-8", newline="") as file:
        file.write(csv_line(described.field_names))
        for number in range(rows):
            kind = choice.randrange(300) if edits else 300
            if kind == 0:
                continue
            text = f'Claim {number} says that output, now {number * 7919 % 100_003} tons, will "double"' + (
                "!" * (kind == 1)
            )
            cells = [
                f"clm-{number * 2654435761 % 2**32:020x}",
                f"art-{number // 10:020x}",
                str(number % 10 + 1),
                "",
                "",
                text,
            ]
            file.write(csv_line([*cells, "en", "1,2", "0", "80", "false", "asserted", ""]))
            if kind == 2:
                file.write(
                    csv_line(
                        [f"clm-{2**33 + number:020x}", *cells[1:], "en", "1,2", "0", "80", "false", "asserted", ""]
                    )
                )


def measured(code: str, folders: list[str]) -> tuple[float, float, str]:
    """Return seconds, peak MB and the answer of a process."""
    ending = "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}{ending}", *folders], capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        return seconds, 0.0, done.stderr.strip().splitlines()[-1]
    *answer, peak = done.stdout.split()
    return seconds, float(peak), " ".join(answer[:3])


def run(rows: int = ROWS) -> dict[str, dict[str, float]]:
    """Print and return seconds and peak megabytes of each way."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = [str(Path(scratch) / name) for name in ("old", "new")]
        write_package(Path(folders[0]), rows, 1, False)
        write_package(Path(folders[1]), rows, 1, True)
        size = sum(path.stat().st_size for path in Path(scratch).rglob("claims.csv")) / 1e6
        results = {
            name: measured(code, folders)
            for name, code in (
                ("rare_earth_data.diffing", OURS),
                ("polars joins", POLARS),
                ("csv into dictionaries", LOOP),
            )
        }
    print_table(
        f"Difference of two packages of {rows:,} claims ({size:.0f} MB together; whole process)",
        ("what", "s", "peak MB", "added removed changed"),
        [(name, f"{seconds:.2f}", f"{peak:.0f}", answer) for name, (seconds, peak, answer) in results.items()],
    )
    return {name: {"seconds": seconds, "peak_mb": peak} for name, (seconds, peak, _) in results.items()}


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
