"""The README's commands and code blocks run as written, in a fresh copy, from nothing but Python."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
PATHS = re.compile(r"(?<![\w./-])((?:docs|schemas|seeds|tests|build|rare_earth_data)/[\w./-]*|[A-Z-]+(?:\.md|\.cff))")


def fresh_copy(root: Path, folder: Path) -> Path:
    """Copy what git tracks or would track, and nothing else."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    return folder


def blocks(text: str):
    """(language, content) of each fenced block."""
    return [(match[1], match[2]) for match in BLOCK.finditer(text)]


@pytest.mark.parametrize("page", ["README.md"])
def test_paths_that_a_page_names_exist(root, page):
    for name in set(PATHS.findall((root / page).read_text(encoding="utf-8"))):
        assert (root / name).exists(), f"{page} names {name}, which is not there"


def test_every_block_of_the_readme_runs(root, tmp_path):
    copy = fresh_copy(root, tmp_path / "copy")
    env = {**os.environ, "PYTHON": sys.executable, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env.pop("VIRTUAL_ENV", None)
    ran = 0
    for language, content in blocks((copy / "README.md").read_text(encoding="utf-8")):
        if language == "console":
            commands = [line[2:] for line in content.splitlines() if line.startswith("$ ")]
            assert len(commands) == len(content.splitlines())
        else:
            assert language == "python"
            (tmp_path / "block.py").write_text(content, encoding="utf-8")
            commands = ["cd .. && copy/.venv/bin/python block.py"]
        for command in commands:
            result = subprocess.run(command, shell=True, cwd=copy, env=env, capture_output=True, text=True)
            assert result.returncode == 0, f"$ {command}\n{result.stdout}\n{result.stderr}"
            ran += 1
    assert ran >= 5
