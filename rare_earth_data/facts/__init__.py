"""From numbers and names to facts: which country, indicator, commodity, partner, period and status a number belongs to."""

from rare_earth_data.facts.gazetteer import area_names, known_entities, read_mentions
from rare_earth_data.facts.reader import read_metrics

__all__ = ["area_names", "known_entities", "read_mentions", "read_metrics"]
