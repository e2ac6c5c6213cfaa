"""Where figures disagree: with each other, with official statistics, with arithmetic, and with the calendar."""

from rare_earth_data.conflicts.find import find_conflicts, find_hits

__all__ = ["find_conflicts", "find_hits"]
