"""How a report writes numbers, and which of two is better."""

from rag.benchmark.measures.answers import F1, FULL_ANSWER, LOWER_IS_BETTER
from rag.benchmark.report.runs import ReportedRun, Section

MISSING = "–"
_SHORT = 12  # characters of a commit or hash
# What a dataset's plots show when they show one measure: the first that it has.
_MAIN = ("nDCG@10", F1, FULL_ANSWER, "AP")
# How much of a ranking was judged is a fact about the judgements, neither good nor bad.
_NO_QUALITY = ("Judged",)


def main_measure(section: Section) -> str:
    """The measure that plots of one measure show."""
    return next((name for name in _MAIN if name in section.measures), section.measures[0])


def is_quality(measure: str) -> bool:
    return not measure.startswith(_NO_QUALITY)


def best_systems(section: Section, measure: str) -> frozenset[str]:
    """Those whose mean, as it is written, is the best of at least two."""
    means = {
        run.system: round(run.measured.means[measure], 4)
        for run in section.runs
        if measure in run.measured.means
    }
    if len(means) < 2 or not is_quality(measure):
        return frozenset()
    best = min(means.values()) if measure in LOWER_IS_BETTER else max(means.values())
    return frozenset(system for system, mean in means.items() if mean == best)


def mean_text(run: ReportedRun, measure: str) -> str:
    mean = run.measured.means.get(measure)
    return MISSING if mean is None else f"{mean:.4f}"


def interval_text(run: ReportedRun, measure: str) -> str:
    """Like "0.701 to 0.768", "" when there is no interval."""
    if measure not in run.measured.intervals:
        return ""
    low, high = run.measured.intervals[measure]
    return f"{low:.3f} to {high:.3f}"


def count_text(run: ReportedRun, measure: str) -> str:
    """Like "n = 120" where a mean is not over all queries of the dataset, else ""."""
    n, n_queries = run.measured.n.get(measure), run.number("dataset", "n_queries")
    return "" if n is None or n_queries is None or n == n_queries else f"n = {n:,}"


def milliseconds(value: float | None) -> str:
    if value is None:
        return MISSING
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def megabytes(value: float | None) -> str:
    return MISSING if value is None else f"{value / 1e6:,.1f} MB"


def seconds(value: float | None) -> str:
    return MISSING if value is None else f"{value:,.1f} s"


def short(value: str) -> str:
    """A hash in short, with what is said of it; anything with a blank is a name and stays."""
    digits, dash, said = value.partition("-")
    return value if " " in value else f"{digits[:_SHORT]}{dash}{said}"
