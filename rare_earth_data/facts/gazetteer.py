"""Areas and entities by name, in English and Chinese.

Country names come from pycountry and babel; ``schemas/reading/areas.yaml`` adds what these lack, and
``schemas/reading/entities.yaml`` the companies, mines, materials, products and instruments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rare_earth_data.facts.lexicon import Hit, Lexicon, tokens_of
from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.model import Mention
from rare_earth_data.schema.tables import codelist_entries

_CLAIMS_KEPT = 256
_NO_PLURAL = ("s", "sh", "ch", "ese", "ic")


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names.

    ``role`` is name, demonym, seat, place, region (with no code of its own) or the kind of an entity; ``country`` is whom it
    stands for.
    """

    role: str
    area: str | None = None
    entity_id: str | None = None
    country: str | None = None


class Named(NamedTuple):
    """A name found in a text, with its span."""

    start: int
    end: int
    name: Name

    @property
    def country(self) -> str | None:
        """The area this name stands for, if any."""
        return self.name.country


_NOTHING = Name("nothing")


def read_mentions(text: str, language: str = "en") -> list[Mention]:
    """Return the areas and entities named in a text, in order, not overlapping; the longest name wins.

    Both languages are read in every text, because Chinese texts print Latin names; ``language`` says which one prevails.
    """
    return [
        Mention(named.start, named.end, text[named.start : named.end], named.name.area, named.name.entity_id)
        for named in names_in(text)
        if named.name.role != "region"
    ]


@lru_cache(_CLAIMS_KEPT)
def names_in(text: str) -> Sequence[Named]:
    """Return the names in a text with whom they stand for. The result is shared: do not change it."""
    found = [Named(hit.start, hit.end, hit.key) for hit in _separate(text, _lexicon().find(text, tokens_of(text)))]
    return [n for n in found if n.name is not _NOTHING and text[n.end : n.end + 1] != "$"]


def _separate(text: str, hits: Iterable[Hit[Name | tuple[Name, Name]]]) -> Iterator[Hit[Name]]:
    """Turn a pair such as 中美 into two names, unless its second character begins a longer name (中美国 does not occur)."""
    longer = _second_starts()
    for hit in hits:
        if not isinstance(hit.key, tuple):
            yield Hit(hit.start, hit.end, hit.key)
        elif text[hit.start + 1 : hit.end + 1] not in longer:
            yield Hit(hit.start, hit.start + 1, hit.key[0])
            yield Hit(hit.start + 1, hit.end, hit.key[1])


@cache
def _second_starts() -> frozenset[str]:
    """The first two characters of every Chinese name of an area."""
    return frozenset(phrase[:2] for phrase, name in _area_phrases() if phrase[0] >= "\u3400" and name.area)


@cache
def _lexicon() -> Lexicon[Name | tuple[Name, Name]]:
    phrases: dict[str, Name | tuple[Name, Name]] = {}
    pairs = {
        character: Name("name", area, None, area)
        for character, area in load_knowledge("reading/areas.yaml")["pairs"].items()
    }
    for one, first in pairs.items():
        phrases.update({one + two: (first, second) for two, second in pairs.items() if two != one})
    phrases.update(_area_phrases())
    region = Name("region", None, None, "WLD")
    phrases.update(dict.fromkeys(load_knowledge("reading/areas.yaml")["regions"], region))
    phrases.update(dict.fromkeys(load_knowledge("reading/areas.yaml")["not_areas"], _NOTHING))
    phrases.update(_entity_phrases())
    return Lexicon(phrases.items())


@cache
def _area_phrases() -> tuple[tuple[str, Name], ...]:
    knowledge = load_knowledge("reading/areas.yaml")
    named: dict[str, Name] = {}
    for character, area in knowledge["sides"]["characters"].items():
        named.update({character + ending: Name("name", area, None, area) for ending in knowledge["sides"]["endings"]})
    for area, names in _registered_names().items():
        named.update({name: Name("name", area, None, area) for name in names})
    for area, entry in [*knowledge["areas"].items(), *knowledge["blocs"].items()]:
        named.update(_phrases_of(area, entry))
    return tuple(named.items())


