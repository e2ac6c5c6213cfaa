"""Writers of a package in other formats, a module a format, all with the life-cycle of ``base.Exporter``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from rare_earth_data.exporters.base import Exporter, Facts, Written
from rare_earth_data.package import DataPackage

# Formats in the order in which they are written: metadata tells of the files before it.
FORMATS = (
    "csv",
    "parquet",
    "jsonl",
    "sqlite",
    "duckdb",
    "xlsx",
    "csvw",
    "citation",
    "zenodo",
    "schema_org",
    "dcat",
    "croissant",
)


class UnknownFormatError(LookupError):
    """Raised for a format that nothing writes."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no format {name!r}. The formats are: {', '.join(FORMATS)}.")


def exporter(format_: str) -> type[Exporter]:
    """Return the exporter of a format. Raises UnknownFormatError, or MissingExtraError where a library is not installed."""
    if format_ not in FORMATS:
        raise UnknownFormatError(format_)
    found: type[Exporter] = import_module(f"rare_earth_data.exporters.{format_}").EXPORTER
    return found


def export(package: DataPackage, format_: str, folder: Path, facts: Facts | None = None) -> list[Written]:
    """Write a package into a folder in one format, and return the files that were written.

    Raises UnknownFormatError, MissingExtraError, ExportError for content that a format cannot hold, and OSError.
    """
    facts = facts or Facts()
    folder.mkdir(parents=True, exist_ok=True)
    writer = exporter(format_)(package, folder, facts)
    try:
        writer.set_up()
        for name in package.tables:
            writer.feed(package.tables[name], package.path(name))
        return writer.finish()
    except BaseException:
        writer.abort()
        raise


__all__ = ["FORMATS", "Exporter", "Facts", "UnknownFormatError", "Written", "export", "exporter"]
