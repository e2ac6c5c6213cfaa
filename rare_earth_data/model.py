"""The things a page is read into, before they become rows of tables.

Every one of them knows its span: code-point offsets into the document's text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an article: a bullet of a digest, or a sentence of a full text."""

    text: str
    start: int
    end: int
    section: str | None = None
    group_number: int | None = None
    citations: tuple[int, ...] = ()
    language: str = "en"
    is_truncated: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading as it stands in the body, for instance ``Group 2: Costs and Risks``."""

    raw: str
    start: int
    end: int
    title: str | None
    group_number: int | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page. ``published_at`` is as printed (``2025-10-27 03:26``); the source names no time zone."""

    position: int
    title: str | None
    title_start: int | None
    title_end: int | None
    publisher: str | None
    published_at: str | None
    body_start: int
    body_end: int
    body_kind: str
    body_language: str
    is_truncated: bool
    headings: tuple[Heading, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a document was read into: its topic and its articles."""

    topic: str | None
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number expression with its hedge and unit, read from a text.

    ``start``/``end`` span the words as printed, hedge included; ``low``/``high`` are bounds (see ``qualifier``).
    ``value`` is in ``unit``, with multipliers expanded (44 million tons -> 44000000 t). ``noun`` is the lower-cased word
    or phrase counted or measured right after it, if one stands there ("jobs", "rare earth oxides").
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    noun: str | None = None
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression: ``iso`` is ISO 8601 (``2024``, ``2025-10``, ``2020/2023``).

    ``inferred`` says that the article's own date was needed to resolve it ("last year").
    """

    start: int
    end: int
    iso: str
    inferred: bool = False
    relation: str = "in"


@dataclass(frozen=True, slots=True)
class Mention:
    """An area (country, bloc) or entity named in a text. Exactly one of ``area`` and ``entity_id`` is set."""

    start: int
    end: int
    text: str
    area: str | None = None
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """One number about a country, a bloc or the world, with everything the text says about it."""

    start: int
    end: int
    country: str
    indicator: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str = "eq"
    partner: str | None = None
    entity: str | None = None
    stage: str | None = None
    commodity: str = "rare_earths"
    period: str | None = None
    status: str = "observed"
