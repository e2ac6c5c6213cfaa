"""A DuckDB that works out of core: little memory, the rest on the disk beside the parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

MEMORY = "128MB"


@contextmanager
def connect(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that puts aside in ``folder`` what does not fit."""
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(folder / "aside")}
    with duckdb.connect(":memory:", config=settings) as database:
        database.execute("SET enable_progress_bar=false")
        yield database
