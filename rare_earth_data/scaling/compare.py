"""Find the conflicts of a run: in each part by article, then over all parts by what rows have in common.

The first step looks at the articles of a part and lays its rows out under the groups that they belong to. The second brings
the rows of each group together, out of core or by a shuffle (``dask_engine``), and compares them by the function that
compares all rows at once where there are few. Memory is that of the largest group.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rare_earth_data.areas import area_rows
from rare_earth_data.assembly.fresh import SHIPPED, shipped_rows
from rare_earth_data.conflicts.evidence import Evidence, Known
from rare_earth_data.conflicts.find import OF_ARTICLES, detect
from rare_earth_data.conflicts.groups import group_hits, keyed_rows
from rare_earth_data.conflicts.hits import Hit, member_rows
from rare_earth_data.scaling.database import connect
from rare_earth_data.scaling.finish import decided_of, kept_rows
from rare_earth_data.scaling.globals import quoted
from rare_earth_data.scaling.job import Job, new_file, new_folder
from rare_earth_data.scaling.schemas import ARTICLE, HITS, KEYED, part_schema
from rare_earth_data.scaling.sets import IS_SET, frequent, often, regrouped, sets_of, together

Row = dict[str, Any]

_TABLES = ("articles", "claims", "mentions", "country_metrics")
_ARTICLES = 100
_ROWS = 4_096
_BUCKET, _MOST_BUCKETS = 50_000, 256


@cache
def known() -> Known:
    """Return what the package knows whatever the articles say."""
    return Known({**{name: shipped_rows(name) for name in SHIPPED}, "areas": area_rows()})


def compare_part(job: Job, number: int, spec: dict[str, Any]) -> None:
    """Look at the articles of a part, each by itself, and lay its rows out by group; unless that has been done."""
    if job.is_compared(number):
        return
    with (
        new_folder(job.compared(number)) as folder,
        pq.ParquetWriter(folder / "hits.parquet", HITS, compression="zstd") as hits,
        pq.ParquetWriter(folder / "keyed.parquet", KEYED, compression="zstd") as keyed,
    ):
        for tables in _articles(job, number):
            evidence = Evidence(tables, known())
            _write(hits, hit_rows(detect(evidence, OF_ARTICLES)))
            _write(keyed, map(_keyed, keyed_rows(evidence, tables["country_metrics"])))


def _articles(job: Job, number: int) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of a part by table, some whole articles at a time."""
    decided = decided_of(job, number)
    rows = {
        name: pa.concat_tables([part_schema(name).empty_table(), *kept_rows(job, number, name, decided)])
        for name in _TABLES
    }
    numbers = iter(rows["articles"].column(ARTICLE).to_pylist())
    while some := list(islice(numbers, _ARTICLES)):
        wanted = pa.array(some, pa.int64())
        yield {
            name: table.filter(pc.is_in(table.column(ARTICLE), value_set=wanted)).to_pylist()
            for name, table in rows.items()
        }


def _keyed(keyed: tuple[str, Row]) -> Row:
    group, row = keyed
    return {
        "group": group,
        "article_id": row["article_id"],
        "words": row.get("metric_id") is None,
        "row": json.dumps(row, ensure_ascii=False),
    }


def hit_rows(hits: Iterable[Hit]) -> Iterator[Row]:
    """Yield the rows of what was found, one a member."""
    for hit in hits:
        told = {"conflict_id": hit.conflict_id, "subject": hit.canonical}
        for row in member_rows(hit.conflict_id, hit.members):
            conflict = json.dumps(hit.row(), ensure_ascii=False) if row["member"] == 1 else None
            yield told | {"member": row["member"], "conflict": conflict, "row": json.dumps(row, ensure_ascii=False)}


def _write(writer: pq.ParquetWriter, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    while some := list(islice(rows, _ROWS)):
        writer.write_batch(pa.RecordBatch.from_pylist(some, schema=writer.schema))


def gather(job: Job) -> None:
    """Bring the rows of each group into one bucket, out of core, on this machine; unless that has been done."""
    if job.gathered.is_dir():
        return
    keyed = f"read_parquet('{quoted(job.compared('[0-9]*') / 'keyed.parquet')}')"
    with new_folder(job.gathered) as folder, connect(Path(job.folder)) as database:
        database.execute(f"CREATE VIEW keyed AS FROM {keyed}")
        database.execute(f"CREATE VIEW sets AS FROM keyed WHERE {IS_SET}")
        database.execute(f"CREATE TABLE frequent AS {frequent('sets')}")
        pairs = together('(FROM sets JOIN frequent USING ("group"))')
        database.register("joined", sets_of(_each(database.execute(often(f"({pairs})")))))
        (count,) = database.execute("SELECT count(*) FROM keyed").fetchone() or (0,)
        buckets = min(max(count // _BUCKET, 1), _MOST_BUCKETS)
        database.execute("SET partitioned_write_flush_threshold=10000")
        database.execute(f"""
            COPY (SELECT hash("group") % {buckets} AS bucket, * FROM ({regrouped("keyed", "joined")}))
            TO '{quoted(folder / "rows")}' (FORMAT parquet, PARTITION_BY (bucket))
        """)


class Buckets:
    """The buckets that rows were gathered in, as parts of a step."""

    def __init__(self, job: Job) -> None:
        self.numbers = sorted(int(path.name.partition("=")[2]) for path in job.gathered.glob("rows/bucket=*"))

    def spec(self, number: int) -> dict[str, Any]:
        """Return nothing: a bucket is known by its number."""
        return {}


def compare_bucket(job: Job, number: int, spec: dict[str, Any]) -> None:
    """Compare the rows of the groups of a bucket, unless that has been done."""
    if job.bucket_hits(number).is_file():
        return
    rows = f"read_parquet('{quoted(job.gathered / 'rows' / f'bucket={number}' / '*.parquet')}')"
    with (
        new_file(job.bucket_hits(number)) as file,
        # Workers that sort at the same time must not put things aside in one place.
        TemporaryDirectory(dir=job.folder) as aside,
        connect(Path(aside)) as database,
        pq.ParquetWriter(file, HITS, compression="zstd") as hits,
    ):
        database.execute("SET threads=1")
        _write(hits, hit_rows(found_in(database, rows)))


def collect(job: Job, buckets: Buckets) -> None:
    """Put what was found in the buckets where the conflicts of a run are."""
    if not job.grouped.is_dir():
        with new_folder(job.grouped) as folder:
            for number in buckets.numbers:
                job.bucket_hits(number).rename(folder / job.bucket_hits(number).name)


def _each(found: duckdb.DuckDBPyConnection) -> Iterator[Any]:
    while some := found.fetchmany(_ROWS):
        yield from some


def found_in(database: duckdb.DuckDBPyConnection, rows: str) -> Iterator[Hit]:
    """Bring the rows of an SQL table together by group, and compare the rows of each."""
    ordered = database.execute(f'SELECT "group", words, row FROM {rows} ORDER BY 1, 2')
    for group, members in groupby(_each(ordered), key=lambda row: str(row[0])):
        first = next(members)
        # Numbers in words are held against figures; where there is none, they need not be looked at.
        if first[1] and group.startswith('["number"'):
            continue
        yield from group_hits(group, [json.loads(row) for _, _, row in (first, *members)], known())
