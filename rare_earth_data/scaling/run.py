"""A run from inputs to tables: plan, read the parts, settle what is global, compare, finish, put the tables in place."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq

from rare_earth_data import __version__
from rare_earth_data.assembly.extract import SHOWN, Summary
from rare_earth_data.extras import require
from rare_earth_data.findings import Finding
from rare_earth_data.knowledge import PACKAGE, schemas_dir
from rare_earth_data.scaling.compare import compare_part
from rare_earth_data.scaling.finish import finish_part
from rare_earth_data.scaling.job import Job
from rare_earth_data.scaling.local import LocalEngine, Step
from rare_earth_data.scaling.output import place
from rare_earth_data.scaling.parts import stage_part
from rare_earth_data.scaling.plan import Plan, make_plan

WORK = ".extraction"


class Engine(Protocol):
    """What runs the steps."""

    def run(self, step: Step, job: Job, plan: Plan, missing: Callable[[], Iterator[int]]) -> Iterator[int]:
        """Do a step for all parts that miss it; yields each part's number when it is done."""

    def decide(self, job: Job) -> None:
        """Settle what is global."""

    def compare(self, job: Job) -> None:
        """Compare what stands in different articles."""

    def close(self) -> None:
        """Let go of the workers."""


class NoDocumentsError(Exception):
    """Inputs without a single document: an empty JSON Lines file, a zip without pages."""


def make_engine(name: str, scheduler: str | None = None, workers: int | None = None) -> Engine:
    """Return the engine ``local`` or ``dask``. Raises MissingExtraError where it is not installed."""
    if name == "local":
        return LocalEngine(workers)
    from rare_earth_data.scaling.dask_engine import DaskEngine

    return DaskEngine(scheduler, workers)


def extract_corpus(
    paths: Iterable[Path], folder: Path, engine: Engine, *, format: str = "csv", progress: bool = False
) -> Summary:
    """Read documents of any number into the tables of ``folder``, going on with what an earlier run has left.

    Raises OSError where the folder cannot be written, or workers die again and again; a later call goes on from there.
    Raises NoDocumentsError where the inputs are there but empty.
    """
    job, plan = _prepare(list(paths), folder.resolve(), format)
    if not len(plan):
        shutil.rmtree(job.folder)
        raise NoDocumentsError("no documents to read")
    with _Progress(plan, progress) as tell:
        tell("reading", job.is_staged)
        for number in engine.run(stage_part, job, plan, _missing(plan, job.is_staged)):
            tell.done(number)
        engine.decide(job)
        tell("comparing", job.is_compared)
        for number in engine.run(compare_part, job, plan, _missing(plan, job.is_compared)):
            tell.done(number)
        engine.compare(job)
        tell("writing", job.is_finished)
        for number in engine.run(finish_part, job, plan, _missing(plan, job.is_finished)):
            tell.done(number)
    counts = place(job, plan, folder)
    summary = Summary(counts=counts, errors=counts.pop("errors", 0))
    summary.shown_findings = [str(finding) for finding in _first_findings(folder, format)]
    # Renamed first: what a kill leaves of a work folder must not be taken for a run to be resumed.
    over = folder / f"{WORK}.over"
    shutil.rmtree(over, ignore_errors=True)
    (folder / WORK).rename(over)
    shutil.rmtree(over)
    return summary


def _missing(plan: Plan, is_done: Callable[[int], bool]) -> Callable[[], Iterator[int]]:
    return lambda: (number for number in range(len(plan)) if not is_done(number))


def _prepare(paths: list[Path], folder: Path, format: str) -> tuple[Job, Plan]:
    """Plan the run; parts of an earlier run with the same inputs, code and format are kept, others are cleared away."""
    work = folder / WORK
    new = folder / f"{WORK}.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    fingerprint = hashlib.sha256(json.dumps([make_plan(paths, new), _code(), format]).encode("ascii")).hexdigest()
    (new / "fingerprint").write_text(fingerprint, encoding="ascii")
    earlier = work / "fingerprint"
    if earlier.is_file() and earlier.read_text(encoding="ascii") == fingerprint:
        shutil.rmtree(new)
    else:
        shutil.rmtree(work, ignore_errors=True)
        new.rename(work)
    return Job(str(work), format), Plan(work / "parts.jsonl")


def _code() -> str:
    """Return a hash of the code and knowledge that rows depend on."""
    digest = hashlib.sha256(__version__.encode("ascii"))
    for path in sorted([*PACKAGE.rglob("*.py"), *schemas_dir().rglob("*.yaml"), *schemas_dir().rglob("*.json")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _first_findings(folder: Path, format: str) -> Iterator[Finding]:
    """Return the first findings of a result, for people to see."""
    if format == "csv":
        with open(folder / "findings.csv", encoding="utf-8", newline="") as file:
            rows = list(islice(csv.DictReader(file), SHOWN))
    else:
        first = min((folder / "findings").glob("*.parquet"))
        rows = pq.read_table(first).slice(0, SHOWN).to_pylist()
    for row in rows:
        line, column = (int(row[name]) if row[name] else None for name in ("line", "column"))
        yield Finding(
            row["code"], row["severity"], row["message"], row["file"], line, column, expected=row["expected"] or None
        )


class _Progress:
    """A bar of documents with their rate and the time left, where one is wanted."""

    def __init__(self, plan: Plan, wanted: bool) -> None:
        self.plan = plan
        self.bar: Any = None
        self._tqdm = require("tqdm", "extract", "the progress bar").tqdm if wanted else None

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, what: str, is_done: Callable[[int], bool]) -> None:
        """Begin a step; parts that are done already are counted at once."""
        if self._tqdm is None:
            return
        self.__exit__()
        before = sum(self.plan.count(number) for number in range(len(self.plan)) if is_done(number))
        self.bar = self._tqdm(
            total=self.plan.documents, initial=before, desc=what, unit="documents", unit_scale=True, file=sys.stderr
        )

    def done(self, number: int) -> None:
        """Count a part."""
        if self.bar is not None:
            self.bar.update(self.plan.count(number))

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()
