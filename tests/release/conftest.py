"""A repository of the same content with a history of its own, in which releases are made."""

import os
import shutil
import subprocess
import sys

import pytest

COPIED = (
    "rare_earth_data", "schemas", "seeds", "build", "docs", "datapackage.json", "pyproject.toml", "README.md", "LICENSE",
    "LICENSE-DATA.md", "CITATION.cff", ".gitignore",
)  # fmt: skip


class Repository:
    def __init__(self, root):
        self.root = root

    def git(self, *arguments):
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        dates = {"GIT_AUTHOR_DATE": "2026-01-02T03:04:05+0000", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+0000"}
        command = ["git", *identity, *arguments]
        return subprocess.run(
            command, cwd=self.root, check=True, capture_output=True, text=True, env={**os.environ, **dates}
        )

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")

    def python(self, *arguments, **environment):
        """Run the code of this repository in a process of its own."""
        variables = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", **environment}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, env=variables)

    def release(self, *arguments, **environment):
        return self.python("build/release.py", *arguments, **environment)

    def replace(self, name, old, new):
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def prepared(root, tmp_path_factory):
    """The repository with its first release prepared, built and committed."""
    folder = tmp_path_factory.mktemp("prepared") / "repository"
    folder.mkdir()
    skip = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=skip)
        elif source.is_file():
            shutil.copy(source, folder / name)
    shutil.rmtree(folder / "seeds" / "releases", ignore_errors=True)
    repository = Repository(folder)
    repository.git("init", "--quiet")
    build = repository.python("-m", "rare_earth_data", "build", "--quiet")
    assert build.returncode == 0, build.stderr
    repository.commit()
    done = repository.release("--prepare")
    assert done.returncode == 0, done.stderr
    build = repository.python("-m", "rare_earth_data", "build", "--quiet")
    assert build.returncode == 0, build.stderr
    repository.commit()
    return repository


@pytest.fixture
def repository(prepared, tmp_path):
    """A copy of it to change."""
    return Repository(shutil.copytree(prepared.root, tmp_path / "repository"))
