"""What is wrong with curation files, told one by one: each check with an entry that breaks it, and one that just does not."""

import json

import pytest
import yaml

from rare_earth_data.assembly.assemble import assemble

PAGE = """稀土产业
Search documents
矿山停产
Sou Hu Cai Jing· 2025-10-20 08:10
Core Insights - Output of mines in China rose to 2,600 tons in 2024 [1] - China announced export controls on rare earths [2]
"""
SOURCE = {"id": "survey", "title": "A survey", "publisher": "An office", "year": 2025, "basis": "official document"}
EVENT = {
    "id": "cn-ban",
    "title": "A ban",
    "type": "export_prohibition",
    "legal_status": "announced",
    "date": "2025-10",
    "date_precision": "month",
    "date_basis": "stated",
    "summary": "A ban.",
    "parties": [{"area": "CHN", "role": "issuer"}],
    "mentions": [{"quote": "announced export controls"}],
}
OTHER_EVENT = EVENT | {"id": "cn-other"}
REFERENCE = {
    "id": "usa-2024",
    "country": "USA",
    "indicator": "mine_production",
    "commodity": "rare_earths",
    "value": 45000,
    "qualifier": "eq",
    "unit": "t",
    "period": "2024",
    "source": "survey",
}
REVIEW = {
    "id": "output",
    "kind": "value",
    "relation": "contradicts",
    "severity": "high",
    "adjudication": "error",
    "explanation": "why",
    "members": [{"quote": "Output of mines"}],
}
STANCE = {"quote": "Output of mines", "expect": "asserted", "modality": "forecast", "reason": "read"}
METRIC = {"quote": "rose to 2,600 tons", "value_text": "2,600 tons", "action": "confirm", "reason": "read"}
GONE = object()


@pytest.fixture
def found(tmp_path):
    """Return a function from the lists of curation files to [(code, file, the text of the line)], without notes."""

    def findings(**lists):
        folder = tmp_path / "seeds" / "curation"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "seeds" / "page.txt").write_text(PAGE, encoding="utf-8")
        files = {"not_events": "events", "topics": "titles"}
        for name, entries in lists.items():
            path = folder / f"{files.get(name, name)}.yaml"
            lines = [f"  - {json.dumps(entry, ensure_ascii=False)}\n" for entry in entries]
            path.write_text(f"{name}:\n{''.join(lines)}", encoding="utf-8")
            assert yaml.safe_load(path.read_text(encoding="utf-8")) == {name: entries}
        return [
            (finding.code, finding.file.rpartition("/")[2], finding.line)
            for finding in assemble(tmp_path).findings
            if finding.severity != "note" and finding.code != "RED-C102"
        ]

    return findings


def changed(entry, **changes):
    return {name: value for name, value in (entry | changes).items() if value is not GONE}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"date_precision": "day"}, ["RED-E001"]),
        ({"date_precision": "unknown"}, ["RED-E001"]),
        ({"date": GONE, "date_basis": GONE}, ["RED-E001"]),
        ({"date": GONE, "date_precision": "unknown"}, []),
        ({"date": "2025-10-09", "date_precision": "day"}, []),
        ({"date": "2025", "date_precision": "year"}, []),
        ({"date": "2025-Q4", "date_precision": "quarter"}, []),
        ({"date": "2025-Q4", "date_precision": "half"}, ["RED-E001"]),
        ({"date": "2025-H2", "date_precision": "half"}, []),
        ({"effective_date": "2025-11-01"}, ["RED-E001"]),
        ({"effective_date": "2025-11-01", "effective_date_precision": "day"}, []),
        ({"effective_date_precision": "day"}, ["RED-E001"]),
        ({"effective_date_precision": "unknown"}, []),
        ({"date_basis": GONE}, ["RED-E002"]),
        ({"date_basis": "official"}, ["RED-E002"]),
        ({"date_basis": "official", "source": "survey"}, []),
        ({"source": "nothing"}, ["RED-E004"]),
        ({"parent": "cn-other", "relation": "amends"}, []),
        ({"parent": "nothing", "relation": "amends"}, ["RED-E003"]),
        ({"parent": "cn-ban", "relation": "amends"}, ["RED-E003"]),
        ({"parent": "cn-other"}, ["RED-E003"]),
        ({"relation": "amends"}, ["RED-E003"]),
        ({"mentions": [{"quote": "nowhere"}]}, ["RED-C005"]),
        ({"mentions": [{"quote": "矿山停产"}]}, []),
        ({"mentions": [{"quote": "in"}]}, ["RED-C006"]),
        ({"mentions": [{"quote": "announced export controls", "document": "other"}]}, ["RED-C004"]),
        (
            {"mentions": [{"quote": "announced export controls", "document": "page"}, {"quote": "nowhere"}]},
            ["RED-C005"],
        ),
        ({"mentions": [{"quote": "2024 [1] - China"}]}, ["RED-C005"]),
    ],
)
def test_an_event(found, changes, codes):
    told = found(sources=[SOURCE], events=[OTHER_EVENT, changed(EVENT, **changes)])
    assert told == [(code, "events.yaml", 3) for code in codes]


