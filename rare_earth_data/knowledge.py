"""Where the package keeps what it knows: the YAML and JSON under ``schemas/``.

In a checkout the folder stands beside the package; in an installed wheel it lies inside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent


def schemas_dir() -> Path:
    """Return the folder of schemas, code lists and reading rules."""
    installed = PACKAGE / "schemas"
    return installed if installed.is_dir() else PACKAGE.parent / "schemas"


@cache
def load_knowledge(name: str) -> Any:
    """Load ``schemas/<name>`` (a ``.yaml`` file) once. Treat the result as read-only."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(schemas_dir() / name, encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)
