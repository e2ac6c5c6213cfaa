"""Validation of partitioned Parquet tables: memory that does not grow with the number of parts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.run import extract_corpus
from rare_earth_data.scaling.schemas import PART_TABLES
from tests.benchmarks.timing import print_table
from tests.scaling.corpus import texts, write_texts

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 4_000
COPIES = (5, 50, 200, 400) if os.environ.get("RED_LONG") else (5, 50)
_HASHED = ("article_id", "claim_id", "metric_id")
_MEASURE = """
import resource, sys, time
from pathlib import Path
from rare_earth_data.validation.targets import validate
start = time.perf_counter()
report = validate(Path(sys.argv[1]))
print(len(report.findings), report.checked[0].split()[2].replace(",", ""), time.perf_counter() - start,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _copy(rows: pa.Table, number: int) -> pa.Table:
    """Return rows with ids of their own."""
    for name in rows.column_names:
        column = rows.column(name)
        if name in _HASHED:
            changed = pc.utf8_replace_slice(column, 20, 24, f"{number:04x}")
        elif name in ("document_id", "path"):
            changed = pc.binary_join_element_wise(column.cast(pa.string()), f"_{number}", "")
        else:
            continue
        rows = rows.set_column(rows.column_names.index(name), rows.field(name), changed.cast(column.type))
    return rows


def multiply(made: Path, folder: Path, copies: int) -> None:
    """Write a package that holds the rows of another so many times, each time in part files of their own."""
    shutil.copytree(made, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    # Conflicts point to rows under the ids that they had.
    descriptor["resources"] = [r for r in descriptor["resources"] if not r["name"].startswith("conflict")]
    for resource in descriptor["resources"]:
        name = resource["name"]
        if name in PART_TABLES and name != "publishers":
            rows = pq.read_table(made / name)
            shutil.rmtree(folder / name)
            (folder / name).mkdir()
            resource["path"] = [f"{name}/part-{number:07}.parquet" for number in range(copies)]
            for number, path in enumerate(resource["path"]):
                pq.write_table(_copy(rows, number), folder / path, compression="zstd")
            resource.pop("bytes")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def measure(folder: Path) -> tuple[int, int, float, int]:
    """(findings, rows, seconds, peak MB) of validating a package in a process of its own."""
    words = [sys.executable, "-c", _MEASURE, str(folder)]
    findings, rows, seconds, peak = subprocess.check_output(words, cwd=ROOT, text=True).split()
    return int(findings), int(rows), float(seconds), int(peak)


def run(documents: int = DOCUMENTS, copies: tuple[int, ...] = COPIES) -> list[tuple[int, int, float, int]]:
    """Print and return what was measured for each number of parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_texts(folder / "in", texts(documents))
        extract_corpus([folder / "in"], folder / "made", LocalEngine(), format="parquet")
        results = []
        for number in copies:
            multiply(folder / "made", folder / "copies", number)
            results.append(measure(folder / "copies"))
            shutil.rmtree(folder / "copies")
    print_table(
        "Validation of partitioned Parquet tables",
        ("parts", "rows", "seconds", "rows/s", "peak MB", "findings"),
        [
            (f"{number}", f"{rows:,}", f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{peak:,}", f"{findings}")
            for number, (findings, rows, seconds, peak) in zip(copies, results, strict=True)
        ],
    )
    return results


if __name__ == "__main__":
    run()
