"""What the reader of periods knows, compiled once from ``schemas/reading/periods.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rare_earth_data.figures.phrases import Phrases
from rare_earth_data.knowledge import load_knowledge

_YEAR = "(?:19|20)[0-9]{2}(?![0-9])"


@dataclass(frozen=True, slots=True)
class Template:
    """A pattern of words and what it states."""

    reads: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PeriodLexicon:
    """The compiled knowledge of periods."""

    trigger: re.Pattern[str]
    english: tuple[Template, ...]
    chinese: tuple[Template, ...]
    values: dict[str, dict[str, int]]
    named: dict[str, str]
    relations_before: Phrases[str]
    relations_after: Phrases[str]
    plain: frozenset[str]
    fillers: Phrases[None]
    lone_months: frozenset[str]
    month_after: frozenset[str]


@cache
def period_lexicon() -> PeriodLexicon:
    """Return the compiled knowledge of periods."""
    data: dict[str, Any] = load_knowledge("reading/periods.yaml")
    values = {
        "m": _lookup(data["months"]),
        "q": _lookup(data["quarters"]),
        "h": _lookup(data["halves"]),
        "n": _lookup(data["numbers"]),
        "u": _lookup(data["units"]),
        "d": {},
        "ry": _lookup(data["relative_years"]),
        "rm": _lookup(data["relative_months"]),
        "rq": _lookup(data["relative_quarters"]),
    }
    named = {str(word).lower(): iso for iso, words in data["named"].items() for word in words}
    slots = {"en": _slots(data, values, named, chinese=False), "zh": _slots(data, values, named, chinese=True)}
    templates = {
        language: tuple(
            Template(item["reads"], re.compile(_fill(item[language], slots[language])))
            for item in data["templates"]
            if language in item
        )
        for language in ("en", "zh")
    }
    sides = {
        side: Phrases((word, name) for name, item in data["relations"].items() for word in item[side])
        for side in ("before", "after")
    }
    return PeriodLexicon(
        trigger=_trigger(data),
        english=templates["en"],
        chinese=templates["zh"],
        values=values,
        named=named,
        relations_before=sides["before"],
        relations_after=sides["after"],
        plain=frozenset(data["plain_relations"]),
        fillers=Phrases((word, None) for word in data["fillers"]),
        lone_months=frozenset(data["months_also_words"]),
        month_after=frozenset(data["month_after"]),
    )


def _lookup(groups: dict[int, list[str]]) -> dict[str, int]:
    return {str(word).lower(): int(number) for number, words in groups.items() for word in words}


def _slots(
    data: dict[str, Any], values: dict[str, dict[str, int]], named: dict[str, str], *, chinese: bool
) -> dict[str, str]:
    """Return the pattern of every placeholder of the templates, for one language."""
    ours = {key: [word for word in words if word.isascii() != chinese] for key, words in values.items()}
    months = (
        "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
        if chinese
        else _either(word for words in data["months"].values() for word in words)
    )
    number = "[0-9]{1,2}" if not chinese else "[0-9]{1,3}"
    relative = _either(ours["ry"])
    alone = _either(word for word in ours["ry"] if word not in data["only_within"])
    return {
        "y": f"(?P<y>{_YEAR}|{relative})",
        "Y": f"(?P<y>{_YEAR})",
        "y2": f"(?P<y2>{_YEAR})",
        "yy": "(?P<yy>[0-9]{2})(?![0-9])",
        "m2": f"(?P<m2>{months})",
        "m": f"(?P<m>{months})",
        "d": "(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])",
        "q": f"(?P<q>{_either([*ours['q'], *(['[1-4]'] if chinese else [])])})",
        "h": f"(?P<h>{_either(ours['h'])})",
        "n": f"(?P<n>{number}|{_either(ours['n'])})",
        "u": f"(?P<u>{_either(ours['u'])})",
        "ry": f"(?P<ry>{alone})",
        "rm": f"(?P<rm>{_either(ours['rm'])})",
        "rq": f"(?P<rq>{_either(ours['rq'])})",
        "named": f"(?P<named>{_either(word for word in named if word.isascii() != chinese)})",
        "part": data["part"],
        "zh_part": data["zh_part"],
    }


def _fill(template: str, slots: dict[str, str]) -> str:
    return re.sub(r"\{([a-zA-Z][a-zA-Z0-9_]*)\}", lambda match: slots[match[1]], template)


def _either(words: Iterable[str]) -> str:
    """Return a pattern of the words, the longest first; the first letter of a lower-cased word may be a capital."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_any_case(word) for word in longest_first) + ")"


def _any_case(word: str) -> str:
    first = word[0]
    return f"[{first}{first.upper()}]{re.escape(word[1:])}" if "a" <= first <= "z" else re.escape(word)


def _trigger(data: dict[str, Any]) -> re.Pattern[str]:
    months = "|".join(re.escape(word) for words in data["months"].values() for word in words if "." not in word)
    numbers = _either(word for words in data["numbers"].values() for word in words if word.isascii())
    english = data["starts"]["en"].replace("{month}", f"(?:{months})(?![a-z])").replace("{number}", numbers)
    return re.compile(f"(?<![0-9A-Za-z])(?:{english})|{data['starts']['zh']}")
