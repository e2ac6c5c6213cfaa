"""Which figures come back together in article after article: asked by group, as all that needs many articles at once.

Three questions over the rows of the family ``set``: which figures stand in enough articles, which of them stand together in
an article (the rarest, where there are very many), and which pairs do so often enough. What is joined by pairs is one set.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from rare_earth_data.conflicts.groups import SETS
from rare_earth_data.conflicts.repeats import AT_MOST, joined
from rare_earth_data.conflicts.settings import settings

SET = f'["{SETS}"'
"""How the groups of the family begin."""
IS_SET = f"""starts_with("group", '{SET}')"""


def frequent(keys: str) -> str:
    """Return the SQL of the groups that stand in enough articles, and in how many."""
    return f"""
        SELECT "group", count(DISTINCT article_id) AS articles FROM {keys}
        GROUP BY "group" HAVING count(DISTINCT article_id) >= {settings()["repeats"]["articles"]}
    """


def together(keys: str) -> str:
    """Return the SQL of the pairs of groups that stand together in an article; ``keys`` are those that are frequent."""
    return f"""
        WITH rarest AS (
            SELECT article_id, "group" FROM (SELECT DISTINCT article_id, "group", articles FROM {keys})
            QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY articles, "group") <= {AT_MOST}
        )
        SELECT one."group" AS first, other."group" AS second
        FROM rarest AS one JOIN rarest AS other ON one.article_id = other.article_id AND one."group" < other."group"
    """


def often(pairs: str) -> str:
    """Return the SQL of the pairs that stand together in enough articles."""
    return f"""
        SELECT first, second FROM {pairs} GROUP BY first, second HAVING count(*) >= {settings()["repeats"]["articles"]}
    """


def sets_of(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    """Return for each group that is joined with others the name of its set: one entry a figure, not a row."""
    names = joined(pairs)
    return pa.table({"group": pa.array(names, pa.string()), "joined": pa.array(names.values(), pa.string())})


def regrouped(keyed: str, joined: str) -> str:
    """Return the SQL of the rows to compare where the groups that are joined are one, and sets of one figure are left out."""
    return f"""
        SELECT "group", words, row FROM {keyed} WHERE NOT {IS_SET}
        UNION ALL SELECT joined AS "group", words, row FROM {keyed} JOIN {joined} USING ("group")
    """
