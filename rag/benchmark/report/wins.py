"""Queries on which one system is better than another."""

from dataclasses import dataclass
from math import fsum

from rag.benchmark.report.runs import ReportedRun, Section

# Sums of floats in another order differ in the last digits: nobody has won by that.
_SMALLEST_DIFFERENCE = 1e-9


@dataclass(frozen=True, slots=True)
class Wins:
    """One system against the baseline.

    Args:
        system: its name.
        differences: its value minus the baseline's, of each query that both have, falling.
    """

    system: str
    differences: tuple[float, ...]

    @property
    def mean(self) -> float:
        return fsum(self.differences) / len(self.differences)

    @property
    def n_better(self) -> int:
        return sum(difference > _SMALLEST_DIFFERENCE for difference in self.differences)

    @property
    def n_worse(self) -> int:
        return sum(difference < -_SMALLEST_DIFFERENCE for difference in self.differences)

    @property
    def n_equal(self) -> int:
        return len(self.differences) - self.n_better - self.n_worse


def wins_of(section: Section, measure: str) -> tuple[Wins, ...]:
    """Every other system against the baseline.

    Left out are those that share no query with it, and those over other data: two queries of one
    id are not the same question then, or not judged alike.
    """
    against = _values(section.baseline, measure)
    found = []
    for run in section.others:
        if run.text("dataset", "sha256") != section.baseline.text("dataset", "sha256"):
            continue
        values = _values(run, measure)
        differences = (values[query] - against[query] for query in values.keys() & against.keys())
        if ordered := tuple(sorted(differences, reverse=True)):
            found.append(Wins(run.system, ordered))
    return tuple(found)


def _values(run: ReportedRun, measure: str) -> dict[str, float]:
    per_query = run.measured.per_query.items()
    return {query_id: values[measure] for query_id, values in per_query if measure in values}
