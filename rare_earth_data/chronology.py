"""The timeline: policy events in order, with who took part and the sentences that report them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rare_earth_data.loading import load

if TYPE_CHECKING:
    import pandas as pd


def _joined(frame: pd.DataFrame, key: str, text: str, separator: str) -> pd.Series[str]:
    return frame.groupby(key, sort=False)[text].agg(lambda values: separator.join(map(str, values)))


def _parties() -> pd.Series[str]:
    parties = load("event_parties")
    parties["party"] = parties["area"].astype(str) + " (" + parties["role"].astype(str) + ")"
    return _joined(parties, "event_id", "party", ", ")


def _mentions() -> pd.Series[Any]:
    claims = load("claims")[["claim_id", "text"]]
    articles = load("articles")[["article_id", "title", "title_en", "published_at"]]
    mentions = load("event_mentions").merge(claims, on="claim_id", how="left", suffixes=("", "_claim"))
    mentions = mentions.merge(articles, on="article_id")
    mentions["sentence"] = mentions["text_claim"].fillna(mentions["title"])
    mentions["claim_id"] = mentions["claim_id"].astype(object).where(mentions["claim_id"].notna(), None)
    mentions["published_at"] = mentions["published_at"].dt.strftime("%Y-%m-%d %H:%M")
    columns = ["text", "sentence", "title_en", "published_at", "claim_id", "article_id"]
    return mentions.groupby("event_id", sort=False)[columns].apply(lambda rows: rows.to_dict("records"))


def _about(country: str) -> set[str]:
    parties = load("event_parties")
    if country not in set(load("areas")["area"]):
        raise LookupError(
            f"there is no area {country!r}; areas are ISO 3166-1 alpha-3 codes such as CHN, and WLD, EUU, G7X, WST, SCO"
        )
    return set(parties.loc[parties["area"] == country, "event_id"])


def timeline(
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    event_type: str | None = None,
    *,
    undated: bool = False,
) -> pd.DataFrame:
    """Return policy events in the order of their dates, with ``parties`` (text) and ``mentions`` (list of dicts).

    ``country`` keeps the events that an area takes part in, in any role; ``since`` and ``until`` are ISO dates of any
    precision (``2025``, ``2025-04``, ``2025-04-09``), both inclusive: an event of ``2025-10`` is since ``2025-10-09`` too,
    because nobody knows that it was earlier. Events without a date come last, and only with ``undated``.

    Raises LookupError for an unknown area.
    """
    events = load("policy_events")
    events["parties"] = events["event_id"].map(_parties())
    events["mentions"] = events["event_id"].map(_mentions())
    if country is not None:
        events = events[events["event_id"].isin(_about(country))]
    if event_type is not None:
        events = events[events["event_type"] == event_type]
    dates = events["date"].fillna("")
    events = events.assign(_first=dates.map(_first_day), _last=dates.map(_last_day))
    keep = dates != ""
    if since is not None:
        keep &= events["_last"] >= _first_day(since)
    if until is not None:
        keep &= events["_first"] <= _last_day(until)
    if undated:
        keep |= dates == ""
    ordered = events[keep].sort_values(["_first", "_last", "event_id"], kind="stable")
    return ordered.drop(columns=["_first", "_last"]).reset_index(drop=True)


_FIRST = {0: "9999-12-31", 4: "-01-01", 7: "-01", 10: ""}
_LAST = {0: "9999-12-31", 4: "-12-31", 7: "-31", 10: ""}


def _first_day(date: str) -> str:
    """Return the first day that an ISO date or interval can mean; a date nobody knows comes after all others."""
    first = date.partition("/")[0]
    return first + _FIRST[len(first)]


def _last_day(date: str) -> str:
    last = date.rpartition("/")[2]
    return last + _LAST[len(last)]
