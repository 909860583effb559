"""From data sets to the files of a reader. Needs the extra `models`."""

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from embeddings.catalogue import load_encoder, load_reader, reader_folder
from embeddings.export import EncoderWeights, published_weights
from embeddings.model_folder import TOKENIZER_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.reader import ReaderIdentity
from embeddings.reader_export import build_reader
from embeddings.shipped import PUBLISHED_ENCODER
from embeddings.training.example import ReaderExample
from embeddings.training.loss_curve import draw_losses
from embeddings.training.reader_base import base_network, reader_base
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.recipe import SHIPPED_RECIPE, Recipe, read_recipe
from embeddings.training.stored_reader import stored_network
from embeddings.training.train_reader import LOG_NAME, Progress, train_reader
from rag.benchmark.reading import ReadingData, measure_reader
from rag.benchmark.reading.report import ReadingReport
from rag.index.build import IndexProgress
from rag.reader_data.augment import augment
from rag.reader_data.build import DataSets, examples_of
from rag.reader_data.card import write_card

Tell = Callable[[IndexProgress], None]

_TYPICAL_EACH = 10  # windows of each source
_BEGUN_FROM = "begun_from_reader_sha256"


def train_and_build(
    data: Path,
    *,
    work: Path,
    out: Path,
    recipe: Path | None = None,
    base: Path | None = None,
    start: str | None = None,
    progress: Tell | None = None,
) -> ReaderIdentity:
    """Make the examples, train to the recipe's end, and write the reader's folder with its card.

    What `work` holds already is not made again, so an interrupted call is simply repeated.

    Args:
        data: folder of the data sets, see `rag.reader_data.build`.
        work: examples, checkpoints and losses; tens of MB of each.
        out: gets `model.onnx`, `tokenizer.json`, `model.json`, `CARD.md` and `losses.png`.
        recipe: None for that of the shipped reader.
        base: folder of the published encoder to begin with, see `embeddings.training.reader_base`;
            None for the packaged all-MiniLM-L6-v2.
        start: a reader's name or folder to go on from, made of `base`; None begins anew.
        progress: told of examples made and learnt.

    Raises:
        MissingExtra: torch, the published weights or matplotlib are not installed.
        InvalidRecipe: the recipe cannot be read.
        InvalidBase: the folder holds no encoder to begin with.
        TrainingDataError: a data set is missing or malformed.
        UnknownModel, InvalidModelFolder: there is no such reader to start from, or it is of another
            shape.
    """
    tell = progress or (lambda _progress: None)
    plan = read_recipe(recipe or SHIPPED_RECIPE)
    published = published_weights() if base is None else reader_base(base)
    network, origin = _beginning(start, published, seed=plan.seed)
    data_sets = DataSets(
        data,
        load_encoder(PUBLISHED_ENCODER),
        plan.seed,
        lambda *step: tell(IndexProgress(*step)),
    )
    examples = examples_of(plan.sources, data_sets, work=work / "examples")
    tokenizer: Tokenizer = open_tokenizer(published.folder / TOKENIZER_NAME)
    state = train_reader(
        network,
        tokenizer,
        examples,
        plan,
        work=work,
        augment=augment,
        progress=lambda done: tell(_learnt(done, plan)),
    )
    identity = build_reader(
        network,
        published.folder / TOKENIZER_NAME,
        out,
        max_tokens=plan.max_tokens,
        source={**origin, "examples_seen": str(state.examples)},
        typical=typical_windows(examples, seed=plan.seed),
    )
    draw_losses(work / LOG_NAME, out / "losses.png")
    write_card(
        out / "CARD.md",
        plan,
        state,
        counts={name: len(found) for name, found in examples.items()},
        identity=identity,
        pools=network.pools,
        base=None if base is None else published.name,
        begun_from=origin.get(_BEGUN_FROM),
        measured=_measured(data, out, tell),
    )
    return identity


def _beginning(
    start: str | None, published: EncoderWeights, *, seed: int
) -> tuple[ReaderNetwork, dict[str, str]]:
    """The network that training begins with, and what it is, for people."""
    origin = dict(published.source)
    if start is None:
        return base_network(published, seed=seed), origin
    folder = reader_folder(start)
    origin[_BEGUN_FROM] = load_reader(start, threads=1).identity.weights_sha256
    return stored_network(folder, published.folder), origin


def typical_windows(
    examples: Mapping[str, Sequence[ReaderExample]], *, seed: int
) -> list[tuple[str, Sequence[str]]]:
    """Questions and windows of every source, drawn for `embeddings.reader_export.build_reader`."""
    draw = random.Random(seed)  # noqa: S311 a reproducible draw, no secret
    drawn = (
        example
        for found in examples.values()
        for example in draw.sample(list(found), min(_TYPICAL_EACH, len(found)))
    )
    return [(example.question, example.sentences) for example in drawn]


def _measured(data: Path, reader: Path, tell: Tell) -> ReadingReport | None:
    """What the development sets say of the reader as stored, None where they are missing."""
    words, answerability = (data / "squad" / f"dev-{version}.json" for version in ("v1.1", "v2.0"))
    if not (words.is_file() and answerability.is_file()):
        return None
    sets = ReadingData(squad=(words, answerability), exclude_titles_of=answerability)
    return measure_reader(load_reader(str(reader)), sets, encoder=load_encoder, progress=tell)


def _learnt(done: Progress, recipe: Recipe) -> IndexProgress:
    stage = f"learning, stage {done.state.stage + 1} of {len(recipe.stages)}"
    return IndexProgress(stage, done.state.chunk, done.n_chunks)
