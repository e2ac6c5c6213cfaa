"""Names of the tables, for type checkers and editors. Generated from ``schemas/package.yaml``; do not edit."""

from typing import Literal

TableName = Literal[
    "documents",
    "publishers",
    "articles",
    "appearances",
    "claims",
    "areas",
    "entities",
    "mentions",
    "indicators",
    "country_metrics",
    "sources",
    "event_types",
    "policy_events",
    "event_parties",
    "event_mentions",
    "reference_metrics",
    "conflicts",
    "conflict_members",
    "changes",
]