def _phrases_of(area: str, entry: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    for field, role in (
        ("names", "name"),
        ("zh", "name"),
        ("demonyms", "demonym"),
        ("seats", "seat"),
        ("places", "place"),
        ("zh_places", "place"),
    ):
        name = Name(role, area, None, area)
        for phrase in entry.get(field, ()):
            yield phrase, name
            if role == "demonym" and not phrase.endswith(_NO_PLURAL):
                yield phrase + "s", name
                if phrase.endswith("an"):
                    yield phrase + "-owned", name


@cache
def _registered_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the countries of ISO 3166-1 as pycountry and babel give them, by alpha-3 code."""
    import pycountry
    from babel import Locale

    english, chinese = Locale("en").territories, Locale("zh").territories
    result: dict[str, tuple[str, ...]] = {}
    for country in pycountry.countries:
        names = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
        names += [english.get(country.alpha_2, ""), chinese.get(country.alpha_2, "")]
        result[country.alpha_3] = tuple(dict.fromkeys(name for name in names if name and "," not in name))
    return result


def area_names() -> dict[str, tuple[str, str]]:
    """Return (English, Chinese) names of every area: the countries of ISO 3166-1 and the blocs."""
    import pycountry
    from babel import Locale

    english, chinese = Locale("en").territories, Locale("zh").territories
    names = {
        country.alpha_3: (english.get(country.alpha_2, country.name), chinese.get(country.alpha_2, ""))
        for country in pycountry.countries
    }
    for area, bloc in load_knowledge("reading/areas.yaml")["blocs"].items():
        names[area] = (bloc["name_en"], bloc["name_zh"])
    return names


def home_words() -> dict[str, list[str]]:
    """Return, by country, what texts in its language call it without naming it: 国内."""
    words: dict[str, list[str]] = load_knowledge("reading/areas.yaml")["at_home"]
    return words


@cache
def currency_country(code: str) -> str | None:
    """Return the country whose money a code of ISO 4217 is: its first two letters; dollars and euros are everybody's."""
    import pycountry

    country = None if code in ("USD", "EUR") else pycountry.countries.get(alpha_2=code[:2])
    return country.alpha_3 if country else None


def is_company(entity_id: str | None) -> bool:
    """Whether an entity is a company, which may act in other countries than its own."""
    return entity_id is not None and known_entities().get(entity_id, {}).get("kind") == "organization"


@cache
def known_entities() -> dict[str, dict[str, Any]]:
    """Return the entities by id: those of entities.yaml, and the materials of the commodity list."""
    entities = {entry["entity_id"]: entry for entry in load_knowledge("reading/entities.yaml")["entities"]}
    for entry in codelist_entries("commodities"):
        if entry.get("material"):
            entities[entry["commodity"].replace("_", "-")] = {
                "entity_id": entry["commodity"].replace("_", "-"),
                "kind": "material",
                "name_en": entry["title"],
                "name_zh": entry.get("title_zh"),
                "aliases": [],
            }
    return entities


def _entity_phrases() -> Iterator[tuple[str, Name]]:
    material_words = {
        c.replace("_", "-"): words for c, words in load_knowledge("reading/commodities.yaml")["commodities"].items()
    }
    for entity_id, entry in known_entities().items():
        country = entry.get("country")
        name = Name(entry["kind"], None, entity_id, country)
        if entry["kind"] == "material":
            words = material_words.get(entity_id, {})
            yield from ((phrase, name) for phrase in [*words.get("en", ()), *words.get("zh", ())])
        else:
            yield from (
                (phrase, name) for phrase in [entry["name_en"], entry.get("name_zh"), *entry["aliases"]] if phrase
            )
