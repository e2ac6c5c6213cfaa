"""Bad input of every kind gives its finding, or a refusal in a sentence: in bounded time and memory, nothing written."""

import subprocess
import sys
import time

import pytest

from rare_earth_data.findings import Finding
from rare_earth_data.reports import FORMATS, View, render
from rare_earth_data.validation.targets import NotCheckableError, validate

SECONDS = 10
MEGABYTES = 1200


def load_cases():
    """The cases lie beside this file; the tests are no package that could be imported from."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("hostile_cases", Path(__file__).with_name("cases.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = load_cases()


def listing(folder):
    return sorted((path.as_posix(), path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*"))


def test_there_are_enough_kinds():
    assert len(CASES.CASES) >= 80


@pytest.mark.parametrize("name", [name for name in CASES.CASES if name not in CASES.HEAVY])
def test_bad_input(name, tmp_path):
    code, make = CASES.CASES[name]
    (tmp_path / "in").mkdir()
    path = make(tmp_path / "in")
    before, start = listing(tmp_path), time.monotonic()
    if code == CASES.EXIT_2:
        with pytest.raises(NotCheckableError) as refusal:
            validate(path)
        assert len(str(refusal.value)) < 2000
    else:
        report = validate(path)
        assert code in {finding.code for finding in report.findings}
        assert all(finding.line is None or finding.line >= 1 for finding in report.findings)
        for format_ in FORMATS:
            render(format_, View.of(report, most=50)).encode("utf-8")
    assert time.monotonic() - start < SECONDS
    assert listing(tmp_path) == before


# The peak of the process's own memory: ru_maxrss would start at what its parent held when it was forked.
LIMITED = """
import json, re, resource, sys
from pathlib import Path
from rare_earth_data.validation.targets import validate
report = validate(Path(sys.argv[1]))
status = Path("/proc/self/status")
own = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([sorted({f.code for f in report.findings}), peak // 1024]))
"""


@pytest.mark.parametrize("name", sorted(CASES.HEAVY))
def test_large_bad_input(name, tmp_path):
    """Each in a process of its own, which says how much memory it took."""
    import json

    code, make = CASES.CASES[name]
    path = make(tmp_path)
    before, start = listing(tmp_path), time.monotonic()
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    codes, megabytes = json.loads(done.stdout)
    assert code in codes
    assert megabytes < MEGABYTES
    assert time.monotonic() - start < SECONDS
    assert listing(tmp_path) == before


def test_every_ending_of_the_command_is_a_status(tmp_path, capsys):
    """Not one case ends in a traceback; the command says 1 or 2, or 0 where there are only warnings."""
    from rare_earth_data.commands import main

    warned = 0
    for number, name in enumerate(name for name in CASES.CASES if name not in CASES.HEAVY):
        code, make = CASES.CASES[name]
        folder = tmp_path / str(number)
        folder.mkdir()
        status = main(["validate", str(make(folder)), "--max", "3"])
        out, error = capsys.readouterr()
        if code == CASES.EXIT_2:
            assert status == 2 and len(error.splitlines()) == 1
        else:
            assert status in (0, 1)
            warned += status == 0
            assert (" 0 errors" in out) == (status == 0)
    assert warned < 15


def test_control_characters_reach_no_terminal():
    finding = Finding("RED-T020", "error", "a\x1b[31m\r\nb\u202e\ud800", "f\n::error::x", 1, 1, expected="\x07")
    from rare_earth_data.validation.report import Report

    report = Report("t\x1b")
    report.add(finding)
    for format_ in FORMATS:
        text = render(format_, View.of(report))
        assert not {"\x1b", "\x07", "\r", "\u202e", "\ud800"} & set(text)
        assert "\n::error::x" not in text


@pytest.mark.parametrize("start", [0, 10_000])
def test_randomly_damaged_files_never_raise(start):
    """A short run of ``fuzz.py``, the same inputs every time."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    for seed in range(start, start + 40):
        _, outcome, _, trace = fuzz.attempt(seed)
        assert outcome in ("clean", "findings", "refused"), f"seed {seed}: {trace}"
