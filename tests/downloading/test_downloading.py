"""Downloads from a real server that misbehaves: what is loaded is right, or an error says why not."""

import argparse
import errno
import json
import os
import resource
import signal
import subprocess
import sys
import zipfile

import pytest

import rare_earth_data as red
from rare_earth_data import transfer
from rare_earth_data.commands import download as command
from rare_earth_data.downloading import (
    NoIndexError,
    NoSuchFormatError,
    NoSuchVersionError,
    config_file,
    download,
    index_address,
    released_package,
    releases,
)
from rare_earth_data.loading import DATA
from rare_earth_data.package import NotAPackageError
from rare_earth_data.releases import BadIndexError, parse_index
from rare_earth_data.transfer import ChecksumError, DownloadError
from tests.downloading.server import Trouble, serving

ZIP = "rare-earth-data-0.9.0.zip"


def expected(site):
    return (site / "0.9.0" / ZIP).read_bytes()


def parts(cache):
    """What is in the cache that is not a finished file."""
    return [path.name for path in cache.rglob("*") if ".part-" in path.name]


def ranges(server):
    return [asked for path, asked in server.requests if path.endswith(ZIP)]


def test_a_file_comes_whole_once(server, site, cache):
    (path,) = download("0.9.0", index=server.address)
    assert path.read_bytes() == expected(site)
    asked = len(server.requests)
    assert download("0.9.0", index=server.address) == [path]
    assert len(server.requests) == asked
    assert parts(cache) == []


def test_a_released_table_is_loaded_by_its_own_descriptor(server):
    frame = red.load("claims", version="0.9.0", index=server.address)
    assert frame.equals(red.load("claims"))
    assert released_package("0.9.0", server.address).descriptor["title"] == "Version 0.9.0"
    assert released_package("0.10.0", server.address).descriptor["title"] == "Version 0.10.0"
    with red.connect(version="0.9.0", index=server.address) as connection:
        assert connection.execute("SELECT count(*) FROM claims").fetchall() == [(len(frame),)]
    with pytest.raises(red.UnknownTableError, match="Did you mean 'claims'"):
        red.load("claim", version="0.9.0", index=server.address)


def test_without_a_version_it_is_the_newest_by_number_not_by_text(server):
    assert download(index=server.address)[0].name == "rare-earth-data-0.10.0.zip"
    assert [release.version for release in releases(server.address)] == ["0.10.0", "0.9.0"]


def test_from_a_folder(site):
    for index in (str(site), str(site / "index.json"), f"file://{site}"):
        assert download("0.9.0", index=index)[0].read_bytes() == expected(site)


@pytest.mark.parametrize("kind", ["cut", "stall"])
def test_a_cut_transfer_goes_on_where_it_stopped(server, site, kind):
    server.trouble = Trouble(kind, ZIP, times=2)
    assert download("0.9.0", index=server.address)[0].read_bytes() == expected(site)
    first, *later = ranges(server)
    assert first is None
    assert all(asked.startswith("bytes=") for asked in later)
    assert len(later) == 2


@pytest.mark.parametrize("second", ["ignores ranges", "range refused", "wrong range", "wrong bytes"])
def test_whatever_answers_a_request_to_go_on(server, site, second):
    class Twice(Trouble):
        def strikes(self, path):
            if not path.endswith(ZIP) or self.times <= 0:
                return False
            self.times -= 1
            self.kind = "cut" if self.times else second
            return True

    server.trouble = Twice("cut", ZIP, times=2)
    assert download("0.9.0", index=server.address)[0].read_bytes() == expected(site)


@pytest.mark.parametrize("kind", ["wrong bytes", "longer"])
def test_wrong_bytes_are_refused(server, cache, kind):
    server.trouble = Trouble(kind, ZIP)
    with pytest.raises(ChecksumError, match="expected"):
        download("0.9.0", index=server.address)
    assert list(cache.rglob("*.zip")) == parts(cache) == []


@pytest.mark.parametrize("kind", ["cut", "shorter"])
def test_a_file_that_never_comes_whole_is_refused(server, cache, kind):
    server.trouble = Trouble("shorter" if kind == "shorter" else "cut, ignores ranges", ZIP)
    with pytest.raises(DownloadError, match=r"cut after .* bytes \(tried 4 times\)"):
        download("0.9.0", index=server.address)
    assert list(cache.rglob("*.zip")) == parts(cache) == []


@pytest.mark.parametrize(("status", "attempts"), [(404, 1), (403, 1), (410, 1), (500, 4), (503, 4)])
def test_refusals_of_the_server(server, cache, status, attempts):
    server.trouble = Trouble("status", ZIP, status=status)
    with pytest.raises(DownloadError, match=f"the server answered {status}"):
        download("0.9.0", index=server.address)
    assert len(ranges(server)) == attempts
    assert parts(cache) == []


