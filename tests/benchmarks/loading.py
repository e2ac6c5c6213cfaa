"""What importing the package and a first load cost, beside Python's own start and a plain ``pandas.read_csv``."""

from rare_earth_data.loading import DATA
from tests.benchmarks.timing import in_turn, print_table, python


def run(rounds: int = 11) -> dict[str, float]:
    """Print and return median seconds of whole processes."""
    claims = DATA / "claims.csv"
    times = in_turn(
        {
            "python": python("pass"),
            "import": python("import rare_earth_data as red; red.tables()"),
            "read_csv": python(f"import pandas; pandas.read_csv({str(claims)!r})"),
            "load": python("import rare_earth_data as red; red.load('claims')"),
        },
        rounds,
    )
    print_table(
        "Import and first load (whole process, median)",
        ("what", "ms", "beside"),
        [
            ("python -c pass", f"{times['python'] * 1000:.0f}", ""),
            (
                "import rare_earth_data; tables()",
                f"{times['import'] * 1000:.0f}",
                f"+{(times['import'] - times['python']) * 1000:.0f} ms",
            ),
            ("import pandas; read_csv(claims.csv)", f"{times['read_csv'] * 1000:.0f}", ""),
            ("red.load('claims')", f"{times['load'] * 1000:.0f}", f"{times['load'] / times['read_csv'] - 1:+.1%}"),
        ],
    )
    return times


if __name__ == "__main__":
    run()
