"""Fine-tunes an encoder with sentence-transformers' own trainer and loss, and mixes the weights.

One pass in bfloat16, on CPU or GPU, without a network and without a file outside `out`.

Sources: Henderson et al. 2017, arXiv:1705.00652 (other texts of the batch as negatives); Wortsman
et al., ICML 2022 (the mean of the original and the tuned weights keeps what either can do).
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from transformers import (
    PreTrainedModel,
    PrinterCallback,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

from embeddings.errors import MissingExtra
from embeddings.training.triple import Triple

try:
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.util import cos_sim
except ImportError as error:
    raise MissingExtra(error.name or "datasets", purpose="tuning an encoder") from error

_WEIGHT_DECAY = 0.01
_WARM_UP = 0.1  # share of the run over which the rate rises from 0
_LENGTHS = 10  # groups at most that a kind is divided into, so that little is padded
_BATCHES_PER_LENGTH = 4  # at least; fewer are not worth dividing


@dataclass(frozen=True, slots=True)
class Tuning:
    """How an encoder is tuned.

    Args:
        seed: of the order in which batches come.
        rate: highest learning rate; it falls to 0 at the end.
        batch: triples in one step, all of one kind.
        minutes: the pass ends then, done or not; None for no limit.
        alphas: shares of the tuned weights in what is saved, the rest is the original's.
    """

    seed: int = 7
    rate: float = 2e-5
    batch: int = 64
    minutes: float | None = None
    alphas: tuple[float, ...] = (0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Tuned:
    """What came of it.

    Args:
        folders: one for each alpha, as sentence-transformers loads them.
        steps: taken.
        n_steps: of a whole pass.
        losses: mean over each tenth of the whole pass, nats.
        seconds: of the pass.
    """

    folders: tuple[Path, ...]
    steps: int
    n_steps: int
    losses: tuple[float, ...]
    seconds: float


Tell = Callable[[int, int], None]  # steps taken, and steps of a whole pass


def tune_encoder(
    source: Path,
    triples: Mapping[str, Sequence[Triple]],
    out: Path,
    tuning: Tuning,
    *,
    progress: Tell = lambda _done, _total: None,
) -> Tuned:
    """Tune, and save the weights at each alpha to `out`/alpha-<alpha>.

    The word embeddings stay as they are: half of all weights, and words mean what they meant.

    Args:
        source: folder of the encoder to begin with.
        triples: by kind; a batch holds one kind and like lengths, and each comes as often as it has
            batches. All triples of a kind have a misleading text, or none has.
        out: made when missing.
        tuning: see there. Without a limit of minutes the same input and machine give the same.
        progress: told after every step.

    Raises:
        ValueError: there is no triple.
        MissingExtra: a library is not installed.
    """
    if not any(triples.values()):
        raise ValueError("no triples to learn from; name a folder with examples")
    model = SentenceTransformer(str(source), local_files_only=True)
    original = {name: value.clone() for name, value in model.state_dict().items()}
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        log = _learn(model, triples, Path(scratch), tuning, progress)
    tuned = {name: value.cpu().clone() for name, value in model.state_dict().items()}
    model.cpu()
    folders = []
    for alpha in tuning.alphas:
        model.load_state_dict(mixed_weights(original, tuned, alpha=alpha))
        folders.append(out / f"alpha-{alpha:.2f}")
        # A card would be looked up on the hub.
        model.save_pretrained(str(folders[-1]), create_model_card=False)
    return Tuned(
        folders=tuple(folders),
        steps=log.steps,
        n_steps=log.n_steps,
        losses=log.tenths(),
        seconds=log.seconds,
    )


def mixed_weights(
    original: Mapping[str, torch.Tensor], tuned: Mapping[str, torch.Tensor], *, alpha: float
) -> dict[str, torch.Tensor]:
    """`(1 - alpha) * original + alpha * tuned` of each weight; whole numbers are the original's."""
    return {
        name: torch.lerp(value.cpu(), tuned[name], alpha) if value.is_floating_point() else value
        for name, value in original.items()
    }


