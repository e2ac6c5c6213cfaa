"""What things are called, in English and, where there is a Chinese name, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rare_earth_data.schema.tables import codelist_entries
from rare_earth_data.site.content import Content, Row

_LABELS = Path(__file__).parent / "labels.yaml"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages; ``zh`` is the English one where there is no other."""

    en: str
    zh: str

    @classmethod
    def of(cls, en: str | None, zh: str | None = None) -> Name:
        """Make a name of what there is."""
        return cls(en or zh or "", zh or en or "")

    @property
    def is_same(self) -> bool:
        """Whether both languages say it alike."""
        return self.en == self.zh

    def __html__(self) -> str:
        from markupsafe import escape

        if self.is_same:
            return str(escape(self.en))
        return f'<span lang="en">{escape(self.en)}</span><span lang="zh-Hans">{escape(self.zh)}</span>'

    def __str__(self) -> str:
        return self.en


@cache
def labels() -> dict[str, Name]:
    """Return what the pages themselves say, by key."""
    import yaml

    entries = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))
    return {key: Name(*words) for key, words in entries.items()}


def label(key: str) -> Name:
    """Return one text of the pages. Raises KeyError for one that is not there."""
    return labels()[key]


@cache
def code_names(codelist: str) -> dict[str, Name]:
    """Return the titles of a code list's codes."""
    found = {}
    for entry in codelist_entries(codelist):
        code = str(next(iter(entry.values())))
        found[code] = Name.of(entry.get("title", code), entry.get("title_zh"))
    return found


def code_name(codelist: str, code: str | None) -> Name:
    """Return the title of a code; the code itself where the list does not know it."""
    return code_names(codelist).get(code or "", Name.of((code or "").replace("_", " ")))


@dataclass(frozen=True)
class Names:
    """The names of a package's own things."""

    content: Content

    def area(self, code: str | None) -> Name:
        """Return the name of a country or bloc."""
        row = self.content.areas.get(code or "")
        return Name.of(row["name_en"], row["name_zh"]) if row else Name.of(code)

    def entity(self, identifier: str | None) -> Name:
        """Return the name of an entity."""
        row = self.content.entities.get(identifier or "")
        return Name.of(row["name_en"], row["name_zh"]) if row else Name.of(identifier)

    def indicator(self, code: str) -> Name:
        """Return the title of an indicator."""
        row = self.content.indicators.get(code)
        return Name.of(row["title"], row.get("title_zh")) if row else Name.of(code)

    def publisher(self, identifier: str | None) -> Name:
        """Return the name of a publisher."""
        row = self.content.publishers.get(identifier or "")
        return Name.of(row["name_en"] or row["name"], row["name_zh"]) if row else Name.of(identifier)

    def event_type(self, code: str) -> Name:
        """Return the title of a type of events."""
        row = self.content.event_types.get(code)
        return Name.of(row["title"]) if row else Name.of(code)

    def article(self, row: Row) -> Name:
        """Return the title of an article: the English one, and the printed one for readers of Chinese."""
        shown = row["title_en"] or row["title"] or row["article_id"]
        return Name.of(shown, row["title"])

    def source(self, identifier: str | None) -> dict[str, Any]:
        """Return what a page says of a source: its words, and its address where that leads to the web."""
        row = self.content.sources.get(identifier or "")
        if row is None:
            return {"text": identifier or "", "url": "", "basis": ""}
        words = [row["title"], row["publisher"], str(row["year"] or "")]
        url = row["url"] or ""
        is_web = url.startswith(("https://", "http://"))
        return {"text": ", ".join(filter(None, words)), "url": url if is_web else "", "basis": row["basis"]}
