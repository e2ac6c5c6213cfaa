"""How each name of a statement stands: what it follows, whose it is, and whether it can be the subject of its part."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from rare_earth_data.facts.gazetteer import Named
from rare_earth_data.facts.statement import Role, Statement

_START = attrgetter("start")
_OF_IT = ("'s ", "’s ", "' ", "’ ")
# What may stand between a preposition and the name it governs.
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "neighbouring",
        "neighboring",
        "most",
        "all",
        "some",
        "other",
        "both",
        "everything",
        "anything",
        "goods",
        "two",
        "three",
        "several",
        "many",
    )
)
_PREPOSITIONS = frozenset(
    (
        "from",
        "to",
        "on",
        "upon",
        "against",
        "for",
        "with",
        "than",
        "by",
        "between",
        "into",
        "over",
        "toward",
        "towards",
        "outside",
        "via",
        "in",
        "at",
        "across",
        "within",
        "inside",
        "of",
        "beyond",
        "through",
        "among",
        "under",
        "like",
        "near",
        "off",
        "about",
        "as",
        "behind",
        "beneath",
        "around",
    )
)
_OPENING = re.compile(r"[\s,;]*(?:with|compared (?:to|with)|against|versus|unlike)\s+(?:the\s+)?")
_ONE_FROM = re.compile(
    r"[\s,;]*(?:an?|the|some|two|three)\s(?:[\w-]+\s){0,2}?(?:explorer|junior|company|firm|miner|developer|trader|group|investor|"
    r"buyer|start-up|consortium|fund|bidder|owner|producer|maker)s?\s(?:from|of|out of)\s(?:the\s)?",
    re.IGNORECASE,
)
_OF_HOME = re.compile(r"[A-Z][\w&]+\sof\s$")
_OWNED = re.compile(r"-(?:owned|led|run|backed|controlled|based|listed)\b")
_THAN = re.compile(r"\b(?:than|as|compared to|compared with)\s+(?:that |those )?(?:in|of)\s+(?:the\s+)?$")
_SITE_BEHIND = re.compile(
    r"(?:[’']s)?(?:\s[\w-]+){0,2}\s(?:mines?|projects?|deposits?|plants?|refinery|refineries|smelters?|camp|licence|sites?|concession|"
    r"quarry|pit|facility|factory|works|fields?|brine|salt flats?|complex|orebody|tenements?)\b"
    r"|的?[^,,。;;、和与在\s\d]{0,6}?(?:项目|[铜锂钨锡铁金镍锑钴煤]矿|铝土矿|稀土矿|矿山|矿床|矿区|工厂|冶炼厂|分离厂|精炼厂|磁材厂|基地|盐湖)"
)
_ORIGIN = re.compile(r"[-\s](?:based|listed|headquartered|registered|backed|owned)\b|(?:企业|公司|资本|集团)")
_FIRM_BEHIND = re.compile(
    r"\s[A-Z][a-z]+\sof\s(?=[A-Z])|[’']s\s(?:[A-Z][\w&-]+)(?!\s(?:Ministry|Department|Government|President|Prime))"
    r"|\s(?:[\w-]+\s){0,2}(?:compan(?:y|ies)|firms?|miners?|groups?|developers?|giants?|owners?|investors?|producers?|"
    r"makers?|traders?|explorers?|juniors?|contractors?|partners?|shareholders?)\b"
    r"|[^,,。;;、在的]{0,8}?(?:公司|集团|企业|财团|矿业|厂商|巨头|矿企)"
)
# "the former French colony" is not France.
_COLONY = re.compile(r"\s(?:colony|protectorate|dependency|possession)\b")
_IN_COMPANY = re.compile(r"\s[A-Z]\w+\s(?!was|is|has|had|will|in|and)[a-z]+s\b")
_ARM_OF = re.compile(
    r"\s(?:[\w-]+\s)?(?:arm|unit|subsidiary|affiliate|branch|offshoot|vehicle)\sof\s(?:the\s|an?\s|its\s)?(?:[a-z]+\s)?"
)
_GIVING = frozenset(
    ("sold", "sell", "sells", "sent", "sends", "paid", "pays", "lent", "lends", "gave", "gives", "offered", "offers")
)
_JOINING = frozenset(("", " and ", " or ", " and the ", ", ", "和", "、", "与", "及"))
_PREPOSITIONS_ZH = (
    "来自",
    "发往",
    "输往",
    "销往",
    "运往",
    "运到",
    "卖给",
    "依赖",
    "靠",
    "由于",
    "从",
    "自",
    "对",
    "向",
    "往",
    "与",
    "较",
    "比",
    "由",
    "在",
    "被",
    "给",
    "于",
    "赴",
    "到",
)


def read_roles(statement: Statement) -> list[Role]:
    """Return the roles of the names that stand for a country, in order."""
    roles: list[Role] = []
    for named in statement.names:
        if named.country is None or _is_in_number(statement, named) or _COLONY.match(statement.text, named.end):
            continue
        part = statement.part_at(named.start)
        last = roles[-1] if roles and roles[-1].part == part else None
        preposition = _settled_preposition(statement, named, part, last)
        if last and last.is_first and statement.text[last.named.end : named.start] in _OF_IT:
            roles[-1] = last = last._replace(is_first=False, is_owner=True)
        has_first = any(role.is_first for role in _of_part(roles, part))
        can_be = preposition is None and named.country != "WLD" and not has_first
        is_first = can_be and not statement.has_number(statement.parts[part].start, named.start)
        possessive = _is_possessive(statement, named)
        if last and _ARM_OF.fullmatch(statement.text, last.named.end, named.start):
            roles.pop()
            preposition, is_first = last.preposition, last.is_first
        if named.name.role == "organization" and last and last.named.end == named.start:
            roles[-1] = last._replace(is_firm=True)
        is_site = _is_site(statement, named, preposition)
        is_firm = _is_firm(statement, named, is_site=is_site)
        roles.append(Role(named, part, preposition, possessive, is_first, is_site=is_site, is_firm=is_firm))
    return roles


def _is_site(statement: Statement, named: Named, preposition: str | None) -> bool:
    """Whether something is dug or made where a name stands: at works, in a place, in "a Namibian copper mine"."""
    kind = named.name.role
    if kind == "facility":
        return True
    if kind not in ("place", "name", "demonym") or named.country == "WLD":
        return False
    if _is_home(statement, named):
        return False
    if preposition in ("from", "自") or _ORIGIN.match(statement.text, named.end):
        return False
    if kind == "place" and _IN_COMPANY.match(statement.text, named.end):
        return False
    if kind == "place" or (kind == "name" and preposition in ("in", "at", "在")):
        return True
    return _SITE_BEHIND.match(statement.text, named.end) is not None


def _is_home(statement: Statement, named: Named) -> bool:
    """Whether a place only tells where a company is at home: "European Lithium of Perth"."""
    return named.name.role == "place" and bool(_OF_HOME.search(statement.text, max(named.start - 30, 0), named.start))


def _is_firm(statement: Statement, named: Named, *, is_site: bool) -> bool:
    """Whether a name is that of a company, or is followed by one: "Canada's Neo", "the British owner"."""
    kind = named.name.role
    if statement.text.endswith("-owned", named.start, named.end) or _OWNED.match(statement.text, named.end):
        return True
    if _is_home(statement, named):
        return True
    if kind not in ("name", "demonym") or is_site:
        return kind == "organization"
    return _FIRM_BEHIND.match(statement.text, named.end) is not None


def _of_part(roles: list[Role], part: int) -> list[Role]:
    """Return the last few roles that are of this part; the first of a part is among them or stands far back."""
    return [role for role in roles[-12:] if role.part == part]


def _is_in_number(statement: Statement, named: Named) -> bool:
    """Whether a name is part of a number: "10 billion Norwegian kroner"."""
    at = bisect_right(statement.quantities, named.start, key=_START) - 1
    return at >= 0 and named.start < statement.quantities[at].end


def _is_possessive(statement: Statement, named: Named) -> bool:
    after = statement.text[named.end : named.end + 2]
    return after in ("'s", "’s") or after[:1] in ("'", "’", "的")


def _settled_preposition(statement: Statement, named: Named, part: int, last: Role | None) -> str | None:
    """Return the preposition of a name, as it counts: that of the name it is joined to, none where it opens its part."""
    text, start = statement.text, statement.parts[part].start
    at = bisect_right(statement.tokens, named.start, key=_START) - 1
    preposition = _preposition(statement, at, start)
    if preposition is None and at and statement.language == "en":
        preposition = _unspoken(statement, named, statement.tokens[at - 1].lower)
    if last is None and preposition and any(way.fullmatch(text, start, named.start) for way in (_OPENING, _ONE_FROM)):
        return None
    if preposition in ("in", "of") and _THAN.search(text, max(named.start - 24, start), named.start):
        return "than"
    between = text[last.named.end : named.start] if last else ""
    if last and ((preposition is None and between in _JOINING) or between in _OF_IT):
        return last.preposition
    return preposition


def _unspoken(statement: Statement, named: Named, before: str) -> str | None:
    """Return the preposition that English leaves out: "sold China 13,250 tonnes"."""
    return "to" if before in _GIVING and statement.has_number(named.end, named.end + 30) else None


def _is_multiple_of(statement: Statement, end: int) -> bool:
    """Whether what follows a name is how many times it something is: 是中国的两倍."""
    at = bisect_right(statement.quantities, end - 1, key=_START)
    if at == len(statement.quantities) or statement.quantities[at].start - end > 8:
        return False
    return statement.quantities[at].unit == "ratio"


def _preposition(statement: Statement, at: int, part_start: int) -> str | None:
    """Return the preposition that governs the name at token ``at``, looking past articles, adjectives and names before it."""
    text, token = statement.text, statement.tokens[at]
    if token.text[0] >= "\u3400":
        before = text[max(part_start, token.start - 2) : token.start]
        if before.endswith(("是", "为")) and _is_multiple_of(statement, token.end):
            return "是"
        return next((word[-1] if word != "依赖" else word for word in _PREPOSITIONS_ZH if before.endswith(word)), None)
    for back in range(at - 1, max(at - 4, -1), -1):
        word = statement.tokens[back]
        if word.start < part_start:
            break
        if text[word.end : statement.tokens[back + 1].start] not in (" ", "-", "’", "'"):
            break
        if word.lower in _PREPOSITIONS:
            return word.lower
        if word.text[0] >= "\u3400":
            return None
        if word.lower not in _ARTICLES and not word.text[0].isupper():
            break
    return None
