"""The survey's own table, read into reference figures: what a cell means, and that no row is lost in silence."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rare_earth_data.survey import Figure, NoFigureError, ReferenceRow, area_code, read_figure, read_period, read_survey

SEEDS = Path(__file__).parents[2] / "seeds" / "reference"
EDITIONS = sorted(SEEDS.glob("*.csv"))
MARKS = {"withheld": ["W"], "not_available": ["NA"], "zero": ["—"], "net_exporter": ["E"]}
HEADER = "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes\n"
MAPPING = """
source: a-survey-2027
id_prefix: a2027
edition: "1"
year: 2027
default_commodity: rare_earths
marks: {withheld: ["W"], not_available: ["NA"], zero: ["—"], net_exporter: ["E"]}
units: {metric tons: t, percent: "%"}
countries: {World total: WLD, Other countries: null}
commodities: {Rare Earths: rare_earths, Yttrium: yttrium}
rows:
  - when: {detail: [Mine production, "Mine production: rounded"]}
    indicator: mine_production
    stage: mine
    note: REO.
  - when: {section: Import Sources}
    indicator: import_dependence
    country: USA
    country_is: partner
"""

Reader = Callable[[str], tuple[list[ReferenceRow], list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def read_rows(rows: str) -> tuple[list[ReferenceRow], list[str]]:
        (tmp_path / "s.csv").write_text(HEADER + rows, encoding="utf-8")
        (tmp_path / "s.yaml").write_text(MAPPING, encoding="utf-8")
        figures, findings = read_survey(tmp_path / "s.csv", tmp_path / "s.yaml")
        return figures, [f"{f.severity} {f.code} {f.line} {f.message}" for f in findings]

    return read_rows


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("45,500", Figure(45500.0, None, None, "eq")),
        ("1.39", Figure(1.39, None, None, "eq")),
        ("—", Figure(0.0, None, None, "eq")),
        (">95", Figure(95.0, 95.0, None, "gt")),
        (">85,000,000", Figure(85e6, 85e6, None, "gt")),
        ("<1", Figure(1.0, None, 1.0, "lt")),
        ("≥ 3", Figure(3.0, 3.0, None, "ge")),
        ("890–1,000", Figure(None, 890.0, 1000.0, "range")),
        ("10,000 - 15,000", Figure(None, 10000.0, 15000.0, "range")),
        ("E", Figure(0.0, None, 0.0, "lt", "Net exporter.")),
    ],
)
def test_a_cell_is_read_with_its_hedge(cell: str, figure: Figure) -> None:
    assert read_figure(cell, MARKS) == figure


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("W", "RED-S003"),
        ("NA", "RED-S004"),
        ("", "RED-S004"),
        ("about ten", "RED-S006"),
        ("1,2,3 of 4", "RED-S006"),
    ],
)
def test_a_cell_without_a_figure_says_why(cell: str, reason: str) -> None:
    with pytest.raises(NoFigureError) as raised:
        read_figure(cell, MARKS)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("cell", "period"),
    [("2024", "2024"), ("2021–24", "2021/2024"), ("2021-2024", "2021/2024"), ("1998–2003", "1998/2003")],
)
def test_years_are_read_as_iso_periods(cell: str, period: str) -> None:
    assert read_period(cell) == period


def test_a_word_is_no_year() -> None:
    with pytest.raises(NoFigureError):
        read_period("last year")


def test_country_names_become_iso_codes() -> None:
    aliases = {"Burma": "MMR", "Other countries": None}
    assert [area_code(name, aliases) for name in ("Burma", "United States", "Vietnam")] == ["MMR", "USA", "VNM"]
    for nowhere in ("Other countries", "Atlantis"):
        with pytest.raises(NoFigureError):
            area_code(nowhere, aliases)


def test_a_row_becomes_a_reference(read: Reader) -> None:
    figures, findings = read(
        'RE,World,Rare Earths,World total,Production,Mine production: rounded,metric tons,2026,"390,000",Estimated.\n'
        'RE,World,Yttrium,China,Production,Mine production,metric tons,2026,">9,000",\n'
    )
    assert not findings
    assert figures[0] == ReferenceRow(
        reference_id="a2027-wld-mine-production-2026",
        country="WLD",
        indicator="mine_production",
        commodity="rare_earths",
        qualifier="eq",
        unit="t",
        period="2026",
        source_id="a-survey-2027",
        stage="mine",
        value=390000.0,
        note="REO. Estimated.",
    )
    assert (figures[1].reference_id, figures[1].low) == ("a2027-chn-mine-production-yttrium-2026", 9000.0)


def test_a_source_of_imports_is_a_partner(read: Reader) -> None:
    figures, _ = read("RE,Import Sources,Rare Earths,China,Sources,All,percent,2022–25,71,\n")
    assert [(f.country, f.partner, f.period, f.value) for f in figures] == [("USA", "CHN", "2022/2025", 71.0)]


def test_every_row_that_gives_no_figure_is_counted(read: Reader) -> None:
    figures, findings = read(
        "RE,World,Rare Earths,China,Production,Mine production,metric tons,2026,W,\n"
        "RE,World,Rare Earths,India,Production,Mine production,metric tons,2026,NA,\n"
        "RE,World,Rare Earths,Other countries,Production,Mine production,metric tons,2026,5,\n"
        "RE,World,Rare Earths,China,Stocks,Stocks,metric tons,2026,5,\n"
        "RE,World,Rare Earths,India,Stocks,Stocks,metric tons,2026,6,\n"
        "RE,World,Rare Earths,Brazil,Production,Mine production,bushels,2026,6,\n"
        "RE,World,Rare Earths,Brazil,Production,Mine production,metric tons,2026,some,\n"
    )
    assert not figures
    assert [finding.split()[:3] for finding in findings] == [
        ["note", "RED-S003", "2"],
        ["note", "RED-S004", "3"],
        ["note", "RED-S005", "4"],
        ["note", "RED-S002", "5"],
        ["note", "RED-S002", "7"],
        ["error", "RED-S006", "8"],
    ]
    assert "(2 rows)" in findings[3]


def test_one_id_twice_is_an_error_and_the_first_is_kept(read: Reader) -> None:
    row = "RE,World,Rare Earths,China,Production,Mine production,metric tons,2026,{},\n"
    figures, findings = read(row.format(1) + row.format(2))
    assert [f.value for f in figures] == [1.0]
    assert findings[0].startswith("error RED-S008 3")


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "s.yaml").write_text(MAPPING, encoding="utf-8")
    figures, findings = read_survey(tmp_path / "s.csv", tmp_path / "s.yaml")
    assert (figures, [f.code for f in findings]) == ([], ["RED-S001"])


@pytest.mark.parametrize("mapping", ["", "source: x", MAPPING.replace("detail:", "detial:")])
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, mapping: str) -> None:
    (tmp_path / "s.csv").write_text(HEADER, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(ValueError, match=r"missing|unknown"):
        read_survey(tmp_path / "s.csv", tmp_path / "s.yaml")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: path.stem)
def test_no_row_of_an_edition_is_lost(edition: Path) -> None:
    figures, findings = read_survey(edition, edition.with_suffix(".yaml"))
    with open(edition, encoding="utf-8-sig", newline="") as file:
        total = sum(1 for _ in csv.DictReader(file))
    left_out = [f for f in findings if f.code != "RED-S009"]
    assert total == len(figures) + sum(int(re.findall(r"\((\d+) rows?\)", f.message)[-1]) for f in left_out)
    assert not [f for f in findings if f.severity == "error"]
    assert len({f.reference_id for f in figures}) == len(figures)


def test_the_edition_of_2026_says_what_it_says() -> None:
    path = SEEDS / "usgs_mcs2026_rare_earths.csv"
    figures = {f.reference_id: f for f in read_survey(path, path.with_suffix(".yaml"))[0]}
    assert figures["usgs-mcs2026-data-chn-mine-production-2024"].value == 270000.0
    assert figures["usgs-mcs2026-data-wld-reserves-2025"].qualifier == "gt"
    assert figures["usgs-mcs2026-data-wld-reserves-2025"].low == 85e6
    assert figures["usgs-mcs2026-data-usa-chn-import-dependence-2021-2024"].value == 71.0
    assert figures["usgs-mcs2026-data-chn-price-oxide-yttrium-2025"].unit == "USD/kg"
    assert figures["usgs-mcs2026-data-can-mine-production-2025"].value == 0.0


def test_a_mapping_that_is_not_yaml_is_told_with_its_line(tmp_path):
    (tmp_path / "s.csv").write_text(HEADER, encoding="utf-8")
    (tmp_path / "s.yaml").write_text("source: x\nrows: [\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"s\.yaml:3"):
        read_survey(tmp_path / "s.csv", tmp_path / "s.yaml")
