"""Read the metrics of an article: every number that is about a country, with what the text says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rare_earth_data.facts import cues
from rare_earth_data.facts.analysis import analyse
from rare_earth_data.facts.commodities import commodity_of, last_commodity, read_commodity
from rare_earth_data.facts.following import follow
from rare_earth_data.facts.gazetteer import home_words
from rare_earth_data.facts.indicators import read_indicator
from rare_earth_data.facts.lexicon import tokens_of
from rare_earth_data.facts.metrics import priced, read_metric, weighed
from rare_earth_data.facts.reading import Reading, dimension
from rare_earth_data.facts.running import Running, advance, begin, finish
from rare_earth_data.facts.statement import Role, Statement
from rare_earth_data.figures import read_periods, read_quantities
from rare_earth_data.model import Article, Claim, Metric

_HEADING_WEIGHT = 0.22
_TITLE_WEIGHT = 0.1
_FOCUSED = 0.45  # how much of what an article names must be one country for its bullets to begin with that
_WORDS_OF_THE_TRADE = ("Metals", "Minerals", "Fuels", "Resources", "Earth", "Earths", "Mining")
_VAGUE_AREAS = frozenset(("WLD", "WST"))


@dataclass(frozen=True, slots=True)
class Context:
    """What the title of an article says: its first country, its commodity, its cue words, and the year it was published."""

    country: str | None
    commodity: str | None
    groups: tuple[str, ...]
    year: int | None
    is_digest: bool


def read_metrics(article: Article, document_text: str) -> list[tuple[int, Metric]]:
    """Return (index of the claim in ``article.claims``, metric) for every fact the rules find, in order.

    ``start`` and ``end`` of a metric are offsets in ``document_text``. Corrections by people are not applied here.
    """
    return [(index, metric) for index, _, metric in read_numbers(article) if metric is not None]


def read_numbers(article: Article) -> list[tuple[int, Reading, Metric | None]]:
    """Return (index of the claim, what the rules made of it, the metric if it is one) for every number, in order."""
    statements = [_read_statement(claim, article) for claim in article.claims]
    context = _read_context(article, statements)
    running = Running(context.country, is_digest=context.is_digest)
    found: list[tuple[int, Reading, Metric | None]] = []
    section: tuple[str | None, int | None] = (None, None)
    for index, (claim, statement) in enumerate(zip(article.claims, statements, strict=True)):
        if (claim.section, claim.group_number) != section:
            section = claim.section, claim.group_number
            running = _start_of_section(claim, context, running)
        found += [(index, reading, metric) for reading, metric in _read_claim(statement, claim, context, running)]
    return found


def _read_statement(claim: Claim, article: Article) -> Statement:
    quantities = read_quantities(claim.text)
    periods = read_periods(claim.text, article.published_at) if quantities else []
    return analyse(claim.text, claim.language, quantities, periods)


def _read_context(article: Article, statements: Sequence[Statement]) -> Context:
    title = article.title or ""
    statement = analyse(title, "zh", wants_cues=True)
    groups = tuple(dict.fromkeys(group for hit in statement.words for group in hit.key))
    year = int(article.published_at[:4]) if article.published_at and article.published_at[:4].isdigit() else None
    country, share = _main_country(statement, statements)
    is_digest = article.body_kind == "digest" and share >= _FOCUSED
    return Context(country, commodity_of(title), groups, year, is_digest)


def _main_country(title: Statement, statements: Sequence[Statement]) -> tuple[str | None, float]:
    """Return the country an article is about, and its share of what is named: the title's, or that of most statements.

    Companies count a quarter: they act in many countries.
    """
    counts: Counter[str] = Counter()
    in_title = [role for role in title.roles if role.country not in _VAGUE_AREAS]
    in_title.sort(key=lambda role: role.preposition is not None)
    for number, country in enumerate(dict.fromkeys(role.country for role in in_title)):
        counts[country] += 16 if number == 0 and in_title[0].preposition is None else 8
    for statement in statements:
        for role in statement.roles:
            if role.country not in _VAGUE_AREAS:
                counts[role.country] += (8 if role.is_first else 1) // (
                    4 if role.named.name.role == "organization" else 1
                )
        for country, words in home_words().items():
            counts[country] += 4 * sum(statement.text.count(word) for word in words)
    counts = +counts  # a country that weighs nothing is none that the article is about
    main = max(counts, key=lambda country: counts[country], default=None)
    return main, counts[main] / counts.total() if main else 0.0


def _start_of_section(claim: Claim, context: Context, before: Running) -> Running:
    """A heading such as "Group 2: Australia's Position" sets the subject of what stands under it."""
    heading = claim.section or ""
    statement = analyse(heading, claim.language)
    roles = [r for r in statement.roles if r.country not in _VAGUE_AREAS and not _is_words(heading, r)]
    if not roles:
        return Running(context.country, place=before.place, pair=before.pair, is_digest=before.is_digest)
    countries = tuple(dict.fromkeys(role.country for role in roles))
    if len(countries) > 1:
        return Running(countries[0], pair=countries, is_digest=before.is_digest)
    entity, is_digest = roles[0].named.name.entity_id, before.is_digest
    return Running(countries[0], entity, heading=countries[0], pair=before.pair, is_digest=is_digest)


def _is_words(heading: str, role: Role) -> bool:
    """Whether a company's name may just be the words of a heading in title case: "Group 1: Critical Metals"."""
    name = heading[role.named.start : role.named.end]
    return role.named.name.role == "organization" and name.endswith(_WORDS_OF_THE_TRADE)


def _read_claim(
    statement: Statement, claim: Claim, context: Context, running: Running
) -> Iterator[tuple[Reading, Metric | None]]:
    begin(running, statement, context.country)
    has_numbers = bool(statement.quantities)
    groups = _context_groups(claim, context) if has_numbers else []
    heading = commodity_of(claim.section or "") if has_numbers else None
    earlier: list[Reading] = []
    price_unit: str | None = None
    done = 0
    for quantity in statement.quantities:
        part = statement.part_at(quantity.start)
        for number in range(done, part):
            advance(running, statement, number)
        done = max(done, part)
        quantity = weighed(statement, priced(statement, quantity, price_unit))
        price_unit = quantity.unit if dimension(quantity.unit) == "price" else price_unit
        found = read_commodity(statement, quantity, heading or running.commodity or context.commodity)
        reading = read_indicator(statement, quantity, groups, found)
        reading.topic = context.commodity
        follow(statement, reading, earlier)
        metric = read_metric(
            statement, reading, running, context.country, context.year, earlier[-1] if earlier else None
        )
        earlier.append(reading)
        if reading.is_flipped:
            running.country, done = reading.country, part + 1
        elif done == part:
            advance(running, statement, part)
            done = part + 1
        if metric is not None:
            metric = replace(metric, start=claim.start + metric.start, end=claim.start + metric.end)
        yield reading, metric
    for number in range(done, len(statement.parts)):
        advance(running, statement, number)
    finish(running, statement, earlier)
    running.commodity = last_commodity(statement) or running.commodity


def _context_groups(claim: Claim, context: Context) -> list[tuple[str, float]]:
    groups = [(group, _TITLE_WEIGHT) for group in context.groups]
    return groups + [(group, _HEADING_WEIGHT) for group in _groups_of(claim.section or "")]


@lru_cache(256)
def _groups_of(heading: str) -> tuple[str, ...]:
    return tuple(group for hit in cues.word_lexicon().find(heading, tokens_of(heading)) for group in hit.key)
