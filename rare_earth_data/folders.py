"""Load tables of a package in any folder: what ``extract`` wrote, one CSV a table or Parquet in as many files as it took."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from rare_earth_data.loading import Engine, UnknownTableError, engine_of
from rare_earth_data.package import is_parquet, read_package

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow


@overload
def load_from(folder: str | Path, table: str, *, engine: Literal["pandas"] = "pandas") -> pd.DataFrame: ...


@overload
def load_from(folder: str | Path, table: str, *, engine: Literal["polars"]) -> pl.DataFrame: ...


@overload
def load_from(folder: str | Path, table: str, *, engine: Literal["pyarrow"]) -> pyarrow.Table: ...


def load_from(folder: str | Path, table: str, *, engine: Engine = "pandas") -> Any:
    """Load a table of the package in a folder, typed as ``load`` types it, whole into memory.

    >>> red.load_from("tables", "claims", engine="polars")

    Raises NotAPackageError where the folder holds no package, UnknownTableError, UnknownEngineError, and MissingExtraError
    where the engine's library, or pyarrow for Parquet with pandas, is not installed.
    """
    package, reader = read_package(Path(folder)), engine_of(engine)
    if table not in package.resources:
        raise UnknownTableError(table, package.resources)
    paths, schema = package.paths(table), package.resources[table]["schema"]
    return reader.read_parts(paths, schema) if is_parquet(paths[0]) else reader.read_table(paths[0], schema)
