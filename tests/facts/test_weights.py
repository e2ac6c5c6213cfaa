"""The fitted weights are what fitting gives, and only the numbers that may be looked at went into them."""

from __future__ import annotations

import pytest

from rare_earth_data import fitting
from rare_earth_data.evaluation import BLIND, SETS
from rare_earth_data.facts.cues import fitted_weights, read_with, rules, word_groups
from tests.facts.test_facts import who


def test_fitting_again_gives_the_weights_that_are_shipped(root):
    again, shipped = fitting.fit(root), fitted_weights()
    for indicator in again.keys() | shipped.keys():
        new, old = again.get(indicator, {}), shipped.get(indicator, {})
        for group in new.keys() | old.keys():
            # A tenth: what rounding may do on another machine.
            assert new.get(group, 0.0) == pytest.approx(old.get(group, 0.0), abs=0.11), "run: build/weigh.py"


def test_weights_are_of_known_words_and_indicators():
    for indicator, weights in fitted_weights().items():
        assert indicator in rules()
        assert weights.keys() <= {"base", *word_groups()}


def test_blind_pages_are_never_fitted_to(root, monkeypatch):
    seen = []
    monkeypatch.setattr(fitting, "choices_of", lambda root, name, axes: seen.append(name) or ())
    monkeypatch.setattr(fitting, "_fit", lambda choices, axes: fitting.np.zeros((len(axes.row), len(axes.groups))))
    assert fitting.fit(root, without=["development set"]) == {}
    assert set(seen) == set(SETS) - BLIND - {"development set"}


def test_other_weights_hold_only_as_long_as_asked_for():
    claim = "Chile holds 44% of world reserves"
    before = who(claim)
    with read_with({"reserves_share": {"reserves": -9.0}}):
        assert who(claim) != before
    assert who(claim) == before
