"""The built wheel, in an empty environment: it loads offline, from any folder, with pandas alone."""

import subprocess
import sys
import zipfile

import pytest

LOAD_ALL = """
import socket
def refuse(*_):
    raise AssertionError("the network was asked")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
import rare_earth_data as red
assert "site-packages" in red.__file__, red.__file__
for name in red.tables():
    frame = red.load(name)
    assert len(frame) or name == "changes", name
    assert list(frame.columns) == [field.name for field in red.describe(name).fields]
print(red.__version__, len(red.tables()))
"""


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_what_is_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "rare_earth_data/data/claims.csv" in names
    assert "rare_earth_data/data/datapackage.json" in names
    assert "rare_earth_data/schemas/claims.schema.json" in names
    assert "rare_earth_data/py.typed" in names
    assert not [
        name for name in names if name.startswith(("seeds/", "tests/")) or (name.endswith(".txt") and "seeds" in name)
    ]
    assert wheel.stat().st_size < 2_000_000


@pytest.fixture(scope="module")
def empty(wheel, tmp_path_factory):
    """An environment with nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    return python


def test_it_loads_offline_from_another_folder(empty, tmp_path):
    result = subprocess.run([empty, "-W", "error", "-c", LOAD_ALL], cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""


def test_the_base_install_is_small(empty):
    freeze = [empty, "-m", "pip", "list", "--format", "freeze"]
    listed = subprocess.run(freeze, capture_output=True, text=True, check=True).stdout.lower().splitlines()
    names = {line.partition("==")[0] for line in listed}
    assert names <= {
        "pip",
        "setuptools",
        "rare-earth-data",
        "rare_earth_data",
        "pandas",
        "numpy",
        "python-dateutil",
        "pytz",
        "tzdata",
        "six",
    }


def test_a_command_that_needs_an_extra_says_which(empty, root, tmp_path):
    command = [empty, "-m", "rare_earth_data", "extract", str(root / "seeds"), "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 2
    assert "pip install 'rare-earth-data[extract]'" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_extra_reads_documents_from_site_packages(empty, wheel, root, tmp_path):
    subprocess.run([empty, "-m", "pip", "install", "--quiet", f"{wheel}[extract]"], check=True, capture_output=True)
    command = [
        empty,
        "-m",
        "rare_earth_data",
        "extract",
        str(root / "seeds"),
        "--out",
        str(tmp_path / "out"),
        "--quiet",
    ]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "country_metrics.csv").stat().st_size > 10_000
