"""Decides whether a number that was read is a quantity, and of which kind; years, dates, ranks, ages and names are not."""

from __future__ import annotations

import re

from rare_earth_data.figures.drafts import Draft
from rare_earth_data.figures.lexicon import Lexicon, Unit
from rare_earth_data.figures.nouns import chinese_noun, counted_noun, measured_noun
from rare_earth_data.figures.phrases import back_gap, is_letter, skip_gap, word_after, word_before

_COUNT = Unit("count", 1.0, "count")
_PERSONS = Unit("persons", 1.0, "persons")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTH_BEFORE = re.compile(rf"(?<![A-Za-z]){_MONTH}\.? ?\Z")
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?(?: of)? {_MONTH}(?![A-Za-z])")
_ZH_DATE_AFTER = re.compile(
    r"月|世纪|日(?!元|圆|币|本|均|内)|号|時|时(?!间)|点(?![0-9零一二三四五六七八九])|届|楼|期(?!货)|岁|后(?!年)|分(?!之|钟)|秒"
)
_CODE_BEFORE = "第#№@_/"
_YEARS = (1700, 2200)


def judge(text: str, draft: Draft, floor: int, lexicon: Lexicon, *, alone: bool = False) -> bool:
    """Say whether the draft is a quantity and set its unit, kind and noun.

    A number without a unit gets kind "bare" and waits for the unit of a neighbour.
    """
    if not alone and (_is_name(text, draft, lexicon) or _is_date(text, draft)):
        return False
    if draft.unit is None:
        return _judge_unitless(text, draft, lexicon, alone=alone)
    draft.kind = draft.unit.kind
    if not alone and _is_one_of(text, draft, lexicon):
        return False
    if draft.unit.kind == "duration":
        return _judge_duration(text, draft, lexicon, alone=alone)
    if draft.side.form == "article" and not (draft.hedged or alone):
        return False
    if draft.unit.kind in ("count", "persons") and not _judge_count(text, draft, lexicon):
        return False
    draft.noun = draft.noun or measured_noun(text, draft.end, lexicon)
    return True


def _is_name(text: str, draft: Draft, lexicon: Lexicon) -> bool:
    """Say whether the number is part of a name or code: F-35, 5G, No. 61, [3], 第61号, "two-way"."""
    side = draft.side
    start, end = side.number_start, draft.end
    before = text[start - 1 : start]
    if side.start == start and side.form == "digits":
        if is_letter(text, start - 1) or before in ("[",) or (before and before in _CODE_BEFORE and before != "/"):
            return True
        if before in ("-", "–", ".", "/", ":", "^") and (is_letter(text, start - 2) or before == "/"):
            return True
    if before == "第":
        return True
    last = draft.high or side
    if is_letter(text, end) or (
        text[end : end + 1] == "-" and is_letter(text, end + 1) and last.end == last.number_end and last.unit is None
    ):
        return True
    part = draft.unit is not None and draft.unit.kind in ("fraction", "percent", "multiple")
    if not part and lexicon.phrases["zh_not_quantities"].after(text, start):
        return not draft.hedged
    word = word_before(text, back_gap(text, draft.start))
    dotted = word == "." and word_before(text, back_gap(text, draft.start) - 1) in ("no", "nos", "art", "sec")
    if draft.unit is None or draft.unit.kind in ("count", "persons", "layers"):
        return (
            dotted
            or (word in lexicon.words["names_before"] and text[draft.start - 1 : draft.start] == " ")
            or word in lexicon.words["ranks_before"]
        )
    return dotted


def _is_date(text: str, draft: Draft) -> bool:
    side = draft.side
    last = draft.high or side
    value, whole = last.number * last.magnitude, last.number == int(last.number)
    if not whole or side.start != side.number_start:
        return False
    year = draft.unit is None or (draft.unit.name == "years" and draft.unit.factor == 1.0)
    printed = text[side.number_start : side.number_end]
    if (
        year
        and _YEARS[0] <= value <= _YEARS[1]
        and last.magnitude == 1
        and ((printed.isdigit() and len(printed) == 4) or side.form == "zh")
    ):
        return True
    if draft.unit is not None or last.magnitude != 1:
        return False
    if _ZH_DATE_AFTER.match(text, skip_gap(text, draft.end)):
        return True
    return value <= 31 and (
        bool(_MONTH_BEFORE.search(text[max(0, draft.start - 11) : draft.start]))
        or bool(_MONTH_AFTER.match(text, draft.end))
    )


