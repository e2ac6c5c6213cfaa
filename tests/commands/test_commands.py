"""The command line, as a person or a program meets it."""

import csv
import io
import json
import subprocess
import sys

import pytest

import rare_earth_data as red
from rare_earth_data.commands import COMMANDS, main


def run(capsys, *arguments):
    status = main(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does(capsys, command):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert "usage: rare-earth-data" in text
    assert len(text.splitlines()) >= 6


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    for command, summary in COMMANDS.items():
        assert command in text
        assert summary in text


def test_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert red.__version__ in capsys.readouterr().out


def test_tables(capsys):
    status, out, _ = run(capsys, "tables", "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert [row["table"] for row in rows] == list(red.tables())
    assert {row["table"]: int(row["rows"]) for row in rows}["articles"] == len(red.load("articles"))


@pytest.mark.parametrize("format_", ["text", "csv", "json", "markdown"])
def test_show(capsys, format_):
    status, out, _ = run(capsys, "show", "claims", "--rows", "3", "--columns", "claim_id,text", "--format", format_)
    assert status == 0
    first = red.load("claims")["claim_id"][0]
    assert first in out
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert len(rows) == 3 and set(rows[0]) == {"claim_id", "text"}
    if format_ == "json":
        assert len(json.loads(out)) == 3
    if format_ == "text":
        assert max(map(len, out.splitlines())) <= 160


def test_show_where(capsys):
    _, out, _ = run(capsys, "show", "areas", "--where", "area=NAM", "--format", "json")
    assert [row["name_en"] for row in json.loads(out)] == ["Namibia"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "claim"), "Did you mean 'claims'"),
        (("describe", "nothing"), "The tables are:"),
        (("show", "claims", "--columns", "nothing"), "The fields are:"),
        (("show", "claims", "--where", "nothing=1"), "The fields are:"),
        (("timeline", "--country", "China"), "alpha-3"),
        (("extract", "nowhere.txt", "--out", "out"), "there is no nowhere.txt"),
        (("build", "--root", "nowhere"), "no seeds/ folder"),
    ],
)
def test_what_cannot_run_says_why_with_status_2(capsys, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert words in err
    assert "Traceback" not in err
    assert out == ""


def test_a_closed_pipe_is_no_error(root):
    command = f"{sys.executable} -m rare_earth_data show claims --rows 0 | head -1"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=root, capture_output=True, text=True)
    assert "Traceback" not in result.stderr
    assert result.stdout.startswith("claim_id")


def test_timeline(capsys):
    status, out, _ = run(capsys, "timeline", "--country", "CHN", "--since", "2025-04", "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert rows and all("CHN" in row["parties"] for row in rows)
    _, out, _ = run(capsys, "timeline", "--mentions", "--format", "json")
    assert all(row["sentence"] for row in json.loads(out))


def test_candidates_of_a_new_document(capsys, tmp_path):
    page = tmp_path / "new.txt"
    page.write_text(
        "Workflow\n稀土\nicon\nSearch documents\n新规\nSou Hu Cai Jing· 2025-11-30 10:00\n"
        "Core Viewpoint - On November 28, Chile's government banned the export of lithium brine [1] - Prices rose [2]\n"
    )
    status, out, _ = run(capsys, "candidates", str(page), "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert [row["place"].split(":")[:2] for row in rows] == [["new.txt", "7"]]
    assert "banned the export" in rows[0]["text"]
