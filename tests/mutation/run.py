"""``make mutate``: take every check out, one at a time, and see that a test fails each time.

The checks are found by ``mutants.py``; each is taken out in a scratch copy of the repository, and the tests that run its
line are run there, quickest first, until one fails. What no test notices has survived: it needs a test, or a reason in
``explained.yaml``. Exit status: 0 all killed or explained, 1 survivors, or reasons for what did not survive.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from mutants import Mutant, find_mutants, rule_names

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv", ".mutation", "dist", "site", ".mypy_cache", ".ruff_cache", ".hypothesis")
# What is about other things than checks, or takes minutes under measurement and checks what quicker tests check too.
TESTS_LEFT_OUT = (
    "benchmarks", "digest/test_damage.py", "facts", "figures", "mutation", "scaling/test_engines.py", "schema/test_cells.py",
    "schema/test_keywords.py", "site", "stance", "test_readme.py", "test_wheel.py",
    "validation/test_agreement.py",
)  # fmt: skip
# Imported once, before the first fork, so that a run of a few tests takes no longer than these.
SHARED = (
    "babel", "duckdb", "frictionless", "hypothesis", "hypothesis.strategies", "jsonschema", "numpy", "pandas",
    "pandera.pandas", "polars", "pyarrow.parquet", "pycountry", "pytest", "yaml",
)  # fmt: skip
PARTS = ("always", "part", "bound")
"""Kinds of mutants that do not take a check out, but change it."""
FIRST, MORE = 4.0, 20.0
"""Seconds of tests that run the line; and of those that run its function or file, for what a cache hides."""

Covered = dict[str, dict[str, Any]]


def copy_repository(scratch: Path) -> None:
    """Make the scratch copy, with the times of its files."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or (Path(folder) == ROOT and name in LEFT_OUT)}

    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(ROOT, scratch, symlinks=True, ignore=left_out)


def cover(scratch: Path, tests: list[str]) -> Covered:
    """Run tests once in the scratch copy; returns what each covers."""
    tests = tests or ["tests", *(f"--ignore=tests/{name}" for name in TESTS_LEFT_OUT)]
    out = scratch.parent / "covered.part.json"
    command = [sys.executable, str(scratch / "tests/mutation/covering.py"), str(out), *tests]
    subprocess.run(command, cwd=scratch, env=os.environ | {"PYTHONPATH": str(scratch)}, check=True)
    found: Covered = json.loads(out.read_text(encoding="utf-8"))
    return found


class Chooser:
    """Chooses the tests for a mutant: those that run its lines, then those that run its function or its file."""

    def __init__(self, covered: Covered) -> None:
        self.seconds = {test: found["seconds"] for test, found in covered.items()}
        self.lines: dict[str, dict[str, set[int]]] = {}
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        for test, found in covered.items():
            for file, lines in found["lines"].items():
                self.lines.setdefault(file, {})[test] = set(lines)

    def _quickest(self, tests: Iterable[str], seconds: float) -> list[str]:
        chosen, spent = list[str](), 0.0
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            spent += self.seconds[test]
            if chosen and spent > seconds:
                break
            chosen.append(test)
        return chosen

    def rounds(self, mutant: Mutant) -> Iterable[list[str]]:
        """Yield the tests to try first, and next, and last: what killed others of this file, then the quickest."""
        runs = self.lines.get(mutant.file, {})

        def between(first: int, last: int) -> set[str]:
            return {test for test, lines in runs.items() if any(first <= line <= last for line in lines)}

        exact = between(*mutant.lines)
        proven = [test for test, _ in self.killers[mutant.file].most_common() if test in exact][:4]
        quick = self._quickest(exact - set(proven), FIRST)
        others = self._quickest(exact - {*proven, *quick}, MORE)
        near = self._quickest(between(*mutant.function) - exact, MORE / 2)
        rest = self._quickest(set(runs) - exact - set(near), MORE / 2)
        for tests in (proven, quick, list(dict.fromkeys([*others, *near, *rest]))):
            if tests:
                yield tests


