"""Check a million claims with their articles: against plain reading with the same engine, and against frictionless.

Prints a table; never fails on a clock. Every measurement is a process of its own; the times are those of the work, without
start and imports, the best of several; memory is the peak of the process.

    python tests/benchmarks/validate.py                      1 M rows, clean and with 1% defects
    python tests/benchmarks/validate.py --rows 10000000 --without-frictionless
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from rare_earth_data.loading import DATA
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_line
from rare_earth_data.schema.descriptor import RESOURCE_PROFILE

TABLES = ("documents", "publishers", "articles", "claims")
CLAIMS_AN_ARTICLE = 10

READ = """
import polars as pl
start = now()
for name in ("articles", "claims"):
    pl.read_csv(f"{folder}/{name}.csv", infer_schema=False)
"""
DUCKDB = """
import duckdb
start = now()
connection = duckdb.connect()
for name in ("articles", "claims"):
    connection.execute(f"create table {name} as select * from read_csv('{folder}/{name}.csv', all_varchar=true)")
"""
CHECK = """
from rare_earth_data.validation.package import check_package
from rare_earth_data.validation.report import Report
start = now()
report = Report()
check_package(Path(folder) / "datapackage.json", "datapackage.json", report)
found = report.count("error")
"""
FRICTIONLESS = """
from frictionless import Package
start = now()
report = Package(f"{folder}/datapackage.json").validate(limit_errors=10**9)
found = sum(len(task.errors) for task in report.tasks)
"""
FRAME = """
import json, resource, sys
from pathlib import Path
from time import perf_counter as now
folder, found = sys.argv[1], ""
{work}
print(json.dumps([now() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found]))
"""


def identifier(prefix: str, number: int) -> str:
    """Return an id of the right form."""
    return f"{prefix}-{hashlib.sha256(f'{prefix}{number}'.encode()).hexdigest()[:20]}"


def rows_of(name: str) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a table of the package."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def spoil(row: list[str], number: int) -> None:
    """Put one defect into a claim, one kind after the other."""
    kinds = {
        0: "clm-zz",
        1: identifier("art", -1),
        2: "1.5",
        3: "0",
        4: "",
        5: "xx",
        6: "1,b",
        7: "maybe",
        8: "no-code",
    }
    columns = {0: 0, 1: 1, 2: 2, 3: 2, 4: 5, 5: 6, 6: 7, 7: 10, 8: 11}
    kind = number % 10
    if kind == 9:
        row[0] = identifier("clm", number // 2)
    else:
        row[columns[kind]] = kinds[kind]


def write_package(folder: Path, rows: int, defects: float) -> None:
    """Write a package of so many claims, of which a share has a defect."""
    folder.mkdir()
    chance = random.Random(7)
    articles = max(rows // CLAIMS_AN_ARTICLE, 1)
    for name in TABLES:
        header, known = rows_of(name)
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            file.write(csv_line(header))
            if name in ("documents", "publishers"):
                file.writelines(map(csv_line, known))
            for number in range({"articles": articles, "claims": rows}.get(name, 0)):
                row = list(known[number % len(known)])
                row[0] = identifier(name[:3] if name == "articles" else "clm", number)
                if name == "claims":
                    row[1] = identifier("art", number * articles // rows)
                    if chance.random() < defects:
                        spoil(row, number)
                file.write(csv_line(row))
    write_descriptor(folder)


def write_descriptor(folder: Path) -> None:
    """Describe the tables without hashes: hashing is no part of what is compared."""
    resources = [
        {"$schema": RESOURCE_PROFILE, "name": name, "type": "table", "path": f"{name}.csv", "format": "csv",
         "mediatype": "text/csv", "encoding": "utf-8", "schema": all_tables()[name].descriptor}
        for name in TABLES
    ]  # fmt: skip
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "benchmark", "resources": resources}), encoding="utf-8"
    )


def measure(work: str, folder: Path) -> tuple[float, float, str]:
    """Run work in a process; returns seconds, megabytes and what it found."""
    script = FRAME.replace("{work}", work)
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    seconds, megabytes, found = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes, str(found)


def best(measured: list[tuple[float, float, str]]) -> tuple[float, float, str]:
    """Return the shortest time, the largest memory, and what was found."""
    return min(m[0] for m in measured), max(m[1] for m in measured), measured[-1][2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="claims (default 1,000,000)")
    parser.add_argument("--repeat", type=int, default=5, help="measurements of each, of which the best counts")
    parser.add_argument("--without-frictionless", action="store_true", help="it takes most of the time")
    options = parser.parse_args()
    print(f"{'tables':<22} {'what':<22} {'seconds':>8} {'MB':>7} {'findings':>9} {'x read':>7}")
    with tempfile.TemporaryDirectory() as scratch:
        for label, defects in (("clean", 0.0), ("1% defects", 0.01)):
            folder = Path(scratch) / label.replace("%", "")
            write_package(folder, options.rows, defects)
            works = {"polars, plain reading": READ, "duckdb, plain reading": DUCKDB, "validate": CHECK}
            rounds = [{name: measure(work, folder) for name, work in works.items()} for _ in range(options.repeat)]
            results = {name: best([found[name] for found in rounds]) for name in works}
            if not options.without_frictionless:
                results["frictionless"] = measure(FRICTIONLESS, folder)
            read = results["polars, plain reading"][0]
            for name, (seconds, megabytes, found) in results.items():
                tables = f"{options.rows:,} {label}"
                print(f"{tables:<22} {name:<22} {seconds:>8.2f} {megabytes:>7,.0f} {found:>9} {seconds / read:>7.1f}")


if __name__ == "__main__":
    main()
