"""Run the steps of a run on this machine, a process a core, and go on when a worker dies.

A part is done when its files are there, whoever wrote them, so that all there is to do after a death is to submit again
what is missing. (A ``multiprocessing.Pool`` would wait for ever; a ``ProcessPoolExecutor`` breaks, and a new one is made.)
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Protocol

from rare_earth_data.scaling.compare import Buckets, collect, compare_bucket, gather
from rare_earth_data.scaling.globals import decide
from rare_earth_data.scaling.job import Job
from rare_earth_data.scaling.plan import Spec


class Parts(Protocol):
    """What a step is done for, part by part."""

    def spec(self, number: int) -> Spec:
        """Return what a part consists of."""


Step = Callable[[Job, int, Spec], None]

# Pools that break one after the other before a single part is done: the cause is then not a worker, but a part.
_PATIENCE = 3


class StoppedError(OSError):
    """Raised when a run cannot go on; what is done stays done."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine:
    """Processes of this machine."""

    def __init__(self, workers: int | None = None) -> None:
        """Use so many processes; without a number, one for every processor."""
        self.workers = workers or cores()
        self._pool: ProcessPoolExecutor | None = None

    def run(self, step: Step, job: Job, plan: Parts, missing: Callable[[], Iterator[int]]) -> Iterator[int]:
        """Do a step for all parts that miss it; yields the number of each part when it is done."""
        if self.workers == 1:
            for number in missing():
                step(job, number, plan.spec(number))
                yield number
            return
        broken = 0
        while next(missing(), None) is not None:
            try:
                for number in self._in_pool(step, job, plan, missing()):
                    broken = 0
                    yield number
            except BrokenProcessPool as error:
                self.close()
                broken += 1
                if broken == _PATIENCE:
                    number = next(missing())
                    raise StoppedError(f"workers die again and again, at part {number} or soon after it") from error

    def _in_pool(self, step: Step, job: Job, plan: Parts, numbers: Iterator[int]) -> Iterator[int]:
        self._pool = self._pool or ProcessPoolExecutor(self.workers, get_context("spawn"), _end_with_parent)
        waiting: dict[Future[None], int] = {}
        for number in numbers:
            waiting[self._pool.submit(step, job, number, plan.spec(number))] = number
            # No more are kept waiting than keep all workers busy: memory does not grow with the parts.
            while len(waiting) > self.workers * 2:
                yield from _done(waiting)
        while waiting:
            yield from _done(waiting)

    def decide(self, job: Job) -> None:
        """Settle what is global."""
        decide(job)

    def compare(self, job: Job) -> None:
        """Compare what stands in different articles."""
        if job.grouped.is_dir():
            return
        gather(job)
        buckets = Buckets(job)

        def missing() -> Iterator[int]:
            return (number for number in buckets.numbers if not job.bucket_hits(number).is_file())

        for _ in self.run(compare_bucket, job, buckets, missing):
            pass
        collect(job, buckets)

    def close(self) -> None:
        """Let the processes go; what they have not begun is left undone."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _done(waiting: dict[Future[None], int]) -> Iterator[int]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        number = waiting.pop(future)
        future.result()
        yield number


def _end_with_parent() -> None:
    """Let a worker end when its parent is killed: it would otherwise wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
