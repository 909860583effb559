"""Measures the fixed set again and holds it against what was recorded."""

import json
import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from embeddings.catalogue import load_encoder
from rag.benchmark.dataset import Dataset, Task
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.measures.answers import LOWER_IS_BETTER, QUOTE_EXACTNESS
from rag.benchmark.run_folder import Measured, RunError
from rag.benchmark.runner import run_benchmark
from rag.benchmark.systems.config import SystemConfig, load_system
from rag.index.build import Progress

SYSTEMS = ("bm25", "dense", "hybrid", "served")
# Rankings vary a little with the processor: int8 products are rounded as its instructions do.
RETRIEVAL_TOLERANCE = 0.02
# One question near the threshold may go either way; the area counts its neighbours too.
AREA_TOLERANCE = 0.04
_FIRST_QUERIES, _EVERY_OTHER = 60, 8

_SLICE, _EXPECTED = "slice", "expected.json"


class Verdict(StrEnum):
    HELD = "held"
    ROSE = "rose"  # beyond tolerance: worth recording
    FELL = "FELL"
    NEW = "new"  # nothing was recorded
    MISSING = "MISSING"  # recorded, but no longer measured


@dataclass(frozen=True, slots=True)
class RegressEntry:
    """One mean of one system over one dataset; None where there is no such number."""

    dataset: str
    system: str
    measure: str
    expected: float | None
    found: float | None
    tolerance: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RegressReport:
    """Every mean, by dataset, system and measure in the order of running."""

    entries: tuple[RegressEntry, ...]

    @property
    def fallen(self) -> tuple[RegressEntry, ...]:
        """Those that fail the check."""
        return tuple(e for e in self.entries if e.verdict in {Verdict.FELL, Verdict.MISSING})


Place = tuple[str, str, str]  # dataset, system, measure


@dataclass(frozen=True, slots=True)
class FoundMean:
    """A mean, and how far below it a later one may fall."""

    mean: float
    tolerance: float


def check_regressions(seeds: Path, *, progress: Progress | None = None) -> RegressReport:
    """Measure the fixed set, and hold it against the numbers that this package records.

    Raises: as `measure_fixed_set` and `hold_against` do.
    """
    return hold_against(expected_path(), measure_fixed_set(seeds, progress=progress))


def hold_against(expected: Path, found: dict[Place, FoundMean]) -> RegressReport:
    """Each mean with its verdict, first those found, then those that are missing.

    Raises:
        RunError: the file `expected` cannot be read as recorded numbers.
    """
    recorded = _read_expected(expected)
    return RegressReport(
        tuple(
            _entry(place, recorded.get(place), found.get(place))
            for place in dict.fromkeys([*found, *recorded])
        )
    )


def expected_path() -> Path:
    """The recorded numbers of this package."""
    return Path(str(resources.files("rag.benchmark.regress").joinpath(_EXPECTED)))


def record_expected(report: RegressReport, path: Path | None = None) -> Path:
    """Write what `report` found as what is expected from now on, and return where."""
    means: dict[str, dict[str, dict[str, float]]] = {}
    for entry in report.entries:
        if entry.found is not None:
            of_dataset = means.setdefault(entry.dataset, {})
            of_dataset.setdefault(entry.system, {})[entry.measure] = round(entry.found, 4)
    target = path or expected_path()
    target.write_text(json.dumps(means, indent=2) + "\n", encoding="utf-8")
    return target


def measure_fixed_set(seeds: Path, *, progress: Progress | None = None) -> dict[Place, FoundMean]:
    """Run the slice and the seeds through `SYSTEMS`.

    Args:
        seeds: folder of documents with questions.yaml.
        progress: as `run_benchmark` tells it.

    Raises:
        DatasetError: `seeds` is not there.
    """
    found: dict[Place, FoundMean] = {}
    slice_folder = resources.files("rag.benchmark.regress").joinpath(_SLICE)
    with (
        resources.as_file(slice_folder) as folder,
        tempfile.TemporaryDirectory(prefix="footnote-regress-") as out,
    ):
        encoder = load_encoder()
        for label, path in (("project-docs", folder), ("seeds", seeds)):
            dataset = some_of(
                open_dataset(str(path)), first=_FIRST_QUERIES, every_other=_EVERY_OTHER
            )
            for name in SYSTEMS:
                config = load_system(name)
                assert isinstance(config, SystemConfig)
                run = run_benchmark(dataset, config, Path(out), progress=progress, encoder=encoder)
                measured = run.measured()
                for measure, mean in measured.means.items():
                    tolerance = _tolerance(dataset.task, measure, measured)
                    found[label, name, measure] = FoundMean(mean, tolerance)
    return found


def _tolerance(task: Task, measure: str, measured: Measured) -> float:
    """How far a mean may fall: of answers, by one question; quotes must all be exact."""
    if task is Task.RETRIEVAL:
        return RETRIEVAL_TOLERANCE
    if measure == QUOTE_EXACTNESS:
        return 0.0
    n_queries = sum(measure in values for values in measured.per_query.values())
    # What was recorded is rounded to four digits.
    return round(1 / n_queries + 1e-4, 4) if n_queries else AREA_TOLERANCE


def _entry(place: Place, expected: float | None, found: FoundMean | None) -> RegressEntry:
    dataset, system, measure = place
    if found is None:
        return RegressEntry(dataset, system, measure, expected, None, 0.0, Verdict.MISSING)
    verdict = (
        Verdict.NEW
        if expected is None
        else _verdict(measure, expected, found.mean, found.tolerance)
    )
    return RegressEntry(dataset, system, measure, expected, found.mean, found.tolerance, verdict)


def _verdict(measure: str, expected: float, found: float, tolerance: float) -> Verdict:
    gain = expected - found if measure in LOWER_IS_BETTER else found - expected
    if gain < -tolerance:
        return Verdict.FELL
    return Verdict.ROSE if gain > tolerance else Verdict.HELD


def some_of(dataset: Dataset, *, first: int, every_other: int) -> Dataset:
    """The same with few enough queries for a check of every change.

    Args:
        dataset: with all its queries.
        first: so many are kept, in order.
        every_other: of those after them one in so many.
    """
    others = dataset.queries[first:]
    return replace(dataset, queries=(*dataset.queries[:first], *others[::every_other]))


def _read_expected(path: Path) -> dict[Place, float]:
    try:
        fields: Any = json.loads(path.read_text(encoding="utf-8"))
        return {
            (str(dataset), str(system), str(measure)): float(mean)
            for dataset, systems in fields.items()
            for system, measures in systems.items()
            for measure, mean in measures.items()
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise RunError(
            f"{path} cannot be read as recorded numbers ({type(error).__name__}: {error}); record "
            "them with `footnote bench regress --update`"
        ) from error
