"""What ``schemas/conflicts.yaml`` says, in the shapes that comparing needs."""

from __future__ import annotations

from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.schema.tables import codelist_entries


def settings() -> dict[str, Any]:
    """Return the settings of the comparison. Treat them as read-only."""
    loaded: dict[str, Any] = load_knowledge("conflicts.yaml")
    return loaded


@cache
def names(key: str) -> frozenset[str]:
    """Return one of the lists of the settings as a set: ``single``, ``stocks`` ..."""
    return frozenset(settings()[key])


@cache
def default_stages() -> dict[str, str | None]:
    """Return the stage that an indicator has of itself, where it has one."""
    return {entry["indicator"]: entry.get("stage") for entry in codelist_entries("indicators")}


@cache
def indicator_titles() -> dict[str, str]:
    """Return the titles of the indicators, for explanations."""
    return {entry["indicator"]: entry["title"] for entry in codelist_entries("indicators")}
