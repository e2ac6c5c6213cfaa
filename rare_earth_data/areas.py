"""The areas that figures and events are about: ISO 3166-1 countries and a few blocs, with names in both languages.

Country codes come from pycountry, names in both languages from babel (Unicode CLDR); the blocs, which ISO does not know,
from ``schemas/reading/areas.yaml``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge

Row = dict[str, Any]


@cache
def area_rows() -> tuple[Row, ...]:
    """Return the rows of the ``areas`` table: blocs first, then countries by code."""
    import pycountry
    from babel import Locale

    chinese = Locale("zh", script="Hans").territories
    english = Locale("en").territories
    blocs = [
        {"area": code, "members": bloc.get("members", []), **{key: bloc[key] for key in ("kind", "name_en", "name_zh")}}
        for code, bloc in load_knowledge("reading/areas.yaml")["blocs"].items()
    ]
    countries = [
        {
            "area": country.alpha_3,
            "kind": "country",
            "name_en": english.get(country.alpha_2, country.name),
            "name_zh": chinese.get(country.alpha_2, country.name),
            "members": [],
        }
        for country in sorted(pycountry.countries, key=lambda country: country.alpha_3)
    ]
    return tuple(blocs + countries)


@cache
def area_codes() -> tuple[str, ...]:
    """Return all codes: WLD, EUU ... and ISO 3166-1 alpha-3."""
    return tuple(row["area"] for row in area_rows())
