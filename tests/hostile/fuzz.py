"""Damage real files at random and validate them: nothing may raise, hang, or write.

    python tests/hostile/fuzz.py --minutes 10

Prints what was tried and, with the seed that makes them again, the inputs that raised or took long.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from rare_earth_data.validation.targets import NotCheckableError, validate

ROOT = Path(__file__).resolve().parents[2]
SLOW = 10.0
PIECES = [
    b'"', b",", b"\n", b"\r\n", b"\0", b"'", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!", b"---\n", b": ", b"- ", b"#",
    b"\xff", b"\xef\xbb\xbf", "。".encode(), "\u202e".encode(), b"\xed\xa0\x80", b"9" * 400, b"(" * 400, b"over " * 80,
    b"../", b"http://", b"null", b"NaN", b"1e999", b"-1", b"=1+1", b"%", b"\x1b[31m", b"[1][2]", b"Group 1: ",
]  # fmt: skip
SOURCES = {
    "document": "seeds/*.txt",
    "curation": "seeds/curation/*.yaml",
    "table": "rare_earth_data/data/*.csv",
    "descriptor": "rare_earth_data/data/datapackage.json",
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, repeat, swap and overwrite parts of some bytes."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 3, 20, 300))
        kind = chance.randrange(5)
        if kind == 0:
            content[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del content[at : at + length]
        elif kind == 2:
            content[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 3:
            content[at:at] = content[at : at + length] * chance.choice((2, 10, 50))
        else:
            content[at : at + length] = chance.choice(PIECES)
    return bytes(content)


def make(kind: str, folder: Path, chance: random.Random) -> Path:
    """Write a damaged input into an empty folder and return the path to check."""
    if kind == "archive":
        path = folder / "package.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted((ROOT / "rare_earth_data/data").glob("*")):
                archive.write(file, file.name)
        path.write_bytes(damaged(path.read_bytes(), chance))
        return path
    source = chance.choice(sorted(ROOT.glob(SOURCES[kind])))
    data = source.read_bytes()
    if kind in ("document", "curation") and chance.random() < 0.7:
        start = chance.randrange(len(data))
        data = data[start : start + 4000]
    (folder / source.name).write_bytes(damaged(data, chance))
    if kind == "descriptor":
        for file in source.parent.glob("*.csv"):
            shutil.copy(file, folder)
    return folder / source.name


def attempt(seed: int) -> tuple[str, str, float, str]:
    """Try one input; returns its kind, how it went (clean, findings, refused, RAISED, SLOW), seconds, and the traceback."""
    chance = random.Random(seed)
    kind = chance.choice((*SOURCES, "document", "table", "curation", "archive"))
    with tempfile.TemporaryDirectory() as scratch:
        path = make(kind, Path(scratch), chance)
        before = sorted(Path(scratch).iterdir())
        start = time.monotonic()
        try:
            outcome = "findings" if validate(path).findings else "clean"
        except NotCheckableError:
            outcome = "refused"
        except Exception:
            return kind, "RAISED", time.monotonic() - start, traceback.format_exc()
        seconds = time.monotonic() - start
        assert sorted(Path(scratch).iterdir()) == before, f"seed {seed} wrote something"
        return kind, "SLOW" if seconds > SLOW else outcome, seconds, ""


def main() -> None:
    """Run for some minutes and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    end, seed, tally, slowest = time.monotonic() + 60 * options.minutes, options.seed, Counter(), 0.0
    while time.monotonic() < end:
        kind, outcome, seconds, trace = attempt(seed)
        tally[kind, outcome] += 1
        slowest = max(slowest, seconds)
        if outcome in ("RAISED", "SLOW"):
            print(f"seed {seed}: {kind} {outcome} after {seconds:.1f} s\n{trace}", flush=True)
        seed += 1
    for (kind, outcome), number in sorted(tally.items()):
        print(f"{kind:<12} {outcome:<10} {number:>8,}")
    print(f"{sum(tally.values()):,} inputs, the slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
