"""Where packages are found: folders, descriptors, zips, git revisions; and what is refused."""

import argparse
import json
import shutil
import subprocess
import zipfile

import pytest

from rare_earth_data.commands import diff as command
from rare_earth_data.exporters import export
from rare_earth_data.loading import DATA
from rare_earth_data.package import NotAPackageError, read_package
from rare_earth_data.places import open_package
from tests.diffing.making import files, write_package


def git(folder, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """Two commits: the package, and the package with one correction; the first is tagged."""
    root = tmp_path / "repository"
    (root / "rare_earth_data").mkdir(parents=True)
    shutil.copytree(DATA, root / "rare_earth_data" / "data")
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["path"] = f"rare_earth_data/data/{resource['path']}"
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "tag", f"v{descriptor['version']}")
    areas = root / "rare_earth_data" / "data" / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8").replace("Sweden", "Schweden"), encoding="utf-8")
    git(root, "commit", "-qam", "two")
    return root


def test_a_folder_a_descriptor_and_a_zip_are_the_same_package(tmp_path):
    package = read_package(DATA)
    (written,) = export(package, "csv", tmp_path)
    for place in (DATA, DATA / "datapackage.json", written.path):
        with open_package(place) as found:
            assert {name: found.path(name).read_bytes() for name in found.tables} == {
                name: package.path(name).read_bytes() for name in package.tables
            }


def test_revisions_tags_and_versions(repository, capsys):
    version = read_package(DATA).version
    for revision in ("HEAD~1", f"v{version}", version):
        with open_package(revision, repository=repository) as found:
            assert found.path("areas").read_bytes() == (DATA / "areas.csv").read_bytes()
    with open_package("HEAD", repository=repository) as found:
        assert "Schweden" in found.path("areas").read_text(encoding="utf-8")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    options = parser.parse_args(["HEAD~1", str(repository), "--repository", str(repository), "--exit-code"])
    assert command.run(options) == 1
    assert "~ SWE  name_en: Sweden -> Schweden" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["no-such-place", "--upload-pack=x", "HEAD~999"])
def test_what_is_nowhere_is_told(repository, place):
    with pytest.raises(NotAPackageError, match="no folder"), open_package(place, repository=repository):
        pass


@pytest.mark.parametrize("path", ["../things.csv", "/etc/passwd", "https://example.org/things.csv", 3])
def test_paths_that_lead_out_are_refused(tmp_path, path):
    package = write_package(tmp_path, {})
    descriptor = json.loads(json.dumps(package.descriptor))
    descriptor["resources"][0]["path"] = path
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(NotAPackageError, match="leads out of the package"):
        read_package(tmp_path)


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/../../evil.csv"])
def test_zips_that_lead_out_are_refused(tmp_path, name):
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(name, "x")
    with pytest.raises(NotAPackageError, match="leads out of it"), open_package(archive):
        pass


def test_a_broken_zip_and_a_broken_descriptor(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK nonsense")
    with pytest.raises(NotAPackageError, match="not a readable zip"), open_package(tmp_path / "a.zip"):
        pass
    for text in ("[]", "{", "{}", '{"resources": [{}]}'):
        (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
        with pytest.raises(NotAPackageError):
            read_package(tmp_path)


def test_a_missing_table_is_told(tmp_path):
    package = write_package(tmp_path, {})
    assert set(files(tmp_path)) == {"datapackage.json", "things.csv", "parts.csv"}
    package.path("parts").unlink()
    with pytest.raises(NotAPackageError, match=r"parts\.csv, the file of table parts, is missing"):
        read_package(tmp_path)


def test_a_zip_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("claims.csv", b"0" * 50_000_000)
    with pytest.raises(NotAPackageError, match="not safe to unpack"), open_package(tmp_path / "a.zip"):
        pass