def test_a_claim_that_is_no_event(found, tmp_path):
    def notes():
        return [finding.code for finding in assemble(tmp_path).findings if finding.code == "RED-E005"]

    assert found() == [] and notes() == ["RED-E005"]
    assert found(not_events=[{"quote": "announced export controls"}]) == [] and notes() == []
    assert found(not_events=[{"quote": "nowhere"}]) == [("RED-C005", "events.yaml", 2)] and notes() == ["RED-E005"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"source": "nothing"}, ["RED-C301"]),
        ({"value": GONE}, ["RED-C302"]),
        ({"qualifier": "approx"}, []),
        ({"qualifier": "range"}, ["RED-C302"]),
        ({"qualifier": "range", "low": 1, "high": 2}, ["RED-C302"]),
        ({"qualifier": "range", "low": 1, "high": 2, "value": GONE}, []),
        ({"qualifier": "range", "high": 2, "value": GONE}, ["RED-C302"]),
        ({"qualifier": "range", "low": 1, "value": GONE}, ["RED-C302"]),
        ({"qualifier": "gt"}, ["RED-C302"]),
        ({"qualifier": "gt", "low": 45000}, []),
        ({"qualifier": "gt", "low": 45001}, ["RED-C302"]),
        ({"qualifier": "gt", "low": 45000, "value": GONE}, ["RED-C302"]),
        ({"qualifier": "ge", "low": 45000}, []),
        ({"qualifier": "lt", "high": 45000}, []),
        ({"qualifier": "lt", "low": 45000}, ["RED-C302"]),
        ({"qualifier": "le"}, ["RED-C302"]),
    ],
)
def test_a_reference(found, changes, codes):
    told = found(sources=[SOURCE], references=[changed(REFERENCE, **changes)])
    assert told == [(code, "references.yaml", 2) for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"source": "survey"}, []),
        ({"source": "nothing"}, ["RED-C401"]),
        ({"members": [{"reference": "usa-2024"}]}, []),
        ({"members": [{"reference": "nothing"}]}, ["RED-C402"]),
        ({"members": [{"reference": "usa-2024", "quote": "Output of mines"}]}, ["RED-C403"]),
        ({"members": [{}]}, ["RED-C403"]),
        ({"members": [{"quote": "nowhere"}, {"quote": "Output of mines"}]}, ["RED-C005"]),
    ],
)
def test_a_review(found, changes, codes):
    told = found(sources=[SOURCE], references=[REFERENCE], reviews=[changed(REVIEW, **changes)])
    assert told == [(code, "reviews.yaml", 2) for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"expect": "forecast"}, ["RED-C202"]),
        ({"quote": "矿山停产"}, ["RED-C005"]),
        ({"quote": "nowhere"}, ["RED-C005"]),
    ],
)
def test_a_correction_of_a_stance(found, changes, codes):
    assert found(stance=[changed(STANCE, **changes)]) == [(code, "stance.yaml", 2) for code in codes]


ADD = {"quote": "Output of mines", "value_text": "Output", "action": "add"}
WHOLE = {"country": "CHN", "indicator": "other", "unit": "t", "value": 1}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"expect": {"value": 2600}}, []),
        ({"expect": {"value": 2500}}, ["RED-C202"]),
        ({"quote": "nowhere"}, ["RED-C005"]),
        ({"quote": "矿山停产", "value_text": "停"}, ["RED-C005"]),
        ({"value_text": "2600 tons"}, ["RED-C007"]),
        ({"value_text": "o"}, ["RED-C007"]),
        ({"quote": "Output of mines", "value_text": "mines"}, ["RED-C201"]),
        ({"action": "drop"}, []),
        ({"action": "correct", "set": {"value": 2600}}, []),
        ({"action": "correct", "set": {"value": 2700}}, ["RED-C204"]),
        ({"action": "correct", "set": {"unit": "bushel"}}, ["RED-C205"]),
        ({"action": "correct", "set": {"unit": "bushel", "value": 2700}}, ["RED-C205"]),
        (ADD | {"set": WHOLE}, []),
        (ADD | {"set": {"indicator": "other", "unit": "t"}}, ["RED-C203"]),
        (ADD | {"set": {"country": "CHN", "unit": "t"}}, ["RED-C203"]),
        (ADD | {"set": {"country": "CHN", "indicator": "other"}}, ["RED-C203"]),
        (ADD | {"set": WHOLE | {"unit": "bushel"}}, ["RED-C205"]),
    ],
)
def test_a_correction_of_a_figure(found, changes, codes):
    assert found(metrics=[changed(METRIC, **changes)]) == [(code, "metrics.yaml", 2) for code in codes]


