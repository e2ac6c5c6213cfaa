"""Reads the hedges around a number ("well over", "or more", 不足, 以上) into a qualifier."""

from __future__ import annotations

import re

from rare_earth_data.figures.drafts import Draft
from rare_earth_data.figures.lexicon import Lexicon
from rare_earth_data.figures.phrases import Found, back_gap, is_letter, skip_gap, word_before

_MOST_HEDGES = 3
_LONGEST_PHRASE = 18
_ZH_CLAUSE = re.compile(r"[^,.;:，。；：、！？\n\s\]]+\Z")


def take_hedges(text: str, draft: Draft, floor: int, lexicon: Lexicon) -> None:
    """Widen the draft by the hedges on both sides and set its qualifier. A bound outweighs an approximation."""
    found = [*_right(text, draft, lexicon), *_left(text, draft, floor, lexicon)]
    if draft.side.inner:
        found.append("gt")
    if not found:
        return
    draft.hedged = True
    if draft.high is None:
        draft.qualifier = next((qualifier for qualifier in found if qualifier != "approx"), "approx")


def _right(text: str, draft: Draft, lexicon: Lexicon) -> list[str]:
    """Take hedges after the number; a unit may follow one ("50-odd countries", "10 or more years")."""
    found = []
    for _ in range(2):
        hedge = lexicon.hedges_after.after(text, draft.end) or lexicon.hedges_after.after(
            text, skip_gap(text, draft.end)
        )
        if not hedge or _is_verb(text, hedge):
            break
        found.append(hedge.meaning)
        draft.end = hedge.end
        if draft.unit is None:
            _unit_after_hedge(text, draft, lexicon)
    return found


def _is_verb(text: str, hedge: Found[str]) -> bool:
    """Say whether "plus" joins two things ("5% plus costs") rather than meaning "or more"."""
    return text[hedge.start : hedge.end] == "plus" and text.startswith(" ", hedge.end) and text[hedge.start - 1] == " "


def _unit_after_hedge(text: str, draft: Draft, lexicon: Lexicon) -> None:
    gap = skip_gap(text, draft.end)
    unit = lexicon.units.after(text, gap)
    if unit and not lexicon.phrases["zh_not_units"].after(text, gap):
        draft.unit = draft.side.unit = unit.meaning
        if draft.high is not None:
            draft.high.unit = unit.meaning
        draft.end = unit.end


def _left(text: str, draft: Draft, floor: int, lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for _ in range(_MOST_HEDGES):
        hedge = _hedge_before(text, draft.start, floor, lexicon)
        if hedge is None or _is_other_word(text, hedge, draft, lexicon):
            break
        found.append(hedge.meaning)
        draft.start = hedge.start
    while found and (booster := lexicon.boosters.before(text, back_gap(text, draft.start, floor), floor)):
        draft.start = booster.start
    return found


def _hedge_before(text: str, position: int, floor: int, lexicon: Lexicon) -> Found[str] | None:
    """Return the hedge that ends at ``position``, a filler word between them allowed."""
    at = back_gap(text, position, floor)
    if text[position - 1 : position] == "-" and is_letter(text, position):
        at = position - 1
    for _ in range(3):
        hedge = lexicon.hedges_before.before(text, at, floor)
        if hedge:
            return None if lexicon.phrases["zh_not_hedge"].before(text, at, floor) else hedge
        filler = lexicon.fillers.before(text, at, floor)
        if not filler:
            return _hedge_of_phrase(text, at, floor, lexicon)
        at = back_gap(text, filler.start, floor)
    return None


def _hedge_of_phrase(text: str, position: int, floor: int, lexicon: Lexicon) -> Found[str] | None:
    """Return the Chinese hedge of a phrase that ends in 的: 不足全球的0.1%, 约为2020年的1.7倍."""
    if text[position - 1 : position] != "的":
        return None
    clause = _ZH_CLAUSE.search(text, max(floor, position - _LONGEST_PHRASE), position)
    start = clause.start() if clause else position
    for at in range(position - 2, start, -1):
        hedge = lexicon.hedges_before.before(text, at, start)
        if hedge is None or text[hedge.start : hedge.end] not in lexicon.words["zh_phrase_hedges"]:
            continue
        return (
            None
            if lexicon.phrases["zh_not_hedge"].before(text, at, floor)
            else Found(hedge.start, position, hedge.meaning)
        )
    return None


def _is_other_word(text: str, hedge: Found[str], draft: Draft, lexicon: Lexicon) -> bool:
    """Say whether "over" tells how long ("sales over five years") or belongs to a verb ("hands over half")."""
    word, before = text[hedge.start : hedge.end].lower(), word_before(text, back_gap(text, hedge.start))
    if word == "over" and before in lexicon.words["over_is_particle_after"]:
        return True
    lasts = draft.unit is not None and draft.unit.kind == "duration"
    return lasts and word in ("over", "under", "about") and before not in lexicon.words["over_means_more_after"]
