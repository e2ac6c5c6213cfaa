"""How likely each name of a part is the subject of a number, by how it stands and by what the indicator expects."""

from __future__ import annotations

import re

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.statement import Role, Statement

BILATERAL = frozenset(
    ("import_dependence", "export_share", "export_change", "import_change", "trade_volume", "trade_value")
)
_LOCATIVE = frozenset(
    ("in", "at", "across", "within", "inside", "of", "among", "under", "near", "beneath", "as", "around", "在", "于")
)
_KIND = {
    "name": 1.0,
    "seat": 0.95,
    "demonym": 0.9,
    "place": 0.9,
    "region": 0.9,
    "organization": 0.9,
    "facility": 1.0,
    "person": 0.8,
}
_OTHER_KIND = 0.3
_FACILITY_IN = re.compile(
    r"\b(?:plant|factory|venture|mine|works|refinery|project|smelter|facility|line|site|unit|deposit|field|operations?|mill)"
    r"\s+(?:in|at|on|near)\s+(?:the\s+)?$"
)
_PROMISES = re.compile(r"\s+to\s+(?:buy|purchase|supply|invest|provide|import|export|deliver|ship|sell|spend)\b")
_OWN_PART = 0.55  # what is nearer than this stands in the number's own part
_SET_BESIDE = frozenset("是比较于为")
_SAYS = re.compile(r"\s(?:is|are|was|were|come|comes|came|goes|go|went)\s")
_AWAY = frozenset(("to", "from", "than", "with"))
_MEASURED = frozenset(("imports", "exports", "consumption"))


def weigh(statement: Statement, reading: Reading, role: Role) -> float:
    """Return the weight of a name as the subject of a number; what is below about a half is none."""
    quantity = reading.quantity
    before = role.named.end <= quantity.start
    gap = statement.text[role.named.end : quantity.start] if before else statement.text[quantity.end : role.named.start]
    weight = _KIND.get(role.named.name.role, _OTHER_KIND) + (0.15 if before else -0.35)
    if role.preposition is None:
        weight += 0.35 + (0.25 if role.is_first and before else 0)
    else:
        weight -= 0.25 if role.preposition in _LOCATIVE else 0.8
    if role.country == "WLD" and role.named.name.role != "region":
        weight -= 0.9 if role.possessive else 0.45
    if role.preposition == "from" and _PROMISES.match(statement.text, role.named.end):
        weight += 1.8
    if statement.has_number(min(role.named.end, quantity.end), max(role.named.start, quantity.start)):
        weight -= 0.3
    return (
        weight + _by_neighbourhood(statement, role, before, gap) + _by_indicator(statement, reading, role, before, gap)
    )


def _by_neighbourhood(statement: Statement, role: Role, before: bool, gap: str) -> float:
    """What standing right beside the number adds: "Japan's 7%", "Brazil 21 million", "99% Chinese"."""
    if role.is_owner:
        return -0.5
    if role.preposition and role.possessive:
        return 0.9 if statement.language == "en" and before and len(gap) <= 4 else 0.0
    if before and role.possessive:
        return 0.9 if len(gap) <= 6 else 0.3
    if before and role.is_first and len(gap) <= 3:
        return 0.4
    return 0.75 if not before and len(gap) <= 1 and role.preposition is None else 0.0


def _by_indicator(statement: Statement, reading: Reading, role: Role, before: bool, gap: str) -> float:
    """What the indicator adds: its owner, its payer, the place of a plant; and its partner, who is not the subject."""
    rule, kind = reading.rule, role.named.name.role
    if rule is None:
        return 0.0
    weight = 0.0
    if rule.owner:
        weight += _as_owner(statement, reading, role, before, gap)
    if rule.indicator in BILATERAL and not before and kind == "demonym" and not owns(statement, reading, role):
        weight -= 1.2
    if rule.gap == "yes" and _is_beside(statement, role, before, gap):
        weight -= 2
    is_site = _FACILITY_IN.search(statement.text, max(role.named.start - 30, 0), role.named.start) is not None
    if rule.indicator == "equity_stake" and role.is_site and not role.is_first:
        weight -= 1.0
    if is_site and not rule.indicator.startswith(("equity", "price", "investment")):
        weight += 1.2
    is_payer = role.preposition in rule.payer or _pays(reading, role)
    if is_payer or (rule.payer and not before and kind == "demonym" and len(gap) <= 1):
        weight += 2.4
    elif role.preposition in rule.partner and (not is_site or rule.indicator == "investment"):
        weight -= 0.5
    if (
        rule.place
        and role.preposition not in _AWAY
        and (role.is_site or (role.preposition in ("in", "at") and kind in ("name", "place")))
    ):
        weight += 1.5 if role.preposition in ("in", "at") else 0.9
    return weight


def _pays(reading: Reading, role: Role) -> bool:
    """Whether a word of the sentence makes the name behind a preposition the subject: "sold to Germany's Messer for"."""
    choices = reading.rule.payer_with.items() if reading.rule else ()
    return any(
        role.preposition in prepositions and reading.groups.get(group, 0.0) > _OWN_PART
        for group, prepositions in choices
    )


def _as_owner(statement: Statement, reading: Reading, role: Role, before: bool, gap: str) -> float:
    """What it adds that a name owns what the number is a share of: "30% of Uzbek sales", 中国进口量的82%."""
    if role.country == "WLD":
        return 0.0
    if role.preposition in ("of", None) and owns(statement, reading, role):
        return 1.7
    if statement.language == "zh" and before and not role.is_first and gap.endswith("的") and len(gap) <= 8:
        return 1.7
    return 2.0 if before and role.preposition in ("of", "in") and _is_measured(statement, role) else 0.0


def owns(statement: Statement, reading: Reading, role: Role) -> bool:
    """Whether a name follows a number after "of": "30% of Uzbek sales"."""
    if role.named.start < reading.quantity.end:
        return False
    gap = statement.text[reading.quantity.end : role.named.start]
    return len(gap) < 40 and gap.startswith((" of ", "的")) and "of them" not in gap and not _SAYS.search(gap)


def _is_measured(statement: Statement, role: Role) -> bool:
    """Whether a name is followed by its imports, exports or demand: "Brazil's share of Chinese imports"."""
    end = role.named.end
    return any(not _MEASURED.isdisjoint(hit.key) for hit in statement.between(statement.words, end + 1, end + 15))


def _is_beside(statement: Statement, role: Role, before: bool, gap: str) -> bool:
    """Whether a name is the other side of a comparison: behind the number, or after 比 or 是 in Chinese."""
    if statement.language == "en":
        return not before and len(gap) < 40
    return before and statement.text[role.named.start - 1 : role.named.start] in _SET_BESIDE
