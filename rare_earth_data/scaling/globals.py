"""What needs all documents at once: ids seen twice, articles on several pages, publishers. Only keys are looked at.

Each question is one SQL statement over the keys of all parts, asked by group: locally DuckDB answers it out of core, on a
cluster it is asked of each group of keys where the shuffle has put it (``dask_engine``). The rows themselves stay in their
parts; the answers say, by part, which of them go.
"""

from __future__ import annotations

from pathlib import Path

from rare_earth_data.scaling.database import connect
from rare_earth_data.scaling.job import Job, new_folder

# The answers for so many parts lie in one folder, so that a part need not look through all.
BUCKET = 64

# Of two documents with one id the first by its place is read.
REPEATED_DOCUMENTS = """
    SELECT part // {bucket} AS bucket, part, document, origin, first
    FROM (
        SELECT part, document, origin, first_value(origin) OVER same AS first, row_number() OVER same AS nth
        FROM {keys} WHERE document_id IS NOT NULL
        WINDOW same AS (PARTITION BY document_id ORDER BY origin)
    ) WHERE nth > 1
"""
# An article is that of the first page by document id; the same identity with another body is an error.
REPEATED_ARTICLES = """
    SELECT part // {bucket} AS bucket, part, document, article, article_id, file, line, "column",
        digest <> first_digest AS differs, first
    FROM (
        SELECT *, first_value(digest) OVER same AS first_digest, row_number() OVER same AS nth,
            first_value(concat(file, ':', line, ':', "column")) OVER same AS first
        FROM {keys} WINDOW same AS (PARTITION BY article_id ORDER BY document_id, article)
    ) WHERE nth > 1
"""
FIRST_PUBLISHERS = """
    SELECT * EXCLUDE (nth, part, document)
    FROM (
        SELECT *, row_number() OVER (PARTITION BY publisher_id ORDER BY document_id, ordinal) AS nth FROM {keys}
    ) WHERE nth = 1 ORDER BY document_id, ordinal
"""
_KEPT = "(SELECT * FROM read_parquet('{files}') ANTI JOIN repeated USING (part, document))"


def quoted(path: Path) -> str:
    """Return a path as it may stand in an SQL string."""
    return path.as_posix().replace("'", "''")


def decide(job: Job) -> None:
    """Answer the questions for all parts of a run, out of core, on this machine; unless that has been done."""
    if job.decided.is_dir():
        return
    documents, articles, publishers = (
        quoted(job.stage("[0-9]*") / f"{name}.parquet") for name in ("document_keys", "article_keys", "publishers")
    )
    with new_folder(job.decided) as folder, connect(Path(job.folder)) as database:
        question = REPEATED_DOCUMENTS.format(keys=f"read_parquet('{documents}')", bucket=BUCKET)
        database.execute(f"CREATE TABLE repeated AS {question}")
        database.execute(_by_bucket("SELECT * FROM repeated", folder / "documents"))
        question = REPEATED_ARTICLES.format(keys=_KEPT.format(files=articles), bucket=BUCKET)
        database.execute(_by_bucket(question, folder / "articles"))
        question = FIRST_PUBLISHERS.format(keys=_KEPT.format(files=publishers))
        database.execute(f"COPY ({question}) TO '{quoted(folder / 'publishers.parquet')}' (FORMAT parquet)")


def _by_bucket(question: str, folder: Path) -> str:
    return f"COPY ({question}) TO '{quoted(folder)}' (FORMAT parquet, PARTITION_BY (bucket))"
