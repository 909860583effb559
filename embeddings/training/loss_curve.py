"""The losses of a training run as a picture."""

import json
from itertools import pairwise
from pathlib import Path

from embeddings.errors import MissingExtra

_SMOOTHED_OVER = 5  # chunks


def draw_losses(log: Path, picture: Path) -> None:
    """Draw what `train_reader` logged: a line for each part of the loss, over examples seen.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("matplotlib", purpose="drawing the losses") from error
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    seen = [record["examples"] for record in records]
    for name, label in (
        ("span", "answer words (start and end)"),
        ("sentence", "does the sentence answer"),
        ("window", "does the window answer"),
    ):
        axes.plot(seen, _smoothed([record[name] for record in records]), label=label)
    for before, after in pairwise(records):
        if after["stage"] != before["stage"]:
            axes.axvline(before["examples"], color="grey", linestyle=":", linewidth=1)
    axes.set(xlabel="examples seen", ylabel="loss, nats", yscale="log")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(picture, dpi=120)


def _smoothed(values: list[float]) -> list[float]:
    """Means over the last few chunks."""
    return [
        sum(values[max(0, i - _SMOOTHED_OVER + 1) : i + 1]) / min(i + 1, _SMOOTHED_OVER)
        for i in range(len(values))
    ]
