"""The model card of a trained reader."""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template

from embeddings.reader import ReaderIdentity
from embeddings.training.recipe import Recipe
from embeddings.training.train_reader import State
from rag.benchmark.reading.report import ReadingReport
from rag.benchmark.reading.table import table_of

_PACKAGED = "all-MiniLM-L6-v2 (Apache-2.0, itself from MIT-licensed MiniLM; see `NOTICE`)"
_POOLED = "the mean over its tokens, the `[SEP]` that closes it among them"
_AT_SEPARATOR = "read at the `[SEP]` that closes it"


def write_card(
    path: Path,
    recipe: Recipe,
    state: State,
    *,
    counts: Mapping[str, int],
    identity: ReaderIdentity,
    pools: bool,
    base: str | None = None,
    measured: ReadingReport | None,
    begun_from: str | None = None,
) -> None:
    """Write what the reader is, what it learnt from under which licences, and how.

    Args:
        path: the file to make.
        recipe: that it was trained to.
        state: at the end of training.
        counts: examples of each source.
        identity: of the files that were built.
        pools: whether a sentence's relevance is a mean, see `ReaderNetwork`.
        base: name of the published encoder that it was made from; None for the packaged one.
        measured: by the data's development sets; None where they are not at hand.
        begun_from: SHA-256 of the reader that training began with; None for the encoder.
    """
    template = card_template("card.md")
    rows = (f"| `{name}` | {counts[name]:,} | {_passes(recipe, name)} |" for name in recipe.sources)
    stages = (
        f"{number}. rate {stage.rate_from:g} to {stage.rate_to:g}, echoes put into "
        f"{stage.echoed:.0%} of the examples, {stage.typed:.0%} of the questions as typed"
        + (f", the lowest {stage.frozen_layers} layers at rest" if stage.frozen_layers else "")
        + (f", of the layers only {_listed(stage.kept_layers)} kept" if stage.kept_layers else "")
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
            base=_PACKAGED if base is None else f"{base} (under its own licence)",
            relevance=_POOLED if pools else _AT_SEPARATOR,
            reader=f"the reader with SHA-256 `{begun_from}`, and that from " if begun_from else "",
            measures=_measures(measured),
        ),
        encoding="utf-8",
    )


def card_template(name: str) -> Template:
    """The template of a card that lies beside this module."""
    text = resources.files("rag.reader_data").joinpath(name).read_text(encoding="utf-8")
    return Template(text)


def _listed(layers: Sequence[int]) -> str:
    return ", ".join(map(str, layers))


def _passes(recipe: Recipe, source: str) -> str:
    return " + ".join(f"{s.passes.get(source, 0) * s.share:.3g}" for s in recipe.stages)


def _measures(report: ReadingReport | None) -> str:
    if report is None:
        return "Not measured when it was built: no development sets were at hand."
    rows = (
        f"| {section.title} | {' | '.join(row[:3])} |"
        for section in report.sections
        for row in table_of(section)[1]
    )
    facts = (f"- {section.title}: {'; '.join(section.facts)}" for section in report.sections)
    return "\n".join(["| data | measure | value | 95 % |", "|---|---|---|---|", *rows, "", *facts])
