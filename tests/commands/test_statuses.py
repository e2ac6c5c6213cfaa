"""Every exit status of every command: 0 done and clean, 1 findings or differences, 2 could not run, 130 stopped."""

import shutil
import sys
from types import SimpleNamespace

import pytest

import rare_earth_data as red
from rare_earth_data.commands import COMMANDS, main
from rare_earth_data.extras import MissingExtraError
from rare_earth_data.findings import Finding
from rare_earth_data.loading import DATA

PAGE = (
    "Workflow\n稀土\nicon\nSearch documents\n新规\nSou Hu Cai Jing· 2025-11-30 10:00\n"
    "Core Viewpoint - On November 28, Chile's government banned the export of lithium brine [1] - Prices rose [2]\n"
)
METRIC = red.load("country_metrics")["metric_id"][0]

STATUSES = [
    ("tables", 0),
    ("show claims --rows 1", 0),
    ("show nothing", 2),
    ("describe claims", 0),
    ("describe nothing", 2),
    ("compare --country CHN --indicator refining_share", 0),
    ("compare --country CHN --indicator refining_share --format csv", 0),
    ("compare --country China", 2),
    ("conflicts", 0),
    ("conflicts --format csv", 0),
    ("conflicts --kind nothing", 2),
    (f"provenance {METRIC}", 0),
    ("provenance met-nothing", 2),
    ("timeline --country CHN", 0),
    ("timeline --country China", 2),
    ("candidates page.txt", 0),
    ("candidates page.txt --figures", 0),
    ("candidates nowhere.txt", 2),
    ("extract page.txt --out out --quiet", 0),
    ("extract page.txt --out out --format parquet --engine local --quiet", 0),
    ("extract empty.txt --out out --quiet", 1),
    ("extract nowhere.txt --out out", 2),
    ("extract page.txt nowhere.txt --out out", 2),
    ("extract nothing --out out", 2),
    ("extract page.txt --out out --scheduler tcp://localhost:1", 2),
    ("new title", 0),
    ("new title title=a en=b --append", 0),
    ("new title nothing=x", 2),
    ("validate page.txt", 0),
    ("validate empty.txt", 1),
    ("validate nowhere.txt", 2),
    ("validate page.txt --output page.pdf", 2),
    ("rules", 0),
    ("rules RED-T020", 0),
    ("rules RED-T999", 2),
    ("diff package package", 0),
    ("diff package package --exit-code", 0),
    ("diff package other", 0),
    ("diff package other --exit-code", 1),
    ("diff package nowhere", 2),
    ("diff package twice", 2),
    ("export package --format csv --out out", 0),
    ("export package --format nothing --out out", 2),
    ("export nowhere --format csv --out out", 2),
    ("export package --format croissant --out out", 2),
    ("download --index nowhere", 2),
    ("download --index wrong", 2),
    ("download 9.9.9 --index wrong", 2),
    ("build --root nowhere", 2),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A page and an empty one, packages that differ, a release index that is none, and a folder without documents."""
    folder = tmp_path_factory.mktemp("statuses")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    (folder / "nothing").mkdir()
    (folder / "seeds" / "curation").mkdir(parents=True)
    shutil.copytree(DATA, folder / "package")
    shutil.copytree(DATA, folder / "other")
    claims = folder / "other" / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace("asserted", "opinion", 1), encoding="utf-8")
    shutil.copytree(DATA, folder / "twice")
    lines = (DATA / "publishers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "twice" / "publishers.csv").write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    (folder / "wrong").mkdir()
    (folder / "wrong" / "index.json").write_text("[]")
    return folder


@pytest.mark.parametrize(("words", "status"), STATUSES)
def test_status(folder, monkeypatch, capsys, words, status):
    monkeypatch.chdir(folder)
    assert main(words.split()) == status
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert status != 2 or said


def test_other_options_do_other_things(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    main(["candidates", "page.txt", "--format", "csv"])
    assert capsys.readouterr().out.startswith("place,")
    main(["candidates", "page.txt", "--figures", "--format", "csv"])
    assert capsys.readouterr().out.startswith("figure,")
    monkeypatch.chdir(folder / "nothing")
    main(["new", "title"])
    assert "title:" in capsys.readouterr().out
    assert list((folder / "nothing").iterdir()) == []


def test_every_command_is_tried():
    assert {words.split()[0] for words, _ in STATUSES} | {"site"} == set(COMMANDS)


def test_pages_are_built_or_not(folder, monkeypatch, capsys):
    from rare_earth_data.site import build

    monkeypatch.setattr(build, "build_site", lambda data, out: 3)
    assert main(["site", "--out", str(folder / "site")]) == 0
    assert "3 pages" in capsys.readouterr().out


def test_a_chart_is_drawn(folder, monkeypatch, capsys):
    from rare_earth_data import plot

    monkeypatch.setattr(plot, "figures", lambda *_, **__: None)
    monkeypatch.setattr(plot, "save", lambda chart, path: None)
    assert main(["compare", "--indicator", "refining_share", "--chart", str(folder / "a.svg")]) == 0
    assert "written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "severity", "changed", "status", "words"),
    [
        ("", None, [], 0, ""),
        ("", "warning", [], 0, "a defect"),
        ("", None, ["a.csv"], 0, "written: a.csv"),
        ("", "error", [], 1, "nothing was written"),
        ("--check", None, [], 0, ""),
        ("--check", None, ["a.csv"], 1, "would change: a.csv"),
        ("--check", "error", [], 1, "nothing was written"),
    ],
)
def test_a_build(tmp_path, monkeypatch, capsys, options, severity, changed, status, words):
    from rare_earth_data.assembly import build

    (tmp_path / "seeds").mkdir()
    findings = [Finding("RED-T001", severity, "a defect")] if severity else []
    wrote = []

    def made(root, *, write, progress):
        wrote.append(write)
        return build.BuildResult({"claims": 1}, findings, changed)

    monkeypatch.setattr(build, "build", made)
    assert main(["build", "--root", str(tmp_path), "--quiet", *options.split()]) == status
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == len(findings) + len(changed) + (severity == "error")
    assert wrote == [not options]


@pytest.fixture
def failing(monkeypatch):
    """Return a function that makes the command ``tables`` raise an error."""

    def make(error):
        def run(options):
            raise error

        module = SimpleNamespace(run=run, add_arguments=lambda parser: None, __doc__="fails")
        monkeypatch.setitem(sys.modules, "rare_earth_data.commands.tables", module)
        monkeypatch.setattr("rare_earth_data.commands.tables", module, raising=False)

    return make


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "stopped"),
        (OSError("no room"), 2, "no room"),
        (LookupError("no such thing"), 2, "no such thing"),
        (MissingExtraError("needs duckdb"), 2, "needs duckdb"),
        (ModuleNotFoundError("No module named 'polars'", name="polars"), 2, "rare-earth-data[validate]"),
    ],
)
def test_what_stops_a_command_is_a_status_and_a_sentence(failing, capsys, error, status, words):
    failing(error)
    assert main(["tables"]) == status
    assert words in capsys.readouterr().err


def test_a_library_that_is_none_of_ours_is_an_error_of_ours(failing):
    failing(ModuleNotFoundError("No module named 'nothing'", name="nothing"))
    with pytest.raises(ModuleNotFoundError):
        main(["tables"])


def test_a_reader_that_goes_away_is_no_error(failing, monkeypatch):
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    failing(BrokenPipeError())
    assert main(["tables"]) == 0


@pytest.mark.parametrize(
    "words", ["", "nothing", "tables --nothing", "show", "extract page.txt", "validate --max -1", "new nothing"]
)
def test_a_command_that_is_none_is_status_2(capsys, words):
    with pytest.raises(SystemExit) as stop:
        main(words.split())
    assert stop.value.code == 2
    assert "usage:" in capsys.readouterr().err
