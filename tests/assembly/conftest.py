"""A scratch copy of what a build reads, so that tests may add documents and break things."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INPUTS = ("seeds", "schemas", "README.md")


def hashes(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def run_build(root: Path, *options: str, python: str = sys.executable, env: dict[str, str] | None = None):
    """Run a build in a process of its own."""
    command = [python, "-m", "rare_earth_data", "build", "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(env or {})}, cwd=root)


@pytest.fixture
def scratch(root, tmp_path) -> Path:
    """A repository of the same inputs, without anything generated."""
    for name in INPUTS:
        source = root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path
