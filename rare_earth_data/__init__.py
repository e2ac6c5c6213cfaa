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

# Where each public name lives; the module is imported when the name is first used (PEP 562).
_HOMES = {
    "TableName": "_tables",
    "MissingExtraError": "extras",
    "UnknownTableError": "loading",
    "compare": "comparison",
    "connect": "loading",
    "describe": "loading",
    "download": "downloading",
    "load": "loading",
    "load_from": "folders",
    "pandera": "loading",
    "plot": "plot",
    "provenance": "comparison",
    "tables": "loading",
    "timeline": "chronology",
}

__all__ = [
    "MissingExtraError",
    "TableName",
    "UnknownTableError",
    "__version__",
    "compare",
    "connect",
    "describe",
    "download",
    "load",
    "load_from",
    "pandera",
    "plot",
    "provenance",
    "tables",
    "timeline",
]

if TYPE_CHECKING:
    from rare_earth_data import plot
    from rare_earth_data._tables import TableName
    from rare_earth_data.chronology import timeline
    from rare_earth_data.comparison import compare, provenance
    from rare_earth_data.downloading import download
    from rare_earth_data.extras import MissingExtraError
    from rare_earth_data.folders import load_from
    from rare_earth_data.loading import UnknownTableError, connect, describe, load, pandera, tables


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"{__name__}.{home}")
    return module if name == home else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
