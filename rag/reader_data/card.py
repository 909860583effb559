"""The model card of a trained reader."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template

from embeddings.reader import ReaderIdentity
from embeddings.training.recipe import Recipe
from embeddings.training.train_reader import State


def write_card(
    path: Path,
    recipe: Recipe,
    state: State,
    *,
    counts: Mapping[str, int],
    identity: ReaderIdentity,
) -> None:
    """Write what the reader is, what it learnt from under which licences, and how.

    Args:
        path: the file to make.
        recipe: that it was trained to.
        state: at the end of training.
        counts: examples of each source.
        identity: of the files that were built.
    """
    template = Template(
        resources.files("rag.reader_data").joinpath("card.md").read_text(encoding="utf-8")
    )
    rows = (f"| `{name}` | {counts[name]:,} | {_passes(recipe, name)} |" for name in recipe.sources)
    stages = (
        f"{number}. rate {stage.rate_from:g} to {stage.rate_to:g}, echoes put into "
        f"{stage.echoed:.0%} of the examples, {stage.typed:.0%} of the questions as typed"
        for number, stage in enumerate(recipe.stages, start=1)
    )
    path.write_text(
        template.substitute(
            sources="\n".join(rows),
            stages="\n".join(stages),
            windows=f"{state.examples:,}",
            tokens=f"{state.tokens / 1e6:.1f} million",
            steps=f"{state.steps:,}",
            hours=f"{state.seconds / 3600:.1f}",
            batch_tokens=f"{recipe.batch_tokens:,}",
            max_tokens=recipe.max_tokens,
            seed=recipe.seed,
            sha256=identity.weights_sha256,
        ),
        encoding="utf-8",
    )


def _passes(recipe: Recipe, source: str) -> str:
    return " + ".join(f"{s.passes[source]:g}" if source in s.passes else "0" for s in recipe.stages)
