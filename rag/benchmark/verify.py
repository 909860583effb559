"""A run made again from its manifest: do its numbers hold?"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rag.benchmark.datasets.lines import sha256_of
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.manifest import differences
from rag.benchmark.run_data import dataset_of
from rag.benchmark.run_folder import RunError, RunFolder
from rag.benchmark.runner import run_benchmark
from rag.benchmark.systems.config import AnyConfig, RemoteConfig, SystemConfig
from rag.index.build import Progress

TOLERANCE = 1e-4
_NAMED = ("commit", "packages", "platform", "dataset", "system", "index")
# Where files lie and how long work took decide no number.
_IGNORED = ("index.build_seconds", "index.texts_", "index.n_bytes", "index.index_sha256")


@dataclass(frozen=True, slots=True)
class VerifiedMeasure:
    """One mean, as it was written and as it came out again; None when only one run has it."""

    name: str
    recorded: float | None
    found: float | None
    holds: bool


@dataclass(frozen=True, slots=True)
class VerifyRunReport:
    """What making a run again has shown.

    Args:
        run: its folder.
        holds: whether every measure holds and no file was altered.
        measures: in the run's order.
        altered: files of the run that are not as it wrote them.
        differences: "packages.numpy: 2.1.0, now 2.2.0" for whatever differs now.
        tolerance: largest difference of a mean that holds.
        seconds: that it took.
    """

    run: Path
    holds: bool
    measures: tuple[VerifiedMeasure, ...]
    altered: tuple[str, ...]
    differences: tuple[str, ...]
    tolerance: float
    seconds: float


def verify_run(
    run: RunFolder,
    *,
    tolerance: float = TOLERANCE,
    data: str | None = None,
    progress: Progress | None = None,
) -> VerifyRunReport:
    """Index and ask everything again in a temporary folder, vectors included, and compare means.

    The run's files are held against the SHA-256 that its manifest has of them.

    Args:
        run: finished; it is left as it is.
        tolerance: largest difference of a mean that holds, 0 or more.
        data: where the dataset lies now, if not where it lay; it must be the same.
        progress: as `run_benchmark` tells it.

    Raises:
        RunError: the run is not finished, its manifest lacks what is needed, or `data` is not
            what it was run over.
        DatasetError: the dataset is not where it was.
    """
    if tolerance < 0:
        raise RunError(f"the tolerance is {tolerance}; it must be 0 or more")
    started = time.perf_counter()
    manifest, recorded = run.manifest(), run.measured().means
    config, source, measures = _what_was_run(run, manifest)
    altered = _altered(run, manifest)
    dataset = open_dataset(source) if data is None else dataset_of(run, data=data)
    with tempfile.TemporaryDirectory(prefix="footnote-verify-") as folder:
        again = run_benchmark(dataset, config, Path(folder), measures=measures, progress=progress)
        found, now = again.measured().means, again.manifest()
    verified = tuple(
        _verified(name, recorded.get(name), found.get(name), tolerance)
        for name in dict.fromkeys([*recorded, *found])
    )
    return VerifyRunReport(
        run=run.path,
        holds=all(entry.holds for entry in verified) and not altered,
        measures=verified,
        altered=altered,
        differences=tuple(
            difference
            for difference in differences(manifest, now, within=_NAMED)
            if not difference.startswith(_IGNORED)
        ),
        tolerance=tolerance,
        seconds=time.perf_counter() - started,
    )


def _verified(
    name: str, recorded: float | None, found: float | None, tolerance: float
) -> VerifiedMeasure:
    holds = recorded is not None and found is not None and abs(recorded - found) <= tolerance
    return VerifiedMeasure(name, recorded, found, holds)


def _altered(run: RunFolder, manifest: dict[str, Any]) -> tuple[str, ...]:
    """Files whose SHA-256 is not the manifest's; of a run that recorded none, nothing is known."""
    recorded = manifest.get("files")
    if not isinstance(recorded, dict):
        return ()
    now = {path.name: sha256_of([path]) for path in run.result_paths if path.exists()}
    return tuple(
        sorted(name for name in recorded.keys() | now.keys() if recorded.get(name) != now.get(name))
    )


def _what_was_run(
    run: RunFolder, manifest: dict[str, Any]
) -> tuple[AnyConfig, str, tuple[str, ...]]:
    try:
        fields = manifest["system"]["config"]
        kind: type[SystemConfig | RemoteConfig] = RemoteConfig if "url" in fields else SystemConfig
        config = kind.model_validate(fields)
        return config, str(manifest["dataset"]["source"]), tuple(manifest["measures"])
    except (KeyError, TypeError, ValidationError) as error:
        raise RunError(
            f"{run.manifest_path} does not say what was run ({type(error).__name__}: {error}); "
            "run it again with `footnote bench run`"
        ) from error
