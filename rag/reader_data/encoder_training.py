"""From data sets to the files of the default encoder. Needs the extra `models`."""

from dataclasses import dataclass, field
from pathlib import Path

from embeddings.catalogue import load_encoder
from embeddings.checksums import sha256_of_file
from embeddings.export import (
    SOURCE_WEIGHTS,
    BuildReport,
    EncoderWeights,
    build_model,
    published_weights,
)
from embeddings.shipped import DEFAULT_ENCODER, PUBLISHED_ENCODER
from embeddings.training.recipe import SHIPPED_RECIPE, read_recipe
from embeddings.training.train_encoder import Tuning, tune_encoder
from rag.index.build import IndexProgress, Progress
from rag.reader_data.build import DataSets, examples_of
from rag.reader_data.encoder_card import write_encoder_card
from rag.reader_data.encoder_triples import SOURCES, encoder_triples


@dataclass(frozen=True, slots=True)
class EncoderPlan:
    """How the default encoder is made from the published one.

    Args:
        sentences: questions taught with sentences, at most.
        passages: questions taught with paragraphs, and claims with abstracts, at most of each.
        own_passages: questions on the corpora of our own taught with stretches of text, at most;
            all of them are taught with sentences.
        tuning: how they are learnt; the mixture at its first alpha is what is built.
    """

    sentences: int = 8_000
    passages: int = 1_200
    own_passages: int = 6_000
    tuning: Tuning = field(default_factory=lambda: Tuning(rate=6e-5, alphas=(0.75, 1.0)))


def train_and_build_encoder(
    data: Path,
    *,
    work: Path,
    out: Path,
    plan: EncoderPlan | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Make the examples, tune the published encoder with them, build the mixture, write its card.

    Examples that `work` holds already are not made again: those of the reader are the same, and
    the folder that it was trained in will do.

    Args:
        data: folder of the data sets, see `rag.reader_data.build`.
        work: gets `examples/`, and in `encoder/` the tuned weights and the mixture, as
            sentence-transformers loads them; `rag.reader_data.compare_encoders` measures them.
        out: gets `model.onnx`, `tokenizer.json`, `model.json` and `CARD.md`.
        plan: None for that of the shipped encoder.
        progress: told of examples made and learnt.

    Raises:
        MissingExtra: torch or the published weights are not installed.
        TrainingDataError, DatasetError: a data set is missing or malformed.
    """
    tell = progress or (lambda _progress: None)
    plan = plan or EncoderPlan()
    published = published_weights()
    data_sets = DataSets(
        data,
        load_encoder(PUBLISHED_ENCODER),
        read_recipe(SHIPPED_RECIPE).seed,
        lambda *step: tell(IndexProgress(*step)),
    )
    examples_of(SOURCES, data_sets, work=work / "examples")
    triples = encoder_triples(
        work / "examples",
        data,
        n_sentences=plan.sentences,
        n_passages=plan.passages,
        n_own_passages=plan.own_passages,
        seed=plan.tuning.seed,
    )
    tuned = tune_encoder(
        published.folder,
        triples,
        work / "encoder",
        plan.tuning,
        progress=lambda done, total: tell(IndexProgress("learning", done, total)),
    )
    alpha = plan.tuning.alphas[0]
    source = {
        **published.source,
        "tuned_steps": str(tuned.steps),
        "tuned_share": f"{alpha:g}",
        "mixed_weights_sha256": sha256_of_file(tuned.folders[0] / SOURCE_WEIGHTS),
    }
    report = build_model(
        EncoderWeights(DEFAULT_ENCODER, tuned.folders[0], source),
        out,
        progress=lambda step: tell(IndexProgress(step, 0, None)),
    )
    write_encoder_card(
        out / "CARD.md",
        tuned,
        plan.tuning,
        counts={kind: len(rows) for kind, rows in triples.items()},
        identity=report.identity,
    )
    return report