class _Killer:
    """A plugin that writes down the first test that failed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.path.exists():
            self.path.write_text(report.nodeid, encoding="utf-8")


def _in_child(scratch: Path, tests: list[str], killer: Path) -> None:
    """Run tests in the scratch copy, in a process that ends with them."""
    os.setsid()
    os.chdir(scratch)
    sys.path.insert(0, str(scratch))
    os.environ["PYTHONPATH"] = str(scratch)
    nothing = os.open(scratch.parent / "last.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    status = 3
    try:
        import pytest

        quiet = ["-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", f"--rootdir={scratch}"]
        quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what is imported before the fork
        status = int(pytest.main([*quiet, *tests], [_Killer(killer)]))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        sys.stdout.flush()
        os._exit(status)


def run_tests(scratch: Path, tests: list[str], seconds: float) -> str | None:
    """Return the test that failed, or None where all pass."""
    killer = scratch.parent / "killer"
    killer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _in_child(scratch, tests, killer)
    end = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "no end in time"
        time.sleep(0.01)
    if status == 0:
        return None
    if not killer.exists():
        raise RuntimeError(f"no test could be run (status {status}): see {scratch.parent / 'last.log'}")
    return killer.read_text(encoding="utf-8")


def attempt(scratch: Path, mutant: Mutant, chooser: Chooser) -> dict[str, Any]:
    """Take one check out, run the tests, put it back."""
    path, start, killer = scratch / mutant.file, time.monotonic(), None
    before = path.stat()
    source = path.read_text(encoding="utf-8")
    mutated = mutant.apply(source)
    compile(mutated, mutant.file, "exec")
    path.write_text(mutated, encoding="utf-8", newline="")
    tried = 0
    try:
        for tests in chooser.rounds(mutant):
            tried += len(tests)
            killer = run_tests(scratch, tests, 30 + 4 * sum(chooser.seconds[test] for test in tests))
            if killer:
                chooser.killers[mutant.file][killer] += 1
                break
    finally:
        path.write_text(source, encoding="utf-8", newline="")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    found = {name: value for name, value in asdict(mutant).items() if name in ("kind", "file", "line", "codes")}
    return {**found, "killer": killer, "tests": tried, "seconds": round(time.monotonic() - start, 2)}


def table(results: dict[str, dict[str, Any]], explained: dict[str, str]) -> list[str]:
    """Return the outcome as lines of Markdown: by kind, by rule code, and every survivor."""

    def row(name: str, ids: list[str]) -> str:
        alive = [identity for identity in ids if not results[identity]["killer"]]
        reasons = sum(identity in explained for identity in alive)
        return f"| {name} | {len(ids)} | {len(ids) - len(alive)} | {reasons} | {len(alive) - reasons} |"

    head = ["| {} | mutants | killed | explained | unexplained |", "| --- | ---: | ---: | ---: | ---: |"]
    lines = [head[0].format("kind"), head[1]]
    kinds = Counter(result["kind"] for result in results.values())
    lines += [row(kind, [i for i, r in results.items() if r["kind"] == kind]) for kind in kinds]
    lines += [row("all", list(results)), "", head[0].format("rule"), head[1]]
    for code in sorted(rule_names(ROOT).values()):
        lines.append(row(code, [i for i, r in results.items() if code in r["codes"]]))
    lines += ["", "Survivors:", ""]
    for identity, result in results.items():
        if not result["killer"]:
            reason = explained.get(identity, f"NOT EXPLAINED ({result['tests']} tests)")
            lines += [f"- {result['file']}:{result['line']} `{identity}`", f"  {reason}"]
    return lines


def read_explained() -> dict[str, str]:
    """Return the reasons by mutant; one reason may stand for several."""
    entries = yaml.safe_load(Path(__file__).with_name("explained.yaml").read_text(encoding="utf-8")) or []
    return {identity: entry["reason"] for entry in entries for identity in entry["mutants"]}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--parts", action="store_true", help="also parts of conditions, their opposites and their bounds"
    )
    parser.add_argument("--only", default="", metavar="REGEX", help="only mutants whose id matches")
    parser.add_argument("--survivors", action="store_true", help="only what survived last time, the rest as it was")
    parser.add_argument("--cover", nargs="*", metavar="TEST", help="run only these tests anew to see what they cover")
    parser.add_argument("--work", type=Path, default=ROOT / ".mutation", metavar="DIR", help="where results are kept")
    return parser.parse_args()


def _covered(options: argparse.Namespace, scratch: Path) -> Covered:
    path = options.work / "covered.json"
    known: Covered = json.loads(path.read_text(encoding="utf-8")) if path.exists() and options.cover is not None else {}
    if options.cover != [] or not known:
        again = tuple(options.cover or ())
        known = {test: found for test, found in known.items() if not again or not test.startswith(again)}
        known |= cover(scratch, list(again))
        path.write_text(json.dumps(known), encoding="utf-8")
    return known


def main() -> int:
    """Run what was asked for; print and save the outcome."""
    options, start = _options(), time.monotonic()
    options.work.mkdir(parents=True, exist_ok=True)
    scratch, saved = options.work / "scratch", options.work / "results.json"
    copy_repository(scratch)
    chooser = Chooser(_covered(options, scratch))
    for name in SHARED:
        importlib.import_module(name)
    before = json.loads(saved.read_text(encoding="utf-8")) if saved.exists() else {}
    mutants = [mutant for mutant in find_mutants(scratch) if options.parts or mutant.kind not in PARTS]
    results: dict[str, dict[str, Any]] = {}
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    for number, mutant in enumerate(mutants, start=1):
        known = before.get(mutant.id)
        skipped = options.survivors and known and known["killer"]
        if skipped or not re.search(options.only, mutant.id):
            if known:
                results[mutant.id] = {**known, "line": mutant.line}
            continue
        results[mutant.id] = found = attempt(scratch, mutant, chooser)
        verdict = "killed  " if found["killer"] else "SURVIVED"
        print(f"{number:4}/{len(mutants)} {found['seconds']:6.1f} s {verdict} {mutant.line:4} {mutant.id}", flush=True)
        saved.write_text(json.dumps({**before, **results}, indent=1), encoding="utf-8")
    saved.write_text(json.dumps(results, indent=1), encoding="utf-8")
    explained = read_explained()
    lines = table(results, explained)
    (options.work / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    alive = {identity for identity, found in results.items() if not found["killer"]}
    needless = [identity for identity in explained if identity not in alive]
    for identity in needless:
        print(f"explained, but killed or gone: {identity}")
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if alive - set(explained) or needless else 0


if __name__ == "__main__":
    sys.exit(main())
