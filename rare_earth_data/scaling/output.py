"""Put the tables of a finished run in place: one CSV a table, or a folder of Parquet files a table."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rare_earth_data import __version__
from rare_earth_data.assembly.extract import STANDING
from rare_earth_data.assembly.fresh import SHIPPED, shipped_rows
from rare_earth_data.assembly.write import replace_file
from rare_earth_data.scaling.database import connect
from rare_earth_data.scaling.globals import quoted
from rare_earth_data.scaling.job import Job, new_file
from rare_earth_data.scaling.plan import Plan
from rare_earth_data.scaling.schemas import FINDING_FIELDS, PART_TABLES, part_schema
from rare_earth_data.scaling.writing import final_writer
from rare_earth_data.schema import all_tables
from rare_earth_data.schema.cells import csv_line
from rare_earth_data.schema.descriptor import descriptor_bytes, package_descriptor

_CONFLICTS = ("conflicts", "conflict_members")
_ROWS = 4_096


def place(job: Job, plan: Plan, folder: Path) -> dict[str, int]:
    """Write the tables that are no part's, put all in ``folder``, describe them; returns row counts by table."""
    counts = _write_whole_tables(job)
    for number in range(len(plan)):
        for name, count in job.counts(number).items():
            counts[name] = counts.get(name, 0) + count
    names = [*all_tables(), "findings"]
    if job.format == "csv":
        _place_csv(job, plan, names, folder)
    else:
        _place_parquet(job, plan, names, folder)
    replace_file(folder / "datapackage.json", descriptor_bytes(_descriptor(job, folder)))
    return counts


def _write_whole_tables(job: Job) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(all_tables(), 0)
    counts |= _write_conflicts(job)
    for name in all_tables():
        if name in _CONFLICTS or (name in PART_TABLES and name != "publishers"):
            continue
        if name in STANDING:
            rows = pa.Table.from_pylist(list(STANDING[name]()), schema=part_schema(name))
        elif name in SHIPPED:
            rows = pa.Table.from_pylist(shipped_rows(name), schema=part_schema(name))
        elif name == "publishers":
            found = pq.read_table(job.decided / "publishers.parquet").to_pylist()
            rows = pa.Table.from_pylist(found, schema=part_schema(name))
        else:
            rows = part_schema(name).empty_table()
        counts[name] = rows.num_rows
        with new_file(job.final_file(name, 0)) as file, final_writer(file, name, job.format) as write:
            write(rows)
    return counts


def _write_conflicts(job: Job) -> dict[str, int]:
    """Write what was found, in the order of ids; of two conflicts with one id, which is rare, always the same is kept."""
    files = [job.compared("[0-9]*") / "hits.parquet", *sorted(job.grouped.glob("*.parquet"))]
    found = ", ".join(f"'{quoted(path)}'" for path in files)
    counts = dict.fromkeys(_CONFLICTS, 0)
    with ExitStack() as stack:
        database = stack.enter_context(connect(Path(job.folder)))
        writers = {}
        for name in _CONFLICTS:
            file = stack.enter_context(new_file(job.final_file(name, 0)))
            writers[name] = stack.enter_context(final_writer(file, name, job.format))
        rows = database.execute(f"""
            WITH hits AS (FROM read_parquet([{found}]))
            SELECT conflict, row
            FROM hits JOIN (SELECT conflict_id, max(subject) AS subject FROM hits GROUP BY conflict_id)
            USING (conflict_id, subject) ORDER BY conflict_id, member
        """)
        while some := rows.fetchmany(_ROWS):
            for name, texts in zip(_CONFLICTS, zip(*some, strict=True), strict=True):
                told = [json.loads(text) for text in texts if text is not None]
                writers[name](pa.Table.from_pylist(told, schema=part_schema(name)))
                counts[name] += len(told)
    return counts


def _place_csv(job: Job, plan: Plan, names: list[str], folder: Path) -> None:
    for name in names:
        header = FINDING_FIELDS if name == "findings" else all_tables()[name].field_names
        with open(folder / f".{name}.csv.part", "wb") as target:
            target.write(csv_line(header).encode("utf-8"))
            for path in _parts(job, plan, name):
                with open(path, "rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
    for name in names:
        (folder / f".{name}.csv.part").replace(folder / f"{name}.csv")


def _parts(job: Job, plan: Plan, name: str) -> Iterator[Path]:
    for number in range(max(1, len(plan))):
        if (path := job.final_file(name, number)).exists():
            yield path


def _place_parquet(job: Job, plan: Plan, names: list[str], folder: Path) -> None:
    for name in names:
        made = job.final(name)
        if not made.is_dir() and (folder / name).is_dir():
            continue  # put in place before the run was killed
        empty = [path for path in _parts(job, plan, name) if pq.read_metadata(path).num_rows == 0]
        for path in empty:
            path.unlink()
        if not any(_parts(job, plan, name)):
            with new_file(job.final_file(name, 0)) as file, final_writer(file, name, job.format):
                pass
        shutil.rmtree(folder / name, ignore_errors=True)
        made.rename(folder / name)


def _descriptor(job: Job, folder: Path) -> dict[str, Any]:
    descriptor = package_descriptor(dict.fromkeys(all_tables(), b""), __version__)
    for resource in descriptor["resources"]:
        if job.format == "csv":
            path = folder / resource["path"]
            with open(path, "rb") as file:
                resource["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
            resource["bytes"] = path.stat().st_size
        else:
            files = sorted((folder / resource["name"]).glob("*.parquet"))
            paths = [path.relative_to(folder).as_posix() for path in files]
            del resource["hash"], resource["encoding"]
            resource |= {"path": paths[0] if len(paths) == 1 else paths, "format": "parquet"}
            resource |= {
                "mediatype": "application/vnd.apache.parquet",
                "bytes": sum(path.stat().st_size for path in files),
            }
    return descriptor
