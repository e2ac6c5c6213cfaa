"""Tables that extraction wrote are loaded alike, whether a table is one CSV or many Parquet files."""

from typing import get_args

import pytest

import rare_earth_data as red
from rare_earth_data.commands import main
from rare_earth_data.loading import Engine
from rare_earth_data.package import NotAPackageError, read_package
from rare_earth_data.scaling.local import LocalEngine
from rare_earth_data.scaling.run import extract_corpus
from tests.scaling.corpus import disagreeing, texts, write_texts
from tests.test_engines import rows


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "in").mkdir()
    write_texts(folder / "in", texts(60) + disagreeing(10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rare_earth_data.scaling.plan.SMALLEST", 9_000)
        patch.setattr("rare_earth_data.scaling.plan.LARGEST", 9_000)
        for format_ in ("csv", "parquet"):
            extract_corpus([folder / "in"], folder / format_, LocalEngine(1), format=format_)
    assert len(list((folder / "parquet" / "claims").iterdir())) > 2
    return folder


def types(frame):
    return frame.schema if hasattr(frame, "schema") else list(frame.dtypes)


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize("name", red.tables())
def test_parts_load_as_one_file_does(made, name, engine):
    one, parts = (red.load_from(made / format_, name, engine=engine) for format_ in ("csv", "parquet"))
    assert rows(parts) == rows(one)
    assert types(parts) == types(one)


def test_the_command_shows_the_conflicts_of_parts(made, capsys):
    told = []
    for format_ in ("csv", "parquet"):
        assert main(["conflicts", "--data", str(made / format_)]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert "They cannot all be right." in told[0]


def test_rows_of_a_package(made):
    csv, parquet = (read_package(made / format_) for format_ in ("csv", "parquet"))
    for name in red.tables():
        assert list(parquet.rows(name)) == list(csv.rows(name))


def test_what_is_not_there(made, tmp_path):
    with pytest.raises(red.UnknownTableError, match="Did you mean 'claims'"):
        red.load_from(made / "parquet", "claim")
    with pytest.raises(NotAPackageError):
        red.load_from(tmp_path, "claims")
