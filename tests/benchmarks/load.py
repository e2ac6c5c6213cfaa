"""What a first load costs in each engine, beside the plain library reading the same file; and a large table in each."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rare_earth_data.loading import DATA
from tests.benchmarks.diff import write_package
from tests.benchmarks.timing import in_turn, print_table, python

ROWS = 200_000
PLAIN = {
    "pandas": "import pandas; pandas.read_csv({path!r})",
    "polars": "import polars; polars.read_csv({path!r})",
    "pyarrow": "from pyarrow import csv; csv.read_csv({path!r}, parse_options=csv.ParseOptions(newlines_in_values=True))",
    "duckdb": "import duckdb; duckdb.connect().execute('CREATE TABLE t AS FROM read_csv(' + repr({path!r}) + ')')",
}
OURS = "import rare_earth_data as red; red.load('claims', engine={engine!r})"
LARGE = (
    "import json; from pathlib import Path; from rare_earth_data.engines import {engine}_engine as e;"
    "folder = Path({folder!r}); schemas = json.loads((folder / 'datapackage.json').read_text())['resources'];"
    "schema = next(r['schema'] for r in schemas if r['name'] == 'claims');"
)
READ = "e.read_table(folder / 'claims.csv', schema)"
CONNECT = "e.connect([('claims', folder / 'claims.csv', schema)], {})"


def _row(engine: str, plain: float, ours: float) -> tuple[str, str, str, str]:
    return engine, f"{plain * 1000:.0f}", f"{ours * 1000:.0f}", f"{ours / plain - 1:+.0%}"


def run(rounds: int = 7, rows: int = ROWS) -> dict[str, float]:
    """Print and return median seconds of whole processes."""
    path = str(DATA / "claims.csv")
    jobs = {}
    for engine, code in PLAIN.items():
        jobs[f"{engine} plain"] = python(code.format(path=path))
        call = "import rare_earth_data as red; red.connect()" if engine == "duckdb" else OURS.format(engine=engine)
        jobs[f"{engine} ours"] = python(call)
    first = in_turn(jobs, rounds)
    header = ("engine", "plain ms", "ours ms", "ours beside plain")
    found = [_row(engine, first[f"{engine} plain"], first[f"{engine} ours"]) for engine in PLAIN]
    print_table("First load of claims (whole process, median; duckdb: all tables beside one)", header, found)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "large"
        write_package(folder, rows, 1, False)
        jobs = {}
        for engine, code in PLAIN.items():
            jobs[f"{engine} plain"] = python(code.format(path=str(folder / "claims.csv")))
            read = CONNECT if engine == "duckdb" else READ
            jobs[f"{engine} ours"] = python(LARGE.format(engine=engine, folder=str(folder)) + read)
        large = in_turn(jobs, 3)
    found = [_row(engine, large[f"{engine} plain"], large[f"{engine} ours"]) for engine in PLAIN]
    print_table(f"{rows:,} claims (whole process, median)", header, found)
    return {**first, **{f"large {name}": seconds for name, seconds in large.items()}}


if __name__ == "__main__":
    run()
