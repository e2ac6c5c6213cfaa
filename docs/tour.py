"""A tour of the data: from how much is in it to a figure, its sentence, its rivals and what officials say.

Run it from anywhere, with the package installed; every step prints what it finds. A test runs it too.
"""

import rare_earth_data as red

# 1. What is there? Every table is a plain pandas DataFrame.
for name in red.tables():
    print(f"{name:18} {len(red.load(name)):6,} rows")

# 2. Figures compete. What do articles say of China's share of refining, and in which words?
metrics = red.load("country_metrics")
china = metrics[(metrics["country"] == "CHN") & (metrics["indicator"] == "refining_share")]
china = china[china["commodity"] == "rare_earths"]
print("\nChina's share of rare earth refining, as articles put it:")
print(china[["value_text", "value", "low", "high", "qualifier"]].to_string(index=False))

# 3. "Over 90%" is not 90. The qualifier says how a number was hedged; `low` and `high` hold the bound.
hedged = china[china["qualifier"] != "eq"]
print(f"\n{len(hedged)} of {len(china)} figures are hedged.")

# 4. Every figure leads back to the characters that state it.
lowest = china.sort_values("value").iloc[0]
print("\nWhere the lowest comes from:")
print(red.provenance(lowest["metric_id"]))

# 5. Side by side with references, editions kept apart.
sides = red.compare("CHN", "refining_share", commodity="rare_earths")
print("\nBoth sides:")
print(sides[["side", "value", "qualifier", "period", "quote", "source"]].to_string(index=False))

# 6. Where they disagree, and what was judged of it. Not every difference is an error.
conflicts = red.load("conflicts")
print("\nKinds of disagreement:")
print(conflicts["relation"].value_counts().loc[lambda counts: counts > 0].to_string())

# 7. Events in order, with who took part.
events = red.timeline(country="CHN", since="2025-10", until="2025-11")
print("\nEvents with China in October and November 2025:")
print(events[["date", "event_type", "title"]].to_string(index=False))

# 8. A chart, where the extra `plot` is installed: `chart.save("refining.html")` writes it.
try:
    chart = red.plot.figures("refining_share", country="CHN", commodity="rare_earths")
    print(f"\nA chart of {len(chart.to_dict()['datasets']['claims'])} claims.")
except red.MissingExtraError as error:
    print(f"\nNo chart: {error}")
