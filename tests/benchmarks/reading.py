"""Reading a corpus: MB/s of the reader, growth with its size, and memory that stays flat."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks.timing import print_table

SENTENCES = (
    "China accounted for about {n}% of global rare earth output in 2024, well ahead of the United States",
    "The ministry plans to invest over {n} million yuan in a separation plant in Inner Mongolia by 2030",
    "Exports of permanent magnets fell by {n}.5% year-on-year, the customs office said",
    "Analysts expect that a second source of heavy rare earths will take at least {n} years to build",
    "Australia and Japan signed a memorandum on the supply of neodymium-praseodymium oxide",
    "The price of dysprosium rose to ${n} per kilogram, while terbium was little changed",
)
HEADINGS = ("Market Overview", "Policy Changes", "Supply Chain Risks", "Industry Outlook")


def documents(count: int, articles: int = 5, seed: int = 7) -> Iterator[str]:
    """Synthetic topic pages, made one at a time; ``count`` counts articles."""
    source = random.Random(seed)
    for first in range(0, count, articles):
        blocks = ["Workflow\n稀土\nicon\nSearch documents"]
        for number in range(first, min(first + articles, count)):
            body = "Core Viewpoint - " + SENTENCES[number % 6].format(n=source.randint(2, 99)) + " [1][2]"
            for group, heading in enumerate(HEADINGS, start=1):
                body += f" Group {group}: {heading}"
                for _ in range(3):
                    text = source.choice(SENTENCES).format(n=source.randint(2, 99))
                    body += f" - {text} [{source.randint(1, 40)}]"
            stamp = f"2025-{1 + number % 12:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}"
            blocks.append(f"稀土新闻第{number}号\nSou Hu Cai Jing· {stamp}\n{body}")
        yield "\n".join(blocks)


def measure(count: int) -> tuple[float, int, int, int]:
    """(seconds, bytes, claims, peak KiB) of reading ``count`` articles in this process."""
    import resource

    from rare_earth_data.digest import read_page
    from rare_earth_data.documents import Document

    seconds, size, claims = 0.0, 0, 0
    for number, text in enumerate(documents(count)):
        size += len(text.encode())
        start = time.perf_counter()
        page, _ = read_page(Document(f"d{number}", f"d{number}.txt", text))
        seconds += time.perf_counter() - start
        claims += sum(len(article.claims) for article in page.articles)
    return seconds, size, claims, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(counts: tuple[int, ...] = (1_000, 10_000, 100_000)) -> list[list[float]]:
    """Print and return [articles, seconds, bytes, claims, peak KiB], each count in a process of its own."""
    results = []
    for count in counts:
        code = f"from tests.benchmarks.reading import measure; print(*measure({count}))"
        output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        results.append([count, *map(float, output.split())])
    base = results[0]
    print_table(
        "Reading synthetic articles (one core; parsing only)",
        ("articles", "MB", "seconds", "MB/s", "articles/s", "claims", "µs/article, beside the first", "peak MB"),
        [
            (
                f"{count:,.0f}",
                f"{size / 1e6:.1f}",
                f"{seconds:.2f}",
                f"{size / 1e6 / seconds:.1f}",
                f"{count / seconds:,.0f}",
                f"{claims:,.0f}",
                f"{seconds / count * 1e6:.0f} ({seconds / count / (base[1] / base[0]):.2f}x)",
                f"{peak / 1024:.0f}",
            )
            for count, seconds, size, claims, peak in results
        ],
    )
    return results


if __name__ == "__main__":
    run()
