"""Write the site: pages, tables and assets into a folder that is put in place when all of it is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rare_earth_data.site.articles import Articles
from rare_earth_data.site.assets import assets
from rare_earth_data.site.conflicts import Conflicts
from rare_earth_data.site.content import Content, read_content
from rare_earth_data.site.events import Events
from rare_earth_data.site.figures import Figures
from rare_earth_data.site.guide import Guide
from rare_earth_data.site.names import label
from rare_earth_data.site.overview import overview
from rare_earth_data.site.pages import Page
from rare_earth_data.site.tables import Tables

if TYPE_CHECKING:
    import jinja2

_MARKER = ".rare-earth-data-site"
_TEMPLATES = Path(__file__).parent / "templates"
MENU = ("overview", "figures", "conflicts", "timeline", "articles", "tables", "dictionary", "codes", "rules", "cite")


class NotASiteError(LookupError):
    """Raised for an output folder that holds something else than a site."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds files that are not a site of this program; choose another folder")


def build_site(data: Path, out: Path) -> int:
    """Build the site of the package at ``data`` into ``out``; an older site there is replaced. Returns the pages written.

    Raises NotASiteError, NotAPackageError, MissingExtraError, and ValueError for cells of a wrong type.
    """
    if out.exists() and any(out.iterdir()) and not (out / _MARKER).is_file():
        raise NotASiteError(out)
    content = read_content(data)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        new = Path(folder) / "site"
        count = _write(content, new)
        if out.exists():
            shutil.move(out, Path(folder) / "old")
        shutil.move(new, out)
    return count


def all_pages(content: Content) -> Iterator[Page]:
    """Make every page of the site, one at a time."""
    figures, events = Figures(content), Events(content)
    conflicts = Conflicts(content, figures)
    articles = Articles(content, figures, conflicts.pages_of, events.pages_of)
    tables = Tables(content, figures, conflicts.pages_of, events.pages_of)
    yield overview(content, figures, conflicts, events)
    yield from chain.from_iterable(
        each.pages() for each in (figures, conflicts, events, articles, tables, Guide(content))
    )


def _environment(content: Content) -> jinja2.Environment:
    from rare_earth_data.extras import require

    jinja = require("jinja2", "site", "the site")
    environment: jinja2.Environment = jinja.Environment(
        loader=jinja.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = {
        "conflict_pages": Conflicts(content, Figures(content)).pages_of,
        "event_pages": Events(content).pages_of,
    }
    environment.globals.update(t=label, menu=MENU, version=content.package.version, **pages)
    return environment


def _write(content: Content, folder: Path) -> int:
    environment = _environment(content)
    (folder / "assets").mkdir(parents=True)
    for name, text in assets():
        (folder / "assets" / name).write_text(text, encoding="utf-8", newline="\n")
    count = 0
    for page in all_pages(content):
        _write_page(environment, page, folder)
        count += 1
    for name in content.package.tables:
        shutil.copyfile(content.package.path(name), folder / "tables" / f"{name}.csv")
    (folder / _MARKER).write_text("This folder is replaced when the site is built again.\n", encoding="utf-8")
    return count


def _write_page(environment: jinja2.Environment, page: Page, folder: Path) -> None:
    view: dict[str, Any] = {"page": page, "root": page.root, **page.view}
    target = folder / page.path
    target.parent.mkdir(exist_ok=True)
    if "script" in view:
        (folder / view["data"]).write_text(view["script"], encoding="utf-8", newline="\n")
    target.write_text(environment.get_template(page.template).render(view), encoding="utf-8", newline="\n")
