"""Gives numbers without a unit the unit of their neighbours: "44 million tonnes, Brazil 21 million and India 6.9 million"."""

from __future__ import annotations

import re

from rare_earth_data.figures.drafts import Draft
from rare_earth_data.figures.lexicon import Lexicon, Unit
from rare_earth_data.figures.phrases import back_gap, is_letter, word_after, word_before
from rare_earth_data.figures.sides import PERCENT, per_unit

_SENTENCE_END = re.compile(r"[.!?](?:\[[0-9, ]+\])*(?: |\Z)(?![a-z])|[。！？；\n]| - (?=[A-Z])|\](?: [-–*] )")
_MEASURES = ("mass", "money", "price", "percent", "fraction", "duration", "persons", "energy", "power", "rate")
_SAME_PRICE = re.compile(
    r"(?:[, ]*(?:up|down)?[, ]*(?:from|to|and|against|versus|or|compared with|compared to)? ?(?:a [a-z]+ of )?"
    r"|[\u4e00-\u9fff]{1,4}[至到为])\Z"
)
_OF_THEM = re.compile(
    r" of (?:them|these|those|that|which|it|this)(?![a-z])| of [a-z]+(?: [a-z]+)?(?=[,.;)]| in | a |,|\Z)"
)
_OF_TOTAL = re.compile(r" (?:out )?of (?:the|its|their|these|those|all)(?![a-z])")
_NEAR = 48
_WHOLE = 100


def inherit_units(text: str, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Give bare numbers a unit or leave them "bare", and money beside a price its "per"."""
    drafts[:] = [draft for index, draft in enumerate(drafts) if not _is_list_total(text, drafts, index, lexicon)]
    for index, draft in enumerate(drafts):
        if draft.kind == "money":
            _take_price(text, drafts, index, lexicon)
        elif draft.kind == "bare":
            _take_unit(text, drafts, index, lexicon)


def _is_list_total(text: str, drafts: list[Draft], index: int, lexicon: Lexicon) -> bool:
    """Say whether the number is the total of a list from which some are taken: "21 of the 34 items"."""
    draft = drafts[index]
    if draft.kind not in ("count", "count_in_words", "bare") or index == 0:
        return False
    return (
        drafts[index - 1].end + 10 >= draft.start
        and lexicon.phrases["list_total_after"].before(text, back_gap(text, draft.start)) is not None
    )


def _take_price(text: str, drafts: list[Draft], index: int, lexicon: Lexicon) -> None:
    draft = drafts[index]
    assert draft.unit is not None
    if draft.side.magnitude != 1 and draft.side.magnitude != 10_000:
        return
    before, after = (drafts[at] if 0 <= at < len(drafts) else None for at in (index - 1, index + 1))
    if (
        before is not None
        and before.kind == "price"
        and before.unit
        and _SAME_PRICE.match(text[before.end : draft.start])
    ):
        per = before.unit
    elif after is not None and after.kind == "price" and after.unit and _leads_to(text, draft, after):
        per = after.unit
    else:
        return
    currency, _, measure = per.name.partition("/")
    if currency == draft.unit.name:
        draft.unit = per_unit(draft.unit, measure, lexicon) or draft.unit
        draft.kind = "price"


def _leads_to(text: str, draft: Draft, after: Draft) -> bool:
    return (
        word_before(text, back_gap(text, draft.start)) in ("from", "between")
        and after.start - draft.end <= _NEAR
        and (word_before(text, back_gap(text, after.start)) in ("to", "and"))
    )


def _take_unit(text: str, drafts: list[Draft], index: int, lexicon: Lexicon) -> None:
    draft = drafts[index]
    source = _source(text, drafts, index)
    if _OF_TOTAL.match(text, draft.end) and draft.side.magnitude == 1 and draft.side.number == int(draft.side.number):
        draft.unit, draft.kind = Unit("count", 1.0, "count"), "count"
        return
    if source is not None and source.kind in ("money", "price") and ";" in text[source.end : draft.start]:
        source = None
    if source is not None and any(cue in text[source.end : draft.start] for cue in lexicon.words["count_cues"]):
        source = None
    large = draft.side.magnitude > 1
    free = _stands_free(text, draft, lexicon)
    if not (large or draft.hedged or free):
        return
    if source is not None and source.unit is not None and (free or large) and _agrees(draft, source.unit, large):
        unit = PERCENT if source.unit.kind == "fraction" else source.unit
        draft.unit, draft.kind = unit, source.kind
    elif large or draft.hedged or _pairs_with_count(text, drafts, index):
        draft.unit, draft.kind = Unit("count", 1.0, "count"), "number"


def _agrees(draft: Draft, unit: Unit, large: bool) -> bool:
    """Say whether a bare number can be of a unit: no millions of years, no percentage beyond a hundred."""
    if unit.kind in ("percent", "fraction", "duration"):
        return not large and (unit.kind == "duration" or draft.side.number <= 100)
    return True


def _source(text: str, drafts: list[Draft], index: int) -> Draft | None:
    """Return the quantity whose unit a bare number takes: the last one of the sentence, else the next one near."""
    draft = drafts[index]
    for other in reversed(drafts[max(0, index - 4) : index]):
        if _SENTENCE_END.search(text[other.end : draft.start]):
            break
        if other.kind in ("percent", "fraction") and (draft.side.number > _WHOLE or draft.side.magnitude > 1):
            continue
        if other.kind in _MEASURES or other.kind in ("count", "number"):
            return other
    if index + 1 < len(drafts):
        other = drafts[index + 1]
        if (
            other.kind in _MEASURES
            and other.start - draft.end <= _NEAR
            and not _SENTENCE_END.search(text[draft.end : other.start])
        ):
            return other
    return None


def _stands_free(text: str, draft: Draft, lexicon: Lexicon) -> bool:
    """Say whether nothing else claims a bare number: a name or preposition stands before it, no noun after it."""
    if _OF_THEM.match(text, draft.end):
        return True
    at = back_gap(text, draft.start)
    before, following = word_before(text, at), word_after(text, draft.end + 1)
    verb = before.endswith("ed") and text[draft.end : draft.end + 1] in ("", ".", ",", ";")
    if not (draft.hedged or verb or before in lexicon.words["bare_after"] or _is_proper_name(text, at, lexicon)):
        return False
    closes = (
        text[draft.end : draft.end + 1] in ("", ",", ".", ";", ")", "\n")
        or text.startswith(" [", draft.end)
        or text.startswith("[", draft.end)
    )
    return closes or (text.startswith(" ", draft.end) and following in lexicon.words["bare_before"])


def _is_proper_name(text: str, end: int, lexicon: Lexicon) -> bool:
    """Say whether a capitalised word or a possessive ends there: "Portugal 500", "Mexico's 13"."""
    word = text[max(0, end - 24) : end].rsplit(" ", 1)[-1]
    possessive = word.endswith(("'s", "’s"))
    return possessive or (
        any(char.isupper() for char in word)
        and word.isalpha()
        and not word.isupper()
        and word.lower() not in lexicon.words["names_before"]
        and is_letter(text, end - 1)
    )


def _pairs_with_count(text: str, drafts: list[Draft], index: int) -> bool:
    """Say whether "from 130 in 2020 to over 370": the number after "from" has a partner after "to"."""
    draft = drafts[index]
    if word_before(text, back_gap(text, draft.start)) != "from" or index + 1 >= len(drafts):
        return False
    other = drafts[index + 1]
    return other.start - draft.end <= _NEAR and word_before(text, back_gap(text, other.start)) == "to"
