"""A site of the package and one of hostile documents, and a real browser to look at them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rare_earth_data.commands import main
from rare_earth_data.loading import DATA

_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip

# Scripts wherever a page can say something; the name of an entity is changed in the tables.
HOSTILE = """<script>alert("topic")</script>
Search documents
<img src=x onerror=alert("title")>中国稀土"><script>alert("title")</script>
Sou Hu Cai Jing· 2025-10-30 05:11
Core Viewpoint - China controls over 90% of rare earth refining </script><script>alert("body")</script> capacity, \
according to <b onmouseover=alert(2)>Lynas</b> [1][3]. Group 1: <svg onload=alert("heading")> - China controls about \
85% of global rare earth refining, "quotes' & {{ 7*7 }} ]]> --> [3]. - The <u>Lynas</u> plant in the United States \
<iframe src="javascript:alert(4)"></iframe> has invested $120 million [3].
"""


def _missing(what: str) -> None:
    """Skip where a library or the browser is not there; where everything must run, fail."""
    reason = f"{what} is not there: the pages cannot be looked at"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def build(out: Path, data: Path = DATA) -> Path:
    """Build a site with the command."""
    for library in ("jinja2", "altair", "vl_convert", "itables"):
        try:
            __import__(library)
        except ImportError:
            _missing(library)
    assert main(["site", "--data", str(data), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site") / "pages")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    tables = folder / "tables"
    main(["extract", str(folder / "hostile.txt"), "--out", str(tables), "--quiet"])
    entities = (tables / "entities.csv").read_text(encoding="utf-8")
    changed = entities.replace("\nlynas,organization,", "\nlynas,organization,<script>alert('entity')</script>", 1)
    assert changed != entities
    (tables / "entities.csv").write_text(changed, encoding="utf-8", newline="")
    return build(folder / "site", tables)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        _missing("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page; at the end nothing may have been said on the console, thrown, asked of a network, or alerted."""
    heard: list[str] = []
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce")
    context.on("request", lambda request: heard.append(request.url) if not _is_local(request.url) else None)

    def opened(site: Path, path: str, width: int = 1440) -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: heard.append(f"{path}: {message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"{path}: {error}"))
        page.on("dialog", lambda dialog: (heard.append(f"{path}: alert {dialog.message}"), dialog.dismiss()))
        page.goto(f"{site.as_uri()}/{path}")
        page.wait_for_load_state("load")
        return page

    yield opened
    context.close()
    assert heard == []


def _is_local(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:", "about:"))
