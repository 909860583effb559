"""Two runs held against each other, and how that reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.benchmark.significance import PairedTest

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_SHOWN_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class MeasureComparison:
    """One measure of both runs.

    Args:
        name: as the runs have it.
        lower_is_better: for rates of errors.
        test: B against A.
        corrected_t_test: p of the t-test after Holm's correction over the measures compared.
        corrected_randomisation: p of the randomisation test, corrected likewise.
    """

    name: str
    lower_is_better: bool
    test: PairedTest
    corrected_t_test: float
    corrected_randomisation: float

    @property
    def wins(self) -> int:
        """Queries on which B is better."""
        return self.test.higher_in_a if self.lower_is_better else self.test.higher_in_b

    @property
    def ties(self) -> int:
        return self.test.equal

    @property
    def losses(self) -> int:
        """Queries on which A is better."""
        return self.test.higher_in_b if self.lower_is_better else self.test.higher_in_a


@dataclass(frozen=True, slots=True)
class UntestedMeasure:
    """A measure without a value per query, or of the judgements rather than the system."""

    name: str
    mean_a: float
    mean_b: float


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A ranked item or a statement of an answer.

    Args:
        item_id: of the document or sentence; of a statement the documents that it cites.
        score: None for a statement.
        grade: as judged, None when it is not.
        text: "" when nobody knows it.
    """

    item_id: str
    score: float | None
    grade: int | None
    text: str


@dataclass(frozen=True, slots=True)
class QueryDifference:
    """One query with what each run put first, best first."""

    query_id: str
    question: str
    value_a: float
    value_b: float
    top_a: tuple[ShownItem, ...]
    top_b: tuple[ShownItem, ...]

    @property
    def difference(self) -> float:
        return self.value_b - self.value_a


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B against run A over one dataset.

    Args:
        dataset: its name.
        system_a: the baseline's name.
        system_b: the other's name.
        n_queries: measured in both runs.
        warnings: what makes the comparison less than fair.
        measures: tested, in the order of A's file.
        untested: what no paired test can be made of.
        ordered_by: the measure by which `differing` is chosen.
        differing: queries by falling distance of the two values, then by id; none without any.
    """

    dataset: str
    system_a: str
    system_b: str
    n_queries: int
    warnings: tuple[str, ...]
    measures: tuple[MeasureComparison, ...]
    untested: tuple[UntestedMeasure, ...]
    ordered_by: str
    differing: tuple[QueryDifference, ...]

    def as_markdown(self) -> str:
        """Tables of the measures, then one of each differing query; all texts are escaped."""
        a, b = _escaped(self.system_a), _escaped(self.system_b)
        parts = [
            f"# {_escaped(self.dataset)}: {b} against {a}",
            *(f"**Note**: {_escaped(warning)}" for warning in self.warnings),
            f"{self.n_queries} queries. A is {a}, B is {b}; differences are B - A, with 95 % "
            "bootstrap intervals. p is two-sided and paired, in brackets after Holm's correction "
            f"over {len(self.measures)} measures. B wins, ties and loses by query.",
            _table(
                "Measure | A | B | B - A | p (t-test) | p (randomisation) | win / tie / loss",
                [_measure_row(compared) for compared in self.measures],
            ),
        ]
        if self.untested:
            rows = [
                [
                    _escaped(m.name),
                    f"{m.mean_a:.4f}",
                    f"{m.mean_b:.4f}",
                    _signed(m.mean_b - m.mean_a),
                ]
                for m in self.untested
            ]
            parts += ["Not tested, query by query:", _table("Measure | A | B | B - A", rows)]
        if self.differing:
            parts.append(f"## Queries that differ most by {_escaped(self.ordered_by)}")
        for query in self.differing:
            parts += _query_parts(query, a, b)
        return "\n\n".join(parts) + "\n"


def _measure_row(compared: MeasureComparison) -> list[str]:
    test = compared.test
    low, high = test.interval
    name = _escaped(compared.name) + (" (lower is better)" if compared.lower_is_better else "")
    return [
        name,
        f"{test.mean_a:.4f}",
        f"{test.mean_b:.4f}",
        f"{_signed(test.difference)} ({_signed(low)} to {_signed(high)})",
        f"{_p(test.p_t_test)} ({_p(compared.corrected_t_test)})",
        f"{_p(test.p_randomisation)} ({_p(compared.corrected_randomisation)})",
        f"{compared.wins} / {compared.ties} / {compared.losses}",
    ]


def _query_parts(query: QueryDifference, a: str, b: str) -> list[str]:
    heading = f"### {_escaped(query.query_id)}"
    if query.question:
        heading += f": {_escaped(query.question)}"
    depth = max(len(query.top_a), len(query.top_b))
    rows = [[str(i + 1), _item(query.top_a, i), _item(query.top_b, i)] for i in range(depth)]
    value_a, value_b = f"{query.value_a:.4f}", f"{query.value_b:.4f}"
    said = f"A {value_a}, B {value_b}, difference {_signed(query.difference)}"
    if not rows:
        return [heading, f"{said}; neither run has a result."]
    return [heading, said, _table(f"Rank | A: {a} | B: {b}", rows)]


def _item(items: Sequence[ShownItem], position: int) -> str:
    if position >= len(items):
        return "–"
    item = items[position]
    facts = [f"**{_escaped(item.item_id)}**" if item.item_id else ""]
    if item.grade is not None:
        facts.append(f"grade {item.grade}")
    if item.score is not None:
        facts.append(f"score {item.score:.4g}")
    return "<br>".join(filter(None, [", ".join(filter(None, facts)), _escaped(_cut(item.text))]))


def _cut(text: str) -> str:
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return text[:_SHOWN_CHARACTERS].rstrip() + "…"


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    rule = " | ".join(["---"] * (head.count(" | ") + 1))
    return "\n".join(f"| {line} |" for line in [head, rule, *(" | ".join(row) for row in rows)])


def _signed(value: float) -> str:
    # Adding 0 turns a rounded -0.0 into 0.0, which is neither above nor below.
    return f"{round(value, 4) + 0.0:+.4f}"


def _p(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
