"""One corpus and its tables as the simple path gives them, for all tests of scaling."""

import pytest

from rare_earth_data.assembly.extract import extract, find_documents
from rare_earth_data.assembly.fresh import add_conflicts
from tests.scaling.corpus import digests, disagreeing, rows_of, texts, write_texts


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write_texts(folder, texts() + disagreeing())
    return folder


@pytest.fixture(scope="session")
def expected(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("expected")
    summary = extract(find_documents([corpus])[0], out)
    add_conflicts(out)
    assert summary.errors > 1
    assert summary.counts["appearances"] > summary.counts["articles"] > summary.counts["publishers"] > 20
    assert {"RED-X001", "RED-X003", "RED-X013", "RED-X050", "RED-X051", "RED-X060", "RED-X070", "RED-X071"} <= {
        row["detected_by"] for row in rows_of(out, "conflicts")
    }
    return digests(out)
