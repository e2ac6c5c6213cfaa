"""The scripts and styles of the pages. The libraries come from installed packages, so that no copy is kept here.

Browsers load no modules from a folder, only plain scripts: the bundles are wrapped so that they leave one name each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rare_earth_data.extras import require

_STATIC = Path(__file__).parent / "static"
_EXPORT = re.compile(r"export\s*\{([^{}]*)\};?")


def assets() -> Iterator[tuple[str, str]]:
    """Give the names and contents of all assets. Raises MissingExtraError where a library is not installed."""
    for path in sorted(_STATIC.iterdir()):
        yield path.name, path.read_text(encoding="utf-8")
    vl_convert = require("vl_convert", "site", "the site")
    yield "vega.js", f"(()=>{{{vl_convert.javascript_bundle()}\n}})();\n"
    script, style = _table_bundle()
    yield "datatables.js", script
    yield "datatables.css", style
    yield "charts.js", f"red.charts={json.dumps(_charts(), ensure_ascii=False, separators=(',', ':'))};\n"


def _table_bundle() -> tuple[str, str]:
    spec = find_spec("itables")
    if spec is None or spec.origin is None:
        require("itables", "site", "the site")
        raise AssertionError("itables is there but has no folder")
    script = Path(spec.origin).parent / "html" / "dt_bundle.js"
    text = script.read_text(encoding="utf-8")
    return _as_plain_script(text, "tables_library"), script.with_suffix(".css").read_text(encoding="utf-8")


def _as_plain_script(module: str, name: str) -> str:
    """Turn a module without imports into a script that leaves its exports under one name."""
    found = list(_EXPORT.finditer(module))
    if len(found) != 1:
        raise ValueError(f"the bundle has {len(found)} export statements, 1 was expected: pin the version of itables")
    exports = (item.split(" as ") for item in found[0][1].split(","))
    given = ",".join(f"{public.strip()}:{local.strip()}" for local, public in exports)
    return f"(()=>{{{module[: found[0].start()]};window.{name}={{{given}}};{module[found[0].end() :]}\n}})();\n"


def _charts() -> dict[str, Any]:
    """Return the charts without data, once for every page: linear and logarithmic, and events, in both languages."""
    from rare_earth_data.plotting import events, figures
    from rare_earth_data.site.names import label

    made: dict[str, Any] = {}
    for language in ("en", "zh"):
        words = {key: getattr(label(key), language) for key in figures.WORDS}
        for scale in ("linear", "log"):
            chart = figures.layers(scale == "log", words=words, legends=False).to_dict(validate=True)
            made[f"{scale}-{language}"] = chart
        words = {key: getattr(label(key), language) for key in events.WORDS}
        made[f"events-{language}"] = events.event_chart([], words).to_dict()
    return made