def test_titles_and_topics(found):
    assert found(titles=[{"title": "矿山停产", "en": "Mines close"}]) == []
    assert found(titles=[{"title": "矿山复产", "en": "Mines reopen"}]) == [("RED-C101", "titles.yaml", 2)]
    assert found(topics=[{"topic": "稀土产业", "en": "Rare earths"}]) == []
    assert found(topics=[{"topic": "产业", "en": "Industry"}]) == [("RED-C101", "titles.yaml", 2)]


def test_a_title_without_an_english_wording_is_a_warning(found, tmp_path):
    def lacking():
        return [finding.message for finding in assemble(tmp_path).findings if finding.code == "RED-C102"]

    found()
    assert len(lacking()) == 2
    found(titles=[{"title": "矿山停产", "en": "Mines close"}])
    assert lacking() == ["document topic '稀土产业' has no English wording"]


SURVEY = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes\n"
    "RE,World,Rare Earths,China,Production,Mine production,metric tons,2024,270000,\n"
)
MAPPING = {
    "source": "survey",
    "id_prefix": "s",
    "edition": "1",
    "year": 2025,
    "default_commodity": "rare_earths",
    "units": {"metric tons": "t"},
    "commodities": {"Rare Earths": "rare_earths"},
    "rows": [{"when": {"detail": "Mine production"}, "indicator": "mine_production", "stage": "mine"}],
}


@pytest.mark.parametrize(
    ("table", "changes", "codes"),
    [
        (SURVEY, {}, []),
        (SURVEY, {"source": "nothing"}, ["RED-C303"]),
        (SURVEY, {"commodities": {"Rare Earths": "rare earths"}}, ["RED-C303"]),
        (SURVEY, {"rows": [{"when": {"detail": "Mine production"}, "indicator": "mining"}]}, ["RED-C303"]),
        (SURVEY, {"rows": GONE}, ["RED-C304"]),
        (SURVEY, None, ["RED-C304"]),
        (SURVEY.replace("Value", "Figure"), {}, ["RED-S001"]),
        (SURVEY.replace("2024", "soon"), {}, ["RED-S007"]),
        (SURVEY, {"id_prefix": "usa"}, []),
    ],
)
def test_a_survey(found, tmp_path, table, changes, codes):
    folder = tmp_path / "seeds" / "reference"
    folder.mkdir(parents=True)
    (folder / "s.csv").write_text(table, encoding="utf-8")
    if changes is not None:
        (folder / "s.yaml").write_text(yaml.safe_dump(changed(MAPPING, **changes)), encoding="utf-8")
    told = found(sources=[SOURCE])
    assert [(code, file) for code, file, _ in told] == [(code, "s.csv") for code in codes]
    assert bool(assemble(tmp_path).tables["reference_metrics"]) == (not codes or codes == ["RED-C303"])


def test_a_survey_alone_is_told_what_it_lacks(tmp_path):
    (tmp_path / "seeds" / "reference").mkdir(parents=True)
    (tmp_path / "seeds" / "reference" / "s.csv").write_text(SURVEY, encoding="utf-8")
    (found,) = assemble(tmp_path).findings
    assert found.message == "the survey has no YAML beside it that explains its columns"
    assert (found.code, found.expected) == ("RED-C304", "s.yaml")


def test_an_id_of_a_survey_that_is_kept_by_hand_too(found, tmp_path):
    folder = tmp_path / "seeds" / "reference"
    folder.mkdir(parents=True)
    (folder / "s.csv").write_text(SURVEY, encoding="utf-8")
    (folder / "s.yaml").write_text(yaml.safe_dump(MAPPING), encoding="utf-8")
    kept = changed(REFERENCE, id="s-chn-mine-production-2024")
    assert found(sources=[SOURCE], references=[REFERENCE]) == []
    assert [code for code, _, _ in found(sources=[SOURCE], references=[kept])] == ["RED-C305"]
