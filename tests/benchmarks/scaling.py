"""Extraction of corpora: speed a core, growth with the number of documents, memory that stays flat, what more cores bring.

Runs are the command itself, in a process of its own, over one JSON Lines file. RED_LONG=1 adds a hundred thousand documents,
and shares twenty thousand among the processes: start-up counts for less.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from rare_earth_data.scaling.local import cores
from tests.benchmarks.timing import print_table
from tests.scaling.corpus import page

ROOT = Path(__file__).resolve().parents[2]
COUNTS = (1_000, 10_000, 100_000) if os.environ.get("RED_LONG") else (1_000, 10_000)
SHARED = 20_000 if os.environ.get("RED_LONG") else 4_000


def write_corpus(path: Path, count: int) -> int:
    """Write generated pages as JSON Lines, every tenth a repetition; returns the bytes of their texts."""
    source, size, latest = random.Random(5), 0, [page(0, random.Random(5))]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            text = page(number, source) if number % 10 else source.choice(latest)
            latest = [*latest[-50:], text]
            size += len(text.encode())
            file.write(json.dumps({"document_id": f"d{number:09}", "text": text}, ensure_ascii=False) + "\n")
    return size


def command(corpus: Path, out: Path, *options: str) -> tuple[float, float, float]:
    """(seconds, seconds of processors, peak MB of the driver alone) of one run; the peak is 0 where there is no /proc."""
    words = [sys.executable, "-m", "rare_earth_data", "extract", str(corpus), "--out", str(out), "--quiet", *options]
    start, before = time.perf_counter(), os.times()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks, done = [0], threading.Event()

    def watch() -> None:
        status = Path(f"/proc/{process.pid}/status")
        with suppress(OSError):
            while not done.wait(0.02):
                peak = status.read_text().partition("VmHWM:")[2].split()
                peaks.append(int(peak[0]) if peak else 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds, after = time.perf_counter() - start, os.times()
    processors = sum(after[2:4]) - sum(before[2:4])
    done.set()
    watcher.join()
    if status not in (0, 1):
        raise RuntimeError(f"extract ended with status {status}")
    return seconds, processors, max(peaks) / 1024


def steps(rounds: int = 3) -> dict[str, float]:
    """MB a second of processor time for each step of reading the seeds, and for all; the best of some rounds."""
    from rare_earth_data.assembly.facts import mention_rows, metric_rows
    from rare_earth_data.assembly.pages import claim_rows, document_rows
    from rare_earth_data.assembly.seeds import seed_documents
    from rare_earth_data.digest import read_page
    from rare_earth_data.schema import all_tables
    from rare_earth_data.schema.cells import csv_bytes

    documents = [document for document, _ in seed_documents(ROOT) if document is not None]
    pages = [(document, read_page(document)[0].articles) for document in documents]
    every = [(document, article) for document, articles in pages for article in articles]
    ids = {id(article): [f"c{i}" for i in range(len(article.claims))] for _, article in every}
    tables = [document_rows(document).tables for document in documents]
    jobs = {
        "parsing": lambda: [read_page(document) for document in documents],
        "claims and stance": lambda: [claim_rows(article, "a") for _, article in every],
        "mentions": lambda: [list(mention_rows(article, ids[id(article)])) for _, article in every],
        "figures and facts": lambda: [list(metric_rows(doc, article, ids[id(article)])) for doc, article in every],
        "CSV": lambda: [csv_bytes(all_tables()[name], rows) for page in tables for name, rows in page.items()],
        "all rows": lambda: [document_rows(document) for document in documents],
    }
    size = sum(document.byte_size for document in documents)
    speeds = {}
    for name, job in jobs.items():
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            job()
            taken.append(time.process_time() - start)
        speeds[name] = size / 1e6 / min(taken)
    return speeds


def growth(folder: Path) -> list[dict[str, float]]:
    """Seconds and memory of the whole command, with every core, for more and more documents."""
    results = []
    for count in COUNTS:
        corpus = folder / f"{count}.jsonl"
        size = write_corpus(corpus, count)
        seconds, processors, peak = command(corpus, folder / f"out{count}", "--format", "parquet")
        measured = {"seconds": seconds, "processor_seconds": processors, "peak_mb": peak}
        results.append({"documents": count, "bytes": size, **measured})
    return results


def speed_up(folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds, and processor seconds, for one corpus with one process, two and every core; and with Dask."""
    corpus = folder / "shared.jsonl"
    write_corpus(corpus, SHARED)
    many = sorted({1, 2, cores()})
    runs = {f"local, {n}": ("--workers", str(n)) for n in many}
    try:
        import distributed  # noqa: F401

        runs["dask, 2"] = ("--engine", "dask", "--workers", "2")
    except ModuleNotFoundError:
        pass
    return {
        name: command(corpus, folder / f"shared{i}", "--format", "parquet", *options)[:2]
        for i, (name, options) in enumerate(runs.items())
    }


def each(row: dict[str, float]) -> float:
    """Milliseconds of processor time a document, start-up and all."""
    return row["processor_seconds"] / row["documents"] * 1000


def run() -> dict[str, object]:
    """Print and return everything that was measured."""
    speeds = steps()
    print_table(
        "Steps of extraction on the seeds (one core)",
        ("step", "MB/s", "s/MB"),
        [(name, f"{speed:.2f}", f"{1 / speed:.2f}") for name, speed in speeds.items()],
    )
    with tempfile.TemporaryDirectory() as name:
        grown, shared = growth(Path(name)), speed_up(Path(name))
    print_table(
        f"The extract command on generated pages ({cores()} processes, Parquet)",
        (
            "documents",
            "MB",
            "seconds",
            "documents/s",
            "MB/s a core",
            "core ms a document",
            "beside first",
            "driver MB",
        ),
        [
            (
                f"{row['documents']:,}",
                f"{row['bytes'] / 1e6:.1f}",
                f"{row['seconds']:.1f}",
                f"{row['documents'] / row['seconds']:,.0f}",
                f"{row['bytes'] / 1e6 / row['processor_seconds']:.2f}",
                f"{each(row):.2f}",
                f"{each(row) / each(grown[0]):.2f}x",
                f"{row['peak_mb']:.0f}",
            )
            for row in grown
        ],
    )
    print_table(
        f"The same {SHARED:,} documents, shared",
        ("engine, processes", "seconds", "beside one", "core seconds"),
        [
            (name, f"{taken:.1f}", f"{shared['local, 1'][0] / taken:.2f}x", f"{processors:.1f}")
            for name, (taken, processors) in shared.items()
        ],
    )
    return {"steps_mb_per_s": speeds, "growth": grown, "shared_seconds": shared}


if __name__ == "__main__":
    run()
