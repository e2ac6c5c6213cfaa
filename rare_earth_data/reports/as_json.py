"""Findings as one JSON object, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rare_earth_data import __version__
from rare_earth_data.reports.view import View


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def render(view: View) -> str:
    """Return target, numbers, findings (every field that is known) and what was checked."""
    content = {
        "version": __version__,
        "target": view.target,
        "counts": view.counts,
        "hidden": view.hidden,
        "findings": [_without_nothing(asdict(finding)) for finding in view.findings],
        "checked": view.checked,
    }
    # ASCII, so that lone surrogates of a damaged input stay readable for every program.
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"
