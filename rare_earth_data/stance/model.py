"""What a stance is, and what both languages make of a speaker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stance:
    """How a claim says what it says.

    ``modality`` is one of ``schemas/codelists/modality.yaml``. ``attribution`` is who is said to say the main assertion,
    in the words of the source, or ``None`` where the text speaks for itself.
    """

    modality: str
    attribution: str | None = None


def framed(modality: str, by_judge: bool, by_anonymous: bool) -> str:
    """Return what becomes of a modality when a judge (an analyst, an expert) or an unnamed source says it."""
    if modality in ("denied", "alleged", "opinion", "forecast"):
        return modality
    if by_anonymous:
        return "alleged"
    return "opinion" if by_judge else modality
