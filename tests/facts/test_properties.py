from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document
from rare_earth_data.facts import read_metrics
from rare_earth_data.facts.cues import rules
from rare_earth_data.figures import parse_value_text
from rare_earth_data.model import Article, Claim, Metric

EXTRA = Path(__file__).parent.parent / "extraction"
ARTICLES = [
    "越南稀土\nSou Hu Cai Jing· 2025-06-18 05:32\nCore Insights - Vietnam holds 3.5 million tons of reserves [1]\n",
    "日本磁材\nSou Hu Cai Jing· 2025-06-19 05:32\nGroup 1: Japan - The country buys 63% of its magnets from China [1]\n",
    "澳大利亚\nGuan Cha Zhe Wang· 2025-06-20 05:32\n莱纳斯去年产量1.2万吨,同比增长8%。其中九成来自韦尔德山。\n",
]
HEADER = "Workflow\n稀土\nicon\nSearch documents\n"


def article_of(text: str, language: str) -> Article:
    claim = Claim(text, 0, len(text), language=language)
    return Article(1, None, None, None, None, "2025-06-18 05:32", 0, len(text), "digest", language, False, (), (claim,))


def read(text: str) -> list[list[Metric]]:
    page, _ = read_page(Document.from_text(text))
    return [[metric for _, metric in read_metrics(article, text)] for article in page.articles]


def shape(metrics: list[Metric]) -> list[tuple[object, ...]]:
    return [
        (m.country, m.partner, m.indicator, m.value, m.low, m.high, m.unit, m.period, m.status, m.commodity)
        for m in metrics
    ]


@given(st.text(max_size=300), st.sampled_from(["en", "zh"]))
def test_never_raises_and_spans_hold(text: str, language: str) -> None:
    for index, metric in read_metrics(article_of(text, language), text):
        assert index == 0
        assert 0 <= metric.start < metric.end <= len(text)
        assert metric.indicator in rules() or metric.indicator == "other"


@given(st.permutations(ARTICLES), st.integers(1, 3))
def test_an_unrelated_article_changes_nothing(order: list[str], count: int) -> None:
    alone = {text: shape(read(HEADER + text)[0]) for text in ARTICLES}
    together = read(HEADER + "".join(order[:count]))
    assert [shape(metrics) for metrics in together] == [alone[text] for text in order[:count]]


def test_spans_give_the_value_text() -> None:
    """What a span says, read alone, is the number of the metric; only its sign or its unit may come from the sentence."""
    checked = 0
    for path in sorted(EXTRA.glob("extra_page_*.txt")):
        document = Document.from_text(path.read_text(encoding="utf-8"))
        for article in read_page(document)[0].articles:
            for _, metric in read_metrics(article, document.text):
                if metric.unit == "ratio":  # "five times" is a multiple only with what follows it
                    continue
                quantity = parse_value_text(document.text[metric.start : metric.end])
                assert quantity is not None
                if quantity.unit == metric.unit and metric.value is not None:
                    assert quantity.value is not None
                    assert abs(quantity.value) == abs(metric.value)
                    checked += 1
    assert checked > 150


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["over ", "9", "(", " ", "China holds 5%, ", "and ", "which ", "美国占5%,", "中美"]))
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        article = article_of(text, "en")
        started = time.process_time()
        read_metrics(article, text)
        return time.process_time() - started

    read_metrics(article_of(piece, "en"), piece)
    small, large = seconds(150), seconds(600)
    assert large < 12 * small + 0.3
