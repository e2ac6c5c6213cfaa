"""Profiles of Hypothesis, and what several tests need."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# "ci" tries the same examples every time; RED_HYPOTHESIS=long looks for new ones.
slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=slow)
settings.register_profile("long", deadline=None, max_examples=2000, suppress_health_check=slow)
settings.load_profile(os.environ.get("RED_HYPOTHESIS", "ci"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT
