"""Download released versions from a release index, into a cache keyed by content.

No address is built in: the index is given, or stands in the environment variable ``RARE_EARTH_DATA_INDEX`` or in the config
file. What is in the cache is used without the network, and checked whenever it is loaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urljoin

from rare_earth_data.package import DataPackage, NotAPackageError, read_package
from rare_earth_data.releases import BadIndexError, Release, ReleaseFile, parse_index
from rare_earth_data.transfer import DownloadError, Progress, address_is_remote, bring, fetch_text, sha256_of

INDEX_VARIABLE = "RARE_EARTH_DATA_INDEX"
CACHE_VARIABLE = "RARE_EARTH_DATA_CACHE"
PACKAGE_FORMAT = "csv"


class NoIndexError(LookupError):
    """Raised when nothing says where releases are."""

    def __init__(self) -> None:
        super().__init__(
            "where releases are is not known: give the address or folder of a release index (index=... or --index), "
            f'set {INDEX_VARIABLE}, or write index = "..." into {config_file()}'
        )


class NoSuchVersionError(LookupError):
    """Raised for a version that the index does not have; the message names those it has."""


class NoSuchFormatError(LookupError):
    """Raised for a format that a version does not come in; the message names those it comes in."""


def _home(variable: str, windows: str, mac: str, other: str) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / windows
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac / "rare-earth-data"
    return Path(os.environ.get(variable) or Path.home() / other) / "rare-earth-data"


def cache_folder() -> Path:
    """Return the folder of downloaded files: ``RARE_EARTH_DATA_CACHE``, or the platform's place for caches."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen)
    return _home("XDG_CACHE_HOME", "rare-earth-data/Cache", "Caches", ".cache")


def config_file() -> Path:
    """Return the path of the config file, which need not be there."""
    return _home("XDG_CONFIG_HOME", "rare-earth-data", "Preferences", ".config") / "config.toml"


def index_address(index: str | None = None) -> str:
    """Return the address of ``index.json``: the one given, or that of the environment or the config file.

    Raises NoIndexError where there is none, and DownloadError for a config file that cannot be read.
    """
    address = index or os.environ.get(INDEX_VARIABLE) or _configured()
    if not address:
        raise NoIndexError
    address = address.removeprefix("file://")
    if address_is_remote(address):
        return address if address.endswith(".json") else address.rstrip("/") + "/index.json"
    path = Path(address).expanduser()
    return str((path if path.suffix == ".json" else path / "index.json").absolute())


def _configured() -> str | None:
    import tomllib

    path = config_file()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DownloadError(f"{path} cannot be read: {error}") from None
    address = content.get("index")
    return address if isinstance(address, str) else None


def _kept_index(address: str) -> Path:
    return cache_folder() / "indexes" / f"{hashlib.sha256(address.encode()).hexdigest()}.json"


def _fetched(address: str) -> list[Release]:
    """Read the index where it is, and keep a copy for when the network is gone."""
    content = fetch_text(address)
    releases = parse_index(content, address)
    if address_is_remote(address):
        try:
            kept = _kept_index(address)
            kept.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=".part-", delete=False) as file:
                file.write(content)
            Path(file.name).replace(kept)
        except OSError:
            pass  # a copy is a convenience; a cache that cannot be written is told of when a file must go there
    return releases


def _kept(address: str) -> list[Release]:
    try:
        return parse_index(_kept_index(address).read_bytes(), address)
    except (OSError, BadIndexError):
        return []


def releases(index: str | None = None) -> list[Release]:
    """Return the releases of an index, newest first; those it had when last seen where the network is gone.

    Raises NoIndexError, DownloadError and BadIndexError.
    """
    address = index_address(index)
    try:
        return _fetched(address)
    except DownloadError:
        if known := _kept(address):
            print(f"rare-earth-data: {address} cannot be reached; going by what it said before", file=sys.stderr)
            return known
        raise


def find_release(version: str | None, index: str | None = None) -> Release:
    """Return a release, the newest where no version is given. A version that was seen before needs no network.

    Raises NoSuchVersionError, NoIndexError, DownloadError and BadIndexError.
    """
    address = index_address(index)
    if version is not None:
        for release in _kept(address):
            if release.version == version:
                return release
    found = releases(index)
    for release in found:
        if version in (None, release.version):
            return release
    names = ", ".join(release.version for release in found) or "none"
    raise NoSuchVersionError(f"{address} has no version {version}. It has: {names}.")


def _address(index: str, path: str) -> str:
    if address_is_remote(path):
        return path
    return urljoin(index, quote(path)) if address_is_remote(index) else str(Path(index).parent / path)


def _cached(file: ReleaseFile, address: str, progress: Callable[[str], Progress]) -> Path:
    """Return the path of a file in the cache; it is brought there if it is not there, or not right."""
    target = cache_folder() / "files" / file.sha256 / file.name
    if not (target.is_file() and target.stat().st_size == file.bytes and sha256_of(target) == file.sha256):
        bring(_address(address, file.path), target, file.bytes, file.sha256, progress(file.name))
    return target


def _silent(_: str) -> Progress:
    return lambda *_: None


def download(
    version: str | None = None,
    *,
    index: str | None = None,
    format: str = PACKAGE_FORMAT,
    progress: Callable[[str], Progress] = _silent,
) -> list[Path]:
    """Download the files of a release in one format, and return where they are in the cache.

    ``version`` is the newest where none is given. ``index`` is the address or folder of a release index; without it,
    ``RARE_EARTH_DATA_INDEX`` or the config file says where it is. ``format`` is one of those the index lists for the version:
    ``csv`` is the data package. ``progress`` is called with the name of each file and gives what to tell of its bytes.

    Raises NoIndexError, NoSuchVersionError, NoSuchFormatError, ChecksumError and DownloadError; whatever is raised, nothing
    half or wrong is left in place.
    """
    release = find_release(version, index)
    files = [file for file in release.files if file.format == format]
    if not files:
        raise NoSuchFormatError(
            f"version {release.version} does not come as {format!r}. It comes as: {', '.join(release.formats)}."
        )
    address = index_address(index)
    return [_cached(file, address, progress) for file in files]


def _intact(folder: Path) -> DataPackage | None:
    """Return the package in a folder if every table has the hash that its descriptor states."""
    try:
        package = read_package(folder)
        for name, resource in package.resources.items():
            if resource.get("hash") != f"sha256:{sha256_of(package.path(name))}":
                return None
    except (OSError, LookupError):
        return None
    return package


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
    except OSError as error:
        raise DownloadError(f"cannot write to {folder}: {error.strerror}") from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def released_package(version: str, index: str | None = None) -> DataPackage:
    """Return the data package of a released version, unpacked in the cache. Raises what ``download`` raises."""
    from rare_earth_data.places import unpack

    release = find_release(version, index)
    digests = [file.sha256 for file in release.files if file.format == PACKAGE_FORMAT]
    folder = cache_folder() / "packages" / (digests[0] if digests else "none")
    if package := _intact(folder):
        return package
    (archive,) = download(version, index=index)
    with _scratch(folder.parent) as scratch:
        try:
            unpack(archive, scratch / "package")
            if package := _intact(folder):  # another process was faster: what it put there is in use
                return package
            if folder.exists():  # damaged: out of the way first
                folder.rename(scratch / "damaged")
            (scratch / "package").rename(folder)
        except OSError as error:
            if not folder.exists():  # else another process was faster
                raise DownloadError(f"cannot write to {folder.parent}: {error.strerror}") from error
    if package := _intact(folder):
        return package
    raise NotAPackageError(f"the files in {archive} are not those that its descriptor states")
