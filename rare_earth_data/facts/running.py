"""The subject that is carried on from part to part and from sentence to sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rare_earth_data.facts.reading import Reading
from rare_earth_data.facts.statement import Role, Statement

_RELATIVE = ("which", "who", "whose", "where", "that ", "including", "such as")
_PRONOUN = re.compile(r"\b(?:[Ii]ts?|[Tt]hey|[Tt]heir|该国|其)\b")
# What may stand between a name and "which": "the Lobito railway, which".
_ENDS_IN_NAME = re.compile(
    r"(?:\s(?:railway|railroad|line|port|mine|plant|project|deposit|refinery|smelter|works|factory|corridor|site|field|basin))?"
    r"[\s,]{0,3}"
)
_BESIDE = frozenset(("than", "against", "behind", "like", "于", "比", "较"))
ASIDE = frozenset(("product", "instrument"))


@dataclass(slots=True)
class Running:
    """Whom and what the text is speaking of.

    ``country`` and ``entity`` are the last subject, ``main`` that of the statement before, ``other`` the one it replaced,
    ``place`` where the last works, mine or place named stands, ``heading`` the country of the section's heading,
    ``commodity`` the last one named in the section, ``pair`` the last two countries named, which "the former" and "the
    latter" go back to. ``is_digest`` is set for bullets, ``is_firm`` where the subject is a company, ``is_carried`` where it
    comes from an earlier statement.
    """

    country: str | None = None
    entity: str | None = None
    other: str | None = None
    main: str | None = None
    place: str | None = None
    heading: str | None = None
    commodity: str | None = None
    pair: tuple[str, ...] = ()
    is_digest: bool = False
    is_firm: bool = False
    is_carried: bool = False


def begin(running: Running, statement: Statement, topic: str | None) -> None:
    """Choose the subject with which a statement begins, unless a pronoun goes back to the last one.

    A heading sets it. A bullet of a digest is about the country of the article, a sentence of running text about what the one
    before it was.
    """
    running.is_carried = True
    if _PRONOUN.match(statement.text):
        running.is_carried = False
    elif running.heading:
        running.country = running.heading
    elif running.is_digest and topic:
        running.country, running.is_firm = topic, False
        running.place = running.place if running.place == topic else None


def advance(running: Running, statement: Statement, part: int) -> None:
    """Carry the subject of a part on to what follows: its first name that follows no preposition."""
    if not statement.roles:
        return
    roles = statement.roles_in(part)
    named = dict.fromkeys(r.country for r in roles if r.country != "WLD")
    running.pair = tuple(named) if len(named) > 1 else (*(c for c in running.pair if c not in named), *named)[-2:]
    role = next((r for r in roles if r.is_first), None)
    if role and role.named.name.role in ("name", "demonym") and not role.is_firm and role.country != running.place:
        running.place = None
    for other in roles:
        if other.is_site and other.preposition not in _BESIDE:
            running.place = other.country
    if before := antecedent(statement, part):
        running.country = before.country
        return
    if role is None or role.named.name.role in ASIDE or statement.opening(part).startswith(_RELATIVE):
        return
    if running.country and running.country != role.country:
        running.other = running.country
    running.country, running.is_carried = role.country, False
    running.is_firm = role.is_firm
    if role.named.name.entity_id or role.named.name.role == "name":
        running.entity = role.named.name.entity_id


def finish(running: Running, statement: Statement, readings: Sequence[Reading]) -> None:
    """At the end of a statement, go back to what it was mainly about: the first name that can be its subject.

    Where a pronoun or a number came before that name, the statement was about what the one before it was.
    """
    main = next((r for r in statement.roles if r.is_first and r.named.name.role not in ASIDE), None)
    if main is not None:
        is_late = bool(statement.quantities) and statement.part_at(statement.quantities[0].start) < main.part
        before = running.main or (readings[0].country if readings else None)
        if before and (is_late or _PRONOUN.search(statement.text, 0, main.named.start)):
            running.country = before
        elif not (readings and readings[-1].is_flipped):
            running.entity = main.named.name.entity_id or running.entity
            is_company = main.named.name.role == "organization"
            running.country = running.heading if is_company and running.heading else main.country
    running.main = running.country


def antecedent(statement: Statement, part: int) -> Role | None:
    """Return the name a part beginning with "which" or "whose" speaks of: it stands right before."""
    opening, start = statement.opening(part), statement.parts[part].start
    if not opening.startswith("wh"):
        return None
    if opening.startswith(("whose", "who ", "where")) and not opening.startswith(("where it", "where they")):
        before = [r for r in statement.roles_between(start - 200, start) if r.country != "WLD"]
        if opening.startswith("where"):
            before = [r for r in before if not r.is_firm]
        return before[-1] if before else None
    if opening.startswith("which"):
        before = [
            r
            for r in statement.roles_between(start - 60, start)
            if r.country != "WLD" and _ENDS_IN_NAME.fullmatch(statement.text, r.named.end, start)
        ]
        return before[-1] if before else None
    return None
