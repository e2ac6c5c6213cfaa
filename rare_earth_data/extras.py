"""Libraries that are not installed with the package: import one, or say which extra brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Libraries that whole commands stand on, and the extra that brings each.
_EXTRAS = {
    "yaml": "extract",
    "pycountry": "extract",
    "babel": "extract",
    "jsonschema": "validate",
    "frictionless": "validate",
    "pandera": "validate",
    "polars": "validate",
    "altair": "site",
    "jinja2": "site",
    "vl_convert": "site",
    "itables": "site",
}


class MissingExtraError(ImportError):
    """Raised when something needs a library that is not installed; the message says what to install."""


def require(module: str, extra: str, purpose: str) -> Any:
    """Import a module. Raises MissingExtraError, which names the extra, where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        library = module.partition(".")[0]
        raise MissingExtraError(
            f"{purpose} needs {library}, which is not installed: pip install 'rare-earth-data[{extra}]'", name=library
        ) from error


def explain_missing(error: ModuleNotFoundError) -> str:
    """Return what to install for a library that a command could not import. Raises ``error`` again if it is none of ours."""
    library = (error.name or "").partition(".")[0]
    if library not in _EXTRAS:
        raise error
    return f"this needs {library}, which is not installed: pip install 'rare-earth-data[{_EXTRAS[library]}]'"
