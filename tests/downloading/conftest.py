"""A folder of two releases, a server for it, and an empty cache."""

import json
import shutil

import pytest

from rare_earth_data import transfer
from rare_earth_data.loading import DATA
from rare_earth_data.package import read_package
from rare_earth_data.release.files import described, write_formats
from rare_earth_data.release.make import publish
from rare_earth_data.releases import Release, index_bytes
from tests.downloading.server import serving


def release(folder, version):
    """A release of the package under this version, which its title tells."""
    shutil.copytree(DATA, folder / "package")
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    descriptor.update(version=version, title=f"Version {version}")
    (folder / "package" / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    dist = folder / "dist"
    dist.mkdir()
    files = write_formats(read_package(folder / "package"), dist, ["csv", "jsonl"], "2026-01-01T00:00:00Z", {})
    (dist / "note with space.txt").write_text("hello", encoding="utf-8")
    files.append(described(dist / "note with space.txt", dist, "note", "text/plain"))
    (dist / "index.json").write_bytes(index_bytes("rare-earth-data", [Release(version, "2026-01-01", tuple(files))]))
    return dist


@pytest.fixture(scope="session")
def releases_folder(tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    for version in ("0.9.0", "0.10.0"):
        publish(release(tmp_path_factory.mktemp("release"), version), site)
    return site


@pytest.fixture
def site(releases_folder, tmp_path):
    return shutil.copytree(releases_folder, tmp_path / "site")


@pytest.fixture
def server(site):
    with serving(site) as running:
        yield running


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache, no index, and no waiting between attempts."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("RARE_EARTH_DATA_CACHE", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("RARE_EARTH_DATA_INDEX", raising=False)
    monkeypatch.setattr(transfer, "TIMEOUT", 1.0)
    monkeypatch.setattr(transfer.time, "sleep", lambda _: None)
    return folder