def _is_one_of(text: str, draft: Draft, lexicon: Lexicon) -> bool:
    """Say whether 一年, 一吨 only mean "a year", "a tonne"."""
    side = draft.side
    if (
        side.form != "zh"
        or side.number != 1
        or side.magnitude != 1
        or draft.hedged
        or draft.high is not None
        or draft.unit is None
    ):
        return False
    return draft.unit.kind not in ("fraction", "multiple", "percent", "points") and not lexicon.phrases[
        "zh_one_unit_after"
    ].before(text, draft.start)


def _judge_duration(text: str, draft: Draft, lexicon: Lexicon, *, alone: bool) -> bool:
    """Leave out ages, "ago" and records; tell a measured duration from the span something else took."""
    end = skip_gap(text, draft.end)
    following, before = word_after(text, end), word_before(text, back_gap(text, draft.start))
    if text[draft.end : draft.end + 1] == "-":
        following = word_after(text, draft.end + 1)
    chinese = not text[draft.end - 1].isascii()
    if before == "last" and word_before(text, back_gap(text, draft.start) - 5) in lexicon.words["last_is_verb_after"]:
        before = "lasts"
    if not alone:
        if following in lexicon.words["duration_not_before"] or (
            chinese and lexicon.phrases["zh_duration_not_before"].after(text, draft.end)
        ):
            return False
        if before in ("first", "last", "final", "前") and (text.startswith(" of ", draft.end) or before == "前"):
            return False
        if draft.side.form == "article" and not draft.hedged and before not in lexicon.words["one_unit_after"]:
            return text[draft.side.number_end : draft.end].strip() in lexicon.words["units_by_article"]
    draft.kind = (
        "span" if before in lexicon.words["span_after"] or following in lexicon.words["span_before"] else "duration"
    )
    if chinese and (
        lexicon.phrases["zh_span_before"].after(text, draft.end)
        or lexicon.phrases["zh_span_after"].before(text, draft.start)
    ):
        draft.kind = "span"
    if not chinese:
        draft.noun = measured_noun(text, draft.end, lexicon)
    return True


def _judge_count(text: str, draft: Draft, lexicon: Lexicon) -> bool:
    side = draft.side
    if side.form == "zh" and draft.unit is not None and draft.unit.kind == "count":
        if side.number == 1 and side.magnitude == 1 and not draft.hedged:
            return False
        draft.kind = "count_in_words"
    if text[draft.end - 1] > "\u2e80":
        draft.noun = chinese_noun(text, draft.end)
    else:
        draft.noun = text[(draft.high or side).number_end : draft.end].strip(" -").lower() or None
        if side.form == "words" and side.number == 1 and side.magnitude == 1 and not draft.hedged:
            return False
    return True


def _judge_unitless(text: str, draft: Draft, lexicon: Lexicon, *, alone: bool) -> bool:
    side = draft.side
    number_in_words = side.form in ("words", "zh") and side.magnitude == 1
    if side.number == 0 and draft.high is None and side.form != "digits":
        return _judge_zero(text, draft, lexicon)
    if not alone and number_in_words and side.number == 1 and draft.high is None:
        return False
    if counted := counted_noun(text, draft.end, lexicon):
        noun, persons = counted
        if noun.split()[-1] in lexicon.words["uncounted_nouns"] and side.magnitude == 1:
            return False
        persons = persons or word_before(text, back_gap(text, draft.start)) in lexicon.words["person_verbs"]
        draft.noun, draft.unit = noun, _PERSONS if persons else _COUNT
        draft.kind = "persons" if persons else ("count_in_words" if number_in_words else "count")
        return True
    if alone:
        draft.unit, draft.kind = _COUNT, "number"
        return True
    if side.form == "zh" and side.magnitude == 1 and side.number < 100:
        return False
    if word_before(text, back_gap(text, draft.start)) in lexicon.words["person_verbs"]:
        draft.unit, draft.kind = _PERSONS, "persons"
        return True
    draft.kind = "bare"
    return True


def _judge_zero(text: str, draft: Draft, lexicon: Lexicon) -> bool:
    """Accept "stood at zero" and 为零, not "zero tariffs" or "net zero"."""
    start = draft.side.number_start
    if text[start] > "\u2e80":
        kept = lexicon.phrases["zh_zero"].before(text, draft.end) is not None and not lexicon.units.after(
            text, draft.end
        )
    else:
        following = word_after(text, draft.end + 1) if text[draft.end : draft.end + 1] in " -" else ""
        kept = word_before(text, back_gap(text, start)) in lexicon.words["zero_after"] and (
            not following.isalpha() or following in lexicon.words["bare_before"]
        )
    draft.unit, draft.kind = _COUNT, "zero"
    return kept
