"""Make corpora with duplicates and damage, run the command on them, and compare what comes out."""

import csv
import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from rare_earth_data.conflicts.hits import rules
from tests.benchmarks.reading import SENTENCES

LONG = bool(os.environ.get("RED_LONG"))
DOCUMENTS = 20_000 if LONG else 2_000

# What belongs to one group and only touches another: a figure of one country beside a second one, two wrong names in a claim.
ASIDES = (
    "China wants to create 4,700 jobs in its rare earth industry",
    "China found homes for 4,700 families of miners",
    "Russia wants to create 4,700 jobs in its rare earth industry with help from China",
    "The Wassenaar Treaty and the Critical Raw Material Act differ",
    "The Wassenaar Treaty is old",
)


def page(number, source):
    """A short topic page of one article."""
    stamp = f"2025-{1 + number % 12:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}"
    sentences = [source.choice(SENTENCES).format(n=source.randint(2, 99)) for _ in range(3)]
    body = f"Core Viewpoint - {sentences[0]} [1] Group 1: Supply - {sentences[1]} [2] - {sentences[2]} [3]"
    return f"Workflow\n稀土\nicon\nSearch documents\n稀土新闻第{number}号\nPublisher {number % 30}· {stamp}\n{body}"


def texts(count=DOCUMENTS, seed=11):
    """(id, text) of generated pages: every tenth repeats an article, one in a hundred gives it another body."""
    source = random.Random(seed)
    made = []
    for number in range(count):
        text = page(number, source)
        if number % 10 == 9:
            text = made[source.randrange(len(made))][1]
            if number % 100 == 99:
                text += " - And one thing more about mines in Myanmar [4]"
        made.append((f"p{number * 7919 % count:06}_{number}", text))
    return made


def disagreeing(count=60, seed=5):
    """(id, text) of pages that contradict each other and come back with the same figures; and all examples of conflicts."""
    source, made = random.Random(seed), []
    for number in range(count):
        stamp = f"202{3 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02} 08:{number:02}"
        share, sum_, jobs = source.choice((60, 75, 92)), source.choice((700, 730, 7300)), source.choice((3500, 3600))
        body = f"Core Insights - China controls {share}% of global rare earth refining [1] - Russia plans to invest "
        body += f"{sum_} billion rubles and to create {jobs:,} jobs in its rare earth industry by 2030 [2] - "
        body += source.choice((f"Russia will find homes for {jobs:,} families [3]", "Nothing else was said [3]"))
        made.append(
            (f"q{number:03}", f"稀土\nSearch documents\n第{number}次报道\nPublisher {number % 7}· {stamp}\n{body}")
        )
    for number, claim in enumerate(ASIDES):
        head = f"稀土\nSearch documents\n旁注第{number}号\nPublisher 1· 2025-06-0{number + 1} 08:00\n"
        made.append((f"r{number}", f"{head}Core Insights - {claim} [1]"))
    for code, rule in rules().items():
        made.append((code, rule["bad"].replace("Sou Hu Cai Jing", code)))
    return made


def write_texts(folder, made):
    """Write pages as files, some in folders below; one id is taken twice."""
    for index, (name, text) in enumerate(made):
        place = folder / f"s{index % 3}" if index % 2 else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "again").mkdir()
    (folder / "again" / f"{made[5][0]}.txt").write_text(made[6][1], encoding="utf-8")


def command(source, out, *options):
    """The words of a command line."""
    words = [sys.executable, "-m", "rare_earth_data", "extract", str(source), "--out", str(out), "--quiet"]
    return [*words, *map(str, options)]


def start(source, out, *options):
    """Start a run that says nothing."""
    return subprocess.Popen(command(source, out, *options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(source, out, *options):
    """Run to the end; returns the exit status."""
    return start(source, out, *options).wait()


def rows_of(folder, table):
    """The rows of a table in CSV, as text."""
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder):
    """SHA-256 of every file of a result."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def staged(out):
    """How many parts a run has read so far."""
    return sum(1 for _ in (Path(out) / ".extraction" / "stage").glob("[0-9]*"))


def wait_until(true, process=None, seconds=60):
    """Wait for something; fails if the process ends before."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        assert process is None or process.poll() is None, "it has ended already"
        time.sleep(0.01)


def workers(process):
    """The process ids of a run's workers."""
    children = Path(f"/proc/{process.pid}/task").glob("*/children")
    pids = [int(pid) for path in children for pid in path.read_text().split()]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def is_alive(pid):
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
