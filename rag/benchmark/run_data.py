"""The data that a run was over, read again."""

from dataclasses import replace

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.run_folder import RunError, RunFolder


def dataset_of(run: RunFolder, *, data: str | None = None) -> Dataset:
    """The dataset of the run, under the run's name for it.

    Args:
        run: begun or finished.
        data: where it lies now; None reads it where it lay.

    Raises:
        RunError: it is other data, or the manifest does not say what it was.
        DatasetError: nothing is there, or it is malformed.
    """
    try:
        recorded = run.manifest()["dataset"]
        name, source, sha256 = recorded["name"], recorded["source"], recorded["sha256"]
    except (KeyError, TypeError) as error:
        raise RunError(
            f"{run.manifest_path} does not say what was run; run it again with `footnote bench run`"
        ) from error
    dataset = open_dataset(data or source)
    if dataset.sha256 != sha256:
        raise RunError(
            f"{data or source} is not what {run.path} was run over: its SHA-256 is "
            f"{dataset.sha256}, the run's {sha256}; name the data of the run with --data"
        )
    return replace(dataset, name=name)
