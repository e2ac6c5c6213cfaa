"""Modality and attribution: whether a claim asserts, plans, forecasts, alleges or denies, and who is said to say so.

The rules are data (``schemas/reading/stance.yaml``); what the modalities mean and which one wins is defined in
``schemas/codelists/modality.yaml``. Reading is one pass over the claim and never raises on any text.
"""

from __future__ import annotations

from functools import cache

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.stance.chinese import read_chinese
from rare_earth_data.stance.english import read_english
from rare_earth_data.stance.model import Stance

__all__ = ["Stance", "read_stance"]

_LONGEST_TITLE_SPEAKER = 30


def read_stance(text: str, language: str = "en", title: str | None = None) -> Stance:
    """Return the stance of a claim's main assertion.

    ``language`` is ``zh`` for Chinese; anything else is read as English. ``title`` is the article's: where the claim's
    speaker is a mere pronoun, the speaker before the title's colon ("美财长:...") is the attribution.
    """
    stance = read_chinese(text) if language.startswith("zh") else read_english(text)
    if stance.attribution and stance.attribution.lower() in _pronouns():
        return Stance(stance.modality, _speaker_of(title or ""))
    return stance


@cache
def _pronouns() -> frozenset[str]:
    rules = load_knowledge("reading/stance.yaml")
    return frozenset(pronoun for language in rules.values() for pronoun in language["pronouns"])


def _speaker_of(title: str) -> str | None:
    """Return what stands before a title's colon, if it is short enough for a speaker."""
    head, colon, _ = title.replace("\uff1a", ":").partition(":")
    return head.strip() if colon and 1 < len(head.strip()) <= _LONGEST_TITLE_SPEAKER else None
