"""The same tables, row for row, from one process, from two and from a cluster; and when something is killed."""

import os
import signal
import sys

import pytest

from rare_earth_data.scaling.compare import compare_bucket
from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.parts import stage_part
from rare_earth_data.scaling.plan import Plan
from rare_earth_data.scaling.run import extract_corpus
from tests.scaling.corpus import digests, is_alive, run, staged, start, wait_until, workers

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")


def test_two_processes(corpus, expected, tmp_path):
    assert run(corpus, tmp_path / "out", "--workers", 2) == 1
    assert digests(tmp_path / "out") == expected


def test_a_cluster_of_two_workers(corpus, expected, tmp_path):
    pytest.importorskip("distributed")
    assert run(corpus, tmp_path / "out", "--engine", "dask", "--workers", 2) == 1
    assert digests(tmp_path / "out") == expected


@linux
@pytest.mark.parametrize("engine", ["local", "dask"])
def test_a_killed_worker(corpus, expected, tmp_path, engine):
    if engine == "dask":
        pytest.importorskip("distributed")
    out = tmp_path / "out"
    process = start(corpus, out, "--engine", engine, "--workers", 2)
    wait_until(lambda: staged(out) >= 3, process)
    os.kill(workers(process)[0], signal.SIGKILL)
    assert process.wait() == 1
    assert digests(out) == expected


class Counting(LocalEngine):
    """One process that notes which parts it reads."""

    def __init__(self):
        super().__init__(1)
        self.read = []

    def run(self, step, job, plan, missing):
        for number in super().run(step, job, plan, missing):
            if step is stage_part:
                self.read.append(number)
            yield number


@linux
def test_a_killed_driver(corpus, expected, tmp_path):
    out = tmp_path / "out"
    process = start(corpus, out, "--workers", 2)
    wait_until(lambda: staged(out) >= 3, process)
    orphans = workers(process)
    process.kill()
    process.wait()
    assert len(orphans) == 2
    wait_until(lambda: not any(map(is_alive, orphans)))
    done, parts = staged(out), len(Plan(out / ".extraction" / "parts.jsonl"))
    assert not list(out.glob("*.csv"))
    engine = Counting()
    extract_corpus([corpus], out, engine)
    assert digests(out) == expected
    assert done >= 3
    assert engine.read
    assert len(engine.read) + done == parts


def test_stopped_amid_the_comparison_of_groups(corpus, expected, tmp_path, monkeypatch):
    monkeypatch.setattr("rare_earth_data.scaling.compare._BUCKET", 500)
    compared = []

    class Stopping(LocalEngine):
        """One process that is stopped once it has compared the rows of three buckets."""

        def run(self, step, job, plan, missing):
            for number in super().run(step, job, plan, missing):
                yield number
                if step is compare_bucket:
                    compared.append(number)
                    if len(compared) == 3:
                        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_corpus([corpus], tmp_path / "out", Stopping(1))
    extract_corpus([corpus], tmp_path / "out", Stopping(1))
    assert digests(tmp_path / "out") == expected
    assert len(compared) == len(set(compared)) > 5


def test_another_corpus_is_no_resumption(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("Nothing but prose.\n", encoding="utf-8")
    out = tmp_path / "out"
    stopped = Counting()
    stopped.decide = lambda job: 1 / 0
    with pytest.raises(ZeroDivisionError):
        extract_corpus([other], out, stopped)
    assert stopped.read == [0]
    (other / "x.txt").write_text("Nothing but prose, and more of it.\n", encoding="utf-8")
    engine = Counting()
    summary = extract_corpus([other], out, engine)
    assert engine.read == [0]
    assert summary.counts["findings"] == 1
