"""Claims, figures and policy events about rare earths, with the exact words that state them.

>>> import rare_earth_data as red
>>> red.tables()                # names of the tables
>>> red.load("claims")          # a table as a pandas DataFrame
>>> print(red.describe("claims"))

Importing this package imports neither pandas nor anything else that is slow; ``load`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["TableName", "UnknownTableError", "__version__", "describe", "load", "tables"]

if TYPE_CHECKING:
    from rare_earth_data._tables import TableName
    from rare_earth_data.loading import UnknownTableError, describe, load, tables


def __getattr__(name: str) -> Any:
    """Import the public names on first use (PEP 562)."""
    if name == "TableName":
        from rare_earth_data._tables import TableName

        return TableName
    if name in __all__:
        from rare_earth_data import loading

        return getattr(loading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
