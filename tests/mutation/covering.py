"""Run tests once and write down, test by test, how long each takes and which lines of the package it runs.

Called in a process of its own, in the scratch copy: ``covering.py OUT TEST...``.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest


class Covering:
    """A plugin that gives each test, with its fixtures, a context of its own."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.failed.add(report.nodeid)


def main(out: Path, tests: list[str]) -> None:
    """Run the tests; a test that fails, or is skipped, as things are is no use and is left out."""
    root = Path.cwd()
    measured = coverage.Coverage(data_file=None, source=[str(root / "rare_earth_data")], config_file=False)
    plugin = Covering(measured)
    measured.start()
    pytest.main(["-q", "-p", "no:cacheprovider", "-W", "ignore::coverage.exceptions.CoverageWarning", *tests], [plugin])
    measured.stop()
    data = measured.get_data()
    lines: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for file in data.measured_files():
        name = Path(file).relative_to(root).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in set(contexts) - {""} - plugin.failed:
                lines[context][name].append(line)
    passed = plugin.seconds.keys() - plugin.failed
    found = {test: {"seconds": plugin.seconds[test], "lines": lines[test]} for test in sorted(passed)}
    out.write_text(json.dumps(found), encoding="utf-8")
    print(f"{len(found)} tests pass; left out: {sorted(plugin.failed)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