def test_a_passing_failure_passes(server, site):
    server.trouble = Trouble("status", ZIP, times=2, status=503)
    assert download("0.9.0", index=server.address)[0].read_bytes() == expected(site)


@pytest.mark.parametrize("kind", ["redirect", "slow"])
def test_redirects_and_slow_servers(server, site, kind):
    server.trouble = Trouble(kind, times=2)
    assert download("0.9.0", index=server.address)[0].read_bytes() == expected(site)


def test_no_network_uses_what_is_in_the_cache(site, capsys):
    with serving(site) as server:
        address = server.address
        frame = red.load("claims", version="0.9.0", index=address)
    assert red.load("claims", version="0.9.0", index=address).equals(frame)
    with pytest.raises(DownloadError, match="tried 4 times"):
        red.load("claims", version="0.10.0", index=address)
    assert [release.version for release in releases(address)] == ["0.10.0", "0.9.0"]
    assert "going by what it said before" in capsys.readouterr().err


def test_no_network_and_an_empty_cache():
    with pytest.raises(DownloadError, match="refused"):
        download("0.9.0", index="http://127.0.0.1:9")


def test_a_version_that_is_not_there_names_those_that_are(server):
    with pytest.raises(NoSuchVersionError, match=r"has no version 3\.0\.0\. It has: 0\.10\.0, 0\.9\.0\."):
        download("3.0.0", index=server.address)


def test_a_format_that_is_not_there_names_those_that_are(server):
    with pytest.raises(NoSuchFormatError, match="It comes as: csv, jsonl, note"):
        download("0.9.0", index=server.address, format="parquet")
    assert len(download("0.9.0", index=server.address, format="jsonl")) == len(red.tables())
    assert download("0.9.0", index=server.address, format="note")[0].read_text(encoding="utf-8") == "hello"


def test_where_the_index_comes_from(monkeypatch, tmp_path):
    with pytest.raises(NoIndexError, match=r"RARE_EARTH_DATA_INDEX.*config\.toml"):
        download("0.9.0")
    config_file().parent.mkdir(parents=True)
    config_file().write_text('index = "https://example.org/from-config/"\n', encoding="utf-8")
    assert index_address() == "https://example.org/from-config/index.json"
    monkeypatch.setenv("RARE_EARTH_DATA_INDEX", "https://example.org/from-environment.json")
    assert index_address() == "https://example.org/from-environment.json"
    assert index_address(str(tmp_path)) == str(tmp_path / "index.json")
    config_file().write_text("index = ", encoding="utf-8")
    monkeypatch.delenv("RARE_EARTH_DATA_INDEX")
    with pytest.raises(DownloadError, match="cannot be read"):
        index_address()


@pytest.mark.parametrize("damage", ["file", "descriptor", "table gone", "archive"])
def test_a_damaged_cache_is_mended(server, cache, damage):
    frame = red.load("claims", version="0.9.0", index=server.address)
    folder = released_package("0.9.0", server.address).folder
    if damage == "file":
        path = folder / "claims.csv"
        path.write_bytes(path.read_bytes().replace(b"asserted", b"denied!!", 1))
    elif damage == "descriptor":
        (folder / "datapackage.json").write_text("{", encoding="utf-8")
    elif damage == "table gone":
        (folder / "areas.csv").unlink()
    else:
        (folder / "claims.csv").unlink()
        (archive,) = cache.rglob("*.zip")
        archive.write_bytes(archive.read_bytes()[:-1] + b"x")
    assert red.load("claims", version="0.9.0", index=server.address).equals(frame)


