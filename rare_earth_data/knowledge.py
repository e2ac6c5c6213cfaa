"""Where the package keeps what it knows: the YAML and JSON under ``schemas/``.

In a checkout the folder stands beside the package; in an installed wheel it lies inside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent

_chosen: Path | None = None


def use_schemas(folder: Path) -> None:
    """Take the knowledge of another repository from now on. Call it before anything else is read."""
    global _chosen
    if load_knowledge.cache_info().currsize and folder.resolve() != schemas_dir().resolve():
        raise RuntimeError(f"the schemas of {schemas_dir()} are in use; {folder} cannot take their place")
    _chosen = folder


def schemas_dir() -> Path:
    """Return the folder of schemas, code lists and reading rules."""
    if _chosen is not None:
        return _chosen
    installed = PACKAGE / "schemas"
    return installed if installed.is_dir() else PACKAGE.parent / "schemas"


@cache
def load_knowledge(name: str) -> Any:
    """Load ``schemas/<name>`` (a ``.yaml`` file) once. Treat the result as read-only."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(schemas_dir() / name, encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)
