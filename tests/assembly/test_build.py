"""The main job: what is committed is what a build gives, anywhere, and a killed build leaves the old tables whole."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rare_earth_data.assembly import write
from rare_earth_data.assembly.build import build
from tests.assembly.conftest import hashes, run_build

PAGE = """Workflow
稀土
icon
Search documents
新矿投产
Sou Hu Cai Jing· 2025-11-30 10:00
Core Viewpoint - A new mine opened in Malawi and will dig 2,000 tons a year [1] Group 1: Plans - Output is to double [2]
"""


def test_what_is_committed_is_what_a_build_gives(root):
    result = build(root, write=False)
    assert [str(finding) for finding in result.findings if finding.severity == "error"] == []
    assert result.changed == []


def test_the_same_bytes_anywhere(root, scratch):
    first = run_build(scratch)
    assert first.returncode == 0, first.stderr
    here = hashes(scratch)
    for name in ("datapackage.json", "rare_earth_data/data/claims.csv", "docs/data-dictionary.md"):
        assert here[name] == (root / name).read_bytes()
    shutil.rmtree(scratch / "rare_earth_data")
    elsewhere = {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}
    second = run_build(scratch, env=elsewhere)
    assert second.returncode == 0, second.stderr
    assert hashes(scratch) == here


def other_python() -> str | None:
    """Another Python of 3.11 or newer, if one is there."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [shutil.which(f"python3.{minor}") for minor in (13, 12, 11, 14)]
    candidates += [str(path) for path in Path.home().glob(".pyenv/versions/3.1[1-9]*/bin/python")]
    for candidate in filter(None, candidates):
        code = "import sys; print(f'{sys.version_info.major}.{sys.version_info.minor}')"
        answer = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        if answer.returncode == 0 and answer.stdout.strip() not in ("", own):
            return candidate
    return None


def test_the_same_bytes_under_another_python(root, scratch, tmp_path_factory):
    python = other_python()
    if python is None:
        pytest.skip("no other Python here")
    venv = tmp_path_factory.mktemp("other") / "venv"
    subprocess.run([python, "-m", "venv", venv], check=True)
    install = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--editable", f"{root}[validate]"]
    subprocess.run(install, check=True, capture_output=True)
    result = run_build(scratch, python=str(venv / "bin" / "python"))
    assert result.returncode == 0, result.stderr
    for path, content in hashes(scratch / "rare_earth_data").items():
        assert content == (root / "rare_earth_data" / path).read_bytes(), path


def test_a_second_build_changes_nothing(scratch):
    assert "written: datapackage.json" in run_build(scratch).stderr
    again = run_build(scratch)
    assert "written" not in again.stderr
    assert run_build(scratch, "--check").returncode == 0


def test_check_lists_what_would_change_and_writes_nothing(scratch):
    run_build(scratch)
    claims = scratch / "rare_earth_data" / "data" / "claims.csv"
    claims.write_text(claims.read_text() + "\n")
    before = hashes(scratch)
    result = run_build(scratch, "--check")
    assert result.returncode == 1
    assert "would change: rare_earth_data/data/claims.csv" in result.stderr
    assert hashes(scratch) == before


def test_nothing_is_written_when_something_is_wrong(scratch):
    run_build(scratch)
    before = hashes(scratch / "rare_earth_data")
    titles = scratch / "seeds" / "curation" / "titles.yaml"
    titles.write_text(titles.read_text() + "  - topic: 没有的\n    en: None such\n")
    result = run_build(scratch)
    assert result.returncode == 1
    line = titles.read_text().count("\n") - 1
    assert f"seeds/curation/titles.yaml:{line}:12: error:" in result.stderr
    assert hashes(scratch / "rare_earth_data") == before


def test_a_lost_document_stops_the_build(scratch):
    (scratch / "seeds" / "004_c1f42b3a4af5787f.txt").unlink()
    result = run_build(scratch)
    assert result.returncode == 1
    assert "there is no document '004_c1f42b3a4af5787f'" in result.stderr
    assert not (scratch / "datapackage.json").exists()


def test_lost_rows_stop_the_build(scratch):
    floors = scratch / "schemas" / "floors.yaml"
    floors.write_text("claims: {rows: 10000, fill: {attribution: 0.9}}\n")
    result = run_build(scratch)
    assert result.returncode == 1
    assert "RED-T003" in result.stderr and "rows were lost" in result.stderr and "at least 10000" in result.stderr
    assert "RED-T004" in result.stderr
    assert not (scratch / "datapackage.json").exists()


def test_a_killed_build_leaves_the_old_tables_whole(scratch):
    data = scratch / "rare_earth_data" / "data"
    assert run_build(scratch).returncode == 0
    old = hashes(data)
    (scratch / "seeds" / "005_new.txt").write_text(PAGE)
    assert run_build(scratch).returncode == 0
    new = hashes(data)
    assert new != old
    command = [sys.executable, "-m", "rare_earth_data", "build", "--root", str(scratch), "--quiet"]
    for wait in (0.2, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.3):
        (scratch / "seeds" / "005_new.txt").unlink(missing_ok=True)
        run_build(scratch)
        (scratch / "seeds" / "005_new.txt").write_text(PAGE)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert hashes(data) in (old, new)


@pytest.mark.parametrize("step", ["_exchange", "replace_folder"])
def test_a_failing_write_leaves_the_old_folder(tmp_path, monkeypatch, step):
    folder = tmp_path / "data"
    write.replace_folder(folder, {"a.csv": b"old"})

    def fail(*_):
        raise OSError("no space left")

    if step == "_exchange":
        monkeypatch.setattr(write, "_exchange", fail)
    else:
        monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="no space"):
        write.replace_folder(folder, {"a.csv": b"new", "b.csv": b"new"})
    assert (folder / "a.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_two_renames_where_folders_cannot_be_exchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "_exchange", lambda *_: False)
    folder = tmp_path / "data"
    write.replace_folder(folder, {"a.csv": b"old"})
    write.replace_folder(folder, {"b.csv": b"new"})
    assert [path.name for path in folder.iterdir()] == ["b.csv"]
    folder.rename(tmp_path / ".data.old")
    write.remove_leftovers(folder)
    assert (folder / "b.csv").read_text() == "new"