def test_a_package_that_is_not_what_its_descriptor_says_is_refused(tmp_path, site):
    archive = site / "0.9.0" / ZIP
    with zipfile.ZipFile(archive) as file:
        contents = {name: file.read(name) for name in file.namelist()}
    contents["claims.csv"] = contents["claims.csv"].replace(b"asserted", b"denied!!", 1)
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content)
    index = json.loads((site / "index.json").read_text(encoding="utf-8"))
    (entry,) = [file for release in index["releases"] for file in release["files"] if file["path"].endswith(ZIP)]
    entry.update(sha256=transfer.sha256_of(archive), bytes=archive.stat().st_size)
    (site / "index.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(NotAPackageError, match="not those that its descriptor states"):
        red.load("claims", version="0.9.0", index=str(site))


def run_elsewhere(address, cache, code="", **options):
    """Load a released table in a process of its own and print the hash of what came."""
    load = f"import rare_earth_data as red; print(len(red.load('claims', version='0.9.0', index={address!r})))"
    environment = {**os.environ, "RARE_EARTH_DATA_CACHE": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-c", f"{code}\n{load}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_several_processes_at_once(server, cache):
    server.trouble = Trouble("slow", ZIP)
    running = [run_elsewhere(server.address, cache) for _ in range(3)]
    answers = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], answers
    assert {out.strip() for out, _ in answers} == {str(len(red.load("claims")))}
    assert parts(cache) == []


def test_a_package_that_another_process_put_there_is_left_alone(site, cache, monkeypatch):
    """Whoever unpacks last finds the package of the faster process, and must not move what others are reading."""
    from rare_earth_data import downloading, places

    folders = []

    def unpack_second(archive, folder, unpack=places.unpack):
        unpack(archive, folder)
        if not folders:
            digest = archive.parent.name if len(archive.parent.name) == 64 else transfer.sha256_of(archive)
            target = cache / "packages" / digest
            unpack(archive, target)
            folders.append((target, target.stat().st_ino))

    monkeypatch.setattr(places, "unpack", unpack_second)
    package = downloading.released_package("0.9.0", str(site))
    ((target, inode),) = folders
    assert package.folder == target
    assert target.stat().st_ino == inode


def test_a_killed_download_leaves_nothing_in_place(server, cache):
    server.trouble = Trouble("stall", ZIP)
    process = run_elsewhere(server.address, cache)
    while not ranges(server):
        pass
    process.kill()
    process.communicate()
    assert list(cache.rglob("*.zip")) == []
    server.trouble = None
    assert len(red.load("claims", version="0.9.0", index=server.address)) == len(red.load("claims"))


def test_a_full_disk(server, cache):
    """A limit on the size of files is what a full disk is to a process: writing fails half-way."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = run_elsewhere(server.address, cache, preexec_fn=limit)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"DownloadError: there is no space left in {cache}" in told
    assert list(cache.rglob("*.zip")) == parts(cache) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "there is no space left in"), (errno.EROFS, "cannot write to"), (errno.EACCES, "cannot write")],
)
def test_a_cache_that_cannot_be_written(server, monkeypatch, number, words):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(transfer.tempfile, "mkstemp", refuse)
    with pytest.raises(DownloadError, match=words):
        download("0.9.0", index=server.address)


def test_a_cache_that_is_a_file(server, cache):
    cache.write_text("not a folder", encoding="utf-8")
    with pytest.raises(DownloadError, match="cannot write to"):
        download("0.9.0", index=server.address)


@pytest.mark.skipif(os.geteuid() != 0, reason="dropping privileges needs root")
def test_a_read_only_cache_serves_what_it_has_and_nothing_else(site, cache, tmp_path):
    index = str(site)
    frame = red.load("claims", version="0.9.0", index=index)
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001 and len(parent.parts) > 2:
            parent.chmod(parent.stat().st_mode | 0o055)
    child = os.fork()
    if child == 0:  # in a child without root's privileges
        try:
            os.setuid(65534)
            right = red.load("claims", version="0.9.0", index=index).equals(frame)
            try:
                download("0.10.0", index=index)
            except DownloadError as error:
                os._exit(0 if right and "cannot write to" in str(error) else 1)
            os._exit(2)
        except BaseException:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert os.waitstatus_to_exitcode(status) == 0


def options(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


def test_the_command_downloads_and_lists(server, site, tmp_path, capsys):
    assert command.run(options("--index", server.address)) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["0.10.0", "0.9.0"]
    out = tmp_path / "out"
    assert command.run(options("0.9.0", "--index", server.address, "--out", str(out))) == 0
    assert (out / ZIP).read_bytes() == expected(site)
    assert [path.name for path in out.iterdir()] == [ZIP]


def test_progress_tells_of_every_byte(server):
    told = []
    download("0.9.0", index=server.address, progress=lambda name: lambda done, total: told.append((name, done, total)))
    sizes = [done for _, done, _ in told]
    assert sizes == sorted(sizes)
    assert sizes[-1] == told[-1][2]
    assert {name for name, _, _ in told} == {ZIP}


GOOD = {"path": "a.zip", "format": "csv", "media_type": "application/zip", "bytes": 1, "sha256": "0" * 64}


@pytest.mark.parametrize(
    "content",
    [
        "<html>",
        "[]",
        "{}",
        '{"releases": [1]}',
        '{"releases": [{"version": "latest", "files": []}]}',
        *(
            json.dumps({"releases": [{"version": "1.0.0", "files": [{**GOOD, **wrong}]}]})
            for wrong in (
                {"path": "../a.zip"}, {"path": "/a.zip"}, {"path": ""}, {"path": 1}, {"sha256": "x"}, {"sha256": None},
                {"bytes": -1}, {"bytes": True}, {"bytes": "1"}, {"format": None},
            )
        ),
    ],
)  # fmt: skip
def test_an_index_that_makes_no_sense_is_refused(content):
    with pytest.raises(BadIndexError):
        parse_index(content, "there")


def test_the_installed_tables_need_no_index():
    assert len(red.load("claims")) > 0
    assert (DATA / "claims.csv").is_file()
