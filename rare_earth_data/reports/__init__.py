"""Findings in the forms that people and programs take: one module a form, each with ``render(view)``.

A view is what is shown of a report: a severity and up, at most so many. What is not shown is counted in every form.
"""

from __future__ import annotations

from importlib import import_module

from rare_earth_data.reports.view import View

FORMATS = {
    "text": "text",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
    "json": "as_json",
    "markdown": "summary",
}
"""The module of each form."""
ENDINGS = {".txt": "text", ".sarif": "sarif", ".xml": "junit", ".json": "json", ".md": "markdown"}
"""The form of a file, by the ending of its name."""


def render(format_: str, view: View) -> str:
    """Return a view in one of ``FORMATS``."""
    text: str = import_module(f"rare_earth_data.reports.{FORMATS[format_]}").render(view)
    return text


__all__ = ["ENDINGS", "FORMATS", "View", "render"]
