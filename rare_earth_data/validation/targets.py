"""Look at what a path is, and check it as that: a repository, a package, a document, a curation file or a table."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rare_earth_data.schema.tables import all_tables
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.single import CSV_SUFFIXES, check_curation, check_document, check_table

DESCRIPTOR = "datapackage.json"


class NotCheckableError(OSError):
    """Raised for a path that is nothing this package can check; the message says what it can."""


def validate(path: Path, documents: Path | None = None) -> Report:
    """Check what is at ``path`` and return everything that was found.

    ``documents`` is the folder under which a package's documents lie, for its evidence; a repository holds its own.
    Raises NotCheckableError, or OSError where a file cannot be opened.
    """
    report = Report(str(path))
    name = path.as_posix()
    if path.is_dir():
        _check_folder(path, report, documents)
    elif not path.exists():
        raise NotCheckableError(f"there is no {name}")
    elif not path.is_file():
        raise NotCheckableError(f"{name} is neither a file nor a folder")
    else:
        _check_file(path, name, report, documents)
    return report


def _check_folder(path: Path, report: Report, documents: Path | None) -> None:
    if (path / "seeds").is_dir():
        from rare_earth_data.validation.repository import check_repository

        check_repository(path.resolve(), report)
    elif (path / DESCRIPTOR).is_file():
        from rare_earth_data.validation.package import check_package

        check_package(path / DESCRIPTOR, DESCRIPTOR, report, documents)
    else:
        raise NotCheckableError(
            f"{path.as_posix()} holds neither seeds/ nor datapackage.json: it is no repository and no package"
        )


def _check_file(path: Path, name: str, report: Report, documents: Path | None) -> None:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        check_curation(path, name, report)
    elif suffix == ".txt":
        check_document(path, name, report)
    elif suffix == ".json":
        from rare_earth_data.validation.package import check_package

        check_package(path, name, report, documents)
    elif suffix == ".zip":
        _check_archive(path, name, report, documents)
    elif suffix in CSV_SUFFIXES:
        if path.stem not in all_tables():
            raise NotCheckableError(
                f"{name}: no table is called {path.stem!r}; the tables are {', '.join(all_tables())}"
            )
        check_table(path, name, report)
    else:
        raise NotCheckableError(f"{name}: a file that ends in {suffix or 'nothing'} is nothing this command knows")


def _check_archive(path: Path, name: str, report: Report, documents: Path | None) -> None:
    from rare_earth_data.validation.archive import unpack
    from rare_earth_data.validation.package import check_package

    with tempfile.TemporaryDirectory() as folder:
        descriptor, findings = unpack(path, name, Path(folder))
        report.add(findings)
        if descriptor is not None:
            inside = Report()
            check_package(descriptor, descriptor.relative_to(folder).as_posix(), inside, documents)
            report.absorb(inside, f"{name}!")