class _Log(TrainerCallback):
    """Counts steps and losses, and ends the pass when its time is up."""

    def __init__(self, minutes: float | None, progress: Tell) -> None:
        self._limit_s = minutes * 60 if minutes is not None else float("inf")
        self._progress = progress
        self._started = time.monotonic()
        self.steps, self.n_steps, self.seconds = 0, 0, 0.0
        self.losses: list[float] = []

    def share_done(self, step: int) -> float:
        """Of the pass or of its time, whichever is further on; in [0, 1]."""
        by_steps = step / self.n_steps if self.n_steps else 0.0
        return min(1.0, max(by_steps, (time.monotonic() - self._started) / self._limit_s))

    def rate_at(self, step: int) -> float:
        """Share of the highest learning rate: up over the first tenth, then down to 0."""
        done = self.share_done(step)
        return min(done / _WARM_UP, (1 - done) / (1 - _WARM_UP))

    def on_train_begin(
        self,
        args: TrainingArguments,  # noqa: ARG002 as the trainer calls it
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **kwargs: object,  # noqa: ARG002
    ) -> None:
        self.n_steps = state.max_steps
        self._started = time.monotonic()

    def on_step_end(
        self,
        args: TrainingArguments,  # noqa: ARG002 as the trainer calls it
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,  # noqa: ARG002
    ) -> None:
        self.steps, self.seconds = state.global_step, time.monotonic() - self._started
        control.should_training_stop |= self.seconds >= self._limit_s
        self._progress(self.steps, self.n_steps)

    def tenths(self) -> tuple[float, ...]:
        size = max(1, -(-self.n_steps // 10))
        pieces = [self.losses[start : start + size] for start in range(0, len(self.losses), size)]
        return tuple(sum(piece) / len(piece) for piece in pieces)


class _Loss(MultipleNegativesRankingLoss):
    """Keeps what each step lost."""

    def __init__(self, model: SentenceTransformer, log: _Log) -> None:
        super().__init__(model, similarity_fct=_exact_cosine)
        self._log = log

    def forward(
        self, sentence_features: Iterable[dict[str, torch.Tensor]], labels: torch.Tensor
    ) -> torch.Tensor:
        loss = super().forward(sentence_features, labels)
        self._log.losses.append(float(loss.detach()))
        return loss


def _exact_cosine(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Cosines in fp32: 8 bits would round away the differences that are to be learnt."""
    with torch.autocast(a.device.type, enabled=False):
        cosines: torch.Tensor = cos_sim(a.float(), b.float())
    return cosines


def _learn(
    model: SentenceTransformer,
    triples: Mapping[str, Sequence[Triple]],
    scratch: Path,
    tuning: Tuning,
    progress: Tell,
) -> _Log:
    log = _Log(tuning.minutes, progress)
    network = next(m for m in model.modules() if isinstance(m, PreTrainedModel))
    network.get_input_embeddings().requires_grad_(requires_grad=False)
    taught = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(taught, lr=tuning.rate, weight_decay=_WEIGHT_DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, log.rate_at)
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(scratch),
        num_train_epochs=1,
        per_device_train_batch_size=tuning.batch,
        bf16=True,
        use_cpu=not torch.cuda.is_available(),
        batch_sampler="no_duplicates",
        multi_dataset_batch_sampler="proportional",
        seed=tuning.seed,
        save_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=torch.cuda.is_available(),
    )
    trainer = SentenceTransformerTrainer(
        model=model,
        args=arguments,
        train_dataset={
            f"{kind}-{at}": _table(rows)
            for kind, all_rows in triples.items()
            for at, rows in enumerate(by_length(all_rows, batch=tuning.batch))
        },
        loss=_Loss(model, log),
        callbacks=[log],
        optimizers=(optimiser, schedule),
    )
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return log


def by_length(triples: Sequence[Triple], *, batch: int) -> list[list[Triple]]:
    """The triples in groups of like length, shortest first; fewer groups when they are few."""

    def characters(triple: Triple) -> int:
        return max(len(triple.answering), len(triple.misleading or ""))

    ranked = sorted(triples, key=characters)
    n = max(1, min(_LENGTHS, len(ranked) // (_BATCHES_PER_LENGTH * batch)))
    cuts = [len(ranked) * at // n for at in range(n + 1)]
    return [ranked[start:end] for start, end in pairwise(cuts) if end > start]


def _table(triples: Sequence[Triple]) -> Dataset:
    columns: dict[str, list[str | None]] = {
        "anchor": [triple.question for triple in triples],
        "positive": [triple.answering for triple in triples],
    }
    if all(triple.misleading is not None for triple in triples):
        columns["negative"] = [triple.misleading for triple in triples]
    return Dataset.from_dict(columns)
