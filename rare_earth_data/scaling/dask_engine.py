"""Run the steps of a run on a Dask cluster: a local one, or the one at an address. All its machines share the folders.

Dask starts tasks, and starts them again when a worker dies. A worker that restarts imports the main script again, and
a task may run twice; therefore tasks leave files, and what counts is which parts are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from rare_earth_data.extras import require
from rare_earth_data.scaling.compare import found_in, hit_rows
from rare_earth_data.scaling.globals import BUCKET, FIRST_PUBLISHERS, REPEATED_ARTICLES, REPEATED_DOCUMENTS
from rare_earth_data.scaling.job import Job, new_folder
from rare_earth_data.scaling.local import Step, StoppedError, cores
from rare_earth_data.scaling.plan import Plan
from rare_earth_data.scaling.schemas import ARTICLE_ANSWERS, DOCUMENT_ANSWERS, HITS
from rare_earth_data.scaling.sets import SET, frequent, often, regrouped, sets_of, together

if TYPE_CHECKING:
    import pandas as pd

_PER_WORKER = 4
_PATIENCE = 3
_RETRIES = 5


class DaskEngine:
    """Workers of a Dask cluster."""

    def __init__(self, scheduler: str | None = None, workers: int | None = None) -> None:
        """Join the cluster at an address, or start one here. Raises MissingExtraError without Dask."""
        distributed = require("distributed", "dask", "the engine dask")
        require("dask.dataframe", "dask", "the engine dask")
        self._cluster = None
        if scheduler is None:
            self._cluster = distributed.LocalCluster(
                n_workers=workers or cores(), threads_per_worker=1, dashboard_address=None, processes=True
            )
        self.client = distributed.Client(scheduler or self._cluster)

    def run(self, step: Step, job: Job, plan: Plan, missing: Callable[[], Iterator[int]]) -> Iterator[int]:
        """Do a step for all parts that miss it; yields the number of each part when it is done."""
        fruitless = 0
        while next(missing(), None) is not None:
            fruitless += 1
            for number in self._submitted(step, job, plan, missing()):
                fruitless = 0
                yield number
            if fruitless == _PATIENCE:
                raise StoppedError(f"workers die again and again, at part {next(missing())} or soon after it")

    def _submitted(self, step: Step, job: Job, plan: Plan, numbers: Iterator[int]) -> Iterator[int]:
        distributed = require("distributed", "dask", "the engine dask")

        def submit(number: int) -> Any:
            future = self.client.submit(step, job, number, plan.spec(number), pure=False, retries=_RETRIES)
            future.part = number
            return future

        first = max(1, sum(self.client.nthreads().values())) * _PER_WORKER
        futures = distributed.as_completed(map(submit, islice(numbers, first)))
        for future in futures:
            if future.status == "finished":
                yield future.part
            elif not isinstance(error := future.exception(), distributed.scheduler.KilledWorker):
                raise error
            for number in islice(numbers, 1):
                futures.add(submit(number))

    def decide(self, job: Job) -> None:
        """Settle what is global: keys are shuffled by group among the workers, and each group is asked where it lies."""
        if job.decided.is_dir():
            return
        repeated = self._asked(_keys(job, "document_keys"), "document_id", REPEATED_DOCUMENTS)
        with new_folder(job.decided) as folder:
            _by_bucket(repeated, folder / "documents", DOCUMENT_ANSWERS)
            gone = _read(folder / "documents")
            articles = _without(_keys(job, "article_keys"), gone)
            _by_bucket(self._asked(articles, "article_id", REPEATED_ARTICLES), folder / "articles", ARTICLE_ANSWERS)
            publishers = _without(_keys(job, "publishers"), gone)
            # One row a publisher: the only answer small enough to be put in order in one place.
            first = self._asked(publishers, "publisher_id", FIRST_PUBLISHERS).compute()
            first.sort_values(["document_id", "ordinal"]).to_parquet(folder / "publishers.parquet", index=False)

    def compare(self, job: Job) -> None:
        """Compare what stands in different articles: rows are shuffled by group among the workers, and compared there."""
        if job.grouped.is_dir():
            return
        keyed = _read_parts(job.compared("[0-9]*") / "keyed.parquet")
        sets = keyed[keyed["group"].str.startswith(SET)][["group", "article_id"]]
        often_told = sets.merge(self._asked(sets, "group", frequent("keys")), on="group")
        pairs = self._asked(often_told, "article_id", together("keys"))
        pairs = self._asked(pairs, ["first", "second"], often("keys")).compute()
        joined = sets_of(pairs.itertuples(index=False, name=None)).to_pandas()
        rows = keyed.map_partitions(regroup, joined, meta=regroup(keyed._meta, joined)).shuffle(on="group")
        found = rows.map_partitions(compared, meta=compared(rows._meta))
        with new_folder(job.grouped) as folder:
            found.to_parquet(str(folder), write_index=False, schema=HITS)

    def _asked(self, keys: Any, group: str | list[str], question: str) -> Any:
        shuffled = keys.shuffle(on=group)
        return shuffled.map_partitions(ask, question, meta=ask(keys._meta, question))

    def close(self) -> None:
        """Leave the cluster; end it if it was started here."""
        self.client.close()
        if self._cluster is not None:
            self._cluster.close()


def ask(keys: pd.DataFrame, question: str) -> pd.DataFrame:
    """Answer one of the questions of ``globals`` or ``sets`` for the keys of whole groups."""
    with _database(keys=keys) as database:
        answer: pd.DataFrame = database.execute(question.format(keys="keys", bucket=BUCKET)).df()
    return answer


def regroup(keyed: pd.DataFrame, joined: pd.DataFrame) -> pd.DataFrame:
    """Return rows to compare with the groups that are joined as one."""
    with _database(keyed=keyed, joined=joined) as database:
        rows: pd.DataFrame = database.execute(regrouped("keyed", "joined")).df()
    return rows


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare the rows of whole groups; returns what was found."""
    with _database(rows=rows) as database:
        found = list(hit_rows(found_in(database, "rows")))
    frame: pd.DataFrame = pa.Table.from_pylist(found, schema=HITS).to_pandas()
    return frame


@contextmanager
def _database(**tables: pd.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": "1"}) as database:
        for name, frame in tables.items():
            database.register(name, frame)
        yield database


def _keys(job: Job, name: str) -> Any:
    return _read_parts(job.stage("[0-9]*") / f"{name}.parquet")


def _read_parts(files: Path) -> Any:
    import dask.dataframe as dd

    return dd.read_parquet(str(files))


def _without(keys: Any, gone: Any) -> Any:
    if gone is None:
        return keys
    marked = keys.merge(gone.assign(gone=1), on=["part", "document"], how="left")
    return marked[marked["gone"].isna()].drop(columns="gone")


def _read(folder: Path) -> Any:
    import dask.dataframe as dd

    if not any(folder.rglob("*.parquet")):
        return None
    return dd.read_parquet(str(folder / "*" / "*.parquet"), columns=["part", "document"])


def _by_bucket(answers: Any, folder: Path, schema: Any) -> None:
    answers.to_parquet(str(folder), partition_on=["bucket"], write_index=False, schema=schema)
