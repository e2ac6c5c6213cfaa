"""The timeline as shipped: what must be in it, and how its rows hang together."""

import pytest

import rare_earth_data as red


@pytest.fixture(scope="module")
def events():
    return red.load("policy_events").set_index("event_id")


def test_every_event_has_a_mention_in_a_claim_and_a_party(events):
    mentions, parties = red.load("event_mentions"), red.load("event_parties")
    assert set(events.index) == set(mentions.loc[mentions["claim_id"].notna(), "event_id"])
    assert set(events.index) == set(parties["event_id"])
    assert set(parties.loc[parties["role"] == "issuer", "event_id"]) == set(events.index)


def test_no_event_stands_twice(events):
    parties = (
        red.load("event_parties")
        .groupby("event_id")[["area", "role"]]
        .apply(lambda rows: frozenset(map(tuple, rows.values)))
    )
    keys = events.assign(parties=parties)[["event_type", "date", "instrument_number", "parent_event_id", "title"]]
    assert not keys.duplicated().any()


def test_announcements_61_and_62_and_what_suspends_them(events):
    by_number = events[events["instrument_number"].isin(["2025 No. 61", "2025 No. 62"])]
    assert set(by_number["instrument_number"]) == {"2025 No. 61", "2025 No. 62"}
    assert set(by_number["date"]) == {"2025-10-09"}
    first = {number: rows.index for number, rows in by_number.groupby("instrument_number")}
    suspensions = events[events["relation"] == "suspends"]
    for number in ("2025 No. 61", "2025 No. 62"):
        assert set(suspensions["parent_event_id"]) & set(first[number])


def test_the_licensing_of_april_2025_is_an_event_of_its_own_and_in_force(events):
    licensing = events[(events["instrument_number"] == "2025 No. 18")]
    assert len(licensing) == 1
    assert licensing["event_type"].iloc[0] == "export_licensing"
    assert licensing["date"].iloc[0] == "2025-04-04"
    assert licensing["legal_status"].iloc[0] == "in_force"
    suspended = set(events.loc[events["relation"] == "suspends", "parent_event_id"])
    assert licensing.index[0] not in suspended


def test_official_dates_name_their_source(events):
    official = events[events["date_basis"] == "official"]
    assert len(official) >= 25
    assert official["source_id"].notna().all()
    assert set(official["source_id"]) <= set(red.load("sources")["source_id"])


def test_dates_are_no_finer_than_their_precision(events):
    lengths = {"day": 10, "month": 7, "year": 4, "quarter": 15, "half": 15}
    for event in events[events["date"].notna()].itertuples():
        assert len(event.date) == lengths[event.date_precision], event.Index
    assert (events.loc[events["date"].isna(), "date_precision"] == "unknown").all()


def test_the_timeline_is_in_order_and_about_what_was_asked():
    timeline = red.timeline(country="CHN", since="2025-04")
    first = timeline["date"].str[:10].tolist()
    assert all(date >= "2025" for date in first)
    ids = set(timeline["event_id"])
    parties = red.load("event_parties")
    assert ids <= set(parties.loc[parties["area"] == "CHN", "event_id"])
    assert all(mention["sentence"] for mentions in timeline["mentions"] for mention in mentions)
    days = [event for event in timeline.itertuples() if event.date_precision == "day"]
    assert [event.date for event in days] == sorted(event.date for event in days)
    assert "2025-04-04" in first


def test_since_and_until_are_inclusive():
    day = red.timeline(since="2025-10-09", until="2025-10-09")
    exact = day[day["date_precision"] == "day"]
    assert set(exact["date"]) == {"2025-10-09"}
    assert len(red.timeline(undated=True)) == len(red.load("policy_events"))
    assert len(red.timeline(event_type="import_tariff")) <= len(red.load("policy_events"))


def test_an_unknown_area_is_an_error():
    with pytest.raises(LookupError, match="alpha-3"):
        red.timeline(country="China")
