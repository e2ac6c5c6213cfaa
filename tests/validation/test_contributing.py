"""What contributors are told to do works: the commands of CONTRIBUTING.md, the action, the hooks, in a scratch copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from rare_earth_data.curation.located import parse_yaml
from rare_earth_data.templates import TEMPLATES, append_entry, template

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("schemas", "rare_earth_data", "docs", "README.md", "datapackage.json")


@pytest.fixture
def scratch(tmp_path):
    """A copy of the repository, with one of its pages so that it is quick, whose command runs its own code."""
    folder = tmp_path / "repository"
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / "seeds" / "curation").mkdir(parents=True)
    shutil.copy(ROOT / "seeds" / "001_948baba2ab69d766.txt", folder / "seeds")
    (folder / "schemas" / "floors.yaml").write_text("documents: {rows: 1}\n")
    command = tmp_path / "bin" / "rare-earth-data"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rare_earth_data "$@"\n')
    command.chmod(0o755)
    return folder


def run(folder, script, **more):
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        **more,
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def commands():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh( fails)?\n(.*?)^```$", text, flags=re.M | re.S)


def test_the_commands_of_contributing(scratch):
    built = run(scratch, "rare-earth-data build --quiet")
    assert built.returncode == 0, built.stderr
    said = []
    for fails, script in commands():
        done = run(scratch, script)
        assert done.returncode == (1 if fails else 0), f"{script}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    assert len(said) >= 9
    outputs = "".join(said)
    assert "rare_earth_data/data/claims.csv:" in outputs
    assert re.search(r"seeds/curation/events\.yaml:\d+:\d+: error: the quote 'Brazil announced a prohibition'", outputs)
    metrics = (scratch / "rare_earth_data/data/country_metrics.csv").read_text(encoding="utf-8")
    assert re.search(r"BRA,.*,concentrate,.*2600,.*corrected", metrics)
    assert "br-2025-ore-export-ban" in (scratch / "rare_earth_data/data/event_mentions.csv").read_text(encoding="utf-8")
    assert "mine_count" in (scratch / "schemas/editor/metrics.schema.json").read_text(encoding="utf-8")


def action():
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def run_action(folder, path="."):
    """Run the script of the action's last step, as the runner would."""
    step = action()["runs"]["steps"][-1]
    temp = folder.parent / "temp"
    (temp / "rare-earth-data" / "bin").mkdir(parents=True, exist_ok=True)
    shutil.copy(folder.parent / "bin" / "rare-earth-data", temp / "rare-earth-data" / "bin")
    names = {"INPUT_PATH": path, "INPUT_AGAINST": "", "INPUT_FAIL_ON": "error", "INPUT_MAX": "100"}
    assert set(step["env"]) == set(names)
    files = {"RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(temp / "out"), "GITHUB_STEP_SUMMARY": str(temp / "summary")}
    return run(folder, step["run"], **names, **files), temp


BAD = {
    "document": ("seeds/901_bad.txt", "Dear all, the meeting is moved.\n", "seeds/901_bad.txt,line=1"),
    "title": ("seeds/curation/titles.yaml", "titles:\n  - title: nowhere\n    en: x\n", "titles.yaml,line=2"),
    "event": ("seeds/curation/events.yaml", "events:\n  - id: x\n    title: y\n", "events.yaml,line=2"),
    "correction": ("seeds/curation/metrics.yaml", "metrics:\n  - {quote: nowhere, value_text: x, action: drop, reason: r}\n",
                   "metrics.yaml,line=2"),
    "source": ("seeds/curation/sources.yaml", "sources:\n  - id: x\n    year: soon\n", "sources.yaml,line="),
    "table": ("rare_earth_data/data/event_parties.csv", "event_id,area,role\nx,CHN,author\n", "event_parties.csv,line=2"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_the_action_annotates_the_line_of_a_bad_contribution(scratch, kind):
    name, content, place = BAD[kind]
    (scratch / name).write_text(content, encoding="utf-8")
    done, temp = run_action(scratch)
    assert done.returncode == 1, done.stderr
    annotations = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert any(line.startswith("::error file=") and place in line for line in annotations), annotations[:20]
    assert "has to be put right" in (temp / "summary").read_text(encoding="utf-8")
    assert (temp / "findings.sarif").exists()


def test_the_action_passes_a_good_contribution(scratch):
    assert run(scratch, "rare-earth-data build --quiet").returncode == 0
    done, temp = run_action(scratch)
    assert done.returncode == 0, done.stdout
    assert "::error" not in done.stdout
    assert "Everything fits" in (temp / "summary").read_text(encoding="utf-8")


def test_the_action_never_puts_an_input_into_a_script():
    assert not any("${{ inputs" in step.get("run", "") for step in action()["runs"]["steps"])


def test_the_hooks_call_commands_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert all(hook["entry"].split()[:2] == ["rare-earth-data", "validate"] for hook in hooks)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_yaml_of_the_right_list(kind):
    located, findings = parse_yaml(template(kind), "t.yaml")
    assert findings == []
    (name,) = located.data
    assert name == TEMPLATES[kind][1] and len(located.data[name]) == 1


def test_an_entry_goes_to_the_end_of_its_list_and_nothing_else_moves(tmp_path):
    path = tmp_path / "seeds" / "curation" / "titles.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# head\ntitles:\n- {title: a, en: b}  # kept\n\n# about topics\ntopics:\n- {topic: c, en: d}\n")
    append_entry(tmp_path, "title", {"title": "新", "en": 'say "x": y'})
    assert path.read_text(encoding="utf-8") == (
        '# head\ntitles:\n- {title: a, en: b}  # kept\n- title: "新"\n  en: "say \\"x\\": y"\n\n'
        "# about topics\ntopics:\n- {topic: c, en: d}\n"
    )


def test_an_entry_makes_its_file_and_unknown_fields_are_refused(tmp_path):
    (tmp_path / "seeds" / "curation").mkdir(parents=True)
    append_entry(tmp_path, "correction", {"quote": "q", "set.value": "2600", "set.unit": "t"})
    text = (tmp_path / "seeds/curation/metrics.yaml").read_text(encoding="utf-8")
    assert 'set: {value: 2600, unit: "t"}' in text
    with pytest.raises(LookupError, match="there is no field 'nothing'"):
        append_entry(tmp_path, "title", {"nothing": "x"})
